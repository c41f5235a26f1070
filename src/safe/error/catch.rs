//! Taking a thrown value out of the engine.

use super::{Error, JsException, Result};
use crate::safe::env::Env;
use crate::safe::value::{JsValue, Value};
use nodeapi_sys as sys;

/// What can be done with the `Err` of a call into JavaScript: a method of every [`Result`].
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{CatchResult, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     // The value that was thrown …
///     let script = env.string("throw 'no'")?;
///     let thrown = env.run_script::<Value>(script).catch(env).unwrap_err();
///     assert_eq!(thrown.to::<String>(env)?, "no");
///
///     // … or what it says, to be kept and sent.
///     let script = env.string("null.x")?;
///     let error = env.run_script::<Value>(script).describe(env).unwrap_err();
///     assert!(matches!(&error, Error::JavaScript(exception) if exception.name() == "TypeError"));
///     assert!(!env.is_exception_pending());
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub trait CatchResult<T>: sealed::Sealed {
    /// Ends the error's way: gives the value that JavaScript threw, or, for an error of Rust, the
    /// JavaScript error that it would have become. Nothing is pending afterwards
    /// (`napi_get_and_clear_last_exception`).
    fn catch<'s>(self, env: &mut Env<'s>) -> Result<T, Value<'s>>;

    /// Takes a pending exception out of the engine and describes it: [`Error::Exception`] becomes
    /// [`Error::JavaScript`], which can be kept, sent and printed
    /// (`napi_get_and_clear_last_exception`). Other errors stay as they are. Takes `&mut Env`: the
    /// exception's properties are read, as [`JsException::of`] does.
    fn describe(self, env: &mut Env<'_>) -> Result<T>;
}

impl<T> CatchResult<T> for Result<T> {
    fn catch<'s>(self, env: &mut Env<'s>) -> Result<T, Value<'s>> {
        self.map_err(|error| error.into_value(env))
    }

    fn describe(self, env: &mut Env<'_>) -> Result<T> {
        self.map_err(|error| match error {
            Error::Exception => match env.take_exception() {
                Some(value) => Error::JavaScript(Box::new(JsException::of(env, value))),
                None => Error::Exception,
            },
            other => other,
        })
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::Result<T> {}
}

impl<'s> Env<'s> {
    /// Whether an exception is pending in the engine (`napi_is_exception_pending`). Shown at
    /// [`Env::throw`].
    pub fn is_exception_pending(&self) -> bool {
        let mut pending = false;
        // SAFETY: the environment is live and of this thread, as for every `Env`.
        let status = unsafe { sys::napi_is_exception_pending(self.raw(), &mut pending) };
        status == sys::napi_ok && pending
    }

    /// Takes the pending exception, if there is one (`napi_get_and_clear_last_exception`).
    pub(crate) fn take_exception(&mut self) -> Option<Value<'s>> {
        if !self.is_exception_pending() {
            return None;
        }
        let mut thrown = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_get_and_clear_last_exception(self.raw(), &mut thrown) };
        // SAFETY: as above.
        (status == sys::napi_ok && !thrown.is_null()).then(|| unsafe { Value::new(thrown) })
    }

    /// Drops the pending exception, if there is one: where it is the host's way to answer a question.
    #[cold]
    pub(crate) fn forget_exception(&self) {
        if self.is_exception_pending() {
            let mut thrown = std::ptr::null_mut();
            // SAFETY: the environment is live; the answer is a handle of its innermost scope.
            let _ = unsafe { sys::napi_get_and_clear_last_exception(self.raw(), &mut thrown) };
        }
    }

    /// Throws a value: it is pending afterwards, and the error given says so (`napi_throw`). Where the
    /// value cannot be converted, the error given is the conversion's.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let refuse = env.function(|env, _| {
    ///         let error = env.throw("no");
    ///         assert!(env.is_exception_pending());
    ///         Err(error)
    ///     })?;
    ///     let thrown = refuse.call::<_, ()>(env, ()).catch(env).unwrap_err();
    ///     assert_eq!(thrown.to::<String>(env)?, "no");
    ///     assert!(!env.is_exception_pending());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn throw(&mut self, value: impl crate::safe::IntoJs<'s>) -> Error {
        let value = match value.into_js(self) {
            Ok(value) => value,
            Err(error) => return error,
        };
        // SAFETY: the environment is live, and so is the value, which its scope `'s` holds.
        let status = unsafe { sys::napi_throw(self.raw(), value.raw()) };
        self.check(status, "napi_throw")
            .err()
            .unwrap_or(Error::Exception)
    }
}
