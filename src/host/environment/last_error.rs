//! What `napi_get_last_error_info` tells.

use nodeapi_sys::{napi_extended_error_info, napi_ok, napi_status};
use std::cell::UnsafeCell;
use std::ffi::CStr;
use std::ptr;

/// Node.js's text for a status; `None` for success and for unknown numbers.
pub(crate) fn message_of(status: napi_status) -> Option<&'static CStr> {
    const MESSAGES: [&CStr; 23] = [
        c"Invalid argument",
        c"An object was expected",
        c"A string was expected",
        c"A string or symbol was expected",
        c"A function was expected",
        c"A number was expected",
        c"A boolean was expected",
        c"An array was expected",
        c"Unknown failure",
        c"An exception is pending",
        c"The async work item was cancelled",
        c"napi_escape_handle already called on scope",
        c"Invalid handle scope usage",
        c"Invalid callback scope usage",
        c"Thread-safe function queue is full",
        c"Thread-safe function handle is closing",
        c"A bigint was expected",
        c"A date was expected",
        c"An arraybuffer was expected",
        c"A detachable arraybuffer was expected",
        c"Main thread would deadlock",
        c"External buffers are not allowed",
        c"Cannot run JavaScript",
    ];
    let index = usize::try_from(status.0).ok()?.checked_sub(1)?;
    MESSAGES.get(index).copied()
}

/// The status of the last call, and its text.
pub(crate) struct LastError(UnsafeCell<napi_extended_error_info>);

impl Default for LastError {
    fn default() -> Self {
        LastError(UnsafeCell::new(napi_extended_error_info {
            error_message: ptr::null(),
            engine_reserved: ptr::null_mut(),
            engine_error_code: 0,
            error_code: napi_ok,
        }))
    }
}

impl LastError {
    /// Forgets the error of the call before.
    #[inline]
    pub(crate) fn clear(&self) {
        // One store, for this is in every call; `info` sees to the text.
        // SAFETY: one thread, and no reference to the contents is ever made here.
        unsafe { (*self.0.get()).error_code = napi_ok }
    }

    /// Keeps the status, and its text or a special one.
    #[cold]
    pub(crate) fn set(&self, status: napi_status, message: Option<&'static CStr>) {
        let message = message.or_else(|| message_of(status));
        // SAFETY: as in `clear`.
        unsafe {
            (*self.0.get()).error_code = status;
            (*self.0.get()).error_message = message.map_or(ptr::null(), CStr::as_ptr);
        }
    }

    /// What native code is shown; good until the next call.
    pub(crate) fn info(&self) -> *const napi_extended_error_info {
        // SAFETY: as in `clear`.
        unsafe {
            if (*self.0.get()).error_code == napi_ok {
                (*self.0.get()).error_message = ptr::null();
            }
        }
        self.0.get()
    }
}
