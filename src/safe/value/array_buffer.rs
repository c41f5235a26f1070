//! `ArrayBuffer`s: bytes that JavaScript and Rust both see.

use super::{JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Result, contain};
use nodeapi_sys as sys;
use std::ffi::c_void;

values! {
    /// A JavaScript `ArrayBuffer`; never a `SharedArrayBuffer`.
    ArrayBuffer;
}
is_object!(ArrayBuffer);

impl<'v> ArrayBuffer<'v> {
    /// The bytes. While the slice lives, no JavaScript runs, which could write to them, detach the
    /// buffer or resize it: that takes `&mut Env`, and the slice borrows it.
    ///
    /// A detached buffer has no bytes.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.array_buffer(4)?;
    ///     buffer.as_mut_slice(env)[0] = 7;
    ///     assert_eq!(buffer.as_slice(env), [7, 0, 0, 0]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    ///
    /// ```compile_fail,E0502
    /// # use nodeapi::prelude::*;
    /// fn f(env: &mut Env<'_>, data: ArrayBuffer<'_>, callback: Function<'_>) -> Result<usize> {
    ///     let bytes = data.as_slice(env);
    ///     callback.call::<_, ()>(env, ())?; // might detach `data`
    ///     Ok(bytes.len())
    /// }
    /// ```
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [u8]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: the host says that these are the buffer's bytes. The handle keeps the buffer
        // alive for `'v`; only JavaScript and `&mut Env` write to it, detach or resize it, and `env`
        // is borrowed for `'a`. No other thread sees it, as it is not shared.
        unsafe { std::slice::from_raw_parts(data, length) }
    }

    /// The bytes, to write to. Takes `&mut Env`: another handle may be to the same buffer.
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: as in `as_slice`; and no other slice is alive, for they borrow the `Env` too.
        unsafe { std::slice::from_raw_parts_mut(data, length) }
    }

    /// How many bytes the buffer has; 0 when it is detached.
    pub fn len(self, env: &Env<'_>) -> usize {
        self.info(env).1
    }

    /// Whether the buffer has no bytes.
    pub fn is_empty(self, env: &Env<'_>) -> bool {
        self.len(env) == 0
    }

    /// Takes the bytes away from JavaScript: the buffer has none afterwards
    /// (`napi_detach_arraybuffer`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the buffer cannot be detached.
    pub fn detach(self, env: &mut Env<'_>) -> Result<()> {
        // SAFETY: the environment is live, and so is the handle; no slice is alive, for it would
        // borrow `env`.
        let status = unsafe { sys::napi_detach_arraybuffer(env.raw(), self.raw()) };
        env.check(status, "napi_detach_arraybuffer")
    }

    /// Whether the buffer has been detached (`napi_is_detached_arraybuffer`).
    pub fn is_detached(self, env: &Env<'_>) -> bool {
        self.as_value().is(
            env,
            sys::napi_is_detached_arraybuffer,
            "napi_is_detached_arraybuffer",
        )
    }

    fn info(self, env: &Env<'_>) -> (*mut u8, usize) {
        let (mut data, mut length) = (std::ptr::null_mut(), 0);
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe {
            sys::napi_get_arraybuffer_info(env.raw(), self.raw(), &mut data, &mut length)
        };
        env.must(status, "napi_get_arraybuffer_info");
        bytes(data, length)
    }
}

/// A pointer that is fit for a slice.
///
/// # Panics
///
/// Where the host gives bytes that are nowhere.
pub(crate) fn bytes<T>(data: *mut c_void, length: usize) -> (*mut T, usize) {
    if length == 0 {
        return (std::ptr::dangling_mut(), 0);
    }
    let data = data.cast::<T>();
    assert!(
        !data.is_null() && data.is_aligned(),
        "the host gives elements at {data:?}"
    );
    (data, length)
}

impl<'s> Env<'s> {
    /// Makes a buffer of so many bytes, all 0 (`napi_create_arraybuffer`).
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn array_buffer(&self, length: usize) -> Result<ArrayBuffer<'s>> {
        let (mut data, mut result) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status =
            unsafe { sys::napi_create_arraybuffer(self.raw(), length, &mut data, &mut result) };
        self.check(status, "napi_create_arraybuffer")?;
        // SAFETY: as above, and it is an `ArrayBuffer`.
        Ok(unsafe { ArrayBuffer::new(result) })
    }

    /// Makes a buffer of these bytes without copying them (`napi_create_external_arraybuffer`);
    /// where the host allows no such buffers, as Electron does, they are copied.
    ///
    /// Takes `&mut Env`: the engine may collect garbage.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn array_buffer_from(&mut self, bytes: Vec<u8>) -> Result<ArrayBuffer<'s>> {
        if bytes.is_empty() {
            return self.array_buffer(0);
        }
        let mut result = std::ptr::null_mut();
        let (raw, length) = (self.raw(), bytes.len());
        let owner = Box::into_raw(Box::new(bytes));
        // SAFETY: `owner` is valid until it is freed. The environment is live; the bytes stay where
        // they are until the finalizer frees them; the answer is a handle of the innermost scope.
        let status = unsafe {
            sys::napi_create_external_arraybuffer(
                raw,
                (*owner).as_mut_ptr().cast::<c_void>(),
                length,
                Some(free_bytes),
                owner.cast::<c_void>(),
                &mut result,
            )
        };
        if status == sys::napi_no_external_buffers_allowed {
            // SAFETY: a host that answers so has taken nothing over.
            let bytes = unsafe { Box::from_raw(owner) };
            let buffer = self.array_buffer(length)?;
            buffer.as_mut_slice(self).copy_from_slice(&bytes);
            return Ok(buffer);
        }
        // Whether the finalizer has run where the call failed otherwise, the host does not say: the
        // bytes are lost then, rather than freed twice.
        self.check(status, "napi_create_external_arraybuffer")?;
        // SAFETY: as above, and it is an `ArrayBuffer`.
        Ok(unsafe { ArrayBuffer::new(result) })
    }
}

/// Frees what [`Env::array_buffer_from`] gave away.
unsafe extern "C" fn free_bytes(_: sys::napi_env, _: *mut c_void, owner: *mut c_void) {
    // SAFETY: the box that was given away with the finalizer, which is called once.
    contain(|| drop(unsafe { Box::from_raw(owner.cast::<Vec<u8>>()) }));
}

impl<'s> FromJs<'s> for ArrayBuffer<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_array_buffer(env) {
            // SAFETY: the value has just been seen to be an `ArrayBuffer`.
            Ok(unsafe { ArrayBuffer::new(value.raw()) })
        } else {
            Err(mismatch(env, "an ArrayBuffer", value))
        }
    }
}
