//! Rust values inside JavaScript objects.

mod base;
mod cell;
mod define;
mod live;
mod parent;
mod receiver;

pub use base::{BaseLink, Extends};
pub use cell::{ClassRef, ClassRefMut};
pub use define::{Finalize, JsClass, Member, Native};
pub use parent::Parent;

use super::convert::{FromJs, IntoJs};
use super::env::Env;
use super::error::{Error, Result, TypeMismatch, contain};
use super::state::EnvState;
use super::value::{JsValue, Object, Value, describe};
use cell::{ClassCell, Header, Owner};
use nodeapi_sys as sys;
use std::any::TypeId;
use std::ffi::c_void;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::OnceLock;

/// A JavaScript object that wraps a `T`: an instance of a class (`#[napi]` on a struct), or an
/// object that [`Env::wrap`] has made.
///
/// The object owns the value; who has the handle may borrow it. The handle is `Copy`, and bound to
/// the scope `'s` and its thread.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Error, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let list: Class<Vec<u8>> = env.wrap(vec![1])?;
///     list.borrow_mut(env)?.push(2);
///     // Without a guard, where no JavaScript runs meanwhile.
///     list.with_mut(env)?.push(3);
///
///     let guard = list.borrow(env)?;
///     assert_eq!(*guard, [1, 2, 3]);
///     // While the guard lives, nobody else gets exclusive access, whatever JavaScript does.
///     assert!(matches!(list.borrow_mut(env), Err(Error::AlreadyBorrowed)));
///
///     // It is an object as any other.
///     env.global().set(env, "list", list.as_object())?;
///     let again: Class<Vec<u8>> = env.global().get(env, "list")?;
///     assert_eq!(again.borrow(env)?.len(), 3);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[repr(transparent)]
pub struct Class<'s, T>(sys::napi_value, PhantomData<(&'s (), *const T)>);

impl<T> Clone for Class<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Class<'_, T> {}

impl<T> std::fmt::Debug for Class<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Class").field(&self.0).finish()
    }
}

// SAFETY: `At` replaces the lifetime alone.
unsafe impl<'s, T: 'static> JsValue<'s> for Class<'s, T> {
    type At<'x> = Class<'x, T>;
    fn raw(self) -> sys::napi_value {
        self.0
    }
    unsafe fn from_raw(raw: sys::napi_value) -> Self {
        Class(raw, PhantomData)
    }
}

impl<'s, T> Deref for Class<'s, T> {
    type Target = Object<'s>;
    fn deref(&self) -> &Object<'s> {
        // SAFETY: both are transparent over the same handle, and what wraps is an object.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

static_assertions::assert_not_impl_any!(Class<'static, u8>: Send, Sync);

impl<'v, T: 'static> Class<'v, T> {
    /// Shared access to the value (`napi_unwrap`); JavaScript may run while the guard lives.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has exclusive
    /// access; [`Error::ValueTaken`](crate::Error::ValueTaken) after [`Class::take`].
    pub fn borrow(self, env: &Env<'_>) -> Result<ClassRef<'v, T>> {
        self.owner(env)?.borrow()
    }

    /// Exclusive access to the value (`napi_unwrap`); JavaScript may run while the guard lives.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has access;
    /// [`Error::ValueTaken`](crate::Error::ValueTaken) after [`Class::take`].
    pub fn borrow_mut(self, env: &Env<'_>) -> Result<ClassRefMut<'v, T>> {
        self.owner(env)?.borrow_mut()
    }

    /// Exclusive access that the borrow checker watches over (`napi_unwrap`): no JavaScript runs while
    /// the reference lives, and no guard is needed.
    ///
    /// # Errors
    ///
    /// As [`Class::borrow_mut`].
    pub fn with_mut<'a>(self, env: &'a mut Env<'_>) -> Result<&'a mut T>
    where
        'v: 'a,
    {
        let value = self.owner(env)?.exclusive()?;
        // SAFETY: the object keeps the value alive, and its handle keeps the object, for `'v`. No
        // guard is alive, and none can be made while `env` is borrowed, for that takes an `Env`.
        Ok(unsafe { &mut *value })
    }

    /// Takes the value out of the object, which has none afterwards:
    /// [`Error::ValueTaken`](crate::Error::ValueTaken) is all that it answers then.
    ///
    /// # Errors
    ///
    /// As [`Class::borrow_mut`]; a `TypeError` where the value is a part of that of a derived class.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{Error, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let file: Class<String> = env.wrap("open".to_owned())?;
    ///     assert_eq!(file.take(env)?, "open");
    ///     assert!(matches!(file.borrow(env), Err(Error::ValueTaken)));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn take(self, env: &Env<'_>) -> Result<T> {
        self.owner(env)?
            .take()?
            .ok_or_else(|| Error::type_error("the value is a part of that of a derived class"))
    }

    /// The object, without what it wraps.
    pub fn as_object(self) -> Object<'v> {
        *self
    }

    fn owner(self, env: &Env<'_>) -> Result<Owner> {
        // Looked at anew: another addon may have taken the value from the object meanwhile.
        unwrap(env, self.as_value())?.ok_or_else(|| no_instance::<T>(env, self.as_value()))
    }
}

/// The tag of the objects that this image wraps values in. Another image, built by the same compiler of
/// the same sources, has another tag, as it has other cells: the types may look alike, but the two
/// might not agree on their layouts.
fn tag() -> &'static sys::napi_type_tag {
    static TAG: OnceLock<sys::napi_type_tag> = OnceLock::new();
    TAG.get_or_init(|| {
        // The standard library's source of randomness, and an address that no other image has.
        let state = RandomState::new();
        let place = std::ptr::from_ref(&TAG).addr();
        sys::napi_type_tag {
            lower: state.hash_one((place, 0)),
            upper: state.hash_one((place, 1)),
        }
    })
}

