//! Promises and microtasks.

use super::QuickJs;
use crate::host::engine::{Outcome, Promises, RejectionHook, Resolvers, Thrown};
use rquickjs::qjs::{self, JSContext, JSValue};
use std::ffi::c_void;
use std::ptr;

/// Who is told of rejections.
pub(super) struct Rejections {
    hook: RejectionHook<JSValue>,
    context: *mut c_void,
}

impl Promises for QuickJs {
    fn promise(&self) -> Outcome<(JSValue, Resolvers<JSValue>)> {
        let mut functions = [qjs::JS_UNDEFINED; 2];
        // SAFETY: the engine writes two functions.
        let promise = self.outcome(unsafe {
            qjs::JS_NewPromiseCapability(self.context, functions.as_mut_ptr())
        })?;
        let [resolve, reject] = functions;
        Ok((promise, Resolvers { resolve, reject }))
    }

    fn is_promise(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsPromise(value) }
    }

    fn has_microtask(&self) -> bool {
        // SAFETY: the runtime is live.
        unsafe { qjs::JS_IsJobPending(self.runtime) }
    }

    fn run_microtask(&self) -> Outcome<()> {
        let mut context = ptr::null_mut();
        // SAFETY: the runtime is live, and this is its thread.
        let ran = unsafe { qjs::JS_ExecutePendingJob(self.runtime, &mut context) };
        if ran < 0 { Err(Thrown) } else { Ok(()) }
    }

    unsafe fn set_rejection_hook(&self, hook: RejectionHook<JSValue>, context: *mut c_void) {
        let rejections = Box::new(Rejections { hook, context });
        let opaque = (&raw const *rejections).cast_mut().cast();
        // SAFETY: the box lives as long as the engine or until the next hook replaces it.
        unsafe { qjs::JS_SetHostPromiseRejectionTracker(self.runtime, Some(track), opaque) };
        self.rejections.set(Some(rejections));
    }
}

unsafe extern "C" fn track(
    _context: *mut JSContext,
    promise: JSValue,
    reason: JSValue,
    is_handled: bool,
    opaque: *mut c_void,
) {
    // SAFETY: `set_rejection_hook` registered this function with these.
    let rejections = unsafe { &*opaque.cast::<Rejections>() };
    // SAFETY: the promise of whoever set the hook.
    unsafe { (rejections.hook)(rejections.context, promise, reason, is_handled) }
}
