//! `ArrayBuffer`s: bytes that JavaScript and Rust both see.

use super::{Element, JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result, contain};
use nodeapi_sys as sys;
use std::ffi::c_void;
use std::marker::PhantomData;

values! {
    /// A JavaScript `ArrayBuffer`; never a [`SharedArrayBuffer`](crate::SharedArrayBuffer). `Copy`,
    /// and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.array_buffer(4)?;
    ///     buffer.as_mut_slice(env)[0] = 7;
    ///     assert_eq!(buffer.as_slice(env), [7, 0, 0, 0]);
    ///     assert_eq!(buffer.len(env), 4);
    ///
    ///     // Its bytes go to whoever takes them, as a worker does.
    ///     buffer.detach(env)?;
    ///     assert!(buffer.is_detached(env) && buffer.is_empty(env));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    ArrayBuffer;
}
is_object!(ArrayBuffer);

impl<'v> ArrayBuffer<'v> {
    /// The bytes (`napi_get_arraybuffer_info`). While the slice lives, no JavaScript runs, which could
    /// write to them, detach the buffer or resize it: that takes `&mut Env`, and the slice borrows it.
    ///
    /// A detached buffer has no bytes.
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

    /// The bytes, to write to (`napi_get_arraybuffer_info`). Takes `&mut Env`: another handle may be to
    /// the same buffer.
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: as in `as_slice`; and no other slice is alive, for they borrow the `Env` too.
        unsafe { std::slice::from_raw_parts_mut(data, length) }
    }

    /// How many bytes the buffer has; 0 when it is detached (`napi_get_arraybuffer_info`).
    pub fn len(self, env: &Env<'_>) -> usize {
        self.info(env).1
    }

    /// Whether the buffer has no bytes, as when it is detached.
    pub fn is_empty(self, env: &Env<'_>) -> bool {
        self.len(env) == 0
    }

    /// Takes the bytes away from JavaScript: the buffer has none afterwards
    /// (`napi_detach_arraybuffer`). Takes `&mut Env`: a slice of them may be alive otherwise.
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

    /// That so many elements of a size are inside the buffer, from a byte of it on. Hosts check it as
    /// well, but some with sums that overflow.
    pub(crate) fn check_range(
        self,
        env: &Env<'_>,
        byte_offset: usize,
        length: usize,
        size: usize,
    ) -> Result<()> {
        let bytes = self.len(env);
        let end = length
            .checked_mul(size)
            .and_then(|length| length.checked_add(byte_offset));
        match end {
            Some(end) if end <= bytes => Ok(()),
            _ => Err(Error::range_error(format!(
                "{length} elements of {size} bytes, from byte {byte_offset} on, are not inside a \
                 buffer of {bytes} bytes"
            ))),
        }
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
    /// Makes an [`ArrayBuffer`] of so many bytes, all 0 (`napi_create_arraybuffer`).
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
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let buffer = env.array_buffer_from(vec![1, 2])?;
    ///     assert_eq!(buffer.as_slice(env), [1, 2]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn array_buffer_from(&mut self, bytes: Vec<u8>) -> Result<ArrayBuffer<'s>> {
        self.external_array_buffer(bytes)
    }

    /// As [`Env::array_buffer_from`], with elements of any type.
    pub(crate) fn external_array_buffer<T: Element>(
        &mut self,
        elements: Vec<T>,
    ) -> Result<ArrayBuffer<'s>> {
        if elements.is_empty() {
            return self.array_buffer(0);
        }
        let mut result = std::ptr::null_mut();
        let memory = External::new(elements);
        // SAFETY: the environment is live; the elements stay where they are until the finalizer
        // frees them; the answer is a handle of the innermost scope.
        let status = unsafe {
            sys::napi_create_external_arraybuffer(
                self.raw(),
                memory.data,
                memory.byte_length,
                Some(External::<T>::FREE),
                memory.owner,
                &mut result,
            )
        };
        if status == sys::napi_no_external_buffers_allowed {
            let buffer = self.array_buffer(memory.byte_length)?;
            let (data, length) = buffer.info(self);
            assert!(length >= memory.byte_length, "the host gives fewer bytes");
            // SAFETY: both are as long, and not the same; a host that answers so has taken nothing
            // over.
            unsafe {
                data.copy_from_nonoverlapping(memory.data.cast(), memory.byte_length);
                drop(memory.take_back());
            }
            return Ok(buffer);
        }
        // Whether the finalizer has run where the call failed otherwise, the host does not say: the
        // elements are lost then, rather than freed twice.
        self.check(status, "napi_create_external_arraybuffer")?;
        // SAFETY: as above, and it is an `ArrayBuffer`.
        Ok(unsafe { ArrayBuffer::new(result) })
    }
}

/// A vector that is given away to a host, as memory and a finalizer.
pub(crate) struct External<T> {
    pub(crate) data: *mut c_void,
    pub(crate) byte_length: usize,
    pub(crate) owner: *mut c_void,
    _elements: PhantomData<T>,
}

impl<T: Element> External<T> {
    /// What frees it; gets `owner` as its hint.
    pub(crate) const FREE: unsafe extern "C" fn(sys::napi_env, *mut c_void, *mut c_void) =
        free_elements::<T>;

    pub(crate) fn new(elements: Vec<T>) -> External<T> {
        let mut elements = Box::new(elements);
        External {
            data: elements.as_mut_ptr().cast(),
            byte_length: size_of_val(elements.as_slice()),
            owner: Box::into_raw(elements).cast(),
            _elements: PhantomData,
        }
    }

    /// The vector, where nobody has taken it over.
    ///
    /// # Safety
    ///
    /// The finalizer will not run, and nobody uses the memory any more.
    pub(crate) unsafe fn take_back(self) -> Vec<T> {
        // SAFETY: the box of `new`; the rest is the caller's promise.
        *unsafe { Box::from_raw(self.owner.cast::<Vec<T>>()) }
    }
}

/// Frees what an [`External`] gave away.
unsafe extern "C" fn free_elements<T>(_: sys::napi_env, _: *mut c_void, owner: *mut c_void) {
    // SAFETY: the box that was given away with the finalizer, which is called once.
    contain(|| drop(unsafe { Box::from_raw(owner.cast::<Vec<T>>()) }));
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
