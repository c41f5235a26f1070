//! `SharedArrayBuffer`s: bytes that other threads see too.

use super::array_buffer::bytes;
use super::{JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use nodeapi_sys as sys;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU8, Ordering};

values! {
    /// A JavaScript `SharedArrayBuffer`. Other threads may write to its bytes at any time, so there
    /// is no `&[u8]` of them: they are copied, or seen as atomics.
    ///
    /// Node-API's functions for it are experimental: hosts that lack them answer
    /// [`Error::MissingFunction`], and the conversion from JavaScript refuses.
    ///
    /// `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    /// use std::sync::atomic::Ordering;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let shared = env.shared_array_buffer(4)?;
    ///     shared.as_atomics(env)?[1].fetch_add(7, Ordering::SeqCst);
    ///     shared.write(env, 2, &[8, 9])?;
    ///     assert_eq!(shared.to_vec(env)?, [0, 7, 8, 9]);
    ///
    ///     let mut part = [0; 2];
    ///     shared.read(env, 1, &mut part)?;
    ///     assert_eq!(part, [7, 8]);
    ///     assert!(shared.read(env, 3, &mut part).is_err());
    ///
    ///     let taken_over = env.shared_array_buffer_from(vec![1, 2])?;
    ///     assert!(taken_over.len(env)? == 2 && !taken_over.is_empty(env)?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    SharedArrayBuffer;
}
is_object!(SharedArrayBuffer);

impl<'v> SharedArrayBuffer<'v> {
    /// The bytes, as atomics (`napi_get_arraybuffer_info`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the host refuses.
    pub fn as_atomics<'a>(self, env: &'a Env<'_>) -> Result<&'a [AtomicU8]>
    where
        'v: 'a,
    {
        let (mut data, mut length) = (std::ptr::null_mut(), 0);
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe {
            sys::napi_get_arraybuffer_info(env.raw(), self.raw(), &mut data, &mut length)
        };
        env.check(status, "napi_get_arraybuffer_info")?;
        let (data, length) = bytes::<AtomicU8>(data, length);
        // SAFETY: the host says that these are the buffer's bytes. The handle keeps them for `'v`;
        // such a buffer is never detached, and does not shrink. Who else writes to them, does it
        // from JavaScript, or through these atomics.
        Ok(unsafe { std::slice::from_raw_parts(data, length) })
    }

    /// How many bytes the buffer has (`napi_get_arraybuffer_info`).
    ///
    /// # Errors
    ///
    /// As [`SharedArrayBuffer::as_atomics`].
    pub fn len(self, env: &Env<'_>) -> Result<usize> {
        Ok(self.as_atomics(env)?.len())
    }

    /// Whether the buffer has no bytes.
    ///
    /// # Errors
    ///
    /// As [`SharedArrayBuffer::as_atomics`].
    pub fn is_empty(self, env: &Env<'_>) -> Result<bool> {
        Ok(self.len(env)? == 0)
    }

    /// A copy of the bytes (`napi_get_arraybuffer_info`). Each is read by itself: what others write
    /// meanwhile is in it, or not.
    ///
    /// # Errors
    ///
    /// As [`SharedArrayBuffer::as_atomics`].
    pub fn to_vec(self, env: &Env<'_>) -> Result<Vec<u8>> {
        let bytes = self.as_atomics(env)?.iter();
        Ok(bytes.map(|byte| byte.load(Ordering::Relaxed)).collect())
    }

    /// Copies bytes out, from the one at `offset` on, as many as `into` has
    /// (`napi_get_arraybuffer_info`).
    ///
    /// # Errors
    ///
    /// A `RangeError` where the buffer is shorter; as [`SharedArrayBuffer::as_atomics`].
    pub fn read(self, env: &Env<'_>, offset: usize, into: &mut [u8]) -> Result<()> {
        let bytes = part(self.as_atomics(env)?, offset, into.len())?;
        for (byte, into) in bytes.iter().zip(into) {
            *into = byte.load(Ordering::Relaxed);
        }
        Ok(())
    }

