//! Inheritance: a class whose values hold one of their base class.

use super::define::JsClass;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Function;
use std::any::TypeId;

/// A class that extends another one of Rust's: `#[napi(extends = Base)]` implements it.
///
/// ```
/// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Extends, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     #[napi]
///     struct Animal {
///         name: String,
///     }
///     #[napi(extends = Animal)]
///     struct Dog {
///         #[napi(base)]
///         animal: Animal,
///     }
///
///     fn base_of<T: Extends>(value: &T) -> &T::Base {
///         value.base()
///     }
///     let mut dog = Dog { animal: Animal { name: "Rex".into() } };
///     dog.base_mut().name.push('!');
///     assert_eq!(base_of(&dog).name, "Rex!");
///
///     // An instance of the derived class is one of the base.
///     let dog = env.instance(dog)?.as_value();
///     assert_eq!(dog.to::<Class<Animal>>(env)?.borrow(env)?.name, "Rex!");
///     Ok(())
/// })
/// # }
/// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
/// ```
pub trait Extends: JsClass {
    /// The class that is extended.
    type Base: JsClass;
    /// The base's part of a value.
    fn base(&self) -> &Self::Base;
    /// The base's part of a value, to write to.
    fn base_mut(&mut self) -> &mut Self::Base;
}

/// How a class gets at its base.
pub struct BaseLink<T> {
    class: for<'s> fn(&mut Env<'s>) -> Result<Function<'s>>,
    is: fn(TypeId) -> bool,
    shared: fn(&T, TypeId) -> Option<*const ()>,
    exclusive: fn(&mut T, TypeId) -> Option<*mut ()>,
}

impl<T> Clone for BaseLink<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for BaseLink<T> {}

impl<T: Extends> BaseLink<T> {
    /// The link of a class that extends another one.
    pub const fn of() -> BaseLink<T> {
        BaseLink {
            class: |env| env.class::<T::Base>(),
            is: |target| {
                let further = T::Base::BASE;
                target == TypeId::of::<T::Base>() || further.is_some_and(|base| base.is(target))
            },
            shared: |value, target| {
                let base = value.base();
                if target == TypeId::of::<T::Base>() {
                    return Some(std::ptr::from_ref(base).cast());
                }
                T::Base::BASE.and_then(|further| further.shared(base, target))
            },
            exclusive: |value, target| {
                let base = value.base_mut();
                if target == TypeId::of::<T::Base>() {
                    return Some(std::ptr::from_mut(base).cast());
                }
                T::Base::BASE.and_then(|further| further.exclusive(base, target))
            },
        }
    }
}

impl<T> BaseLink<T> {
    /// The base's constructor.
    pub(super) fn class<'s>(self, env: &mut Env<'s>) -> Result<Function<'s>> {
        (self.class)(env)
    }

    /// Whether a type is among the bases.
    pub(super) fn is(self, target: TypeId) -> bool {
        (self.is)(target)
    }

    /// The base of a type: a pointer to a value of that type, good as long as the reference.
    pub(super) fn shared(self, value: &T, target: TypeId) -> Option<*const ()> {
        (self.shared)(value, target)
    }

    /// The base of a type: a pointer to a value of that type, good as long as the reference.
    pub(super) fn exclusive(self, value: &mut T, target: TypeId) -> Option<*mut ()> {
        (self.exclusive)(value, target)
    }
}
