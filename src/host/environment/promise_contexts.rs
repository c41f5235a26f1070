//! The asynchronous contexts of promises.
//!
//! The engine tells when a promise is made and when one is fulfilled; but not when a microtask
//! runs, and in which context it was registered. So directly before a microtask is registered a
//! *marker* is: it runs directly before it, and runs it, in that context. When to make one, and
//! what the context is, a function of JavaScript's says.

use super::Isolate;
use crate::host::engine::{Engine, PromiseEvent};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

/// What the function is called with beside a [`PromiseEvent`]: a context is entered, or left.
const ENTER: i32 = 4;
const LEAVE: i32 = 5;

/// Who is told of promises, and the marker that runs.
pub(crate) struct PromiseContexts<E: Engine> {
    /// The function, owned; a hole where nobody is told.
    function: Cell<E::Value>,
    /// The context of the marker that came directly after the one that runs, owned, or a hole.
    next: Cell<E::Value>,
    is_running: Cell<bool>,
    /// While a marker is registered: it has a promise too, of which nobody hears.
    is_marking: Cell<bool>,
    /// A marker has just run: its promise is about to be fulfilled.
    has_marked: Cell<bool>,
}

#[cfg_attr(not(feature = "node"), allow(dead_code))]
impl<E: Engine> PromiseContexts<E> {
    pub(super) fn new() -> Self {
        PromiseContexts {
            function: Cell::new(E::HOLE),
            next: Cell::new(E::HOLE),
            is_running: Cell::new(false),
            is_marking: Cell::new(false),
            has_marked: Cell::new(false),
        }
    }

    /// Has a function called about promises: with the event's number, the promise, and the one that
    /// it was derived from. What it gives for a new promise is the context of the microtask that is
    /// registered for the other next; what it gives for a fulfilled one, of the next for that.
    /// `None` ends that.
    pub(crate) fn watch(isolate: &Isolate<E>, function: Option<E::Value>) {
        let engine = &isolate.engine;
        let context: *mut c_void = ptr::from_ref(isolate).cast_mut().cast();
        // SAFETY: the isolate never moves, and outlives its engine.
        unsafe {
            match function {
                Some(_) => engine.set_promise_hook(Some(on_promise::<E>), context),
                None => engine.set_promise_hook(None, ptr::null_mut()),
            }
        }
        let function = function.map_or(E::HOLE, |function| engine.dup(function));
        free(engine, isolate.promise_contexts.function.replace(function));
    }

    /// Has the microtask that is registered for the promise next run in a context.
    pub(crate) fn mark(isolate: &Isolate<E>, promise: E::Value, context: E::Value) {
        let this = &isolate.promise_contexts;
        let outer = this.is_marking.replace(true);
        if isolate.engine.mark_reactions(promise, context).is_err() {
            // Without memory; the microtask runs in no context.
            isolate.engine.discard_exception();
        }
        this.is_marking.set(outer);
    }

    pub(super) fn tear_down(isolate: &Isolate<E>) {
        PromiseContexts::watch(isolate, None);
        free(
            &isolate.engine,
            isolate.promise_contexts.next.replace(E::HOLE),
        );
    }

    /// Calls the function; what it gives is owned.
    fn tell(&self, isolate: &Isolate<E>, event: i32, values: [E::Value; 2]) -> Option<E::Value> {
        let engine = &isolate.engine;
        let function = self.function.get();
        if E::is_hole(function) || !isolate.root_environment().can_call_into_js() {
            return None;
        }
        // It may end the watch while it runs.
        let function = engine.dup(function);
        let [first, second] = values;
        let answer = engine.call(
            function,
            E::UNDEFINED,
            &[engine.int32(event), first, second],
        );
        engine.free(function);
        answer
            .map_err(|_| {
                // Where the stack was exhausted; hooks' own exceptions end the program before.
                engine.discard_exception();
            })
            .ok()
    }

    /// A marker runs: it runs the next microtask in its context. If that is a marker itself, this
    /// one was for nothing.
    fn run_marked(&self, isolate: &Isolate<E>, context: E::Value) {
        let engine = &isolate.engine;
        if self.is_running.get() {
            free(engine, self.next.replace(engine.dup(context)));
            return;
        }
        let mut context = engine.dup(context);
        loop {
            let depth = self.tell(isolate, ENTER, [context, E::UNDEFINED]);
            self.is_running.set(true);
            if engine.has_microtask() && engine.run_microtask().is_err() {
                isolate.uncaught(engine.take_exception());
            }
            self.is_running.set(false);
            if let Some(depth) = depth {
                if let Some(answer) = self.tell(isolate, LEAVE, [context, depth]) {
                    engine.free(answer);
                }
                engine.free(depth);
            }
            engine.free(context);
            context = self.next.replace(E::HOLE);
            if E::is_hole(context) {
                return;
            }
        }
    }
}

fn free<E: Engine>(engine: &E, value: E::Value) {
    if !E::is_hole(value) {
        engine.free(value);
    }
}

/// # Safety
///
/// `context` is the isolate that [`PromiseContexts::watch`] gave; the values are live.
unsafe fn on_promise<E: Engine>(
    context: *mut c_void,
    event: PromiseEvent,
    promise: E::Value,
    parent: E::Value,
) {
    // SAFETY: the caller's promise.
    let isolate = unsafe { &*context.cast::<Isolate<E>>() };
    let (this, engine) = (&isolate.promise_contexts, &isolate.engine);
    if this.is_marking.get() {
        return;
    }
    let has_marked = this.has_marked.replace(false);
    let marked = match event {
        PromiseEvent::Marked => {
            this.run_marked(isolate, promise);
            this.has_marked.set(true);
            return;
        }
        PromiseEvent::Resolve if has_marked => return,
        PromiseEvent::Init => parent,
        _ => promise,
    };
    if let Some(context) = this.tell(isolate, event as i32, [promise, parent]) {
        if engine.is_object(context) && engine.is_object(marked) {
            PromiseContexts::mark(isolate, marked, context);
        }
        engine.free(context);
    }
}
