//! Bytes that a function borrows.

use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::value::{ArrayBuffer, Element, TypedArray, Value, mismatch};

/// The bytes of an argument that Rust borrows: a `Uint8Array`, and so a `Buffer`, or an
/// `ArrayBuffer`.
#[derive(Clone, Copy, Debug)]
pub enum Bytes<'s> {
    /// A view.
    View(TypedArray<'s, u8>),
    /// A whole buffer.
    Buffer(ArrayBuffer<'s>),
}

impl<'v> Bytes<'v> {
    /// The bytes.
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [u8]
    where
        'v: 'a,
    {
        match self {
            Bytes::View(view) => view.as_slice(env),
            Bytes::Buffer(buffer) => buffer.as_slice(env),
        }
    }

    /// The bytes, to write to.
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        match self {
            Bytes::View(view) => view.as_mut_slice(env),
            Bytes::Buffer(buffer) => buffer.as_mut_slice(env),
        }
    }
}

impl<'s> FromJs<'s> for Bytes<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_array_buffer(env) {
            return Ok(Bytes::Buffer(ArrayBuffer::from_js(env, value)?));
        }
        TypedArray::from_js(env, value)
            .map(Bytes::View)
            .map_err(|_| mismatch(env, "a Uint8Array or an ArrayBuffer", value))
    }
}

/// The elements of a typed array.
pub fn elements<'a, 'v: 'a, T: Element>(array: TypedArray<'v, T>, env: &'a Env<'_>) -> &'a [T] {
    array.as_slice(env)
}

/// The elements of a typed array, to write to.
pub fn elements_mut<'a, 'v: 'a, T: Element>(
    array: TypedArray<'v, T>,
    env: &'a mut Env<'_>,
) -> &'a mut [T] {
    array.as_mut_slice(env)
}
