//! Thread-safe functions: the one way from other threads to JavaScript.

use super::env::{Env, enter};
use super::error::{Error, Result, contain, panicked};
use super::function::Function;
use super::value::JsValue;
use nodeapi_sys as sys;
use std::cell::RefCell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
struct Shared(Mutex<Option<RawFunction>>);

/// A thread-safe function of the host, and the environment that it belongs to.
#[derive(Clone, Copy)]
struct RawFunction(sys::napi_threadsafe_function, sys::napi_env);

// SAFETY: Node-API says that thread-safe functions may be used from any thread; the environment is
// compared here, and not used.
unsafe impl Send for RawFunction {}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Option<RawFunction>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(raw) = self.shared.lock().take() {
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
    /// Makes a thread-safe function (`napi_create_threadsafe_function`): for each value that is sent,
    /// `deliver` runs on this thread, with `function` and the value, in a scope of its own.
    ///
    /// An `Err` of `deliver`, or a panic, is an uncaught exception of JavaScript
    /// (`napi_fatal_exception`). Values that are still on their way when the environment is torn
    /// down are dropped.
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
        let shared = Arc::new(Shared(Mutex::new(None)));
        let context = Box::new(Context {
            deliver: RefCell::new(deliver),
            shared: Arc::clone(&shared),
        });
        let name = self.string("nodeapi::ThreadsafeFunction")?;
        let context = Box::into_raw(context).cast::<c_void>();
        let mut raw = std::ptr::null_mut();
        // SAFETY: the environment is live, and so are the handles; the finalizer gets the context
        // that it frees, and `call::<T, F>` is only ever called with that context and boxed `T`s.
        let status = unsafe {
            sys::napi_create_threadsafe_function(
                self.raw(),
                function.raw(),
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
        *shared.lock() = Some(RawFunction(raw, self.raw()));
        let function = ThreadsafeFunction {
            handle: Arc::new(Handle { shared }),
            _sends: PhantomData,
        };
        function.keep_alive(self, false)?;
        Ok(function)
    }
}

impl<T: Send + 'static> ThreadsafeFunction<T> {
    /// Sends a value (`napi_call_threadsafe_function`); never waits. From any thread.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] where nobody will receive it; [`Error::Api`] where the host
    /// refuses. The value is dropped then.
    pub fn call(&self, value: T) -> Result<()> {
        const NAME: &str = "napi_call_threadsafe_function";
        let data = Box::into_raw(Box::new(value));
        let mut function = self.handle.shared.lock();
        let status = match *function {
            // SAFETY: the host has the function while it is in here and the lock is held.
            Some(raw) => unsafe {
                sys::napi_call_threadsafe_function(raw.0, data.cast(), sys::napi_tsfn_nonblocking)
            },
            None => sys::napi_closing,
        };
        if status == sys::napi_ok {
            return Ok(());
        }
        if status == sys::napi_closing {
            // The host has taken the count back together with this answer.
            *function = None;
        }
        drop(function);
        // SAFETY: the host has not taken the value.
        drop(unsafe { Box::from_raw(data) });
        Err(match status {
            sys::napi_closing => Error::EnvironmentClosed,
            sys::napi_function_missing => match sys::take_missing() {
                Some(missing) => Error::MissingFunction(missing),
                None => Error::Api {
                    function: NAME,
                    status,
                    message: None,
                },
            },
            status => Error::Api {
                function: NAME,
                status,
                message: None,
            },
        })
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
        let function = self.handle.shared.lock();
        let raw = function.ok_or(Error::EnvironmentClosed)?;
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
    F: for<'c> FnMut(&mut Env<'c>, Function<'c>, T) -> Result<()> + 'static,
{
    contain(|| {
        // SAFETY: `ThreadsafeFunction::call` sent this box, and the host hands it over once.
        let value = unsafe { Box::from_raw(data.cast::<T>()) };
        if raw.is_null() || function.is_null() {
            return;
        }
        // SAFETY: with an environment, the host calls before the finalizer.
        let context = unsafe { &*context.cast_const().cast::<Context<F>>() };
        // SAFETY: the host calls into the environment, and has opened a scope for it.
        unsafe {
            enter(raw, |env| {
                // SAFETY: the handle is the function that the host was given.
                let function = Function::new(function);
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
        let raw = context.shared.lock().take();
        if let Some(raw) = raw {
            // The environment ends before the last clone is dropped: nobody else gives the count
            // back, without which the host would keep its part of the function for good.
            // SAFETY: the host has the function until this returns.
            let _ = unsafe { sys::napi_release_threadsafe_function(raw.0, sys::napi_tsfn_release) };
        }
        drop(context);
    });
}
