//! The bytes behind any binary value: typed arrays, data views, array buffers, shared ones too.

use super::array_buffer::bytes;
use super::{Buffer, JsValue, Value};
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::borrow::Cow;
use std::ops::Range;
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// The bytes that a value shows. They are looked up at each use, for the memory may be gone since.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'v> {
    value: Value<'v>,
    kind: Kind,
    is_shared: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// A typed array, and its elements.
    Array(sys::napi_typedarray_type),
    DataView,
    Buffer,
}

impl<'v> View<'v> {
    /// The bytes of a value; `None` where it is nothing binary.
    pub(crate) fn of(env: &Env<'_>, value: Value<'v>) -> Option<View<'v>> {
        let (mut element, mut buffer) = (sys::napi_typedarray_type(u32::MAX), ptr::null_mut());
        let none = ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle; what is not asked for is null.
        let status = unsafe {
            let (env, value) = (env.raw(), value.raw());
            sys::napi_get_typedarray_info(
                env,
                value,
                &mut element,
                ptr::null_mut(),
                ptr::null_mut(),
                &mut buffer,
                ptr::null_mut(),
            )
        };
        let kind = if status == sys::napi_ok {
            Kind::Array(element)
        } else if value.is_data_view(env) {
            // SAFETY: as above.
            let status = unsafe {
                sys::napi_get_dataview_info(
                    env.raw(),
                    value.raw(),
                    ptr::null_mut(),
                    none,
                    &mut buffer,
                    ptr::null_mut(),
                )
            };
            env.check(status, "napi_get_dataview_info").ok()?;
            Kind::DataView
        } else if value.is_array_buffer(env) || is_shared(env, value) {
            buffer = value.raw();
            Kind::Buffer
        } else {
            return None;
        };
        // SAFETY: a handle of the innermost scope, or the value's own.
        let is_shared = is_shared(env, unsafe { Value::from_raw(buffer) });
        Some(View {
            value,
            kind,
            is_shared,
        })
    }

    /// Whether the value is a `Uint8Array`, as a `Buffer` is.
    pub(crate) fn is_uint8_array(self) -> bool {
        self.kind == Kind::Array(sys::napi_uint8_array)
    }

    /// The size of a typed array's elements, in bytes.
    pub(crate) fn element_size(self) -> Option<usize> {
        Some(match self.kind {
            Kind::Array(
                sys::napi_int8_array | sys::napi_uint8_array | sys::napi_uint8_clamped_array,
            ) => 1,
            Kind::Array(
                sys::napi_int16_array | sys::napi_uint16_array | sys::napi_float16_array,
            ) => 2,
            Kind::Array(
                sys::napi_int32_array | sys::napi_uint32_array | sys::napi_float32_array,
            ) => 4,
            Kind::Array(_) => 8,
            _ => return None,
        })
    }

    /// Whether the value is a typed array of integers.
    pub(crate) fn is_integers(self) -> bool {
        let is_float = |kind| {
            [
                sys::napi_float16_array,
                sys::napi_float32_array,
                sys::napi_float64_array,
            ]
            .contains(&kind)
        };
        matches!(self.kind, Kind::Array(kind) if !is_float(kind))
    }

    /// Whether the value is an array buffer, shared or not.
    pub(crate) fn is_buffer(self) -> bool {
        self.kind == Kind::Buffer
    }

    /// How many bytes there are; none of what is detached.
    pub(crate) fn len(self, env: &Env<'_>) -> usize {
        self.memory(env).1
    }

    /// The bytes; a copy of those that other threads may write to.
    pub(crate) fn bytes<'a>(self, env: &'a Env<'_>) -> Cow<'a, [u8]>
    where
        'v: 'a,
    {
        let all = 0..self.len(env);
        self.part(env, all)
    }

    /// Bytes of a range, which is cut off at the end.
    pub(crate) fn part<'a>(self, env: &'a Env<'_>, range: Range<usize>) -> Cow<'a, [u8]>
    where
        'v: 'a,
    {
        let (data, range) = self.range(env, range);
        if self.is_shared {
            let shared = atomics(data, range.len());
            return shared.iter().map(|byte| byte.load(Relaxed)).collect();
        }
        // SAFETY: the host says that these are the value's bytes, which its handle keeps for `'v`. They
        // are this thread's alone, and change by JavaScript or through `&mut Env`, which `'a` excludes.
        Cow::Borrowed(unsafe { std::slice::from_raw_parts(data, range.len()) })
    }

    /// Lets a closure write to bytes of a range, which is cut off at the end.
    pub(crate) fn edit<R>(
        self,
        env: &mut Env<'_>,
        range: Range<usize>,
        f: impl FnOnce(&mut [u8]) -> R,
    ) -> R {
        if self.is_shared {
            let mut copy = self.part(env, range.clone()).into_owned();
            let result = f(&mut copy);
            let (data, range) = self.range(env, range);
            for (byte, new) in atomics(data, range.len()).iter().zip(copy) {
                byte.store(new, Relaxed);
            }
            return result;
        }
        let (data, range) = self.range(env, range);
        // SAFETY: as in `part`; and `env` is borrowed, so that no other slice is alive.
        f(unsafe { std::slice::from_raw_parts_mut(data, range.len()) })
    }

    /// Copies bytes of a range to another value, from its byte `at` on, as many as both have. They may
    /// show the same memory.
    pub(crate) fn copy_to(
        self,
        env: &mut Env<'_>,
        range: Range<usize>,
        target: View<'_>,
        at: usize,
    ) -> usize {
        let (from, range) = self.range(env, range);
        let (to, room) = target.range(env, at..usize::MAX);
        let count = range.len().min(room.len());
        if self.is_shared || target.is_shared {
            let end = range.start + count;
            let copy = self.part(env, range.start..end).into_owned();
            target.edit(env, at..at + count, |bytes| bytes.copy_from_slice(&copy));
        } else {
            // SAFETY: both have so many bytes, as in `part`; no slice of them is alive, for that would
            // borrow `env`.
            unsafe { ptr::copy(from, to, count) };
        }
        count
    }

    /// Where a range begins, which is cut off at the end, and what is left of it.
    fn range(self, env: &Env<'_>, range: Range<usize>) -> (*mut u8, Range<usize>) {
        let (data, length) = self.memory(env);
        let end = range.end.min(length);
        let start = range.start.min(end);
        // SAFETY: not behind the end of the value's bytes.
        (unsafe { data.add(start) }, start..end)
    }

    fn memory(self, env: &Env<'_>) -> (*mut u8, usize) {
        let (mut data, mut length) = (ptr::null_mut(), 0);
        let (raw, value) = (env.raw(), self.value.raw());
        // SAFETY: the environment is live, and so is the handle, of such a value.
        let status = unsafe {
            match self.kind {
                Kind::Buffer => sys::napi_get_arraybuffer_info(raw, value, &mut data, &mut length),
                _ => sys::napi_get_buffer_info(raw, value, &mut data, &mut length),
            }
        };
        match env.check(status, "napi_get_buffer_info") {
            Ok(()) if !data.is_null() => bytes(data, length),
            // What a view out of bounds has.
            _ => bytes(ptr::null_mut(), 0),
        }
    }
}

/// # Safety of what it gives
///
/// Shared memory is never detached and does not shrink; the callers have the handle that keeps it.
fn atomics<'a>(data: *mut u8, length: usize) -> &'a [AtomicU8] {
    // SAFETY: the callers give memory that is shared, which others write to through atomics or from
    // JavaScript.
    unsafe { std::slice::from_raw_parts(data.cast::<AtomicU8>(), length) }
}

fn is_shared(env: &Env<'_>, value: Value<'_>) -> bool {
    let mut answer = false;
    // SAFETY: the environment is live, and so is the handle.
    let status = unsafe { sys::node_api_is_sharedarraybuffer(env.raw(), value.raw(), &mut answer) };
    status == sys::napi_ok && answer
}

impl<'s> Env<'s> {
    /// Makes a `Buffer` of so many bytes, all 0, which are not touched before they are used.
    ///
    /// # Errors
    ///
    /// As [`Env::array_buffer`].
    pub(crate) fn fresh_buffer(&mut self, length: usize) -> Result<Buffer<'s>> {
        let memory = self.array_buffer(length)?;
        self.buffer_over(memory, 0, length)
    }
}
