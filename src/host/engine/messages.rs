//! Values on their way from one engine to another, on another thread.

use super::{Outcome, Values};

/// Values on their way from one engine to another.
pub(crate) trait Messages: Values {
    /// The memory of a `SharedArrayBuffer`, held by whoever sends it.
    type SharedMemory: Send + Sync + 'static;

    /// The memory of a `SharedArrayBuffer`; `None` for memory that came from native code, which only
    /// lends it to the one engine.
    fn shared_memory(&self, buffer: Self::Value) -> Option<Self::SharedMemory>;

    /// A `SharedArrayBuffer` over memory that other engines see too.
    fn shared_buffer_over(&self, memory: &Self::SharedMemory) -> Outcome<Self::Value>;

    /// Whether an `ArrayBuffer` shows memory that native code lends, and takes back on this thread.
    fn is_external_buffer(&self, buffer: Self::Value) -> bool;
}
