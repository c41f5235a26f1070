//! Promises and the microtasks that carry them.

use super::{Outcome, Values};
use std::ffi::c_void;

/// The functions that settle a promise.
#[derive(Clone, Copy)]
pub(crate) struct Resolvers<V> {
    pub(crate) resolve: V,
    pub(crate) reject: V,
}

/// Called when a promise is rejected without a handler, and when a handler comes late.
pub(crate) type RejectionHook<V> =
    unsafe fn(context: *mut c_void, promise: V, reason: V, handled: bool);

/// Promises.
pub(crate) trait Promises: Values {
    /// A new promise and what settles it.
    fn promise(&self) -> Outcome<(Self::Value, Resolvers<Self::Value>)>;

    /// Whether the value is a promise.
    fn is_promise(&self, value: Self::Value) -> bool;

    /// Whether microtasks wait.
    fn has_microtask(&self) -> bool;

    /// Runs one microtask, if there is one. What it throws is the engine's own business, but for
    /// what cannot be caught.
    fn run_microtask(&self) -> Outcome<()>;

    /// Has `hook` called about rejections; the promise and the reason are borrowed.
    ///
    /// # Safety
    ///
    /// `context` is good for `hook` as long as the engine lives.
    unsafe fn set_rejection_hook(&self, hook: RejectionHook<Self::Value>, context: *mut c_void);
}
