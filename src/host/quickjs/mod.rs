//! The JavaScript runtime: QuickJS-NG, through `rquickjs::qjs`, its raw layer. The files bear the
//! names of the traits in [`engine`](crate::host::engine) that they implement.
//!
//! Raw values are what the slots of handles hold; rquickjs's own `Value` counts a reference to its
//! context with each copy, which would double the price of a call.

mod arrays;
mod bigints;
mod buffers;
mod classes;
mod contexts;
mod dates;
mod deadlines;
mod errors;
mod functions;
mod intrinsics;
mod keys;
mod kinds;
mod messages;
mod modules;
mod objects;
mod primitives;
mod promises;
mod roots;
mod scripts;
mod shared_memory;
mod stack;
mod strings;
mod symbols;

use crate::host::engine::{Engine, Kind, Outcome, Thrown, Values};
use intrinsics::Intrinsics;
use roots::Attachments;
use rquickjs::qjs::{self, JSContext, JSRuntime, JSValue};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// One QuickJS runtime with one context, on the thread that made it.
pub(crate) struct QuickJs {
    runtime: *mut JSRuntime,
    context: *mut JSContext,
    classes: classes::ClassIds,
    context_classes: Cell<Option<contexts::ContextClasses>>,
    /// The contexts that microtasks may be from; see `promises`.
    held_contexts: Rc<promises::Contexts>,
    intrinsics: Intrinsics,
    /// What objects of each class are, as far as it has been asked.
    kinds: RefCell<Vec<Option<Kind>>>,
    /// The global object.
    global: JSValue,
    attachments: Box<Attachments>,
    rejections: Cell<Option<Box<promises::Rejections>>>,
    promise_watch: Cell<Option<Box<promises::Watch>>>,
    loader: Cell<Option<Box<modules::Loader>>>,
    /// How many array buffers show the memory at an address that native code lends.
    lent: Rc<RefCell<HashMap<usize, usize>>>,
    /// What the interrupt handler reads.
    stop: Cell<Option<Arc<AtomicBool>>>,
    /// What runs for a limited time, innermost.
    limited: Cell<*const deadlines::Limited>,
    stack: stack::Stack,
}

impl QuickJs {
    /// A value as the engine's C functions return it: an exception becomes [`Thrown`].
    #[inline]
    fn outcome(&self, value: JSValue) -> Outcome<JSValue> {
        if value.tag == i64::from(qjs::JS_TAG_EXCEPTION) {
            Err(Thrown)
        } else {
            Ok(value)
        }
    }

    /// A flag as the engine's C functions return it: negative means an exception.
    #[inline]
    fn flag(&self, result: i32) -> Outcome<bool> {
        if result < 0 {
            Err(Thrown)
        } else {
            Ok(result != 0)
        }
    }

    /// Calls one of the captured intrinsics.
    fn call_intrinsic(
        &self,
        function: JSValue,
        this: JSValue,
        arguments: &[JSValue],
    ) -> Outcome<JSValue> {
        // SAFETY: all values are live; the engine only reads the arguments.
        self.outcome(unsafe {
            qjs::JS_Call(
                self.context,
                function,
                this,
                arguments.len() as i32,
                arguments.as_ptr().cast_mut(),
            )
        })
    }

    /// Has the engine ask a flag whether it is to go on.
    fn watch_stop(&self, stop: Arc<AtomicBool>) {
        let opaque = Arc::as_ptr(&stop).cast_mut().cast();
        // SAFETY: the flag lives as long as the engine, or until another replaces it.
        unsafe { qjs::JS_SetInterruptHandler(self.runtime, Some(is_stopped), opaque) };
        self.stop.set(Some(stop));
    }
}

impl Values for QuickJs {
    type Value = JSValue;

    const HOLE: JSValue = qjs::JS_UNINITIALIZED;

    #[inline]
    fn is_hole(value: JSValue) -> bool {
        value.tag == i64::from(qjs::JS_TAG_UNINITIALIZED)
    }

    #[inline]
    fn dup(&self, value: JSValue) -> JSValue {
        if is_counted(value) {
            // SAFETY: the caller's value is live, and of this engine.
            unsafe { qjs::JS_DupValue(self.context, value) }
        } else {
            value
        }
    }

    #[inline]
    fn free(&self, value: JSValue) {
        if is_counted(value) {
            // SAFETY: the caller gives up a reference that it holds.
            unsafe { qjs::JS_FreeValue(self.context, value) }
        }
    }
}

/// Whether the engine counts references to the value: those tags are negative.
#[inline]
fn is_counted(value: JSValue) -> bool {
    value.tag < 0
}

/// The heap cell of a counted value; its address is the value's identity while it lives.
#[inline]
fn address(value: JSValue) -> usize {
    debug_assert!(is_counted(value));
    // SAFETY: a counted value holds a pointer.
    unsafe { qjs::JS_VALUE_GET_PTR(value) }.addr()
}

impl Engine for QuickJs {
    fn new() -> QuickJs {
        // SAFETY: fresh runtime and context, used on this thread alone; failure is checked.
        unsafe {
            let runtime = qjs::JS_NewRuntime();
            assert!(!runtime.is_null(), "out of memory");
            let stack = stack::Stack::of_this_thread();
            stack.enter(runtime);
            shared_memory::install(runtime);
            qjs::JS_SetCanBlock(runtime, true);
            let context = qjs::JS_NewContext(runtime);
            assert!(!context.is_null(), "out of memory");
            QuickJs {
                runtime,
                context,
                classes: classes::ClassIds::register(runtime, context),
                context_classes: Cell::new(None),
                held_contexts: Rc::default(),
                intrinsics: Intrinsics::capture(context),
                kinds: RefCell::default(),
                global: qjs::JS_GetGlobalObject(context),
                attachments: Box::default(),
                rejections: Cell::new(None),
                promise_watch: Cell::new(None),
                loader: Cell::new(None),
                lent: Rc::default(),
                stop: Cell::new(None),
                limited: Cell::new(std::ptr::null()),
                stack,
            }
        }
    }

    fn enter(&self) {
        // SAFETY: the runtime is live, and this is its thread.
        unsafe { self.stack.enter(self.runtime) }
    }

    fn stop_when(&self, stop: Arc<AtomicBool>) {
        self.watch_stop(stop);
    }

    fn throw_uncatchable(&self) -> Thrown {
        // SAFETY: the context is live; the error is freed or handed to the engine.
        unsafe {
            let error = qjs::JS_NewError(self.context);
            if !qjs::JS_IsException(error) {
                qjs::JS_SetUncatchableError(self.context, error);
                qjs::JS_Throw(self.context, error);
            }
        }
        Thrown
    }
}

unsafe extern "C" fn is_stopped(_: *mut JSRuntime, stop: *mut c_void) -> i32 {
    // SAFETY: `stop_when` registered this function with a flag that it keeps.
    i32::from(unsafe { &*stop.cast::<AtomicBool>() }.load(Ordering::Relaxed))
}

impl Drop for QuickJs {
    fn drop(&mut self) {
        // SAFETY: whoever drops the engine has freed its own values; what is left is ours. The
        // side table, which class finalizers use, lives until the fields are dropped.
        unsafe {
            self.stack.enter(self.runtime);
            promises::free(&self.held_contexts);
            self.intrinsics.free(self.context);
            qjs::JS_FreeValue(self.context, self.global);
            qjs::JS_FreeContext(self.context);
            qjs::JS_FreeRuntime(self.runtime);
        }
    }
}
