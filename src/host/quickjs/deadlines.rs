//! Running JavaScript for a limited time.

use super::QuickJs;
use crate::host::engine::{Errors, Outcome};
use rquickjs::qjs::{self, JSRuntime, JSValue};
use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What runs until a deadline.
pub(super) struct Limited {
    deadline: Instant,
    /// Set where the deadline has ended it.
    is_late: Cell<bool>,
    /// What it runs in the middle of, or null.
    outer: *const Limited,
    /// What ends it before, if anything does.
    stop: Option<Arc<AtomicBool>>,
}

impl QuickJs {
    /// Runs JavaScript until a deadline; `None` where that has ended it.
    pub(super) fn until(
        &self,
        deadline: Instant,
        run: impl FnOnce() -> Outcome<JSValue>,
    ) -> Outcome<Option<JSValue>> {
        let stop = self.stop.take();
        self.stop.set(stop.clone());
        let limited = Limited {
            deadline,
            is_late: Cell::new(false),
            outer: self.limited.get(),
            stop,
        };
        self.limit(&limited);
        let result = run();
        self.limit(limited.outer);
        if result.is_err() && limited.is_late.get() {
            // Not to be caught by anybody until here.
            self.discard_exception();
            return Ok(None);
        }
        result.map(Some)
    }

    /// Has the engine ask whether it is to go on: of what is limited, or as it did before.
    fn limit(&self, limited: *const Limited) {
        self.limited.set(limited);
        if limited.is_null() {
            let stop = self.stop.take();
            // SAFETY: the runtime is live.
            unsafe { qjs::JS_SetInterruptHandler(self.runtime, None, ptr::null_mut()) };
            if let Some(stop) = stop {
                self.watch_stop(stop);
            }
            return;
        }
        // SAFETY: the runtime is live; what is limited lives until this is called for its outer one.
        unsafe {
            qjs::JS_SetInterruptHandler(
                self.runtime,
                Some(is_over),
                limited.cast_mut().cast::<c_void>(),
            );
        }
    }
}

unsafe extern "C" fn is_over(_: *mut JSRuntime, limited: *mut c_void) -> c_int {
    let now = Instant::now();
    let mut next = limited.cast::<Limited>().cast_const();
    let mut is_over = false;
    // SAFETY: `limit` registered this function with what runs; the outer ones do too.
    while let Some(limited) = unsafe { next.as_ref() } {
        let stop = limited.stop.as_ref();
        if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return 1;
        }
        if now >= limited.deadline {
            limited.is_late.set(true);
            is_over = true;
        }
        next = limited.outer;
    }
    c_int::from(is_over)
}
