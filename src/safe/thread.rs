//! Thread-safe functions: the one way from other threads to JavaScript.

use super::convert::{FromJs, IntoArgs};
use super::env::{Env, enter};
use super::error::{Error, Result, contain, panicked};
use super::function::Function;
use super::value::{JsValue, Value};
use nodeapi_sys as sys;
use std::cell::RefCell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

/// What `async_hooks` shows of such functions.
const KIND: &str = "nodeapi::ThreadsafeFunction";

/// Sends values to the JavaScript thread from any thread (`napi_threadsafe_function`). `Clone`,
/// `Send` and `Sync`; made by [`Env::threadsafe_function`].
///
/// It does not keep the process running, unless [`keep_alive`](ThreadsafeFunction::keep_alive) says
/// so. The last clone that is dropped lets go of the function.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// runtime.with(|env| {
///     let source = env.string("globalThis.seen = []; n => seen.push(n)")?;
///     let push: Function = env.run_script(source)?;
///     let send = env.threadsafe_function(push, |env, push, n: u32| push.call(env, (n,)))?;
///     send.keep_alive(env, true)?;
///     std::thread::spawn(move || send.call(7)).join().unwrap()
/// })?;
/// runtime.run_until_idle()?;
/// assert_eq!(runtime.eval::<Vec<u32>>("seen")?, [7]);
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct ThreadsafeFunction<T> {
    handle: Arc<Handle>,
    _sends: PhantomData<fn(T)>,
}

static_assertions::assert_impl_all!(ThreadsafeFunction<String>: Send, Sync, Clone);

impl<T> Clone for ThreadsafeFunction<T> {
    fn clone(&self) -> Self {
        ThreadsafeFunction {
            handle: Arc::clone(&self.handle),
            _sends: PhantomData,
        }
    }
}

/// What the clones share; its end lets go of the function.
struct Handle {
    shared: Arc<Shared>,
}

/// The function, while the host has it. All use of it is under the lock: the host frees it after
/// its finalizer has run, and the finalizer takes it out of here.
///
/// How many values are on their way is counted here, too, and who has to wait waits here: in the
/// host's own queue, threads that wait when the environment ends would be woken one at a time, and
/// look at what has been freed.
struct Shared {
    state: Mutex<State>,
    room: Condvar,
    /// How many values may be on their way at a time.
    capacity: usize,
    /// The JavaScript thread, which must not wait for itself.
    thread: ThreadId,
}

struct State {
    function: Option<RawFunction>,
    under_way: usize,
}

/// A thread-safe function of the host, and the environment that it belongs to.
#[derive(Clone, Copy)]
struct RawFunction(sys::napi_threadsafe_function, sys::napi_env);

// SAFETY: Node-API says that thread-safe functions may be used from any thread; the environment is
// compared here, and not used.
unsafe impl Send for RawFunction {}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A value has arrived, or was dropped on its way.
    fn arrived(&self) {
        let mut state = self.lock();
        state.under_way = state.under_way.saturating_sub(1);
        drop(state);
        self.room.notify_one();
    }

    /// The host has taken the function back.
    fn close(&self) -> Option<RawFunction> {
        let function = self.lock().function.take();
        self.room.notify_all();
        function
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(raw) = self.shared.lock().function.take() {
            // SAFETY: the host has the function until its finalizer has run, which waits for the
            // lock; the one count that it was made with is given back here, once.
            let _ = unsafe { sys::napi_release_threadsafe_function(raw.0, sys::napi_tsfn_release) };
        }
    }
}

/// What the host keeps for the function, on the JavaScript thread.
struct Context<F> {
    deliver: RefCell<F>,
    shared: Arc<Shared>,
}

impl<'s> Env<'s> {
    /// Makes a [`ThreadsafeFunction`] (`napi_create_threadsafe_function`): for each value that is sent,
    /// `deliver` runs on this thread, with `function` and the value, in a scope of its own.
    ///
    /// An `Err` of `deliver`, or a panic, is an uncaught exception of JavaScript
    /// (`napi_fatal_exception`). Values that are still on their way when the environment is torn
    /// down are dropped. Takes `&mut Env`: hooks of `async_hooks` may run.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the host refuses.
    pub fn threadsafe_function<T, F>(
        &mut self,
        function: Function<'_>,
        deliver: F,
    ) -> Result<ThreadsafeFunction<T>>
    where
        T: Send + 'static,
        F: for<'c> FnMut(&mut Env<'c>, Function<'c>, T) -> Result<()> + 'static,
    {
        self.bounded_threadsafe_function(function, usize::MAX, deliver)
    }

