//! Classes: a constructor that makes objects which wrap a `T`.

use super::base::BaseLink;
use super::cell::ClassCell;
use super::cell::Header;
use super::parent::Parent;
use super::{Class, attach, is_instance};
use crate::safe::callback::{NativeFn, call_item, needs_new, new_target, serve};
use crate::safe::env::{Env, enter};
use crate::safe::error::{Error, Result, contain};
use crate::safe::function::{Args, Function};
use crate::safe::state::EnvState;
use crate::safe::value::{EMPTY, JsValue, Object, PropertyAttributes, Value};
use nodeapi_sys as sys;
use std::any::TypeId;
use std::ffi::{c_char, c_void};
use std::marker::PhantomData;
use std::rc::Rc;

/// A Rust type with a class in JavaScript. `#[napi]` on a struct implements it, and nothing else
/// should: what is not documented here is for generated code.
///
/// ```
/// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{JsClass, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     #[napi]
///     struct Counter {
///         count: u32,
///     }
///     #[napi]
///     impl Counter {
///         #[napi(constructor)]
///         fn new(start: u32) -> Counter {
///             Counter { count: start }
///         }
///     }
///
///     assert_eq!(Counter::NAME, "Counter");
///     let class = env.class::<Counter>()?;
///     let object = class.construct(env, (5,))?;
///     let counter: Class<Counter> = object.as_value().to(env)?;
///     assert_eq!(counter.borrow(env)?.count, 5);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a class of JavaScript",
    note = "a struct with `#[napi]` is one; take other types by value"
)]
pub trait JsClass: Sized + 'static {
    /// The class's name in JavaScript.
    const NAME: &'static str;
    /// The class of Rust's that it extends.
    #[doc(hidden)]
    const BASE: Option<BaseLink<Self>> = None;
    /// The class of the host's that it extends.
    #[doc(hidden)]
    const PARENT: Option<Parent> = None;
    /// What `Object.prototype.toString` calls its instances.
    #[doc(hidden)]
    const TO_STRING_TAG: Option<&'static str> = None;

    /// What `new` does: reads the arguments and makes the value.
    ///
    /// # Errors
    ///
    /// What is to be thrown; always, for classes that only Rust makes instances of.
    #[doc(hidden)]
    fn construct<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Self>;

    /// The methods, accessors and constants.
    #[doc(hidden)]
    fn members() -> &'static [Member];

    /// What the parent's constructor is called with, for a value that has just been made.
    ///
    /// # Errors
    ///
    /// What the conversions of the arguments say.
    #[doc(hidden)]
    fn super_args<'c>(&self, env: &mut Env<'c>) -> Result<Vec<Value<'c>>> {
        let _ = env;
        Ok(Vec::new())
    }

    /// What is done with a value when its object has been collected, in place of dropping it.
    #[doc(hidden)]
    fn finalizer() -> Option<Finalize<Self>> {
        None
    }
}

/// What is done with a value when its object has been collected.
pub type Finalize<T> = for<'c> fn(T, &mut Env<'c>) -> Result<()>;

/// A function of Rust's for the host to call: of one that needs no state, so that it is all in the
/// code.
#[derive(Clone, Copy, Debug)]
pub struct Native(unsafe extern "C" fn(sys::napi_env, sys::napi_callback_info) -> sys::napi_value);

impl Native {
    /// The function of a `fn` item, or of a closure that captures nothing.
    pub const fn new<F>(_: F) -> Native
    where
        F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + Copy + 'static,
    {
        const { assert!(size_of::<F>() == 0, "only functions that need no state") };
        Native(call_item::<F>)
    }
}

/// One member of a class. A name in brackets is one of the symbols that JavaScript itself knows:
/// `[Symbol.iterator]`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Member {
    /// A method.
    Method {
        /// Its name.
        name: &'static str,
        /// What it does.
        call: Native,
        /// Whether the class has it, not the instances.
        is_static: bool,
        /// Whether it can be set, is enumerable and can be changed.
        attributes: PropertyAttributes,
    },
    /// A property that is read or set by code.
    Accessor {
        /// Its name.
        name: &'static str,
        /// What reads it.
        get: Option<NativeFn>,
        /// What sets it.
        set: Option<NativeFn>,
        /// Whether the class has it, not the instances.
        is_static: bool,
        /// Whether it is enumerable and can be changed.
        attributes: PropertyAttributes,
    },
    /// A property of the class with a fixed value.
    Constant {
        /// Its name.
        name: &'static str,
        /// What makes the value.
        value: for<'c> fn(&mut Env<'c>) -> Result<Value<'c>>,
        /// Whether it can be set, is enumerable and can be changed.
        attributes: PropertyAttributes,
    },
}

impl Member {
    fn is_static(&self) -> bool {
        match self {
            Member::Method { is_static, .. } | Member::Accessor { is_static, .. } => *is_static,
            Member::Constant { .. } => true,
        }
    }
}

