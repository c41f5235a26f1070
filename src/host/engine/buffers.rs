//! Binary data: array buffers, typed arrays, data views.

use super::{Outcome, Values};
use std::ffi::c_void;

/// The element type of a typed array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementType {
    Int8,
    Uint8,
    Uint8Clamped,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Float16,
    Float32,
    Float64,
    BigInt64,
    BigUint64,
}

impl ElementType {
    /// An element's size in bytes.
    pub(crate) const fn size(self) -> usize {
        match self {
            Self::Int8 | Self::Uint8 | Self::Uint8Clamped => 1,
            Self::Int16 | Self::Uint16 | Self::Float16 => 2,
            Self::Int32 | Self::Uint32 | Self::Float32 => 4,
            Self::Float64 | Self::BigInt64 | Self::BigUint64 => 8,
        }
    }

    /// The constructor's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Int8 => "Int8Array",
            Self::Uint8 => "Uint8Array",
            Self::Uint8Clamped => "Uint8ClampedArray",
            Self::Int16 => "Int16Array",
            Self::Uint16 => "Uint16Array",
            Self::Int32 => "Int32Array",
            Self::Uint32 => "Uint32Array",
            Self::Float16 => "Float16Array",
            Self::Float32 => "Float32Array",
            Self::Float64 => "Float64Array",
            Self::BigInt64 => "BigInt64Array",
            Self::BigUint64 => "BigUint64Array",
        }
    }
}

/// Foreign memory for an array buffer.
pub(crate) struct Memory {
    pub(crate) bytes: *mut u8,
    /// In bytes.
    pub(crate) length: usize,
    /// Called once, when the engine is done with the memory; may be called in the middle of a
    /// collection and must run no JavaScript.
    pub(crate) release: unsafe fn(context: *mut c_void),
    pub(crate) context: *mut c_void,
}

/// What a typed array or a data view shows.
pub(crate) struct View<V> {
    /// The view's first byte; null for an empty or detached one.
    pub(crate) bytes: *mut u8,
    /// In bytes.
    pub(crate) byte_length: usize,
    /// In bytes.
    pub(crate) byte_offset: usize,
    /// The array buffer; the caller's to free.
    pub(crate) buffer: V,
}

/// Binary data.
pub(crate) trait Buffers: Values {
    /// An array buffer of zeros.
    fn array_buffer(&self, length: usize) -> Outcome<Self::Value>;

    /// An array buffer over foreign memory. Where this throws, the memory has been released.
    fn external_array_buffer(&self, memory: Memory) -> Outcome<Self::Value>;

    /// Whether the value is an array buffer; a shared one is not.
    fn is_array_buffer(&self, value: Self::Value) -> bool;

    /// An array buffer's memory (or a shared one's), and its length in bytes; null and 0 where it
    /// is detached.
    fn array_buffer_memory(&self, buffer: Self::Value) -> (*mut u8, usize);

    /// Detaches an array buffer.
    fn detach(&self, buffer: Self::Value);

    /// Whether the value is an array buffer that is detached.
    fn is_detached(&self, value: Self::Value) -> bool;

    /// A shared array buffer of zeros.
    fn shared_array_buffer(&self, length: usize) -> Outcome<Self::Value>;

    /// A shared array buffer over foreign memory. Where this throws, the memory has been released.
    fn external_shared_array_buffer(&self, memory: Memory) -> Outcome<Self::Value>;

    /// Whether the value is a shared array buffer.
    fn is_shared_array_buffer(&self, value: Self::Value) -> bool;

    /// A typed array of `length` elements over a buffer.
    fn typed_array(
        &self,
        element: ElementType,
        buffer: Self::Value,
        byte_offset: usize,
        length: usize,
    ) -> Outcome<Self::Value>;

    /// A data view over a buffer; lengths in bytes.
    fn data_view(
        &self,
        buffer: Self::Value,
        byte_offset: usize,
        byte_length: usize,
    ) -> Outcome<Self::Value>;

    /// The element type of a typed array; `None` for anything else.
    fn typed_array_type(&self, value: Self::Value) -> Option<ElementType>;

    /// Whether the value is a data view.
    fn is_data_view(&self, value: Self::Value) -> bool;

    /// What a typed array or data view shows; throws for neither and for a data view over a
    /// detached buffer.
    fn view(&self, value: Self::Value) -> Outcome<View<Self::Value>>;
}