    /// As [`Env::threadsafe_function`], for so many values on their way at a time, one at least: who
    /// sends more waits until there is room, or is told.
    ///
    /// # Errors
    ///
    /// As [`Env::threadsafe_function`].
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{TryCallError, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let ignore = env.function(|env, _| Ok(env.undefined()))?;
    ///     let send = env.bounded_threadsafe_function(ignore, 1, |env, f, n: u32| f.call(env, (n,)))?;
    ///     send.call(1)?;
    ///     assert!(matches!(send.try_call(2), Err(TryCallError::Full(2))));
    ///     // This is the thread that would make room: it is not left to wait for itself.
    ///     assert!(send.call(2).is_err());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn bounded_threadsafe_function<T, F>(
        &mut self,
        function: Function<'_>,
        capacity: usize,
        deliver: F,
    ) -> Result<ThreadsafeFunction<T>>
    where
        T: Send + 'static,
        F: for<'c> FnMut(&mut Env<'c>, Function<'c>, T) -> Result<()> + 'static,
    {
        self.threadsafe_function_of(KIND, function, capacity, deliver)
    }

    /// As [`bounded_threadsafe_function`](Self::bounded_threadsafe_function), of a type that
    /// `async_hooks` shows.
    pub(crate) fn threadsafe_function_of<T, F>(
        &mut self,
        kind: &str,
        function: Function<'_>,
        capacity: usize,
        mut deliver: F,
    ) -> Result<ThreadsafeFunction<T>>
    where
        T: Send + 'static,
        F: for<'c> FnMut(&mut Env<'c>, Function<'c>, T) -> Result<()> + 'static,
    {
        self.sender(
            kind,
            Some(function),
            capacity,
            move |env, function, value| match function {
                Some(function) => deliver(env, function, value),
                None => Ok(()),
            },
        )
    }

    /// A thread-safe function that may do without a function of JavaScript's; `kind` is the type that
    /// `async_hooks` shows.
    pub(crate) fn sender<T, F>(
        &mut self,
        kind: &str,
        function: Option<Function<'_>>,
        capacity: usize,
        deliver: F,
    ) -> Result<ThreadsafeFunction<T>>
    where
        T: Send + 'static,
        F: for<'c> FnMut(&mut Env<'c>, Option<Function<'c>>, T) -> Result<()> + 'static,
    {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                function: None,
                under_way: 0,
            }),
            room: Condvar::new(),
            capacity: capacity.max(1),
            thread: std::thread::current().id(),
        });
        let context = Box::new(Context {
            deliver: RefCell::new(deliver),
            shared: Arc::clone(&shared),
        });
        let name = self.string(kind)?;
        let context = Box::into_raw(context).cast::<c_void>();
        let mut raw = std::ptr::null_mut();
        // SAFETY: the environment is live, and so are the handles; the finalizer gets the context
        // that it frees, and `call::<T, F>` is only ever called with that context and boxed `T`s.
        let status = unsafe {
            sys::napi_create_threadsafe_function(
                self.raw(),
                function.map_or(std::ptr::null_mut(), JsValue::raw),
                std::ptr::null_mut(),
                name.raw(),
                0,
                1,
                context,
                Some(finalize::<F>),
                context,
                Some(call::<T, F>),
                &mut raw,
            )
        };
        if let Err(error) = self.check(status, "napi_create_threadsafe_function") {
            // SAFETY: the host has not taken the context.
            drop(unsafe { Box::from_raw(context.cast::<Context<F>>()) });
            return Err(error);
        }
        shared.lock().function = Some(RawFunction(raw, self.raw()));
        let function = ThreadsafeFunction {
            handle: Arc::new(Handle { shared }),
            _sends: PhantomData,
        };
        function.keep_alive(self, false)?;
        Ok(function)
    }
}

