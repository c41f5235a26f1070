//! Promises, and the right to settle one.

use super::convert::{FromJs, IntoJs};
use super::env::Env;
use super::error::{BoxError, Error, Result};
use super::function::Function;
use super::state::EnvState;
use super::value::{JsValue, Value, is_object, mismatch, values};
use nodeapi_sys as sys;
use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;

values! {
    /// A JavaScript promise. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let promise = env.resolved_promise(20)?;
    ///     let promise = promise.then(env, |env, value| {
    ///         let number: u32 = value.to(env)?;
    ///         (number + 1).into_js(env)
    ///     })?;
    ///     env.global().set(env, "later", promise)?;
    ///
    ///     let promise = env.rejected_promise(Error::message("enough"))?;
    ///     let promise = promise.catch(env, |env, reason| {
    ///         let error: Object = reason.to(env)?;
    ///         error.get(env, "message")
    ///     })?;
    ///     promise.then_or(
    ///         env,
    ///         |env, value| {
    ///             env.global().set(env, "said", value)?;
    ///             Ok(value)
    ///         },
    ///         |env, reason| Err(env.throw(reason)),
    ///     )?;
    ///     Ok(())
    /// })?;
    /// runtime.eval::<()>("later.then((n) => { globalThis.number = n; })")?;
    /// runtime.run_until_idle()?;
    /// assert_eq!(runtime.eval::<String>("`${number} ${said}`")?, "21 enough");
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Promise;
}
is_object!(Promise);

/// The right to settle a promise, once: settling takes it by value. `'static`, so it can wait where
/// no scope reaches; bound to the environment and its thread.
///
/// A promise whose `Deferred` is dropped stays pending for ever.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let deferred = runtime.with(|env| {
///     let (deferred, promise) = env.promise()?;
///     env.global().set(env, "promise", promise)?;
///     Ok(deferred)
/// })?;
/// runtime.eval::<()>("promise.then((n) => { globalThis.answer = n; })")?;
/// runtime.with(|env| deferred.resolve(env, 42))?;
/// assert_eq!(runtime.eval::<u32>("answer")?, 42);
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
///
/// ```compile_fail,E0382
/// # use nodeapi::prelude::*;
/// fn twice(env: &mut Env<'_>, deferred: Deferred) -> Result<()> {
///     deferred.resolve(env, 1)?;
///     deferred.resolve(env, 2)
/// }
/// ```
#[must_use = "a promise whose `Deferred` is dropped stays pending for ever"]
pub struct Deferred {
    state: Rc<EnvState>,
    raw: sys::napi_deferred,
    _thread: PhantomData<*const ()>,
}

static_assertions::assert_not_impl_any!(Deferred: Send, Sync, Clone);

impl<'v> Promise<'v> {
    /// Does something with the value once there is one: JavaScript's `promise.then(…)`. Gives the
    /// promise of what the closure gives; its `Err`, or a panic, rejects that. The closure runs later,
    /// as a microtask, and is dropped with the promise where it never runs.
    ///
    /// # Errors
    ///
    /// What JavaScript threw meanwhile.
    pub fn then<'s>(
        self,
        env: &mut Env<'s>,
        fulfilled: impl for<'c> FnOnce(&mut Env<'c>, Value<'c>) -> Result<Value<'c>> + 'static,
    ) -> Result<Promise<'s>>
    where
        'v: 's,
    {
        let fulfilled = once(env, fulfilled)?;
        self.chain(env, Some(fulfilled), None)
    }

    /// Does something where the promise is rejected: JavaScript's `promise.catch(…)`; otherwise as
    /// [`Promise::then`].
    ///
    /// # Errors
    ///
    /// As [`Promise::then`].
    pub fn catch<'s>(
        self,
        env: &mut Env<'s>,
        rejected: impl for<'c> FnOnce(&mut Env<'c>, Value<'c>) -> Result<Value<'c>> + 'static,
    ) -> Result<Promise<'s>>
    where
        'v: 's,
    {
        let rejected = once(env, rejected)?;
        self.chain(env, None, Some(rejected))
    }

    /// Does one thing or the other: `promise.then(fulfilled, rejected)`; otherwise as
    /// [`Promise::then`].
    ///
    /// # Errors
    ///
    /// As [`Promise::then`].
    pub fn then_or<'s>(
        self,
        env: &mut Env<'s>,
        fulfilled: impl for<'c> FnOnce(&mut Env<'c>, Value<'c>) -> Result<Value<'c>> + 'static,
        rejected: impl for<'c> FnOnce(&mut Env<'c>, Value<'c>) -> Result<Value<'c>> + 'static,
    ) -> Result<Promise<'s>>
    where
        'v: 's,
    {
        let fulfilled = once(env, fulfilled)?;
        let rejected = once(env, rejected)?;
        self.chain(env, Some(fulfilled), Some(rejected))
    }

    fn chain<'s>(
        self,
        env: &mut Env<'s>,
        fulfilled: Option<Function<'s>>,
        rejected: Option<Function<'s>>,
    ) -> Result<Promise<'s>>
    where
        'v: 's,
    {
        let then: Function<'s> = self.get_named(env, c"then")?;
        then.call_with_this(env, self, (fulfilled, rejected))
    }
}

/// A function of JavaScript's that runs a closure, the first time that it is called.
fn once<'s>(
    env: &mut Env<'s>,
    f: impl for<'c> FnOnce(&mut Env<'c>, Value<'c>) -> Result<Value<'c>> + 'static,
) -> Result<Function<'s>> {
    let f = Cell::new(Some(f));
    env.function(move |env, args| match f.take() {
        Some(f) => {
            let value = args.get(env, 0)?;
            f(env, value)
        }
        None => Err(Error::message("a promise is settled once")),
    })
}

