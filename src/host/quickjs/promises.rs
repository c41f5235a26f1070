//! Promises and microtasks.

use super::QuickJs;
use crate::host::engine::{
    Outcome, PromiseEvent, PromiseHook, Promises, RejectionHook, Resolvers, Thrown, Values,
};
use rquickjs::qjs::{self, JSContext, JSValue};
use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::ptr;
use std::rc::Rc;

/// Who is told of rejections.
pub(super) struct Rejections {
    hook: RejectionHook<JSValue>,
    context: *mut c_void,
}

/// Who is told of promises.
pub(super) struct Watch {
    hook: Option<(PromiseHook<JSValue>, *mut c_void)>,
    /// The engine's own context.
    own: *mut JSContext,
    held: Rc<Contexts>,
}

/// Contexts that are kept for the microtasks that are about to come from them: the engine's list of
/// those does not. Each has a reference of the list's.
pub(super) type Contexts = RefCell<Vec<*mut JSContext>>;

/// Gives the contexts back.
///
/// # Safety
///
/// No microtask is left, or none will run; the runtime is live, and this is its thread.
pub(super) unsafe fn free(contexts: &Contexts) {
    for context in contexts.take() {
        // SAFETY: the list had a reference of its own.
        unsafe { qjs::JS_FreeContext(context) };
    }
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
        // Those of this microtask stay until it is done, whatever runs meanwhile.
        let earlier = self.held_contexts.take();
        // SAFETY: the runtime is live, and this is its thread.
        let ran = unsafe { qjs::JS_ExecutePendingJob(self.runtime, &mut context) };
        for context in earlier {
            let mut held = self.held_contexts.borrow_mut();
            if held.contains(&context) {
                // SAFETY: the list had a reference of its own, and has another.
                unsafe { qjs::JS_FreeContext(context) };
            } else {
                held.push(context);
            }
        }
        if !self.has_microtask() {
            // SAFETY: none is left.
            unsafe { free(&self.held_contexts) };
        }
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
        self.watch_promises(hook.map(|hook| (hook, context)));
    }
}

impl QuickJs {
    /// Has promises watched from now on: for a hook, and for other contexts than the engine's own,
    /// where there are any.
    pub(super) fn watch_promises(&self, hook: Option<(PromiseHook<JSValue>, *mut c_void)>) {
        let is_wanted = hook.is_some() || self.has_contexts();
        let watch = is_wanted.then(|| {
            Box::new(Watch {
                hook,
                own: self.context,
                held: self.held_contexts.clone(),
            })
        });
        // SAFETY: the box lives as long as the engine or until the next one replaces it.
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

    /// Has promises watched for the first context beside the engine's own.
    pub(super) fn watch_contexts(&self) {
        // SAFETY: the runtime is live; what watches is its opaque.
        if unsafe { qjs::JS_GetRuntimeOpaque(self.runtime) }.is_null() {
            self.watch_promises(None);
        }
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
    realm: *mut JSContext,
    event: qjs::JSPromiseHookType,
    promise: JSValue,
    parent: JSValue,
    opaque: *mut c_void,
) {
    // SAFETY: `watch_promises` registered this function with these. Copied: the hook may be
    // replaced while it runs.
    let watch = unsafe { &*opaque.cast::<Watch>() };
    if realm != watch.own {
        let mut held = watch.held.borrow_mut();
        if !held.contains(&realm) {
            // SAFETY: the context is live: it is running.
            held.push(unsafe { qjs::JS_DupContext(realm) });
        }
    }
    let Some((hook, context)) = watch.hook else {
        return;
    };
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
    // SAFETY: `watch_promises` set this; copied, as above. The function has one datum.
    unsafe {
        let watch = qjs::JS_GetRuntimeOpaque(qjs::JS_GetRuntime(context)).cast::<Watch>();
        if let Some((hook, context)) = watch.as_ref().and_then(|watch| watch.hook) {
            hook(context, PromiseEvent::Marked, *data, qjs::JS_UNDEFINED);
        }
    }
    qjs::JS_UNDEFINED
}
