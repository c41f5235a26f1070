//! Typed arrays: views of an `ArrayBuffer`'s bytes as numbers.

use super::array_buffer::bytes;
use super::{ArrayBuffer, JsValue, Object, Value, mismatch};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::marker::PhantomData;
use std::ops::Deref;

/// A type of number that typed arrays hold.
///
/// # Safety
///
/// Every pattern of bits is a value of the type, and `TYPE` says that elements are of its size.
pub unsafe trait Element: Copy + 'static {
    /// Node-API's number for the array type.
    const TYPE: sys::napi_typedarray_type;
    /// What a value of the array type is called in error messages.
    const EXPECTED: &'static str;
}

macro_rules! elements {
    ($($element:ty: $constant:ident, $expected:literal;)*) => { $(
        // SAFETY: a plain number, of the size that the constant says.
        unsafe impl Element for $element {
            const TYPE: sys::napi_typedarray_type = sys::$constant;
            const EXPECTED: &'static str = $expected;
        }
    )* };
}
elements! {
    i8: napi_int8_array, "an Int8Array";
    u8: napi_uint8_array, "a Uint8Array";
    i16: napi_int16_array, "an Int16Array";
    u16: napi_uint16_array, "a Uint16Array";
    i32: napi_int32_array, "an Int32Array";
    u32: napi_uint32_array, "a Uint32Array";
    f32: napi_float32_array, "a Float32Array";
    f64: napi_float64_array, "a Float64Array";
    i64: napi_bigint64_array, "a BigInt64Array";
    u64: napi_biguint64_array, "a BigUint64Array";
}

/// A JavaScript typed array with elements of the type `T`, as in `TypedArray<'s, u8>` for a
/// `Uint8Array`. Never one over a `SharedArrayBuffer`.
///
/// `Copy`, and bound to the scope `'s` and its thread.
#[repr(transparent)]
pub struct TypedArray<'s, T>(sys::napi_value, PhantomData<(&'s (), *const T)>);

impl<T> Clone for TypedArray<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for TypedArray<'_, T> {}

impl<T> std::fmt::Debug for TypedArray<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TypedArray").field(&self.0).finish()
    }
}

// SAFETY: `At` replaces the lifetime alone.
unsafe impl<'s, T: Element> JsValue<'s> for TypedArray<'s, T> {
    type At<'x> = TypedArray<'x, T>;
    fn raw(self) -> sys::napi_value {
        self.0
    }
    unsafe fn from_raw(raw: sys::napi_value) -> Self {
        TypedArray(raw, PhantomData)
    }
}

impl<'s, T> Deref for TypedArray<'s, T> {
    type Target = Object<'s>;
    fn deref(&self) -> &Object<'s> {
        // SAFETY: both are transparent over the same handle, and typed arrays are objects.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

static_assertions::assert_not_impl_any!(TypedArray<'static, u8>: Send, Sync);

impl<'v, T: Element> TypedArray<'v, T> {
    /// The elements; as [`ArrayBuffer::as_slice`].
    ///
    /// # Panics
    ///
    /// Where the elements are not aligned, which only a foreign addon can bring about.
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [T]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: the host says that these are the array's elements, and `T` takes any bits. For
        // the rest see `ArrayBuffer::as_slice`; `from_js` lets no shared memory in.
        unsafe { std::slice::from_raw_parts(data, length) }
    }

    /// The elements, to write to; as [`ArrayBuffer::as_mut_slice`].
    ///
    /// # Panics
    ///
    /// Where the elements are not aligned, which only a foreign addon can bring about.
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [T]
    where
        'v: 'a,
    {
        let (data, length) = self.info(env);
        // SAFETY: as in `as_slice`; and no other slice is alive, for they borrow the `Env` too.
        unsafe { std::slice::from_raw_parts_mut(data, length) }
    }

    /// How many elements the array has; 0 when its buffer is detached.
    pub fn len(self, env: &Env<'_>) -> usize {
        self.info(env).1
    }

    /// Whether the array has no elements.
    pub fn is_empty(self, env: &Env<'_>) -> bool {
        self.len(env) == 0
    }

    fn info(self, env: &Env<'_>) -> (*mut T, usize) {
        let (mut data, mut length) = (std::ptr::null_mut(), 0);
        // SAFETY: the environment is live, and so is the handle; what is not asked for is null.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env.raw(),
                self.0,
                std::ptr::null_mut(),
                &mut length,
                &mut data,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
            )
        };
        env.must(status, "napi_get_typedarray_info");
        bytes(data, length)
    }
}

impl<'s> Env<'s> {
    /// Makes a typed array of so many elements over a buffer, beginning at a byte of it
    /// (`napi_create_typedarray`). Takes `&mut Env`: hosts throw where it does not fit.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where the elements are not inside the buffer,
    /// or not aligned.
    pub fn typed_array<T: Element>(
        &mut self,
        buffer: ArrayBuffer<'_>,
        byte_offset: usize,
        length: usize,
    ) -> Result<TypedArray<'s, T>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the buffer; the answer is a handle of the
        // innermost scope.
        let status = unsafe {
            sys::napi_create_typedarray(
                self.raw(),
                T::TYPE,
                length,
                buffer.raw(),
                byte_offset,
                &mut result,
            )
        };
        self.check(status, "napi_create_typedarray")?;
        Ok(TypedArray(result, PhantomData))
    }

    /// Makes a typed array with a copy of these elements.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn typed_array_of<T: Element>(&mut self, elements: &[T]) -> Result<TypedArray<'s, T>> {
        let buffer = self.array_buffer(size_of_val(elements))?;
        let array = self.typed_array(buffer, 0, elements.len())?;
        array.as_mut_slice(self).copy_from_slice(elements);
        Ok(array)
    }
}

impl<'s, T: Element> FromJs<'s> for TypedArray<'s, T> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let answer = if value.is_typed_array(env) {
            type_and_buffer(env, value)?
        } else {
            None
        };
        match answer {
            Some(element) if element == T::TYPE => Ok(TypedArray(value.raw(), PhantomData)),
            _ => Err(mismatch(env, T::EXPECTED, value)),
        }
    }
}

impl<'s, 'v: 's, T: Element> IntoJs<'s> for TypedArray<'v, T> {
    fn into_js(self, _: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.as_value())
    }
}

/// The element type of a typed array, or `None` where it is over shared memory.
fn type_and_buffer(
    env: &mut Env<'_>,
    array: Value<'_>,
) -> Result<Option<sys::napi_typedarray_type>> {
    env.scope(|env| {
        let (mut element, mut buffer) = (sys::napi_uint8_array, std::ptr::null_mut());
        // SAFETY: the environment is live, and so is the handle, of a typed array; what is not
        // asked for is null.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env.raw(),
                array.raw(),
                &mut element,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                &mut buffer,
                std::ptr::null_mut(),
            )
        };
        env.check(status, "napi_get_typedarray_info")?;
        // SAFETY: the buffer is a handle of the scope opened here.
        let buffer = unsafe { Value::new(buffer) };
        Ok(buffer.is_array_buffer(env).then_some(element))
    })
}
