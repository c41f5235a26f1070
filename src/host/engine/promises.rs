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

/// What happens to a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum PromiseEvent {
    /// It is made; from a parent, where `then` made it.
    Init = 0,
    /// The `then` of what it was resolved with is about to be called.
    Before = 1,
    /// That has been called.
    After = 2,
    /// It is fulfilled; rejections are not told.
    Resolve = 3,
    /// A marker of [`Promises::mark_reactions`] runs; its data is in the promise's place.
    Marked = 4,
}

/// Called when something happens to a promise; the values are borrowed, the parent may be
/// `undefined`.
pub(crate) type PromiseHook<V> =
    unsafe fn(context: *mut c_void, event: PromiseEvent, promise: V, parent: V);

/// Promises.
pub(crate) trait Promises: Values {
    /// A new promise and what settles it.
    fn promise(&self) -> Outcome<(Self::Value, Resolvers<Self::Value>)>;

    /// Whether the value is a promise.
    fn is_promise(&self, value: Self::Value) -> bool;

    /// Has the promise hook called when the promise is settled: before whatever is registered after
    /// this. Counts as handling.
    fn mark_reactions(&self, promise: Self::Value, data: Self::Value) -> Outcome<()>;

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

    /// Has `hook` called about promises, or nothing any more.
    ///
    /// # Safety
    ///
    /// `context` is good for `hook` as long as the engine lives.
    unsafe fn set_promise_hook(&self, hook: Option<PromiseHook<Self::Value>>, context: *mut c_void);
}
