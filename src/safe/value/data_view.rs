//! `DataView`s: bytes of an `ArrayBuffer`, for numbers of any kind at any place.

use super::array_buffer::bytes;
use super::{ArrayBuffer, JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;

values! {
    /// A JavaScript `DataView`; never one over a `SharedArrayBuffer`. `Copy`, and bound to the scope
    /// `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let memory = env.array_buffer(8)?;
    ///     let view = env.data_view(memory, 2, 4)?;
    ///     view.as_mut_slice(env).copy_from_slice(&7_u32.to_le_bytes());
    ///     assert_eq!(view.as_slice(env), [7, 0, 0, 0]);
    ///     assert_eq!(memory.as_slice(env), [0, 0, 7, 0, 0, 0, 0, 0]);
    ///
    ///     assert_eq!((view.byte_offset(env)?, view.len(env)?, view.is_empty(env)?), (2, 4, false));
    ///     assert!(view.buffer(env)?.as_value().strict_equals(env, memory));
    ///     assert!(env.data_view(memory, 6, 4).is_err());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    DataView;
}
is_object!(DataView);

/// What a host says of a view.
struct Info {
    data: *mut u8,
    length: usize,
    offset: usize,
}

impl<'v> DataView<'v> {
    /// The bytes that the view shows (`napi_get_dataview_info`); as
    /// [`ArrayBuffer::as_slice`].
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [u8]
    where
        'v: 'a,
    {
        // A view whose buffer is detached has no bytes; some hosts answer a status.
        let Ok(info) = self.info(env) else {
            return &[];
        };
        // SAFETY: as in `ArrayBuffer::as_slice`; `from_js` lets no shared memory in.
        unsafe { std::slice::from_raw_parts(info.data, info.length) }
    }

    /// The bytes that the view shows, to write to (`napi_get_dataview_info`); as
    /// [`ArrayBuffer::as_mut_slice`].
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        let Ok(info) = self.info(env) else {
            return &mut [];
        };
        // SAFETY: as in `as_slice`; and no other slice is alive, for they borrow the `Env` too.
        unsafe { std::slice::from_raw_parts_mut(info.data, info.length) }
    }

    /// How many bytes the view shows (`napi_get_dataview_info`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses, as some do once the buffer is
    /// detached.
    pub fn len(self, env: &Env<'_>) -> Result<usize> {
        Ok(self.info(env)?.length)
    }

    /// Whether the view shows no bytes.
    ///
    /// # Errors
    ///
    /// As [`DataView::len`].
    pub fn is_empty(self, env: &Env<'_>) -> Result<bool> {
        Ok(self.len(env)? == 0)
    }

    /// Where in its buffer the view begins, in bytes (`napi_get_dataview_info`).
    ///
    /// # Errors
    ///
    /// As [`DataView::len`].
    pub fn byte_offset(self, env: &Env<'_>) -> Result<usize> {
        Ok(self.info(env)?.offset)
    }

    /// The buffer whose bytes the view shows (`napi_get_dataview_info`).
    ///
    /// # Errors
    ///
    /// As [`DataView::len`].
    pub fn buffer<'s>(self, env: &Env<'s>) -> Result<ArrayBuffer<'s>> {
        // SAFETY: the buffer of a `DataView` is an `ArrayBuffer`, and not a shared one, as `from_js`
        // has seen; the answer is a handle of the innermost scope.
        unsafe { buffer(env, self.as_value()) }
    }

    fn info(self, env: &Env<'_>) -> Result<Info> {
        let (mut length, mut data, mut offset) = (0, std::ptr::null_mut(), 0);
        // SAFETY: the environment is live, and so is the handle; what is not asked for is null.
        let status = unsafe {
            sys::napi_get_dataview_info(
                env.raw(),
                self.raw(),
                &mut length,
                &mut data,
                std::ptr::null_mut(),
                &mut offset,
            )
        };
        env.check(status, "napi_get_dataview_info")?;
        let (data, length) = bytes(data, length);
        Ok(Info {
            data,
            length,
            offset,
        })
    }
}

/// The buffer of a `DataView`, as what the caller knows it to be.
///
/// # Safety
///
/// The buffer is of the kind `V`.
unsafe fn buffer<'s, V: JsValue<'s>>(env: &Env<'s>, view: Value<'_>) -> Result<V> {
    // SAFETY: the environment is live, and so is the handle; what is not asked for is null. The rest
    // is the caller's promise.
    unsafe {
        env.made("napi_get_dataview_info", |result| {
            sys::napi_get_dataview_info(
                env.raw(),
                view.raw(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                result,
                std::ptr::null_mut(),
            )
        })
    }
}

impl<'s> Env<'s> {
    /// Makes a [`DataView`] of so many bytes of a buffer, beginning at one of them
    /// (`napi_create_dataview`). Takes `&mut Env`: hosts throw where it does not fit.
    ///
    /// # Errors
    ///
    /// A `RangeError` where the bytes are not inside the buffer.
    pub fn data_view(
        &mut self,
        buffer: ArrayBuffer<'_>,
        byte_offset: usize,
        length: usize,
    ) -> Result<DataView<'s>> {
        buffer.check_range(self, byte_offset, length, 1)?;
        let raw = self.raw();
        // SAFETY: the environment is live, and so is the buffer; what the host makes is a `DataView`.
        unsafe {
            self.made("napi_create_dataview", |result| {
                sys::napi_create_dataview(raw, length, buffer.raw(), byte_offset, result)
            })
        }
    }
}

impl<'s> FromJs<'s> for DataView<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_data_view(env) {
            let shared = env.scope(|env| -> Result<bool> {
                // SAFETY: whatever it is, it is a value.
                let buffer: Value<'_> = unsafe { buffer(env, value)? };
                Ok(!buffer.is_array_buffer(env))
            })?;
            if !shared {
                // SAFETY: the value has just been seen to be a `DataView` over memory of its own.
                return Ok(unsafe { DataView::new(value.raw()) });
            }
        }
        Err(mismatch(env, "a DataView", value))
    }
}