impl<'s> Env<'s> {
    /// A [`Promise`] that is fulfilled already, or follows another one: `Promise.resolve(value)`
    /// (`napi_create_promise`, `napi_resolve_deferred`).
    ///
    /// # Errors
    ///
    /// As [`Env::promise`], and as the conversion says.
    pub fn resolved_promise(&mut self, value: impl IntoJs<'s>) -> Result<Promise<'s>> {
        let (deferred, promise) = self.promise()?;
        deferred.resolve(self, value)?;
        Ok(promise)
    }

    /// A [`Promise`] that is rejected already, with the error that JavaScript would see thrown
    /// (`napi_create_promise`, `napi_reject_deferred`).
    ///
    /// # Errors
    ///
    /// As [`Env::promise`].
    pub fn rejected_promise(&mut self, error: impl Into<BoxError>) -> Result<Promise<'s>> {
        let (deferred, promise) = self.promise()?;
        deferred.reject(self, error)?;
        Ok(promise)
    }

    /// Makes a promise and the right to settle it, a [`Deferred`] (`napi_create_promise`). Takes
    /// `&mut Env`: hosts tell JavaScript about new promises.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the host refuses.
    pub fn promise(&mut self) -> Result<(Deferred, Promise<'s>)> {
        let state = EnvState::of(self)?;
        let (mut deferred, mut promise) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: the environment is live; the promise is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_promise(self.raw(), &mut deferred, &mut promise) };
        self.check(status, "napi_create_promise")?;
        // SAFETY: as above, and it is a promise.
        let promise = unsafe { Promise::new(promise) };
        Ok((
            Deferred {
                state,
                raw: deferred,
                _thread: PhantomData,
            },
            promise,
        ))
    }
}

impl Deferred {
    /// Fulfills the promise (`napi_resolve_deferred`); with another promise or a thenable, it follows
    /// that one. A value whose conversion fails rejects the promise.
    ///
    /// # Errors
    ///
    /// [`Error::WrongEnvironment`] and [`Error::EnvironmentClosed`] where this is not the
    /// promise's environment; the promise stays pending.
    pub fn resolve<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<()> {
        self.settle(env, Ok::<_, Error>(value))
    }

    /// Rejects the promise with the error that JavaScript would see thrown
    /// (`napi_reject_deferred`). Shown at [`Deferred::settle`].
    ///
    /// # Errors
    ///
    /// As [`Deferred::resolve`].
    pub fn reject(self, env: &mut Env<'_>, error: impl Into<BoxError>) -> Result<()> {
        self.settle::<(), _>(env, Err(error))
    }

    /// Rejects the promise with any value (`napi_reject_deferred`). One whose conversion fails is
    /// replaced by the error. Shown at [`Deferred::settle`].
    ///
    /// # Errors
    ///
    /// As [`Deferred::resolve`].
    pub fn reject_with<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<()> {
        self.state.check(env)?;
        let value = value
            .into_js(env)
            .unwrap_or_else(|error| error.into_value(env));
        self.reject_value(env, value)
    }

    /// Fulfills or rejects the promise, as the result says (`napi_resolve_deferred`,
    /// `napi_reject_deferred`).
    ///
    /// # Errors
    ///
    /// As [`Deferred::resolve`].
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| {
    ///     let promises = env.array()?;
    ///     for text in ["7", "x"] {
    ///         let (deferred, promise) = env.promise()?;
    ///         promises.push(env, promise)?;
    ///         deferred.settle(env, text.parse::<u32>())?;
    ///     }
    ///     let (deferred, promise) = env.promise()?;
    ///     promises.push(env, promise)?;
    ///     deferred.reject(env, Error::new("E_FAR", "too far"))?;
    ///     let (deferred, promise) = env.promise()?;
    ///     promises.push(env, promise)?;
    ///     deferred.reject_with(env, "any value")?;
    ///     env.global().set(env, "promises", promises)
    /// })?;
    /// runtime.eval::<()>(
    ///     "Promise.allSettled(promises).then((all) => {
    ///         globalThis.all = all.map(({ value, reason: r }) => value ?? r.code ?? r.message ?? r);
    ///     })",
    /// )?;
    /// assert_eq!(
    ///     runtime.eval::<String>("all.join(', ')")?,
    ///     "7, invalid digit found in string, E_FAR, any value",
    /// );
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn settle<'s, T: IntoJs<'s>, E: Into<BoxError>>(
        self,
        env: &mut Env<'s>,
        result: Result<T, E>,
    ) -> Result<()> {
        self.state.check(env)?;
        match result.into_js(env) {
            Ok(value) => {
                // SAFETY: the environment is live and the deferred's own; the deferred has not been
                // used, since that consumes it; the value is live.
                let status =
                    unsafe { sys::napi_resolve_deferred(env.raw(), self.raw, value.raw()) };
                env.check(status, "napi_resolve_deferred")
            }
            Err(error) => {
                let value = error.into_value(env);
                self.reject_value(env, value)
            }
        }
    }

    fn reject_value(self, env: &mut Env<'_>, value: Value<'_>) -> Result<()> {
        // SAFETY: as in `settle`.
        let status = unsafe { sys::napi_reject_deferred(env.raw(), self.raw, value.raw()) };
        env.check(status, "napi_reject_deferred")
    }
}

impl std::fmt::Debug for Deferred {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Deferred").field(&self.raw).finish()
    }
}

impl<'s> FromJs<'s> for Promise<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_promise(env) {
            // SAFETY: the value has just been seen to be a promise.
            Ok(unsafe { Promise::new(value.raw()) })
        } else {
            Err(mismatch(env, "a promise", value))
        }
    }
}
