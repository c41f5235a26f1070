//! What hangs on objects: a native pointer each, and the news of their end.

use super::{Outcome, Values};
use std::ffi::c_void;

/// Attachments and garbage collection.
pub(crate) trait Roots: Values {
    /// Whether the engine can tell when the value is gone: objects, and symbols that are not
    /// registered.
    fn can_be_weak(&self, value: Self::Value) -> bool;

    /// The pointer attached to the value, or null.
    fn attachment(&self, value: Self::Value) -> *mut c_void;

    /// Attaches a pointer to a value that has none and [can be weak](Self::can_be_weak). When the
    /// value is gone, `on_death` is called with the pointer, once, possibly in the middle of a
    /// collection: it must run no JavaScript and free no values.
    fn attach(
        &self,
        value: Self::Value,
        pointer: *mut c_void,
        on_death: unsafe fn(pointer: *mut c_void),
    ) -> Outcome<()>;

    /// Collects garbage, cycles too.
    fn collect_garbage(&self);
}
