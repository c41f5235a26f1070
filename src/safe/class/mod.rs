//! Rust values inside JavaScript objects.

mod cell;
mod define;

pub use cell::{ClassRef, ClassRefMut};
pub use define::{JsClass, Member};

use super::convert::{FromJs, IntoJs};
use super::env::Env;
use super::error::{Result, TypeMismatch, contain};
use super::value::{JsValue, Object, Value, ValueType, describe};
use cell::ClassCell;
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
///     let guard = list.borrow(env)?;
///     assert_eq!(*guard, [1, 2]);
///     // While the guard lives, nobody else gets exclusive access, whatever JavaScript does.
///     assert!(matches!(list.borrow_mut(env), Err(Error::AlreadyBorrowed)));
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
    /// Shared access to the value; JavaScript may run while the guard lives.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has exclusive
    /// access.
    pub fn borrow(self, env: &Env<'_>) -> Result<ClassRef<'v, T>> {
        self.cell(env)?.borrow()
    }

    /// Exclusive access to the value; JavaScript may run while the guard lives.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has access.
    pub fn borrow_mut(self, env: &Env<'_>) -> Result<ClassRefMut<'v, T>> {
        self.cell(env)?.borrow_mut()
    }

    /// Exclusive access that the borrow checker watches over: no JavaScript runs while the reference
    /// lives, and no guard is needed.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has access.
    pub fn with_mut<'a>(self, env: &'a mut Env<'_>) -> Result<&'a mut T>
    where
        'v: 'a,
    {
        let value = self.cell(env)?.exclusive()?;
        // SAFETY: the object keeps the value alive, and its handle keeps the object, for `'v`. No
        // guard is alive, and none can be made while `env` is borrowed, for that takes an `Env`.
        Ok(unsafe { &mut *value })
    }

    /// Takes the value out of the object, which has none afterwards:
    /// [`Error::ValueTaken`](crate::Error::ValueTaken) is all that it answers then.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyBorrowed`](crate::Error::AlreadyBorrowed) while somebody has access.
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
        self.cell(env)?.take()
    }

    /// The object, without what it wraps.
    pub fn as_object(self) -> Object<'v> {
        *self
    }

    fn cell(self, env: &Env<'_>) -> Result<Rc<ClassCell<T>>> {
        let data = unwrap(env, self.as_value())?
            .cast_const()
            .cast::<ClassCell<T>>();
        // SAFETY: a `Class<T>` is made of objects alone that wrap a `ClassCell<T>` of this image, as
        // `is_instance` or `attach` has seen; the object holds a count until its finalizer.
        Ok(unsafe {
            Rc::increment_strong_count(data);
            Rc::from_raw(data)
        })
    }
}

/// The tag of the objects that this image wraps values in. Which type an object's value has, the
/// value says itself; the tag says that it can be asked.
///
/// Another image, built by the same compiler of the same sources, has another tag: the types may
/// look alike, but the two might not agree on their layouts.
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

/// The pointer that an object wraps.
fn unwrap(env: &Env<'_>, object: Value<'_>) -> Result<*mut c_void> {
    let mut data = std::ptr::null_mut();
    // SAFETY: the environment is live, and so is the handle.
    let status = unsafe { sys::napi_unwrap(env.raw(), object.raw(), &mut data) };
    env.check(status, "napi_unwrap")?;
    Ok(data)
}

/// Whether a value is an object that wraps a `T`.
fn is_instance<T: 'static>(env: &Env<'_>, value: Value<'_>) -> Result<bool> {
    if !matches!(value.type_of(env), ValueType::Object | ValueType::Function) {
        return Ok(false);
    }
    let mut ours = false;
    // SAFETY: the environment is live, and so is the handle, of an object.
    let status =
        unsafe { sys::napi_check_object_type_tag(env.raw(), value.raw(), tag(), &mut ours) };
    env.check(status, "napi_check_object_type_tag")?;
    if !ours {
        return Ok(false);
    }
    let data = unwrap(env, value)?.cast_const().cast::<TypeId>();
    // SAFETY: only `attach` tags objects so, and it wraps a `ClassCell` first, whose first field is
    // the type, whatever the type is.
    Ok(unsafe { *data } == TypeId::of::<T>())
}

/// Gives an object its value, which it owns from now on.
fn attach<T: 'static>(env: &Env<'_>, object: Value<'_>, value: T) -> Result<()> {
    let data = Rc::into_raw(Rc::new(ClassCell::new(value)))
        .cast_mut()
        .cast::<c_void>();
    // SAFETY: the environment is live, and so is the object; the finalizer gets the count that it
    // gives up.
    let status = unsafe {
        sys::napi_wrap(
            env.raw(),
            object.raw(),
            data,
            Some(finalize::<T>),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        )
    };
    if let Err(error) = env.check(status, "napi_wrap") {
        // SAFETY: the host has not taken the value, so that the count is ours.
        drop(unsafe { Rc::from_raw(data.cast_const().cast::<ClassCell<T>>()) });
        return Err(error);
    }
    // An object that wraps, but has no tag, is never unwrapped; it frees its value as any other.
    // SAFETY: as above.
    let status = unsafe { sys::napi_type_tag_object(env.raw(), object.raw(), tag()) };
    env.check(status, "napi_type_tag_object")
}

/// The finalizer of an object that wraps a `T`.
unsafe extern "C" fn finalize<T: 'static>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    // SAFETY: the object held this count; it is finalized once.
    contain(|| drop(unsafe { Rc::from_raw(data.cast_const().cast::<ClassCell<T>>()) }));
}

impl<'s> Env<'s> {
    /// Makes a plain object that wraps a value (`napi_wrap`, `napi_type_tag_object`). The value is
    /// dropped after the object has been collected.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn wrap<T: 'static>(&self, value: T) -> Result<Class<'s, T>> {
        let object = self.object()?;
        attach(self, object.as_value(), value)?;
        Ok(Class(object.raw(), PhantomData))
    }
}

impl<'s, T: 'static> FromJs<'s> for Class<'s, T> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if is_instance::<T>(env, value)? {
            return Ok(Class(value.raw(), PhantomData));
        }
        let name = std::any::type_name::<T>();
        let name = name
            .rsplit_once("::")
            .filter(|_| !name.contains('<'))
            .map_or(name, |(_, n)| n);
        Err(TypeMismatch::new(format!("an instance of {name}"), describe(env, value)).into())
    }
}

impl<'s, 'v: 's, T: 'static> IntoJs<'s> for Class<'v, T> {
    fn into_js(self, _: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.as_value())
    }
}