/// What a value wraps, where it is an object that this image wraps something in.
#[inline]
fn unwrap(env: &Env<'_>, value: Value<'_>) -> Result<Option<Owner>> {
    let mut data = std::ptr::null_mut();
    // SAFETY: the environment is live, and so is the handle.
    let status = unsafe { sys::napi_unwrap(env.raw(), value.raw(), &mut data) };
    match status {
        sys::napi_ok => {}
        // No object, or one that wraps nothing.
        sys::napi_object_expected | sys::napi_invalid_arg => return Ok(None),
        status => return env.check(status, "napi_unwrap").map(|()| None),
    }
    let data = data.cast_const().cast::<Header>();
    if !live::owned(data) {
        return Ok(None);
    }
    // SAFETY: an object of this thread owns the cell, and holds a count until its finalizer, which
    // begins with `live::end`; what `attach` makes is a `ClassCell`, whatever its type is.
    Ok(Some(unsafe { Owner::retain(data) }))
}

/// As [`unwrap`], where the value is a `T`, or something that has one as its base.
#[inline]
fn instance<T: 'static>(env: &Env<'_>, value: Value<'_>) -> Result<Option<Owner>> {
    Ok(unwrap(env, value)?.filter(Owner::is::<T>))
}

/// Whether a value is an object that wraps a `T`.
fn is_instance<T: 'static>(env: &Env<'_>, value: Value<'_>) -> Result<bool> {
    Ok(instance::<T>(env, value)?.is_some())
}

/// Gives an object its value, which it owns from now on.
fn attach<T: 'static>(
    env: &Env<'_>,
    object: Value<'_>,
    cell: ClassCell<T>,
    finalize: unsafe extern "C" fn(sys::napi_env, *mut c_void, *mut c_void),
) -> Result<()> {
    let cell = Rc::into_raw(Rc::new(cell));
    let data = cell.cast_mut().cast::<c_void>();
    // SAFETY: the environment is live, and so is the object; the finalizer gets the count that it
    // gives up.
    let status = unsafe {
        sys::napi_wrap(
            env.raw(),
            object.raw(),
            data,
            Some(finalize),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        )
    };
    if let Err(error) = env.check(status, "napi_wrap") {
        // SAFETY: the host has not taken the value, so that the count is ours.
        drop(unsafe { Rc::from_raw(data.cast_const().cast::<ClassCell<T>>()) });
        return Err(error);
    }
    // The tag is for those who ask the host. An object that has one already is never unwrapped; it
    // frees its value as any other.
    // SAFETY: as above.
    let status = unsafe { sys::napi_type_tag_object(env.raw(), object.raw(), tag()) };
    env.check(status, "napi_type_tag_object")?;
    live::begin(cell.cast::<Header>());
    Ok(())
}

