//! Asynchronous contexts: callbacks that begin on the event loop, and what they belong to.

use super::convert::{FromJs, IntoArgs, IntoJs};
use super::env::Env;
use super::error::Result;
use super::function::Function;
use super::scope::Scope;
use super::state::EnvState;
use super::value::{JsValue, Object, Value};
use nodeapi_sys as sys;
use std::rc::Rc;

/// An asynchronous operation of the addon's (`napi_async_context`): callbacks that are made in it are
/// known to `async_hooks` and `AsyncLocalStorage` as its. `'static`, and bound to its environment and
/// thread; dropping it ends the operation.
///
/// For addons that are entered from an event loop of their own. Callbacks of a
/// [`ThreadsafeFunction`](crate::ThreadsafeFunction) and of an [`AsyncTask`](crate::AsyncTask) have a
/// context of the host's.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// runtime.with(|env| {
///     let source = env.string("(n) => { Promise.resolve().then(() => { globalThis.seen = n; }); }")?;
///     let later: Function = env.run_script(source)?;
///     let context = env.async_context("textkit.request", None)?;
///     let global = env.global();
///     context.make_callback::<_, ()>(env, global, later, (7,))
/// })?;
/// assert_eq!(runtime.eval::<u32>("seen")?, 7);
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct AsyncContext {
    state: Rc<EnvState>,
    raw: sys::napi_async_context,
}

static_assertions::assert_not_impl_any!(AsyncContext: Send, Sync);

impl<'s> Env<'s> {
    /// Begins an asynchronous operation, an [`AsyncContext`], of a kind, which the name says, perhaps
    /// with an object that `async_hooks` shows as its resource (`napi_async_init`). Takes `&mut Env`:
    /// hooks may run.
    ///
    /// # Errors
    ///
    /// What hooks threw.
    pub fn async_context(
        &mut self,
        name: &str,
        resource: Option<Object<'s>>,
    ) -> Result<AsyncContext> {
        let state = EnvState::of(self)?;
        let name = self.string(name)?;
        let resource = resource.map_or(std::ptr::null_mut(), JsValue::raw);
        let mut raw = std::ptr::null_mut();
        // SAFETY: the environment is live, and so are the handles; no resource is allowed.
        let status = unsafe { sys::napi_async_init(self.raw(), resource, name.raw(), &mut raw) };
        self.check(status, "napi_async_init")?;
        Ok(AsyncContext { state, raw })
    }
}

impl AsyncContext {
    /// Calls a function in this context, as a method of `this` (`napi_make_callback`). Where no other
    /// call from the event loop is under way, it then runs what is pending, as the event loop does:
    /// ticks and microtasks.
    ///
    /// # Errors
    ///
    /// As [`Function::call`]; [`Error::WrongEnvironment`](crate::Error::WrongEnvironment) where the
    /// context is of another environment.
    pub fn make_callback<'s, A: IntoArgs<'s>, R: FromJs<'s>>(
        &self,
        env: &mut Env<'s>,
        this: impl IntoJs<'s>,
        function: Function<'_>,
        args: A,
    ) -> Result<R> {
        self.state.check(env)?;
        let this = this.into_js(env)?;
        let args = args.into_args(env)?;
        let args = args.as_ref();
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live and the context's, and so are the handles; a `Value` is its
        // handle alone, so that the slice is one of handles.
        let status = unsafe {
            sys::napi_make_callback(
                env.raw(),
                self.raw,
                this.raw(),
                function.raw(),
                args.len(),
                args.as_ptr().cast::<sys::napi_value>(),
                &mut result,
            )
        };
        env.check(status, "napi_make_callback")?;
        // SAFETY: the answer is a handle of the innermost scope.
        R::from_js(env, unsafe { Value::new(result) })
            .map_err(|error| error.locate(|place| place.in_field("result")))
    }

    /// Runs a closure in this context, and then what is pending, as [`AsyncContext::make_callback`]:
    /// for several calls that belong together (`napi_open_callback_scope`,
    /// `napi_close_callback_scope`).
    ///
    /// # Errors
    ///
    /// As [`AsyncContext::make_callback`], and what the closure gives.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let context = env.async_context("textkit.request", None)?;
    ///     let sum = context.scope(env, |env| {
    ///         let source = env.string("1 + 2")?;
    ///         env.run_script::<u32>(source)
    ///     })?;
    ///     assert_eq!(sum, 3);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn scope<'s, R>(
        &self,
        env: &mut Env<'s>,
        f: impl for<'i> FnOnce(&mut Scope<'i, 's>) -> Result<R>,
    ) -> Result<R> {
        /// Closes the scope, also where `f` panics.
        struct Close(sys::napi_env, sys::napi_callback_scope);
        impl Drop for Close {
            fn drop(&mut self) {
                // SAFETY: the scope was opened below in this environment, and those that were opened
                // in it are closed: their guards live shorter.
                let _ = unsafe { sys::napi_close_callback_scope(self.0, self.1) };
            }
        }

        self.state.check(env)?;
        env.scope(|env| {
            let resource = env.object()?;
            let mut scope = std::ptr::null_mut();
            // SAFETY: the environment is live and the context's, and so is the handle.
            let status = unsafe {
                sys::napi_open_callback_scope(env.raw(), resource.raw(), self.raw, &mut scope)
            };
            env.check(status, "napi_open_callback_scope")?;
            let _close = Close(env.raw(), scope);
            f(env)
        })
    }
}

impl Drop for AsyncContext {
    fn drop(&mut self) {
        if let Some(env) = self.state.raw() {
            // SAFETY: the environment is live, for its state is open, and of this thread; the
            // context is destroyed once.
            let _ = unsafe { sys::napi_async_destroy(env, self.raw) };
        }
    }
}

impl std::fmt::Debug for AsyncContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("AsyncContext").field(&self.raw).finish()
    }
}
