//! Promises that were rejected while nobody handled them.

use super::Isolate;
use crate::host::engine::Engine;
use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

/// Whom an unhandled rejection is told before it counts as an uncaught exception; `true` where that
/// has dealt with it. Promise and reason are borrowed.
pub(crate) type RejectionListener<E> = Rc<
    dyn Fn(
        &Isolate<E>,
        <E as crate::host::engine::Values>::Value,
        <E as crate::host::engine::Values>::Value,
    ) -> bool,
>;

/// A rejected promise and the reason, owned.
type Rejection<V> = (V, V);

/// Rejections that may still get a handler before the microtasks have run dry.
pub(crate) struct Rejections<E: Engine> {
    unhandled: RefCell<Vec<Rejection<E::Value>>>,
    listener: RefCell<Option<RejectionListener<E>>>,
}

impl<E: Engine> Rejections<E> {
    pub(super) fn new() -> Self {
        Rejections {
            unhandled: RefCell::default(),
            listener: RefCell::default(),
        }
    }

    /// Has the engine tell of rejections.
    pub(super) fn watch(isolate: &Isolate<E>) {
        // SAFETY: the isolate never moves, and outlives its engine.
        unsafe {
            let context = std::ptr::from_ref(isolate).cast_mut().cast();
            isolate
                .engine
                .set_rejection_hook(on_rejection::<E>, context);
        }
    }

    /// Sets whom rejections are told.
    pub(crate) fn set_listener(&self, listener: RejectionListener<E>) {
        *self.listener.borrow_mut() = Some(listener);
    }

    /// Deals with the rejections that got no handler; whether there were any.
    pub(super) fn process(&self, isolate: &Isolate<E>) -> bool {
        let unhandled = self.unhandled.take();
        let found = !unhandled.is_empty();
        for (promise, reason) in unhandled {
            let listener = self.listener.borrow().clone();
            let is_dealt_with = listener.is_some_and(|listener| listener(isolate, promise, reason));
            isolate.engine.free(promise);
            if is_dealt_with {
                isolate.engine.free(reason);
            } else {
                isolate.uncaught(reason);
            }
        }
        found
    }

    pub(super) fn tear_down(&self, engine: &E) {
        self.listener.take();
        for (promise, reason) in self.unhandled.take() {
            engine.free(promise);
            engine.free(reason);
        }
    }
}

/// # Safety
///
/// `context` is the isolate that [`Rejections::watch`] gave; promise and reason are live.
unsafe fn on_rejection<E: Engine>(
    context: *mut c_void,
    promise: E::Value,
    reason: E::Value,
    handled: bool,
) {
    // SAFETY: the caller's promise.
    let isolate = unsafe { &*context.cast::<Isolate<E>>() };
    let engine = &isolate.engine;
    let mut unhandled = isolate.rejections.unhandled.borrow_mut();
    if !handled {
        unhandled.push((engine.dup(promise), engine.dup(reason)));
        return;
    }
    let index = unhandled
        .iter()
        .position(|&(other, _)| engine.strict_equals(other, promise));
    if let Some(index) = index {
        let (promise, reason) = unhandled.swap_remove(index);
        drop(unhandled);
        engine.free(promise);
        engine.free(reason);
    }
}
