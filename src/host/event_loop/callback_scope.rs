//! Callback scopes: when microtasks run that native code has left behind.
//!
//! Node.js runs them when the outermost callback is done: one that the loop made, or one that
//! native code makes for itself by `napi_make_callback` or an open callback scope, where the loop
//! runs no other. A native function that JavaScript called is inside JavaScript, and so never
//! outermost.

use super::EventLoop;
use crate::host::engine::Engine;
use crate::host::environment::{Environment, Isolate};

impl<E: Engine> EventLoop<E> {
    /// Begins a callback; gives what [`leave`](Self::leave) needs.
    #[inline]
    pub(crate) fn enter(&self) -> usize {
        let depth = self.depth.get();
        self.depth.set(depth + 1);
        depth
    }

    /// Ends the callback, and the scopes that it left open.
    #[inline]
    pub(crate) fn leave(&self, depth: usize) {
        self.depth.set(depth);
    }

    /// `napi_open_callback_scope`; the scope's number, never 0.
    pub(crate) fn open_callback_scope(&self, env: &Environment<E>) -> usize {
        let number = env.callback_scopes.get() + 1;
        env.callback_scopes.set(number);
        self.enter();
        number
    }

    /// `napi_close_callback_scope`; `false` where the scope is not the innermost open one.
    pub(crate) fn close_callback_scope(&self, env: &Environment<E>, number: usize) -> bool {
        if number == 0 || number != env.callback_scopes.get() {
            return false;
        }
        env.isolate.async_contexts.close_scope(env, number);
        env.callback_scopes.set(number - 1);
        self.depth.set(self.depth.get().saturating_sub(1));
        self.settle_if_outermost(env);
        true
    }

    /// Runs microtasks and finalizers where no callback runs any more. An exception that is pending
    /// in the environment stays, and disturbs nothing that runs.
    pub(crate) fn settle_if_outermost(&self, env: &Environment<E>) {
        if self.depth.get() > 0 || env.isolate.scopes.is_in_callback() {
            return;
        }
        let exception = env.take_exception();
        self.settle(&env.isolate, env);
        if let Some(exception) = exception {
            env.set_exception(exception);
        }
    }

    /// What follows each callback: microtasks and finalizers, unless the environment is being torn
    /// down, when JavaScript no longer runs.
    pub(super) fn settle(&self, isolate: &Isolate<E>, env: &Environment<E>) {
        if env.can_call_into_js() {
            isolate.settle();
        }
    }
}