    /// Copies bytes in, to the one at `offset` and those after it (`napi_get_arraybuffer_info`).
    ///
    /// # Errors
    ///
    /// A `RangeError` where the buffer is shorter, and nothing is written then; as
    /// [`SharedArrayBuffer::as_atomics`].
    pub fn write(self, env: &Env<'_>, offset: usize, from: &[u8]) -> Result<()> {
        let bytes = part(self.as_atomics(env)?, offset, from.len())?;
        for (byte, from) in bytes.iter().zip(from) {
            byte.store(*from, Ordering::Relaxed);
        }
        Ok(())
    }
}

fn part(bytes: &[AtomicU8], offset: usize, length: usize) -> Result<&[AtomicU8]> {
    let end = offset.checked_add(length);
    end.and_then(|end| bytes.get(offset..end)).ok_or_else(|| {
        let all = bytes.len();
        Error::range_error(format!(
            "{length} bytes at {offset} of a SharedArrayBuffer of {all}"
        ))
    })
}

impl<'s> Env<'s> {
    /// Makes a [`SharedArrayBuffer`] of so many bytes, all 0 (`node_api_create_sharedarraybuffer`,
    /// experimental). Takes `&mut Env`: the engine may collect garbage.
    ///
    /// # Errors
    ///
    /// [`Error::MissingFunction`] where the host lacks it, [`Error::Exception`] where there is not
    /// enough memory.
    pub fn shared_array_buffer(&mut self, length: usize) -> Result<SharedArrayBuffer<'s>> {
        let (raw, mut data) = (self.raw(), std::ptr::null_mut());
        // SAFETY: the environment is live; what the host makes is a `SharedArrayBuffer`.
        unsafe {
            self.made("node_api_create_sharedarraybuffer", |result| {
                sys::node_api_create_sharedarraybuffer(raw, length, &mut data, result)
            })
        }
    }

    /// Makes a [`SharedArrayBuffer`] of these bytes without copying them
    /// (`node_api_create_external_sharedarraybuffer`, experimental); where the host allows no such
    /// buffers, they are copied.
    ///
    /// # Errors
    ///
    /// As [`Env::shared_array_buffer`].
    pub fn shared_array_buffer_from(&mut self, bytes: Vec<u8>) -> Result<SharedArrayBuffer<'s>> {
        if bytes.is_empty() {
            return self.shared_array_buffer(0);
        }
        let (raw, length) = (self.raw(), bytes.len());
        let owner = Box::into_raw(Box::new(bytes));
        let mut result = std::ptr::null_mut();
        // SAFETY: `owner` is valid until it is freed. The environment is live; the bytes stay where
        // they are until the finalizer frees them, which may be on any thread.
        let status = unsafe {
            let data = (*owner).as_mut_ptr().cast::<c_void>();
            sys::node_api_create_external_sharedarraybuffer(
                raw,
                data,
                length,
                Some(free_bytes),
                owner.cast(),
                &mut result,
            )
        };
        let refused = [
            sys::napi_no_external_buffers_allowed,
            sys::napi_function_missing,
        ];
        if refused.contains(&status) {
            // SAFETY: a host that answers so has taken nothing over.
            let bytes = unsafe { Box::from_raw(owner) };
            let buffer = self.shared_array_buffer(length)?;
            buffer.write(self, 0, &bytes)?;
            return Ok(buffer);
        }
        // As in `array_buffer_from`: lost, rather than freed twice.
        self.check(status, "node_api_create_external_sharedarraybuffer")?;
        // SAFETY: the host has made a `SharedArrayBuffer`.
        Ok(unsafe { SharedArrayBuffer::new(result) })
    }
}

/// Frees what [`Env::shared_array_buffer_from`] gave away.
unsafe extern "C" fn free_bytes(_: *mut c_void, owner: *mut c_void) {
    // SAFETY: the box that was given away with the finalizer, which is called once; bytes may be
    // freed on any thread.
    drop(unsafe { Box::from_raw(owner.cast::<Vec<u8>>()) });
}

impl<'s> FromJs<'s> for SharedArrayBuffer<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let mut answer = false;
        // SAFETY: the environment is live, and so is the handle.
        let status =
            unsafe { sys::node_api_is_sharedarraybuffer(env.raw(), value.raw(), &mut answer) };
        env.check(status, "node_api_is_sharedarraybuffer")?;
        if answer {
            // SAFETY: the value has just been seen to be a `SharedArrayBuffer`.
            Ok(unsafe { SharedArrayBuffer::new(value.raw()) })
        } else {
            Err(mismatch(env, "a SharedArrayBuffer", value))
        }
    }
}
