//! Externals: values that hold Rust data and show nothing of it to JavaScript.

use super::{JsValue, Value, ValueType, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Result, TypeMismatch, contain};
use nodeapi_sys as sys;
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::rc::Rc;

values! {
    /// A JavaScript external: a value that holds Rust data. JavaScript can pass it on, no more.
    /// [`External::get`] has an example. `Copy`, and bound to the scope `'s` and its thread.
    External;
}

thread_local! {
    /// The externals of this thread that this crate has made, by the pointer that they hold.
    ///
    /// Another addon's external holds any pointer it likes; one that is found here is ours, and
    /// what it points at is alive.
    static OURS: RefCell<HashMap<*mut c_void, Rc<dyn Any>>> = RefCell::default();
}

impl External<'_> {
    /// The data, where it is a `T` (`napi_get_value_external`).
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type) where it is something else, or another addon made the
    /// external.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let external: External = env.external(vec![1, 2, 3])?;
    ///     assert_eq!(*external.get::<Vec<i32>>(env)?, [1, 2, 3]);
    ///     assert!(external.get::<String>(env).is_err());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn get<T: Any>(self, env: &Env<'_>) -> Result<Rc<T>> {
        let mut data = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_get_value_external(env.raw(), self.raw(), &mut data) };
        env.check(status, "napi_get_value_external")?;
        let held = OURS.with_borrow(|ours| ours.get(&data).cloned());
        held.and_then(|held| held.downcast().ok()).ok_or_else(|| {
            let expected = format!("an external that holds a {}", std::any::type_name::<T>());
            TypeMismatch::new(expected, "another one").into()
        })
    }
}

impl<'s> Env<'s> {
    /// Makes an external that holds a value of Rust (`napi_create_external`), which [`External::get`]
    /// gives back. The value is dropped after the external has been collected.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn external<T: Any>(&self, value: T) -> Result<External<'s>> {
        self.make_external(value, 0)
    }

    /// As [`Env::external`], for a value that keeps so many bytes outside the engine: the garbage
    /// collector counts them while the external lives (`napi_adjust_external_memory`).
    ///
    /// Takes `&mut Env`: the engine may collect garbage.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let before = env.adjust_external_memory(0)?;
    ///     env.external_sized(vec![0_u8; 1 << 20], 1 << 20)?;
    ///     assert_eq!(env.adjust_external_memory(0)?, before + (1 << 20));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn external_sized<T: Any>(&mut self, value: T, bytes: usize) -> Result<External<'s>> {
        let external = self.make_external(value, bytes)?;
        self.adjust_external_memory(i64::try_from(bytes).unwrap_or(i64::MAX))?;
        Ok(external)
    }

    fn make_external<T: Any>(&self, value: T, bytes: usize) -> Result<External<'s>> {
        // An address that nothing else has while the external is alive.
        let key = Box::into_raw(Box::new(0_u8)).cast::<c_void>();
        OURS.with_borrow_mut(|ours| ours.insert(key, Rc::new(value)));
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the finalizer gets the box that it frees; the answer is
        // a handle of the innermost scope.
        let status = unsafe {
            sys::napi_create_external(
                self.raw(),
                key,
                Some(finalize),
                std::ptr::without_provenance_mut(bytes),
                &mut result,
            )
        };
        if let Err(error) = self.check(status, "napi_create_external") {
            // SAFETY: the host has made no external that would hold the pointer.
            unsafe { finalize(self.raw(), key, std::ptr::null_mut()) };
            return Err(error);
        }
        // SAFETY: as above, and it is an external.
        Ok(unsafe { External::new(result) })
    }
}

/// Drops what an external held.
unsafe extern "C" fn finalize(env: sys::napi_env, key: *mut c_void, bytes: *mut c_void) {
    contain(|| {
        if !bytes.is_null() {
            let change = i64::try_from(bytes.addr()).unwrap_or(i64::MAX);
            // SAFETY: the host gives its environment to the finalizer; where it fails, the count
            // of bytes stays what it is.
            let _ = unsafe { sys::napi_adjust_external_memory(env, -change, &mut 0) };
        }
        // The thread's end may have come before: then the values are dropped already.
        let held = OURS.try_with(|ours| ours.borrow_mut().remove(&key));
        drop(held);
        // SAFETY: the box that `external` gave away; the host finalizes once.
        drop(unsafe { Box::from_raw(key.cast::<u8>()) });
    });
}

impl<'s> FromJs<'s> for External<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            // SAFETY: the value has just been seen to be an external.
            ValueType::External => Ok(unsafe { External::new(value.raw()) }),
            _ => Err(mismatch(env, "an external", value)),
        }
    }
}