/// The object that owns a cell is gone.
fn forget(cell: *const Header) {
    receiver::gone(cell);
    live::end(cell);
}

/// The finalizer of an object that wraps a `T`.
unsafe extern "C" fn finalize<T: 'static>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    forget(data.cast_const().cast::<Header>());
    // SAFETY: the object held this count; it is finalized once.
    contain(|| drop(unsafe { Rc::from_raw(data.cast_const().cast::<ClassCell<T>>()) }));
}

/// The error of a value that is no instance.
#[cold]
fn no_instance<T: 'static>(env: &Env<'_>, value: Value<'_>) -> Error {
    let known = EnvState::of(env).ok();
    let known = known.and_then(|state| state.class_name(TypeId::of::<T>()));
    let name = known.unwrap_or_else(|| {
        let name = std::any::type_name::<T>();
        name.rsplit_once("::")
            .filter(|_| !name.contains('<'))
            .map_or(name, |(_, name)| name)
    });
    TypeMismatch::new(format!("an instance of {name}"), describe(env, value)).into()
}

/// An instance of a class that a call is about: known, but not borrowed yet. JavaScript may run
/// before it is, as it does where arguments are converted.
pub struct Instance<T> {
    owner: Owner,
    _kind: PhantomData<T>,
}

impl<T: 'static> Instance<T> {
    /// The instance that a value is.
    ///
    /// # Errors
    ///
    /// [`Error::Type`] where it is none.
    #[inline]
    pub fn of(env: &Env<'_>, value: Value<'_>) -> Result<Instance<T>> {
        let owner = match receiver::known(env, value) {
            // SAFETY: an object of this thread owns the cell, as in `unwrap`.
            Some(cell) => Some(unsafe { Owner::retain(cell) }),
            None => {
                let owner = unwrap(env, value)?;
                if let Some(owner) = &owner {
                    // SAFETY: what wraps something is an object.
                    let object = unsafe { Object::from_raw(value.raw()) };
                    receiver::seen(env, object, owner.cell());
                }
                owner
            }
        };
        match owner.filter(Owner::is::<T>) {
            Some(owner) => Ok(Instance {
                owner,
                _kind: PhantomData,
            }),
            None => Err(no_instance::<T>(env, value)),
        }
    }

    /// Shared access.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`] while somebody has exclusive access.
    #[inline]
    pub fn borrow<'s>(self, _: &Env<'_>) -> Result<ClassRef<'s, T>> {
        self.owner.borrow()
    }

    /// Exclusive access.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`] while somebody has access.
    #[inline]
    pub fn borrow_mut<'s>(self, _: &Env<'_>) -> Result<ClassRefMut<'s, T>> {
        self.owner.borrow_mut()
    }
}

#[cfg(feature = "node")]
impl Env<'_> {
    /// Puts a Rust value into an object that is there already (`napi_wrap`).
    ///
    /// # Errors
    ///
    /// What the host says: an object can hold only one.
    pub(crate) fn wrap_in<T: 'static>(&self, object: Object<'_>, value: T) -> Result<()> {
        let cell = ClassCell::plain(value);
        attach(self, object.as_value(), cell, finalize::<T>)
    }
}

impl<'s> Env<'s> {
    /// Makes a plain object that wraps a value, a [`Class`] (`napi_wrap`, `napi_type_tag_object`). The
    /// value is dropped after the object has been collected.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn wrap<T: 'static>(&self, value: T) -> Result<Class<'s, T>> {
        let object = self.object()?;
        attach(
            self,
            object.as_value(),
            ClassCell::plain(value),
            finalize::<T>,
        )?;
        Ok(Class(object.raw(), PhantomData))
    }
}

impl<'s, T: 'static> FromJs<'s> for Class<'s, T> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if is_instance::<T>(env, value)? {
            return Ok(Class(value.raw(), PhantomData));
        }
        Err(no_instance::<T>(env, value))
    }
}

impl<'s, 'v: 's, T: 'static> IntoJs<'s> for Class<'v, T> {
    fn into_js(self, _: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.as_value())
    }
}
