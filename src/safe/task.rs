//! Work on the thread pool, whose result comes back as a promise.

use super::convert::IntoJs;
use super::env::{Env, enter};
use super::error::{CustomError, Error, ErrorClass, Result, contain, panicked};
use super::promise::{Deferred, Promise};
use super::state::EnvState;
use super::value::{JsValue, Value};
use nodeapi_sys as sys;
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};

/// A piece of work of the host's (`napi_async_work`). Not deleted by itself.
pub(crate) struct RawWork(sys::napi_async_work);

impl RawWork {
    /// # Safety
    ///
    /// `data` is valid from when the work is queued until it is complete; both functions take it.
    pub(crate) unsafe fn new(
        env: &mut Env<'_>,
        execute: unsafe extern "C" fn(sys::napi_env, *mut c_void),
        complete: unsafe extern "C" fn(sys::napi_env, sys::napi_status, *mut c_void),
        data: *mut c_void,
    ) -> Result<RawWork> {
        env.scope(|env| {
            let name = env.string("nodeapi::AsyncTask")?;
            let mut work = std::ptr::null_mut();
            // SAFETY: the environment is live, and so is the name; the rest is the caller's promise.
            let status = unsafe {
                sys::napi_create_async_work(
                    env.raw(),
                    std::ptr::null_mut(),
                    name.raw(),
                    Some(execute),
                    Some(complete),
                    data,
                    &mut work,
                )
            };
            env.check(status, "napi_create_async_work")?;
            Ok(RawWork(work))
        })
    }

    pub(crate) fn raw(&self) -> sys::napi_async_work {
        self.0
    }

    /// # Safety
    ///
    /// The environment is live, of this thread, and the work's; the work is not queued, or complete.
    pub(crate) unsafe fn delete(self, env: sys::napi_env) {
        // SAFETY: the caller's promise.
        let _ = unsafe { sys::napi_delete_async_work(env, self.0) };
    }
}

/// Work that is under way on the thread pool, made by [`Env::task`]: cancels it. Bound to its thread;
/// dropping it changes nothing.
pub struct AsyncTask {
    state: Rc<EnvState>,
    /// The host's work, until it is complete.
    work: Weak<Cell<sys::napi_async_work>>,
}

static_assertions::assert_not_impl_any!(AsyncTask: Send, Sync);

impl AsyncTask {
    /// Cancels the work, where it has not begun (`napi_cancel_async_work`); whether it is cancelled. The
    /// promise is rejected then, with an `AbortError`.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let (task, promise) = env.task(|| 1, |env, number| number.into_js(env))?;
    ///     let cancelled = task.cancel();
    ///     env.global().set(env, "promise", promise)?;
    ///     env.global().set(env, "cancelled", cancelled)
    /// })?;
    /// runtime.eval::<()>("promise.catch((e) => e.name).then((r) => { globalThis.result = r; })")?;
    /// runtime.run_until_idle()?;
    /// assert!(runtime.eval::<bool>("result === (cancelled ? 'AbortError' : 1)")?);
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn cancel(&self) -> bool {
        let (Some(env), Some(work)) = (self.state.raw(), self.work.upgrade()) else {
            return false;
        };
        // SAFETY: the environment is live, for its state is open, and of this thread; the work has
        // not been deleted, for `complete` drops the cell first.
        unsafe { sys::napi_cancel_async_work(env, work.get()) == sys::napi_ok }
    }
}

impl std::fmt::Debug for AsyncTask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let waits = self.work.strong_count() > 0;
        f.debug_struct("AsyncTask").field("waits", &waits).finish()
    }
}

/// What the host holds for a piece of work. While it is queued, the pool has `compute` and `done`,
/// and nobody the rest.
struct Entry<T, C, F> {
    compute: Option<C>,
    done: Option<std::thread::Result<T>>,
    finish: Option<F>,
    deferred: Option<Deferred>,
    work: Rc<Cell<sys::napi_async_work>>,
}

impl<'s> Env<'s> {
    /// Runs a closure on the host's thread pool (`napi_create_async_work`, `napi_queue_async_work`),
    /// and settles a promise with its result on this thread. An `Err` or a panic rejects the promise.
    /// The work keeps the process running. Takes `&mut Env`: hosts tell JavaScript about new promises
    /// and work.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] while the environment is being torn down.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let promise = env.spawn(|| "17".parse::<u32>())?;
    ///     env.global().set(env, "promise", promise)
    /// })?;
    /// runtime.eval::<()>("promise.then((n) => { globalThis.result = n; })")?;
    /// runtime.run_until_idle()?;
    /// assert_eq!(runtime.eval::<u32>("result")?, 17);
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn spawn<T, C>(&mut self, compute: C) -> Result<Promise<'s>>
    where
        C: FnOnce() -> T + Send + 'static,
        T: for<'c> IntoJs<'c> + Send + 'static,
    {
        let (_, promise) = self.task(compute, |env, value: T| value.into_js(env))?;
        Ok(promise)
    }

