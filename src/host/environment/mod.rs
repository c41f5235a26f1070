//! What a `napi_env` points at: the state of one module in one runtime.
//!
//! Nothing here is ever borrowed mutably across a call into native code or JavaScript, which may
//! come back in: fields are cells, and methods take `&self`.

pub(crate) mod async_contexts;
mod callback;
mod cleanup;
mod deferreds;
mod external_memory;
mod instance_data;
mod isolate;
mod last_error;
pub(crate) mod promise_contexts;
mod rejections;

pub(crate) use callback::{Binding, CallbackInfo};
pub(crate) use cleanup::CleanupHooks;
use external_memory::ExternalMemory;
pub(crate) use isolate::{Isolate, IsolateRef};

use crate::host::engine::Engine;
use crate::host::reference_manager::{Finalizer, ReferenceManager, Side};
use crate::host::scope_manager::Misuse;
use instance_data::InstanceData;
use last_error::LastError;
use nodeapi_sys::{EXPERIMENTAL, napi_env};
use std::cell::Cell;
use std::ffi::{CStr, CString, c_void};

/// The state of one module in one runtime.
pub(crate) struct Environment<E: Engine> {
    pub(crate) isolate: IsolateRef<E>,
    side: Side,
    pub(crate) references: ReferenceManager<E>,
    pub(crate) cleanup: CleanupHooks,
    pub(crate) instance_data: InstanceData,
    pub(crate) last_error: LastError,
    pub(crate) external_memory: ExternalMemory,
    /// The pending exception, owned; a hole where there is none.
    exception: Cell<E::Value>,
    /// The Node-API version that the module was written for.
    pub(crate) api_version: u32,
    /// The module's location as a `file:` URL; empty for one that is linked in.
    file_name: CString,
    state: Cell<State>,
    /// Callback scopes that native code has open.
    pub(crate) callback_scopes: Cell<usize>,
    /// Whether calls have something unusual to look at: the checked mode, a basic finalizer, or that
    /// the environment is closed.
    is_watched: Cell<bool>,
    in_basic_finalizer: Cell<bool>,
}

/// How far an environment's life has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Open,
    /// JavaScript has been stopped.
    Stopped,
    /// Being torn down: JavaScript no longer runs for it.
    Closing,
    Closed,
}

impl<E: Engine> Environment<E> {
    /// A new environment. It stays where it is, since references and callbacks point at it, until
    /// the isolate's engine is gone.
    pub(crate) fn new(isolate: &Isolate<E>, api_version: u32, file_name: CString) -> &Self {
        Self::of(Side::Addons, isolate, api_version, file_name)
    }

    /// The environment of this host's own builtins.
    pub(crate) fn of_builtins(isolate: &Isolate<E>, api_version: u32) -> &Self {
        Self::of(Side::Builtins, isolate, api_version, CString::default())
    }

    fn of(side: Side, isolate: &Isolate<E>, api_version: u32, file_name: CString) -> &Self {
        isolate.keep_environment(Box::new(Environment {
            references: ReferenceManager::new(isolate.ledger(side).clone(), side),
            external_memory: ExternalMemory::new(isolate.ledger(side).clone()),
            is_watched: Cell::new(isolate.scopes.is_checked()),
            isolate: IsolateRef::new(isolate),
            side,
            cleanup: CleanupHooks::default(),
            instance_data: InstanceData::default(),
            last_error: LastError::default(),
            exception: Cell::new(E::HOLE),
            api_version,
            file_name,
            state: Cell::new(State::Open),
            callback_scopes: Cell::new(0),
            in_basic_finalizer: Cell::new(false),
        }))
    }

    /// The environment as native code knows it.
    #[inline]
    pub(crate) fn raw(&self) -> napi_env {
        std::ptr::from_ref(self).cast_mut().cast()
    }