#[cfg(feature = "node")]
impl Object<'_> {
    /// Sets functions that need no state as properties.
    ///
    /// # Errors
    ///
    /// What the host says.
    pub(crate) fn set_functions(
        self,
        env: &mut Env<'_>,
        functions: &[(&'static str, Native)],
    ) -> Result<()> {
        functions.iter().try_for_each(|(name, native)| {
            env.scope(|env| {
                let function = env.create_function(name, Some(native.0), std::ptr::null_mut())?;
                self.set(env, *name, function)
            })
        })
    }
}

impl<'s> Env<'s> {
    /// The class's constructor (`napi_define_class`): the same function whenever it is asked for in
    /// one environment. Shown at [`JsClass`].
    ///
    /// # Errors
    ///
    /// What the host says, what the constants' conversions say, and a `TypeError` where the class of
    /// the host's that it extends is not there.
    pub fn class<T: JsClass>(&mut self) -> Result<Function<'s>> {
        let state = EnvState::of(self)?;
        if let Some(reference) = state.constructor(TypeId::of::<T>()) {
            let mut value = std::ptr::null_mut();
            // SAFETY: the environment is live, and the state keeps the reference, a strong one to a
            // function; the answer is a handle of the innermost scope.
            let status =
                unsafe { sys::napi_get_reference_value(self.raw(), reference, &mut value) };
            self.check(status, "napi_get_reference_value")?;
            // SAFETY: as above.
            return Ok(unsafe { Function::new(value) });
        }
        let constructor = self.escapable_scope(|mut scope| -> Result<Function<'s>> {
            let constructor = define::<T>(&mut scope)?;
            Ok(scope.escape(constructor))
        })?;
        let mut reference = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the function.
        let status =
            unsafe { sys::napi_create_reference(self.raw(), constructor.raw(), 1, &mut reference) };
        self.check(status, "napi_create_reference")?;
        state.set_constructor(TypeId::of::<T>(), reference, T::NAME);
        Ok(constructor)
    }

    /// Makes an instance of a class of a value, without calling the class's own constructor
    /// (`napi_new_instance`, `napi_wrap`). What returning a `T` from a native function does.
    ///
    /// # Errors
    ///
    /// As [`Env::class`], and what the class of the host's that it extends throws.
    ///
    /// ```
    /// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// #[napi]
    /// struct Point {
    ///     x: f64,
    /// }
    /// #[napi]
    /// impl Point {
    ///     #[napi(getter)]
    ///     fn x(&self) -> f64 {
    ///         self.x
    ///     }
    /// }
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let point = env.instance(Point { x: 2.0 })?;
    ///     assert_eq!(point.get::<f64>(env, "x")?, 2.0);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
    /// ```
    pub fn instance<T: JsClass>(&mut self, value: T) -> Result<Class<'s, T>> {
        let constructor = self.class::<T>()?;
        let state = EnvState::of(self)?;
        state.offer(Box::new(value));
        let object = constructor.construct(self, ());
        // Where the constructor has not come to it, nobody else shall.
        let left: Option<Box<T>> = state.adopt();
        let object = object?;
        if left.is_some() || !is_instance::<T>(self, object.as_value())? {
            return Err(Error::message(format!(
                "cannot make an instance of {}",
                T::NAME
            )));
        }
        Ok(Class(object.raw(), PhantomData))
    }
}

/// Defines the class. The handles made here are of the innermost scope.
///
/// The members of instances are plain functions on the prototype, and look at their receiver
/// themselves. Those that `napi_define_class` makes would be refused for instances of derived
/// classes: Node.js lets them be called on what this very constructor has made alone.
fn define<'s, T: JsClass>(env: &mut Env<'s>) -> Result<Function<'s>> {
    let statics = descriptors(env, T::members(), true)?;
    let raw = env.raw();
    // SAFETY: the environment is live, and so are the handles in the descriptors; the host reads the
    // name's bytes and no others. Each callback is registered with the data that it expects. What the
    // host makes is a function.
    let constructor: Function<'s> = unsafe {
        env.made("napi_define_class", |result| {
            sys::napi_define_class(
                raw,
                T::NAME.as_ptr().cast::<c_char>(),
                T::NAME.len(),
                Some(construct::<T>),
                std::ptr::null_mut(),
                statics.len(),
                statics.as_ptr(),
                result,
            )
        })?
    };
    let prototype: Object<'s> = constructor.get_named(env, c"prototype")?;
    let mut members = descriptors(env, T::members(), false)?;
    if let Some(tag) = T::TO_STRING_TAG {
        members.push(sys::napi_property_descriptor {
            name: env.well_known_symbol("toStringTag")?.raw(),
            value: env.string(tag)?.raw(),
            attributes: PropertyAttributes::configurable,
            ..EMPTY
        });
    }
    prototype.define_raw(env, &members)?;
    let base = match (T::BASE, T::PARENT) {
        (Some(base), _) => Some(base.class(env)?),
        (None, Some(parent)) => Some(
            parent
                .class(env)
                .map_err(|error| parent.missing(T::NAME, error))?,
        ),
        (None, None) => None,
    };
    if let Some(base) = base {
        let base_prototype: Value<'s> = base.get_named(env, c"prototype")?;
        prototype.set_prototype(env, base_prototype)?;
        constructor.set_prototype(env, base)?;
    }
    Ok(constructor)
}

