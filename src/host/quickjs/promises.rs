//! Promises and microtasks.

use super::QuickJs;
use crate::host::engine::{
    Outcome, PromiseEvent, PromiseHook, Promises, RejectionHook, Resolvers, Thrown, Values,
};
use rquickjs::qjs::{self, JSContext, JSValue};
use std::ffi::{c_int, c_void};
use std::ptr;

/// Who is told of rejections.
pub(super) struct Rejections {
    hook: RejectionHook<JSValue>,
    context: *mut c_void,
}

/// Who is told of promises.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    hook: PromiseHook<JSValue>,
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

    fn mark_reactions(&self, promise: JSValue, mut data: JSValue) -> Outcome<()> {
        // SAFETY: live values of this engine; the function counts a reference to its data.
        unsafe {
            let marker = qjs::JS_NewCFunctionData(self.context, Some(on_mark), 0, 0, 1, &mut data);
            let marker = self.outcome(marker)?;
            let derived = qjs::JS_PromiseThen(self.context, promise, marker, marker);
            self.free(marker);
            self.free(self.outcome(derived)?);
        }
        Ok(())
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

    unsafe fn set_promise_hook(&self, hook: Option<PromiseHook<JSValue>>, context: *mut c_void) {
        let watch = hook.map(|hook| Box::new(Watch { hook, context }));
        // SAFETY: the box lives as long as the engine or until the next hook replaces it.
        unsafe {
            match &watch {
                Some(watch) => {
                    let opaque = (&raw const **watch).cast_mut().cast();
                    qjs::JS_SetPromiseHook(self.runtime, Some(on_promise), opaque);
                    // Where markers find it.
                    qjs::JS_SetRuntimeOpaque(self.runtime, opaque);
                }
                None => {
                    qjs::JS_SetPromiseHook(self.runtime, None, ptr::null_mut());
                    qjs::JS_SetRuntimeOpaque(self.runtime, ptr::null_mut());
                }
            }
        }
        self.promise_watch.set(watch);
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

unsafe extern "C" fn on_promise(
    _context: *mut JSContext,
    event: qjs::JSPromiseHookType,
    promise: JSValue,
    parent: JSValue,
    opaque: *mut c_void,
) {
    // SAFETY: `set_promise_hook` registered this function with these. Copied: the hook may be
    // replaced while it runs.
    let Watch { hook, context } = unsafe { *opaque.cast::<Watch>() };
    let event = match event {
        qjs::JSPromiseHookType_JS_PROMISE_HOOK_INIT => PromiseEvent::Init,
        qjs::JSPromiseHookType_JS_PROMISE_HOOK_BEFORE => PromiseEvent::Before,
        qjs::JSPromiseHookType_JS_PROMISE_HOOK_AFTER => PromiseEvent::After,
        _ => PromiseEvent::Resolve,
    };
    // SAFETY: the promise of whoever set the hook.
    unsafe { hook(context, event, promise, parent) }
}

unsafe extern "C" fn on_mark(
    context: *mut JSContext,
    _this: JSValue,
    _argument_count: c_int,
    _arguments: *mut JSValue,
    _magic: c_int,
    data: *mut JSValue,
) -> JSValue {
    // SAFETY: `set_promise_hook` set this; copied, as above. The function has one datum.
    unsafe {
        let watch = qjs::JS_GetRuntimeOpaque(qjs::JS_GetRuntime(context)).cast::<Watch>();
        if let Some(&Watch { hook, context }) = watch.as_ref() {
            hook(context, PromiseEvent::Marked, *data, qjs::JS_UNDEFINED);
        }
    }
    qjs::JS_UNDEFINED
}
