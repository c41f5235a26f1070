//! Thread-safe functions: calls that other threads hand to the loop.
//!
//! What threads touch ([`Shared`]) is apart from what belongs to the loop ([`Function`]). The loop
//! has a share of the former until the function is closed, and the threads that use the function
//! have one together until the last of them has let go, so that a thread that comes late finds a
//! closed function, not freed memory.

use super::EventLoop;
use super::calls::{Calls, Step};
use super::function_handle::{Data, Shared};
use crate::host::engine::Engine;
use crate::host::environment::async_contexts::AsyncId;
use crate::host::environment::{Environment, Isolate};
use nodeapi_sys::{
    napi_cleanup_hook, napi_finalize, napi_threadsafe_function, napi_threadsafe_function_call_js,
};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

/// How many calls of one function a turn makes before others have theirs.
const CALLS_PER_TURN: usize = 1000;

/// What an addon gives for a thread-safe function.
pub(crate) struct Definition<V> {
    /// The function to call, owned.
    pub(crate) callback: Option<V>,
    /// How many calls may wait; 0 for any number.
    pub(crate) limit: usize,
    /// How many threads use it to begin with; at least 1.
    pub(crate) threads: usize,
    pub(crate) finalize: napi_finalize,
    pub(crate) finalize_data: *mut c_void,
    pub(crate) context: *mut c_void,
    /// Makes a call; where there is none, the function is called without arguments.
    pub(crate) call_js: napi_threadsafe_function_call_js,
    pub(crate) id: AsyncId,
}

/// A thread-safe function: the loop's side.
pub(super) struct Function<E: Engine> {
    shared: Arc<Shared>,
    env: *const Environment<E>,
    /// The function to call, owned; a hole where there is none.
    callback: E::Value,
    /// Calls that were taken from the threads' side and not made yet.
    taken: RefCell<VecDeque<Data>>,
    call_js: napi_threadsafe_function_call_js,
    id: AsyncId,
    finalize: napi_finalize,
    finalize_data: *mut c_void,
    /// What closes it when its environment ends. Kept, since it is recognised by its address.
    hook: napi_cleanup_hook,
    /// Whether it keeps the loop alive.
    is_referenced: Cell<bool>,
    is_closing: Cell<bool>,
}

impl<E: Engine> Function<E> {
    /// The environment that made the function.
    fn env(&self) -> &Environment<E> {
        // SAFETY: an environment is torn down only when its functions have been closed.
        unsafe { &*self.env }
    }

    /// Whether the environment made the function.
    fn is_of(&self, env: &Environment<E>) -> bool {
        ptr::eq(self.env, env)
    }

    /// Calls into the module, in the function's asynchronous context. What it throws is uncaught; but
    /// where the module is of a version below 10, Node.js only warns, unless told otherwise.
    fn call_module(&self, f: impl FnOnce(&Environment<E>)) {
        let env = self.env();
        let contexts = &env.isolate.async_contexts;
        let entered = contexts.enter(&env.isolate, self.id, None);
        let ((), exception) = env.call_into(|| f(env));
        if let Some(exception) = exception {
            self.report(env, exception);
        }
        contexts.leave(&env.isolate, entered, false);
    }

    fn report(&self, env: &Environment<E>, exception: E::Value) {
        let event_loop = &env.isolate.event_loop;
        let is_reported = env.api_version >= 10 || event_loop.reports_all_exceptions.get();
        // Where the loop has been stopped, it is what stopped the callback.
        if is_reported || event_loop.is_stopped() {
            return env.isolate.uncaught(exception);
        }
        env.engine().free(exception);
        if !event_loop.has_warned.replace(true) {
            eprintln!(
                "nodeapi: a thread-safe function's callback threw. The exception is ignored, as \
                 Node.js has it for modules of a Node-API version below 10"
            );
        }
    }

    /// Makes a call.
    fn call(&self, data: *mut c_void) {
        let has_callback = !E::is_hole(self.callback);
        self.call_module(|env| match self.call_js {
            Some(call_js) => {
                let callback = if has_callback {
                    env.isolate.scopes.push(env.engine().dup(self.callback))
                } else {
                    ptr::null_mut()
                };
                // SAFETY: the addon gave callback, context and data for this.
                unsafe { call_js(env.raw(), callback, self.shared.context, data) }
            }
            None if has_callback && env.can_call_into_js() => {
                match env.engine().call(self.callback, E::UNDEFINED, &[]) {
                    Ok(value) => env.engine().free(value),
                    Err(_) => env.catch(),
                }
            }
            None => {}
        });
    }
}

/// # Safety
///
/// `function` is one that is not finalized, of an environment whose cleanup hooks run.
unsafe extern "C" fn close_at_teardown<E: Engine>(function: *mut c_void) {
    // SAFETY: the caller's promise.
    let function = unsafe { &*function.cast::<Function<E>>().cast_const() };
    let event_loop = &function.env().isolate.event_loop;
    let function = event_loop.function(&function.shared);
    if let Some(function) = function {
        event_loop.close(&function);
    }
}

