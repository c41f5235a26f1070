//! What runs when the environment is torn down.

use super::env::Env;
use super::error::{Result, contain};
use super::state::EnvState;
use super::task::RawWork;
use nodeapi_sys as sys;
use std::ffi::c_void;

use std::rc::Rc;

/// A cleanup hook that waits: what takes it back. Dropping this leaves the hook where it is. Made by
/// [`Env::add_cleanup_hook`], which has an example.
pub struct CleanupHook {
    state: Rc<EnvState>,
    key: *mut c_void,
}

static_assertions::assert_not_impl_any!(CleanupHook: Send, Sync);

/// What the host has as the argument of a hook; its address names the hook.
struct HookEntry {
    state: Rc<EnvState>,
}

impl<'s> Env<'s> {
    /// Runs a closure when the environment is torn down (`napi_add_env_cleanup_hook`): the latest
    /// one first. JavaScript cannot run any more by then, so it gets no `Env`.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`](crate::Error::EnvironmentClosed) while that happens already.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use std::{cell::Cell, rc::Rc};
    ///
    /// let log = Rc::new(Cell::new(""));
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let theirs = Rc::clone(&log);
    ///     env.add_cleanup_hook(move || theirs.set("torn down"))?;
    ///     let theirs = Rc::clone(&log);
    ///     let hook = env.add_cleanup_hook(move || theirs.set("not this one"))?;
    ///     assert!(hook.remove());
    ///     Ok(())
    /// })?;
    /// drop(runtime);
    /// assert_eq!(log.get(), "torn down");
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn add_cleanup_hook(&self, hook: impl FnOnce() + 'static) -> Result<CleanupHook> {
        let state = EnvState::of(self)?;
        let entry = Box::new(HookEntry {
            state: Rc::clone(&state),
        });
        let key = Box::into_raw(entry).cast::<c_void>();
        // SAFETY: the environment is live; the hook gets the box that it frees.
        let status = unsafe { sys::napi_add_env_cleanup_hook(self.raw(), Some(run_hook), key) };
        if let Err(error) = self.check(status, "napi_add_env_cleanup_hook") {
            // SAFETY: the host has not taken the box.
            drop(unsafe { Box::from_raw(key.cast::<HookEntry>()) });
            return Err(error);
        }
        state.keep_hook(key, Box::new(hook));
        Ok(CleanupHook { state, key })
    }

    /// Runs a closure on the thread pool when the environment is torn down, and has the teardown wait
    /// until it is done (`napi_add_async_cleanup_hook`, `napi_remove_async_cleanup_hook`): for what
    /// takes its time, and must not be left half done, as the flushing of a file. Takes `&mut Env`:
    /// hosts tell JavaScript about new work.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`](crate::Error::EnvironmentClosed) while that happens already.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use std::sync::{Arc, Mutex};
    ///
    /// let log = Arc::new(Mutex::new(None));
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let theirs = Arc::clone(&log);
    ///     env.add_async_cleanup_hook(move || {
    ///         *theirs.lock().unwrap() = Some(std::thread::current().id());
    ///     })
    /// })?;
    /// drop(runtime);
    /// let thread = log.lock().unwrap().expect("it has run");
    /// assert_ne!(thread, std::thread::current().id());
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn add_async_cleanup_hook(&mut self, hook: impl FnOnce() + Send + 'static) -> Result<()> {
        // Refuses in an environment that is being torn down.
        EnvState::of(self)?;
        let entry = Box::into_raw(Box::new(AsyncHook {
            hook: Some(Box::new(hook)),
            handle: std::ptr::null_mut(),
            work: None,
            env: self.raw(),
        }));
        // SAFETY: the entry lives until the work is complete, or it is freed below, unqueued.
        match unsafe { RawWork::new(self, execute, complete, entry.cast()) } {
            // SAFETY: nobody else has the entry yet.
            Ok(work) => unsafe { (*entry).work = Some(work) },
            Err(error) => {
                // SAFETY: as above.
                unsafe { free(entry) };
                return Err(error);
            }
        }
        let mut handle = std::ptr::null_mut();
        // SAFETY: the environment is live; the hook gets the box, which `complete` frees.
        let status = unsafe {
            sys::napi_add_async_cleanup_hook(
                self.raw(),
                Some(run_async_hook),
                entry.cast(),
                &mut handle,
            )
        };
        let added = self.check(status, "napi_add_async_cleanup_hook");
        if added.is_err() {
            // SAFETY: the host has not taken the box.
            unsafe { free(entry) };
        }
        added
    }
}