/// Why [`ThreadsafeFunction::try_call`] has not sent a value. [`Env::bounded_threadsafe_function`]
/// has an example.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TryCallError<T> {
    /// As many values as may be are on their way.
    #[error("the queue of the thread-safe function is full")]
    Full(T),
    /// The environment is gone: nobody will receive it.
    #[error("the environment has been torn down")]
    Closed(T),
    /// The host refuses.
    #[error(transparent)]
    Other(Error),
}

impl<T: Send + 'static> ThreadsafeFunction<T> {
    /// Sends a value (`napi_call_threadsafe_function`), from any thread. Waits while as many values as
    /// may be are on their way, which of an [`unbounded`](Env::threadsafe_function) function any
    /// number may be.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] where nobody will receive it; an error on the JavaScript thread
    /// where it would have to wait; [`Error::Api`] where the host refuses. The value is dropped then.
    pub fn call(&self, value: T) -> Result<()> {
        let shared = &self.handle.shared;
        let mut state = shared.lock();
        while state.function.is_some() && state.under_way >= shared.capacity {
            if std::thread::current().id() == shared.thread {
                return Err(Error::new(
                    "ERR_WOULD_DEADLOCK",
                    "the queue is full, and this is the thread that would make room",
                ));
            }
            state = (shared.room.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
        let sent = send(&mut state, value);
        // The value may be dropped below, and its `Drop` do as it likes.
        drop(state);
        sent.map_err(|error| match error {
            TryCallError::Full(_) | TryCallError::Closed(_) => Error::EnvironmentClosed,
            TryCallError::Other(error) => error,
        })
    }

    /// Sends a value, from any thread, and never waits (`napi_call_threadsafe_function`). Shown at
    /// [`Env::bounded_threadsafe_function`].
    ///
    /// # Errors
    ///
    /// [`TryCallError::Full`] and [`TryCallError::Closed`] give the value back, where as many as may
    /// be are on their way or nobody will receive it; [`TryCallError::Other`] where the host refuses,
    /// and the value is dropped.
    pub fn try_call(&self, value: T) -> Result<(), TryCallError<T>> {
        let mut state = self.handle.shared.lock();
        if state.function.is_some() && state.under_way >= self.handle.shared.capacity {
            return Err(TryCallError::Full(value));
        }
        send(&mut state, value)
    }
}

/// Hands a value to the host. Under the lock.
fn send<T>(state: &mut State, value: T) -> Result<(), TryCallError<T>> {
    const NAME: &str = "napi_call_threadsafe_function";
    let Some(raw) = state.function else {
        return Err(TryCallError::Closed(value));
    };
    let data = Box::into_raw(Box::new(value));
    // SAFETY: the host has the function while it is in here and the lock is held.
    let status = unsafe {
        sys::napi_call_threadsafe_function(raw.0, data.cast(), sys::napi_tsfn_nonblocking)
    };
    if status == sys::napi_ok {
        state.under_way += 1;
        return Ok(());
    }
    // SAFETY: the host has not taken the value.
    let value = *unsafe { Box::from_raw(data) };
    let error = Error::Api {
        function: NAME,
        status,
        message: None,
    };
    Err(match status {
        sys::napi_closing => {
            // The host has taken the count back together with this answer.
            state.function = None;
            TryCallError::Closed(value)
        }
        sys::napi_function_missing => TryCallError::Other(match sys::take_missing() {
            Some(missing) => Error::MissingFunction(missing),
            None => error,
        }),
        _ => TryCallError::Other(error),
    })
}

impl<A, R> Function<'_, A, R> {
    /// The function for other threads: each value that is sent is the arguments of a call, whose
    /// result is not looked at.
    ///
    /// # Errors
    ///
    /// As [`Env::threadsafe_function`].
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let source = env.string("(n, text) => { globalThis.seen = text + n; }")?;
    ///     let f: Function<(u32, &str)> = env.run_script(source)?;
    ///     let send = f.threadsafe(env)?;
    ///     send.keep_alive(env, true)?;
    ///     std::thread::spawn(move || send.call((7, "x"))).join().unwrap()
    /// })?;
    /// runtime.run_until_idle()?;
    /// assert_eq!(runtime.eval::<String>("seen")?, "x7");
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn threadsafe(self, env: &mut Env<'_>) -> Result<ThreadsafeFunction<A>>
    where
        A: for<'c> IntoArgs<'c> + Send + 'static,
    {
        env.threadsafe_function(self.typed(), |env, function, args: A| {
            function.call::<_, ()>(env, args)
        })
    }
}

impl<'s, A> FromJs<'s> for ThreadsafeFunction<A>
where
    A: for<'c> IntoArgs<'c> + Send + 'static,
{
    /// A function, as [`Function::threadsafe`] makes it.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        Function::<A>::from_js(env, value)?.threadsafe(env)
    }
}