    /// The environment behind a handle; `None` for null.
    ///
    /// # Safety
    ///
    /// The handle is null or a live environment's, on that environment's thread (any thread, as
    /// far as [`is_own_thread`](Isolate::is_own_thread) is asked and references are handed in): the
    /// addon's promise.
    #[inline]
    pub(crate) unsafe fn from_raw<'a>(env: napi_env) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { env.cast::<Self>().cast_const().as_ref() }
    }

    #[inline]
    pub(crate) fn engine(&self) -> &E {
        &self.isolate.engine
    }

    /// The module's location as a `file:` URL; empty for one that is linked in.
    pub(crate) fn file_name(&self) -> &CStr {
        &self.file_name
    }

    /// Whether the module asked for what no numbered version holds.
    pub(crate) fn is_experimental(&self) -> bool {
        self.api_version == EXPERIMENTAL
    }

    /// Whether calls have something unusual to look at.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.is_watched.get()
    }

    /// Whether a finalizer runs that promised to call basic functions alone.
    pub(crate) fn in_basic_finalizer(&self) -> bool {
        self.in_basic_finalizer.get()
    }

    /// Whether JavaScript may run on the environment's behalf.
    #[inline]
    pub(crate) fn can_call_into_js(&self) -> bool {
        self.state.get() == State::Open
    }

    /// Whether the environment has come to its end.
    pub(crate) fn is_closed(&self) -> bool {
        self.state.get() == State::Closed
    }

    /// Whether an exception is pending.
    #[inline]
    pub(crate) fn has_exception(&self) -> bool {
        !E::is_hole(self.exception.get())
    }

    /// Takes the pending exception; the caller owns it.
    #[inline]
    pub(crate) fn take_exception(&self) -> Option<E::Value> {
        let exception = self.exception.replace(E::HOLE);
        (!E::is_hole(exception)).then_some(exception)
    }

    /// Makes the value, which it takes over, the pending exception.
    pub(crate) fn set_exception(&self, exception: E::Value) {
        let previous = self.exception.replace(exception);
        if !E::is_hole(previous) {
            self.engine().free(previous);
        }
    }

    /// Moves the engine's pending exception here.
    pub(crate) fn catch(&self) {
        self.set_exception(self.engine().take_exception());
        if self.isolate.event_loop.is_stopped() {
            self.isolate.stop();
        }
    }

    /// JavaScript is not to run any more.
    pub(super) fn stop(&self) {
        if self.state.get() == State::Open {
            self.state.set(State::Stopped);
        }
    }

    /// Calls into native code: in a scope of its own, without a last error, with whatever scopes it
    /// leaves open closed afterwards. What exception it leaves is handed to the caller.
    pub(crate) fn call_into<R>(&self, f: impl FnOnce() -> R) -> (R, Option<E::Value>) {
        let scopes = &self.isolate.scopes;
        let mark = scopes.open();
        let floor = scopes.enter_native();
        let depth = self.isolate.event_loop.enter();
        self.last_error.clear();
        let result = f();
        self.isolate.event_loop.leave(depth);
        if let Err(misuse) = scopes.leave_native(floor) {
            self.report(misuse);
        }
        scopes.close(self.engine(), mark);
        (result, self.take_exception())
    }

    /// As [`call_into`](Self::call_into), for what the event loop calls: an exception goes where
    /// uncaught exceptions go.
    pub(crate) fn call_from_loop(&self, f: impl FnOnce()) {
        let ((), exception) = self.call_into(f);
        if let Some(exception) = exception {
            self.isolate.uncaught(exception);
        }
    }

    /// Runs a finalizer that the ledger gave out.
    pub(crate) fn run_finalizer(&self, finalizer: &Finalizer) {
        if let Some(callback) = finalizer.take() {
            let Finalizer { data, hint, .. } = *finalizer;
            let outer = self.in_basic_finalizer.replace(finalizer.is_basic());
            self.is_watched
                .set(finalizer.is_basic() || self.isolate.scopes.is_checked());
            // SAFETY: the addon gave callback, data and hint for this.
            self.call_from_loop(|| unsafe { callback(self.raw(), data, hint) });
            self.in_basic_finalizer.set(outer);
            self.is_watched
                .set(outer || self.isolate.scopes.is_checked());
        }
    }

    /// Tells of misuse, where the mode is to look for it.
    #[cold]
    pub(crate) fn report(&self, misuse: Misuse) {
        self.isolate.report(misuse);
    }

    /// A finalizer as the addon gives it.
    pub(crate) fn finalizer(
        &self,
        callback: nodeapi_sys::napi_finalize,
        data: *mut c_void,
        hint: *mut c_void,
    ) -> Finalizer {
        Finalizer::new(self.raw(), callback, data, hint, self.is_experimental())
    }

    /// A finalizer that always runs later, when it may use the whole API.
    pub(crate) fn later_finalizer(
        &self,
        callback: nodeapi_sys::napi_finalize,
        data: *mut c_void,
        hint: *mut c_void,
    ) -> Finalizer {
        Finalizer::new(self.raw(), callback, data, hint, false)
    }

    /// Ends the environment's life, as Node.js does: asynchronous work is waited for; then cleanup
    /// hooks, newest first; then the finalizers of all that is still there, thread-safe functions
    /// first; the instance data last.
    pub(crate) fn tear_down(&self) {
        if self.state.get() >= State::Closing {
            return;
        }
        self.state.set(State::Closing);
        self.isolate.event_loop.finish_work(self);
        self.cleanup.run(|| self.isolate.wait_for_event());
        self.isolate.event_loop.tear_down_environment(self);
        self.references.tear_down(self.engine());
        self.external_memory.tear_down();
        while let Some(finalizer) = self.isolate.ledger(self.side).next_of(self.raw()) {
            self.run_finalizer(&finalizer);
        }
        if let Some(finalizer) = self.instance_data.take(self.raw()) {
            self.run_finalizer(&finalizer);
        }
        // What finalizers have begun.
        self.isolate.event_loop.tear_down_environment(self);
        self.references.delete_orphans(self.engine());
        if let Some(exception) = self.take_exception() {
            self.engine().free(exception);
        }
        self.state.set(State::Closed);
        self.is_watched.set(true);
    }
}
