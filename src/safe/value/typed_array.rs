//! Typed arrays: views of an `ArrayBuffer`'s bytes as numbers.

use super::array_buffer::bytes;
use super::{ArrayBuffer, JsValue, Object, Value, mismatch};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::marker::PhantomData;
use std::ops::Deref;

/// A type of number that typed arrays hold: the integers of 8 to 64 bits, `f32`, `f64`, [`Clamped`] and
/// [`Float16`].
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Element, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     fn largest<T: Element + PartialOrd>(env: &Env<'_>, array: TypedArray<'_, T>) -> Option<T> {
///         array.as_slice(env).iter().copied().reduce(|a, b| if b > a { b } else { a })
///     }
///     let array = env.typed_array_of(&[1.5, 8.0, -3.0])?;
///     assert_eq!(largest(env, array), Some(8.0));
///     let array = env.typed_array_of(&[7_u8])?;
///     assert_eq!(largest(env, array), Some(7));
///
///     assert_eq!(<f32 as Element>::EXPECTED, "a Float32Array");
///     assert_eq!(<i64 as Element>::TYPE, nodeapi_sys::napi_bigint64_array);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
///
/// # Safety
///
/// Every pattern of bits is a value of the type, and `TYPE` says that elements are of its size.
#[diagnostic::on_unimplemented(
    message = "no typed array has elements of the type `{Self}`",
    note = "take a list as `Vec<{Self}>`"
)]
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

/// An element of a `Uint8ClampedArray`: a byte. JavaScript clamps what it writes to one.
/// [`TypedArray`] has an example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Clamped(pub u8);

// SAFETY: transparent over a byte.
unsafe impl Element for Clamped {
    const TYPE: sys::napi_typedarray_type = sys::napi_uint8_clamped_array;
    const EXPECTED: &'static str = "a Uint8ClampedArray";
}

/// An element of a `Float16Array`: the bits of a number of half precision, which [`Float16::to_f32`]
/// reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Float16(pub u16);

// SAFETY: transparent over a `u16`.
unsafe impl Element for Float16 {
    const TYPE: sys::napi_typedarray_type = sys::napi_float16_array;
    const EXPECTED: &'static str = "a Float16Array";
}

impl Float16 {
    /// The number, exactly.
    ///
    /// ```
    /// use nodeapi::Float16;
    ///
    /// assert_eq!(Float16(0x3e00).to_f32(), 1.5);
    /// assert_eq!(Float16(0x8001).to_f32(), -2_f32.powi(-24));
    /// assert!(Float16(0x7e00).to_f32().is_nan());
    /// ```
    pub fn to_f32(self) -> f32 {
        let fraction = f32::from(self.0 & 0x3ff);
        let magnitude = match self.0 >> 10 & 0x1f {
            0 => fraction * 2_f32.powi(-24),
            0x1f if fraction == 0.0 => f32::INFINITY,
            0x1f => f32::NAN,
            exponent => (1024.0 + fraction) * 2_f32.powi(i32::from(exponent) - 25),
        };
        if self.0 >> 15 == 0 {
            magnitude
        } else {
            -magnitude
        }
    }
}

/// A JavaScript typed array with elements of the type `T`, as in `TypedArray<'s, u8>` for a
/// `Uint8Array`. Never one over a `SharedArrayBuffer`.
///
/// `Copy`, and bound to the scope `'s` and its thread.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Clamped, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let array = env.typed_array_of(&[1.5_f32, 2.5])?;
///     array.as_mut_slice(env)[0] = 8.0;
///     assert_eq!(array.as_slice(env), [8.0, 2.5]);
///     assert!(array.len(env) == 2 && !array.is_empty(env));
///
///     // Not copied, where the host allows that.
///     let array = env.typed_array_from(vec![1_u16, 2, 3])?;
///     assert_eq!((array.buffer(env)?.len(env), array.byte_offset(env)?), (6, 0));
///
///     // Two elements from byte 4 on, of memory that others see too.
///     let memory = env.array_buffer(16)?;
///     let part: TypedArray<i32> = env.typed_array(memory, 4, 2)?;
///     part.as_mut_slice(env).fill(-1);
///     assert_eq!(memory.as_slice(env)[..8], [0, 0, 0, 0, 255, 255, 255, 255]);
///
///     let source = env.string("new Uint8ClampedArray([-5, 300])")?;
///     let clamped: TypedArray<Clamped> = env.run_script(source)?;
///     assert_eq!(clamped.as_slice(env), [Clamped(0), Clamped(255)]);
///     assert!(clamped.as_value().to::<TypedArray<u8>>(env).is_err());
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
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
    /// The elements (`napi_get_typedarray_info`); as [`ArrayBuffer::as_slice`].
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

    /// The elements, to write to (`napi_get_typedarray_info`); as [`ArrayBuffer::as_mut_slice`].
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

    /// How many elements the array has; 0 when its buffer is detached (`napi_get_typedarray_info`).
    pub fn len(self, env: &Env<'_>) -> usize {
        self.info(env).1
    }

    /// Whether the array has no elements, as when its buffer is detached.
    pub fn is_empty(self, env: &Env<'_>) -> bool {
        self.len(env) == 0
    }

    /// The buffer whose bytes the array shows (`napi_get_typedarray_info`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn buffer<'s>(self, env: &Env<'s>) -> Result<ArrayBuffer<'s>> {
        // SAFETY: the environment is live, and so is the handle; what is not asked for is null. The
        // buffer is an `ArrayBuffer`, and not a shared one, as `from_js` has seen.
        unsafe {
            env.made("napi_get_typedarray_info", |result| {
                sys::napi_get_typedarray_info(
                    env.raw(),
                    self.0,
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                    result,
                    std::ptr::null_mut(),
                )
            })
        }
    }

    /// Where in its buffer the array begins, in bytes (`napi_get_typedarray_info`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn byte_offset(self, env: &Env<'_>) -> Result<usize> {
        let mut offset = 0;
        // SAFETY: the environment is live, and so is the handle; what is not asked for is null.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env.raw(),
                self.0,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                &mut offset,
            )
        };
        env.check(status, "napi_get_typedarray_info")?;
        Ok(offset)
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
    /// Makes a [`TypedArray`] of so many elements over a buffer, beginning at a byte of it
    /// (`napi_create_typedarray`). Takes `&mut Env`: hosts throw where it does not fit.
    ///
    /// # Errors
    ///
    /// A `RangeError` where the elements are not inside the buffer, or not aligned.
    pub fn typed_array<T: Element>(
        &mut self,
        buffer: ArrayBuffer<'_>,
        byte_offset: usize,
        length: usize,
    ) -> Result<TypedArray<'s, T>> {
        buffer.check_range(self, byte_offset, length, size_of::<T>())?;
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

    /// Makes a [`TypedArray`] of these elements without copying them, as [`Env::array_buffer_from`]
    /// does with bytes (`napi_create_external_arraybuffer`, `napi_create_typedarray`).
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where there is not enough memory.
    pub fn typed_array_from<T: Element>(&mut self, elements: Vec<T>) -> Result<TypedArray<'s, T>> {
        let length = elements.len();
        let buffer = self.external_array_buffer(elements)?;
        self.typed_array(buffer, 0, length)
    }

    /// Makes a [`TypedArray`] with a copy of these elements (`napi_create_arraybuffer`,
    /// `napi_create_typedarray`).
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
        // Hosts leave it as it is for types that are newer than they are.
        let mut element = sys::napi_typedarray_type(u32::MAX);
        let mut buffer = std::ptr::null_mut();
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