impl<T> ThreadsafeFunction<T> {
    /// Whether the function keeps the process running (`napi_ref_threadsafe_function`,
    /// `napi_unref_threadsafe_function`). On the JavaScript thread alone, hence the `&Env`.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] where the function is gone, [`Error::WrongEnvironment`] where it
    /// belongs to another environment.
    pub fn keep_alive(&self, env: &Env<'_>, keep: bool) -> Result<()> {
        let state = self.handle.shared.lock();
        let raw = state.function.ok_or(Error::EnvironmentClosed)?;
        if raw.1 != env.raw() {
            return Err(Error::WrongEnvironment);
        }
        // SAFETY: the host has the function while it is in there and the lock is held; the
        // environment is live and the function's own, so that this is its thread.
        let (status, name) = unsafe {
            if keep {
                (
                    sys::napi_ref_threadsafe_function(env.raw(), raw.0),
                    "napi_ref_threadsafe_function",
                )
            } else {
                (
                    sys::napi_unref_threadsafe_function(env.raw(), raw.0),
                    "napi_unref_threadsafe_function",
                )
            }
        };
        env.check(status, name)
    }
}

impl<T> std::fmt::Debug for ThreadsafeFunction<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThreadsafeFunction").finish_non_exhaustive()
    }
}

/// Delivers one value, on the JavaScript thread. Without an environment, the host empties the
/// queue: the context may be gone by then.
unsafe extern "C" fn call<T, F>(
    raw: sys::napi_env,
    function: sys::napi_value,
    context: *mut c_void,
    data: *mut c_void,
) where
    T: Send + 'static,
    F: for<'c> FnMut(&mut Env<'c>, Option<Function<'c>>, T) -> Result<()> + 'static,
{
    contain(|| {
        // SAFETY: `send` sent this box, and the host hands it over once.
        let value = unsafe { Box::from_raw(data.cast::<T>()) };
        if raw.is_null() {
            return;
        }
        // SAFETY: with an environment, the host calls before the finalizer.
        let context = unsafe { &*context.cast_const().cast::<Context<F>>() };
        context.shared.arrived();
        // SAFETY: the host calls into the environment, and has opened a scope for it.
        unsafe {
            enter(raw, |env| {
                // SAFETY: the handle is the function that the host was given, if it was given one.
                let function = (!function.is_null()).then(|| Function::new(function));
                let delivered = catch_unwind(AssertUnwindSafe(|| {
                    let mut deliver = context.deliver.try_borrow_mut().map_err(|_| {
                        Error::message("a thread-safe function was delivered to while it delivers")
                    })?;
                    deliver(env, function, *value)
                }));
                let error = match delivered {
                    Ok(Ok(())) => return,
                    Ok(Err(error)) => error,
                    Err(payload) => panicked(payload),
                };
                let thrown = error.into_value(env);
                let _ = sys::napi_fatal_exception(env.raw(), thrown.raw());
            });
        }
    });
}

/// The host is about to free the function.
unsafe extern "C" fn finalize<F>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    contain(|| {
        // SAFETY: the context that the function was made with; it is finalized once.
        let context = unsafe { Box::from_raw(data.cast::<Context<F>>()) };
        let raw = context.shared.close();
        if let Some(raw) = raw {
            // The environment ends before the last clone is dropped: nobody else gives the count
            // back, without which the host would keep its part of the function for good.
            // SAFETY: the host has the function until this returns.
            let _ = unsafe { sys::napi_release_threadsafe_function(raw.0, sys::napi_tsfn_release) };
        }
        drop(context);
    });
}