    /// As [`Env::spawn`], with a second closure that makes the promise's value of the result, on this
    /// thread and with JavaScript at hand; and with an [`AsyncTask`], which cancels the work
    /// (`napi_create_async_work`, `napi_queue_async_work`, `napi_delete_async_work`). An `Err` or a
    /// panic of the second closure rejects the promise too.
    ///
    /// # Errors
    ///
    /// As [`Env::spawn`].
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let read = || vec![1_u8, 2, 3];
    ///     let (_, promise) = env.task(read, |env, bytes| {
    ///         Ok(env.buffer_from(bytes)?.as_value())
    ///     })?;
    ///     env.global().set(env, "promise", promise)
    /// })?;
    /// runtime.eval::<()>("promise.then((bytes) => { globalThis.result = bytes[2]; })")?;
    /// runtime.run_until_idle()?;
    /// assert_eq!(runtime.eval::<u32>("result")?, 3);
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn task<T, C, F>(&mut self, compute: C, finish: F) -> Result<(AsyncTask, Promise<'s>)>
    where
        C: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
        F: for<'c> FnOnce(&mut Env<'c>, T) -> Result<Value<'c>> + 'static,
    {
        let state = EnvState::of(self)?;
        let (deferred, promise) = self.promise()?;
        let cell = Rc::new(Cell::new(std::ptr::null_mut()));
        let task = AsyncTask {
            state,
            work: Rc::downgrade(&cell),
        };
        let entry: *mut Entry<T, C, F> = Box::into_raw(Box::new(Entry {
            compute: Some(compute),
            done: None,
            finish: Some(finish),
            deferred: Some(deferred),
            work: Rc::clone(&cell),
        }));
        // SAFETY: the entry lives until `complete` frees it, or until it is freed below.
        let work =
            unsafe { RawWork::new(self, execute::<T, C, F>, complete::<T, C, F>, entry.cast()) };
        let queued = work.and_then(|work| {
            cell.set(work.raw());
            // SAFETY: the environment is live, and the work new.
            let status = unsafe { sys::napi_queue_async_work(self.raw(), work.raw()) };
            self.check(status, "napi_queue_async_work")
                .inspect_err(|_| {
                    // SAFETY: the environment is live, and the work is not queued.
                    unsafe { work.delete(self.raw()) };
                })
        });
        if let Err(error) = queued {
            // SAFETY: nothing is queued, so that nobody else has the entry.
            drop(unsafe { Box::from_raw(entry) });
            return Err(error);
        }
        Ok((task, promise))
    }
}

/// On the pool.
unsafe extern "C" fn execute<T, C, F>(_: sys::napi_env, entry: *mut c_void)
where
    C: FnOnce() -> T,
{
    let entry = entry.cast::<Entry<T, C, F>>();
    // SAFETY: while the work is queued, these two fields are the pool's, and `C` and `T` are `Send`,
    // as `task` asks for.
    unsafe {
        if let Some(compute) = (*entry).compute.take() {
            (*entry).done = Some(catch_unwind(AssertUnwindSafe(compute)));
        }
    }
}

/// Back on the JavaScript thread.
unsafe extern "C" fn complete<T, C, F>(
    raw: sys::napi_env,
    status: sys::napi_status,
    entry: *mut c_void,
) where
    F: for<'c> FnOnce(&mut Env<'c>, T) -> Result<Value<'c>>,
{
    contain(|| {
        // SAFETY: the entry that the work was made with; the host has done with it.
        let entry = unsafe { Box::from_raw(entry.cast::<Entry<T, C, F>>()) };
        let Entry {
            done,
            finish,
            deferred,
            work,
            ..
        } = *entry;
        let raw_work = RawWork(work.get());
        // From here on, there is nothing to cancel.
        drop(work);
        // SAFETY: the host gives the environment, on its thread; the work is complete.
        unsafe { raw_work.delete(raw) };
        let (Some(finish), Some(deferred)) = (finish, deferred) else {
            return;
        };
        // SAFETY: the host calls into the environment, and has opened a scope for it.
        unsafe {
            enter(raw, |env| {
                let settled = match done {
                    Some(Ok(value)) => catch_unwind(AssertUnwindSafe(|| finish(env, value)))
                        .unwrap_or_else(|payload| Err(panicked(payload))),
                    Some(Err(payload)) => Err(panicked(payload)),
                    None => Err(cancelled(status)),
                };
                // It fails where the environment is being torn down: nobody waits any more.
                let _ = deferred.settle(env, settled);
            });
        }
    });
}

/// What the promise of work that has not run is rejected with.
fn cancelled(status: sys::napi_status) -> Error {
    if status == sys::napi_cancelled {
        CustomError::new(ErrorClass::Error, "the task was cancelled")
            .with_name("AbortError")
            .with_code("ABORT_ERR")
            .into()
    } else {
        Error::message("the task has not run")
    }
}
