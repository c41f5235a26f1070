//! Node.js's `Buffer`.

use super::array_buffer::{External, bytes};
use super::{ArrayBuffer, JsValue, TypedArray, Value, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::Function;
use crate::safe::value::Object;
use nodeapi_sys as sys;
use std::ffi::c_void;
use std::ops::Deref;

values! {
    /// A Node.js `Buffer`, which is a `Uint8Array` and has its methods. Reading takes any
    /// `Uint8Array`. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.buffer(b"abc")?;
    ///     buffer.as_mut_slice(env)[0] = b'x';
    ///     assert_eq!(buffer.as_slice(env), b"xbc");
    ///
    ///     // Two bytes of a larger memory, which both see.
    ///     let memory = env.array_buffer(8)?;
    ///     let part = env.buffer_over(memory, 4, 2)?;
    ///     part.as_mut_slice(env).fill(1);
    ///     assert_eq!(memory.as_slice(env), [0, 0, 0, 0, 1, 1, 0, 0]);
    ///     assert_eq!((part.len(env), part.byte_offset(env)?), (2, 4));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Buffer;
}

impl<'s> Deref for Buffer<'s> {
    type Target = TypedArray<'s, u8>;
    fn deref(&self) -> &TypedArray<'s, u8> {
        // SAFETY: both are transparent over the same handle, and buffers are `Uint8Array`s.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

impl<'v> Buffer<'v> {
    /// The bytes (`napi_get_buffer_info`); as [`ArrayBuffer::as_slice`].
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [u8]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: as in `TypedArray::as_slice`.
        unsafe { std::slice::from_raw_parts(data, length) }
    }

    /// The bytes, to write to (`napi_get_buffer_info`); as [`ArrayBuffer::as_mut_slice`].
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: as in `TypedArray::as_mut_slice`.
        unsafe { std::slice::from_raw_parts_mut(data, length) }
    }

    fn info(self, env: &Env<'_>) -> (*mut u8, usize) {
        let (mut data, mut length) = (std::ptr::null_mut(), 0);
        // SAFETY: the environment is live, and so is the handle, of a `Uint8Array`.
        let status =
            unsafe { sys::napi_get_buffer_info(env.raw(), self.raw(), &mut data, &mut length) };
        env.must(status, "napi_get_buffer_info");
        bytes(data, length)
    }
}

impl<'s> Env<'s> {
    /// Makes a [`Buffer`] with a copy of these bytes (`napi_create_buffer_copy`). Takes `&mut Env`:
    /// hosts may make buffers in JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn buffer(&mut self, bytes: &[u8]) -> Result<Buffer<'s>> {
        let (raw, length, data) = (self.raw(), bytes.len(), bytes.as_ptr().cast::<c_void>());
        // SAFETY: the environment is live, and the host reads these bytes and no others; what it
        // makes is a `Buffer`.
        unsafe {
            self.made("napi_create_buffer_copy", |result| {
                sys::napi_create_buffer_copy(raw, length, data, std::ptr::null_mut(), result)
            })
        }
    }

    /// Makes a `Buffer` of so many bytes, all 0 (`napi_create_buffer`). Takes `&mut Env`, as
    /// [`Env::buffer`] does.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.buffer_zeroed(3)?;
    ///     buffer.as_mut_slice(env)[1] = 5;
    ///     assert_eq!(buffer.as_slice(env), [0, 5, 0]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn buffer_zeroed(&mut self, length: usize) -> Result<Buffer<'s>> {
        let (raw, mut data) = (self.raw(), std::ptr::null_mut());
        // SAFETY: the environment is live; what the host makes is a `Buffer`.
        let buffer: Buffer<'s> = unsafe {
            self.made("napi_create_buffer", |result| {
                sys::napi_create_buffer(raw, length, &mut data, result)
            })?
        };
        let (data, length) = buffer.info(self);
        // The host leaves in it what was there before, which nobody shall see.
        // SAFETY: these are the buffer's bytes, and no slice of them is alive: it is new, and
        // `&mut Env` says so too.
        unsafe { data.write_bytes(0, length) };
        Ok(buffer)
    }

    /// Makes a `Buffer` of these bytes without copying them (`napi_create_external_buffer`); where
    /// the host allows no such buffers, as Electron does, they are copied. Takes `&mut Env`, as
    /// [`Env::buffer`] does.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.buffer_from(vec![1, 2, 3])?;
    ///     assert_eq!(buffer.as_slice(env), [1, 2, 3]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn buffer_from(&mut self, bytes: Vec<u8>) -> Result<Buffer<'s>> {
        if bytes.is_empty() {
            return self.buffer(&bytes);
        }
        let mut result = std::ptr::null_mut();
        let memory = External::new(bytes);
        // SAFETY: the environment is live; the bytes stay where they are until the finalizer frees
        // them.
        let status = unsafe {
            sys::napi_create_external_buffer(
                self.raw(),
                memory.byte_length,
                memory.data,
                Some(External::<u8>::FREE),
                memory.owner,
                &mut result,
            )
        };
        if status == sys::napi_no_external_buffers_allowed {
            // SAFETY: a host that answers so has taken nothing over.
            return self.buffer(&unsafe { memory.take_back() });
        }
        // As in `array_buffer_from`: lost, rather than freed twice.
        self.check(status, "napi_create_external_buffer")?;
        // SAFETY: the host has made a `Buffer`, a handle of the innermost scope.
        Ok(unsafe { Buffer::new(result) })
    }

    /// Makes a [`Buffer`] over so many bytes of an `ArrayBuffer`, beginning at one of them
    /// (`node_api_create_buffer_from_arraybuffer`, Node-API 10; `Buffer.from` on older hosts). Takes
    /// `&mut Env`, as [`Env::buffer`] does.
    ///
    /// # Errors
    ///
    /// A `RangeError` where the bytes are not inside the buffer.
    pub fn buffer_over(
        &mut self,
        buffer: ArrayBuffer<'s>,
        byte_offset: usize,
        length: usize,
    ) -> Result<Buffer<'s>> {
        buffer.check_range(self, byte_offset, length, 1)?;
        let (raw, memory) = (self.raw(), buffer.raw());
        // SAFETY: the environment is live, and so is the handle; what the host makes is a `Buffer`.
        let made = unsafe {
            self.made("node_api_create_buffer_from_arraybuffer", |result| {
                sys::node_api_create_buffer_from_arraybuffer(
                    raw,
                    memory,
                    byte_offset,
                    length,
                    result,
                )
            })
        };
        match made {
            Err(Error::MissingFunction(_)) => {
                let class: Object<'s> = self.global().get(self, "Buffer")?;
                let from: Function<'s> = class.get(self, "from")?;
                from.call_with_this(self, class, (buffer, byte_offset, length))
            }
            made => made,
        }
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