impl<E: Engine> EventLoop<E> {
    /// `napi_create_threadsafe_function`. It keeps the loop alive.
    pub(crate) fn create_function(
        &self,
        env: &Environment<E>,
        definition: Definition<E::Value>,
    ) -> napi_threadsafe_function {
        let shared = Arc::new(Shared {
            calls: Calls::new(definition.limit, definition.threads),
            inbox: Arc::clone(&self.inbox),
            env: env.raw(),
            context: definition.context,
        });
        let hook: napi_cleanup_hook = Some(close_at_teardown::<E>);
        let function = Rc::new(Function {
            shared: Arc::clone(&shared),
            env,
            callback: definition.callback.unwrap_or(E::HOLE),
            taken: RefCell::default(),
            call_js: definition.call_js,
            id: definition.id,
            finalize: definition.finalize,
            finalize_data: definition.finalize_data,
            hook,
            is_referenced: Cell::new(true),
            is_closing: Cell::new(false),
        });
        env.cleanup
            .add(hook, Rc::as_ptr(&function).cast_mut().cast());
        self.uv.note_alive();
        self.functions
            .borrow_mut()
            .insert(Arc::as_ptr(&shared), function);
        self.referenced_functions
            .set(self.referenced_functions.get() + 1);
        Arc::into_raw(shared).cast_mut().cast()
    }

    /// `napi_ref_threadsafe_function`, `napi_unref_threadsafe_function`; `false` for null. A function
    /// that is closed is left alone.
    pub(crate) fn set_function_ref(
        &self,
        function: napi_threadsafe_function,
        is_referenced: bool,
    ) -> bool {
        let shared = function.cast::<Shared>().cast_const();
        let function = self.functions.borrow().get(&shared).cloned();
        if let Some(function) = function
            && !function.is_closing.get()
            && function.is_referenced.replace(is_referenced) != is_referenced
        {
            self.uv.note_alive();
            let count = self.referenced_functions.get();
            self.referenced_functions
                .set(if is_referenced { count + 1 } else { count - 1 });
        }
        !shared.is_null()
    }

    /// The loop's side of a function that is not finalized.
    fn function(&self, shared: &Arc<Shared>) -> Option<Rc<Function<E>>> {
        self.functions.borrow().get(&Arc::as_ptr(shared)).cloned()
    }

    /// Makes the calls that wait, up to a limit.
    pub(super) fn make_calls(&self, isolate: &Isolate<E>, shared: Arc<Shared>) {
        let Some(function) = self.function(&shared) else {
            return;
        };
        for _ in 0..CALLS_PER_TURN {
            if self.must_return() {
                break;
            }
            let next = shared.calls.next(&mut function.taken.borrow_mut());
            match next {
                Step::Call(Data(data)) => {
                    function.call(data);
                    self.settle(isolate, function.env());
                }
                Step::Idle => return,
                Step::Close => return self.close(&function),
            }
        }
        // The next turn goes on; until then the threads have nothing to tell.
        shared.wake();
    }

    /// Lets no more calls of the function in. It is finalized at the end of the turn.
    fn close(&self, function: &Rc<Function<E>>) {
        if function.is_closing.replace(true) {
            return;
        }
        function.shared.calls.close();
        if function.is_referenced.get() {
            self.referenced_functions
                .set(self.referenced_functions.get() - 1);
        }
        self.uv.note_alive();
        self.closing.borrow_mut().push_back(Rc::clone(function));
    }

    /// Finalizes the functions that were closed before this.
    pub(super) fn finalize_functions(&self, isolate: &Isolate<E>) {
        let count = self.closing.borrow().len();
        for _ in 0..count {
            if self.must_return() {
                return;
            }
            let function = self.closing.borrow_mut().pop_front();
            let Some(function) = function else { return };
            self.finalize(isolate, &function);
        }
    }

    /// Closes and finalizes all functions of an environment.
    pub(super) fn finalize_functions_of(&self, env: &Environment<E>) {
        let open: Vec<_> = self.functions.borrow().values().cloned().collect();
        open.iter()
            .filter(|function| function.is_of(env))
            .for_each(|function| self.close(function));
        loop {
            let function = {
                let mut closing = self.closing.borrow_mut();
                let index = closing.iter().position(|function| function.is_of(env));
                index.and_then(|index| closing.remove(index))
            };
            let Some(function) = function else { return };
            self.finalize(&env.isolate, &function);
        }
    }

    /// Hands back the calls that were not made, and tells the addon that the function is closed.
    fn finalize(&self, isolate: &Isolate<E>, function: &Rc<Function<E>>) {
        let env = function.env();
        env.cleanup
            .remove(function.hook, Rc::as_ptr(function).cast_mut().cast());
        let mut left = function.taken.take();
        function.shared.calls.drain(&mut left);
        for Data(data) in left {
            if let Some(call_js) = function.call_js {
                // SAFETY: the addon gave callback, context and data for this; null says that no call can
                // be made.
                unsafe {
                    call_js(
                        ptr::null_mut(),
                        ptr::null_mut(),
                        function.shared.context,
                        data,
                    )
                }
            }
        }
        if let Some(finalize) = function.finalize {
            let (data, context) = (function.finalize_data, function.shared.context);
            // SAFETY: the addon gave finalizer, data and context for this.
            function.call_module(|env| unsafe { finalize(env.raw(), data, context) });
        }
        let share = self
            .functions
            .borrow_mut()
            .remove(&Arc::as_ptr(&function.shared));
        drop(share);
        if !E::is_hole(function.callback) {
            env.engine().free(function.callback);
        }
        isolate.async_contexts.destroy(isolate, function.id);
        self.settle(isolate, env);
    }

    /// Frees the functions that no environment has closed, without a word to the addon.
    pub(super) fn free_functions(&self, engine: &E) {
        self.closing.take();
        self.referenced_functions.set(0);
        for function in self.functions.take().into_values() {
            function.shared.calls.close();
            function
                .shared
                .calls
                .drain(&mut function.taken.borrow_mut());
            if !E::is_hole(function.callback) {
                engine.free(function.callback);
            }
        }
    }
}