impl CleanupHook {
    /// Takes the hook back (`napi_remove_env_cleanup_hook`); whether it was still waiting. Shown at
    /// [`Env::add_cleanup_hook`].
    pub fn remove(self) -> bool {
        let Some(raw) = self.state.raw() else {
            return false;
        };
        let Some(hook) = self.state.take_hook(self.key) else {
            return false;
        };
        // SAFETY: the environment is live, for its state is open, and of this thread; the hook has
        // not run, for that takes it first.
        let status = unsafe { sys::napi_remove_env_cleanup_hook(raw, Some(run_hook), self.key) };
        if status == sys::napi_ok {
            // SAFETY: the host has given the box back.
            drop(unsafe { Box::from_raw(self.key.cast::<HookEntry>()) });
        }
        drop(hook);
        true
    }
}

impl std::fmt::Debug for CleanupHook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CleanupHook").field(&self.key).finish()
    }
}

/// What the host calls for a hook.
unsafe extern "C" fn run_hook(key: *mut c_void) {
    // SAFETY: the box that was registered; the host calls once.
    let entry = unsafe { Box::from_raw(key.cast::<HookEntry>()) };
    contain(|| {
        if let Some(hook) = entry.state.take_hook(key) {
            hook();
        }
    });
    contain(|| drop(entry));
}

/// A hook that runs on the pool. Reached through its raw pointer alone: the host's, and the work's.
struct AsyncHook {
    hook: Option<Box<dyn FnOnce() + Send>>,
    handle: sys::napi_async_cleanup_hook_handle,
    work: Option<RawWork>,
    env: sys::napi_env,
}

/// The environment is being torn down: the work begins.
unsafe extern "C" fn run_async_hook(
    handle: sys::napi_async_cleanup_hook_handle,
    entry: *mut c_void,
) {
    let entry = entry.cast::<AsyncHook>();
    // SAFETY: the box that was registered, which nobody else uses until the work is queued.
    let queued = unsafe {
        (*entry).handle = handle;
        match &(*entry).work {
            Some(work) => sys::napi_queue_async_work((*entry).env, work.raw()) == sys::napi_ok,
            None => false,
        }
    };
    if !queued {
        // A host whose pool is closed by now: here, then.
        // SAFETY: nobody else has the box; the hook's handle is its own, and used once.
        unsafe {
            execute((*entry).env, entry.cast());
            finish(entry);
        }
    }
}

/// On the pool.
unsafe extern "C" fn execute(_: sys::napi_env, entry: *mut c_void) {
    // SAFETY: between `run_async_hook` and `complete`, the entry is this thread's.
    let hook = unsafe { (*entry.cast::<AsyncHook>()).hook.take() };
    if let Some(hook) = hook {
        contain(hook);
    }
}

/// Back on the JavaScript thread.
unsafe extern "C" fn complete(_: sys::napi_env, _: sys::napi_status, entry: *mut c_void) {
    // SAFETY: the work is done with the entry.
    unsafe { finish(entry.cast()) };
}

/// # Safety
///
/// The entry is one whose hook has been called by the host, and is used by nobody else.
unsafe fn finish(entry: *mut AsyncHook) {
    // SAFETY: the caller's promise; the handle is used once.
    unsafe {
        let handle = (*entry).handle;
        free(entry);
        let _ = sys::napi_remove_async_cleanup_hook(handle);
    }
}

/// # Safety
///
/// The entry is used by nobody else.
unsafe fn free(entry: *mut AsyncHook) {
    // SAFETY: the caller's promise; the work is not queued, or complete.
    unsafe {
        let mut entry = Box::from_raw(entry);
        if let Some(work) = entry.work.take() {
            work.delete(entry.env);
        }
        contain(|| drop(entry));
    }
}
