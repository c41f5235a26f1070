//! Node.js's `Buffer`.

use super::{JsValue, TypedArray, Value, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::ffi::c_void;
use std::ops::Deref;

values! {
    /// A Node.js `Buffer`, which is a `Uint8Array` and has its methods. Reading takes any
    /// `Uint8Array`.
    Buffer;
}

impl<'s> Deref for Buffer<'s> {
    type Target = TypedArray<'s, u8>;
    fn deref(&self) -> &TypedArray<'s, u8> {
        // SAFETY: both are transparent over the same handle, and buffers are `Uint8Array`s.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

impl<'s> Env<'s> {
    /// Makes a `Buffer` with a copy of these bytes (`napi_create_buffer_copy`). Takes `&mut Env`:
    /// hosts may make buffers in JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn buffer(&mut self, bytes: &[u8]) -> Result<Buffer<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and the host reads these bytes and no others; the answer
        // is a handle of the innermost scope.
        let status = unsafe {
            sys::napi_create_buffer_copy(
                self.raw(),
                bytes.len(),
                bytes.as_ptr().cast::<c_void>(),
                std::ptr::null_mut(),
                &mut result,
            )
        };
        self.check(status, "napi_create_buffer_copy")?;
        // SAFETY: as above, and it is a `Buffer`.
        Ok(unsafe { Buffer::new(result) })
    }
}

impl<'s> FromJs<'s> for Buffer<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match TypedArray::<u8>::from_js(env, value) {
            // SAFETY: a `Uint8Array`, which is all that is asked of a `Buffer`.
            Ok(array) => Ok(unsafe { Buffer::new(array.raw()) }),
            Err(_) => Err(mismatch(env, "a Buffer", value)),
        }
    }
}
