//! Thread-safe functions as threads see them: what a `napi_threadsafe_function` points at, and what any
//! thread may do with it. The loop's side is in `threadsafe_function`.

use super::Letter;
use super::calls::{Calls, Pushed};
use super::inbox::Inbox;
use nodeapi_sys::{
    napi_closing, napi_env, napi_invalid_arg, napi_ok, napi_queue_full, napi_status,
    napi_threadsafe_function, napi_threadsafe_function_call_mode,
    napi_threadsafe_function_release_mode, napi_tsfn_abort, napi_tsfn_nonblocking,
};
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

/// What a call carries.
pub(super) struct Data(pub(super) *mut c_void);

// SAFETY: the pointer is only handed on; what it points at is the addon's business.
unsafe impl Send for Data {}

/// What a `napi_threadsafe_function` points at: the threads' side.
pub(crate) struct Shared {
    pub(super) calls: Calls<Data>,
    pub(super) inbox: Arc<Inbox<Letter>>,
    pub(super) env: napi_env,
    pub(super) context: *mut c_void,
}

// SAFETY: environment and context are only handed on; the rest is `Send`.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// The function behind a handle; `None` for null.
    ///
    /// # Safety
    ///
    /// The handle is null, or the caller is a thread that uses the function and does not let go of
    /// it meanwhile: the addon's promise.
    unsafe fn from_raw<'a>(function: napi_threadsafe_function) -> Option<&'a Shared> {
        // SAFETY: the caller's promise: the threads' share keeps it alive.
        unsafe { function.cast::<Shared>().cast_const().as_ref() }
    }

    /// A share of the function behind a handle, for a call that may be the thread's last: what
    /// others do meanwhile does not free it.
    ///
    /// # Safety
    ///
    /// As [`from_raw`](Self::from_raw), when the call begins.
    unsafe fn share(function: napi_threadsafe_function) -> Option<Arc<Shared>> {
        let shared = function.cast::<Shared>().cast_const();
        if shared.is_null() {
            return None;
        }
        // SAFETY: the caller's promise; `create_function` made the handle of a share.
        unsafe {
            Arc::increment_strong_count(shared);
            Some(Arc::from_raw(shared))
        }
    }

    /// Ends the threads' share.
    ///
    /// # Safety
    ///
    /// The last thread has just let go.
    unsafe fn end(function: napi_threadsafe_function) {
        // SAFETY: the caller's promise; threads are counted out once.
        drop(unsafe { Arc::from_raw(function.cast::<Shared>().cast_const()) });
    }

    /// Tells the loop to look at the calls.
    pub(super) fn wake(self: &Arc<Self>) {
        self.inbox.post(Letter::Called(Arc::clone(self)));
    }
}

/// `napi_get_threadsafe_function_context`; `None` for null.
///
/// # Safety
///
/// The handle is null or good for this thread: the addon's promise.
pub(crate) unsafe fn context_of(function: napi_threadsafe_function) -> Option<*mut c_void> {
    // SAFETY: the caller's promise.
    unsafe { Shared::from_raw(function) }.map(|shared| shared.context)
}

/// The environment that made the function; null for null.
///
/// # Safety
///
/// The handle is null or good for this thread: the addon's promise.
pub(crate) unsafe fn env_of(function: napi_threadsafe_function) -> napi_env {
    // SAFETY: the caller's promise.
    unsafe { Shared::from_raw(function) }.map_or(ptr::null_mut(), |shared| shared.env)
}

/// `napi_call_threadsafe_function`.
///
/// # Safety
///
/// The handle is null or good for this thread: the addon's promise.
pub(crate) unsafe fn call(
    function: napi_threadsafe_function,
    data: *mut c_void,
    mode: napi_threadsafe_function_call_mode,
) -> napi_status {
    // SAFETY: the caller's promise: the thread lets go only below, or in a later call.
    let Some(shared) = (unsafe { Shared::from_raw(function) }) else {
        return napi_invalid_arg;
    };
    match shared.calls.push(Data(data), mode != napi_tsfn_nonblocking) {
        Pushed::Accepted { wake: false } => napi_ok,
        Pushed::Accepted { wake: true } => {
            // SAFETY: as above.
            if let Some(shared) = unsafe { Shared::share(function) } {
                shared.wake();
            }
            napi_ok
        }
        Pushed::Full => napi_queue_full,
        // SAFETY: as above; the thread does not use the function afterwards.
        Pushed::Closing => unsafe { leave(function) },
    }
}

/// A thread that has found the function closing no longer uses it.
///
/// # Safety
///
/// The handle is good for this thread, and is not used afterwards.
#[cold]
unsafe fn leave(function: napi_threadsafe_function) -> napi_status {
    // SAFETY: the caller's promise. The share lives to the end of this function.
    let Some(shared) = (unsafe { Shared::share(function) }) else {
        return napi_invalid_arg;
    };
    match shared.calls.leave() {
        None => napi_invalid_arg,
        Some(is_last) => {
            if is_last {
                // SAFETY: it has just let go.
                unsafe { Shared::end(function) };
            }
            napi_closing
        }
    }
}

/// `napi_acquire_threadsafe_function`.
///
/// # Safety
///
/// The handle is null or good for this thread: the addon's promise.
pub(crate) unsafe fn acquire(function: napi_threadsafe_function) -> napi_status {
    // SAFETY: the caller's promise.
    let Some(shared) = (unsafe { Shared::share(function) }) else {
        return napi_invalid_arg;
    };
    match shared.calls.acquire() {
        None => napi_closing,
        Some(false) => napi_ok,
        Some(true) => {
            // The threads had let go: they have a share again.
            std::mem::forget(shared);
            napi_ok
        }
    }
}

/// `napi_release_threadsafe_function`.
///
/// # Safety
///
/// The handle is null or good for this thread, and this thread does not use it afterwards unless it
/// was acquired more than once: the addon's promise.
pub(crate) unsafe fn release(
    function: napi_threadsafe_function,
    mode: napi_threadsafe_function_release_mode,
) -> napi_status {
    // SAFETY: the caller's promise. The share lives to the end of this function.
    let Some(shared) = (unsafe { Shared::share(function) }) else {
        return napi_invalid_arg;
    };
    let Some(released) = shared.calls.release(mode == napi_tsfn_abort) else {
        return napi_invalid_arg;
    };
    if released.wake {
        shared.wake();
    }
    if released.is_last {
        // SAFETY: it has just let go.
        unsafe { Shared::end(function) };
    }
    napi_ok
}