fn descriptors(
    env: &mut Env<'_>,
    members: &'static [Member],
    is_static: bool,
) -> Result<Vec<sys::napi_property_descriptor>> {
    let members = members
        .iter()
        .filter(|member| member.is_static() == is_static);
    members.map(|member| descriptor(env, member)).collect()
}

/// A member's name, as a handle.
fn name(env: &mut Env<'_>, name: &'static str) -> Result<sys::napi_value> {
    let symbol = name
        .strip_prefix("[Symbol.")
        .and_then(|name| name.strip_suffix(']'));
    Ok(match symbol {
        Some(symbol) => env.well_known_symbol(symbol)?.raw(),
        None => env.string(name)?.raw(),
    })
}

fn descriptor(env: &mut Env<'_>, member: &'static Member) -> Result<sys::napi_property_descriptor> {
    let of = |is_static: bool| {
        if is_static {
            PropertyAttributes::static_
        } else {
            PropertyAttributes::empty()
        }
    };
    Ok(match *member {
        Member::Method {
            name: method,
            call,
            is_static,
            attributes,
        } => sys::napi_property_descriptor {
            name: name(env, method)?,
            method: Some(call.0),
            attributes: attributes | of(is_static),
            ..EMPTY
        },
        Member::Accessor {
            name: property,
            get,
            set,
            is_static,
            attributes,
        } => sys::napi_property_descriptor {
            name: name(env, property)?,
            getter: get.map(|_| call_getter as _),
            setter: set.map(|_| call_setter as _),
            data: std::ptr::from_ref(member).cast_mut().cast::<c_void>(),
            attributes: attributes | of(is_static),
            ..EMPTY
        },
        Member::Constant {
            name: property,
            value,
            attributes,
        } => sys::napi_property_descriptor {
            name: name(env, property)?,
            value: value(env)?.raw(),
            attributes: attributes | PropertyAttributes::static_,
            ..EMPTY
        },
    })
}

/// What `new` calls.
unsafe extern "C" fn construct<T: JsClass>(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, _| {
            let Some(target) = new_target(env, &args)? else {
                return Err(needs_new(T::NAME));
            };
            let state: Rc<EnvState> = EnvState::of(env)?;
            let value = match state.adopt::<T>() {
                Some(value) => *value,
                None => T::construct(env, args)?,
            };
            // Constructors of the host's classes make the object themselves.
            let object = match T::PARENT {
                Some(parent) => {
                    let args = value.super_args(env)?;
                    parent.construct(env, args, target)?.as_value()
                }
                None => args.this(),
            };
            attach(env, object, ClassCell::of_class(value), finalize::<T>)?;
            Ok(object)
        })
    }
}

/// The finalizer of an instance.
unsafe extern "C" fn finalize<T: JsClass>(raw: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    super::forget(data.cast_const().cast::<Header>());
    // SAFETY: the object held this count; it is finalized once.
    let cell = unsafe { Rc::from_raw(data.cast_const().cast::<ClassCell<T>>()) };
    contain(|| {
        let Some(finalizer) = T::finalizer() else {
            return drop(cell);
        };
        // Where a guard still looks at the value, it is dropped with the guard.
        let Some(value) = Rc::into_inner(cell).and_then(ClassCell::into_value) else {
            return;
        };
        // SAFETY: the host gives its environment to the finalizer, and lets it use all of Node-API,
        // since modules are for numbered versions of it. A scope is opened first.
        unsafe {
            enter(raw, |env| {
                env.scope(|env| {
                    if let Err(error) = finalizer(value, env) {
                        // It fails where the environment is being torn down: nobody listens.
                        let _ = env.report_uncaught(error);
                    }
                    env.forget_exception();
                });
            });
        }
    });
}

/// The getter of an accessor whose data is its [`Member`].
unsafe extern "C" fn call_getter(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, data| {
            // SAFETY: registered with a `&'static Member` as its data, and with no other.
            match &*data.cast_const().cast::<Member>() {
                Member::Accessor { get: Some(get), .. } => get(env, args),
                _ => Ok(env.undefined()),
            }
        })
    }
}

/// The setter of an accessor whose data is its [`Member`].
unsafe extern "C" fn call_setter(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, data| {
            // SAFETY: registered with a `&'static Member` as its data, and with no other.
            match &*data.cast_const().cast::<Member>() {
                Member::Accessor { set: Some(set), .. } => set(env, args),
                _ => Ok(env.undefined()),
            }
        })
    }
}
