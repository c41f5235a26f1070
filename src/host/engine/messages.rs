//! Values on their way from one engine to another, on another thread.

use super::{Outcome, Values};

/// What is to be known of an object that is to be made again elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    /// One that has properties and nothing else.
    Plain,
    /// One of a native class.
    Instance,
    Array,
    /// An object that stands for a primitive.
    Boxed,
    Date,
    RegExp,
    Map,
    Set,
    Error,
    ArrayBuffer,
    SharedArrayBuffer,
    /// A typed array or a data view.
    View,
    /// One whose insides nobody can come by: a promise, a weak map, a proxy.
    Opaque,
}

/// Values on their way from one engine to another.
pub(crate) trait Messages: Values {
    /// The memory of a `SharedArrayBuffer`, held by whoever sends it.
    type SharedMemory: Send + Sync + 'static;

    /// What kind of object this is, whatever its prototype says.
    fn kind(&self, object: Self::Value) -> ObjectKind;

    /// A number that no other object has while this one is alive.
    fn identity(&self, object: Self::Value) -> usize;

    /// The memory of a `SharedArrayBuffer`; `None` for memory that came from native code, which only
    /// lends it to the one engine.
    fn shared_memory(&self, buffer: Self::Value) -> Option<Self::SharedMemory>;

    /// A `SharedArrayBuffer` over memory that other engines see too.
    fn shared_buffer_over(&self, memory: &Self::SharedMemory) -> Outcome<Self::Value>;

    /// Whether an `ArrayBuffer` shows memory that native code lends, and takes back on this thread.
    fn is_external_buffer(&self, buffer: Self::Value) -> bool;
}
