//! How an error of Rust becomes a JavaScript exception.

use super::{Error, ErrorClass, JsException, Result};
use crate::safe::env::Env;
use crate::safe::value::{JsString, JsValue, Object, Value};
use nodeapi_sys as sys;
use std::error::Error as StdError;
use std::ffi::{CString, c_char};

/// How long a chain of causes may get; a chain that refers to itself ends here.
pub(super) const MOST_CAUSES: usize = 16;

impl Error {
    /// The JavaScript value that this error is when it is thrown: the pending exception itself for
    /// [`Error::Exception`], else a new `Error`. Nothing is pending afterwards.
    ///
    /// `undefined` where JavaScript can no longer run, as in a worker that is being terminated.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let error = Error::new("E_FAR", "too far").with_source(Error::message("lost"));
    ///     let error: Object = error.into_value(env).to(env)?;
    ///     assert_eq!(error.get::<String>(env, "code")?, "E_FAR");
    ///     let cause: Object = error.get(env, "cause")?;
    ///     assert_eq!(cause.get::<String>(env, "message")?, "lost");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn into_value<'s>(self, env: &mut Env<'s>) -> Value<'s> {
        let pending = env.take_exception();
        let value = build(env, &self, pending, 0);
        value.unwrap_or_else(|_| {
            env.take_exception();
            env.undefined()
        })
    }
}

/// Makes the error pending in the engine, as the last thing that a native function does.
pub(crate) fn throw(env: &mut Env<'_>, error: Error) {
    if matches!(error, Error::Exception) && env.is_exception_pending() {
        return;
    }
    let value = error.into_value(env);
    // The status says no more than that JavaScript cannot run, and then nobody can be told.
    // SAFETY: the environment is live, and so is the handle, which was made in its scope.
    let _ = unsafe { sys::napi_throw(env.raw(), value.raw()) };
}

/// Builds the error, and its causes before it. `pending` is what JavaScript had thrown: wherever the
/// chain says [`Error::Exception`], that value is meant.
fn build<'s>(
    env: &mut Env<'s>,
    error: &(dyn StdError + 'static),
    pending: Option<Value<'s>>,
    depth: usize,
) -> Result<Value<'s>> {
    let ours = error.downcast_ref::<Error>();
    match ours {
        Some(Error::Other(inner)) => return build(env, &**inner, pending, depth),
        Some(Error::JavaScript(exception)) => return rebuild(env, exception, depth),
        Some(Error::Exception) => {
            if let Some(thrown) = pending {
                return Ok(thrown);
            }
        }
        _ => {}
    }
    if let Some(exception) = error.downcast_ref::<JsException>() {
        return rebuild(env, exception, depth);
    }
    let source = match ours {
        Some(Error::Described(described)) => described.source(),
        _ => error.source(),
    };
    let cause = match source {
        Some(source) if depth < MOST_CAUSES => Some(build(env, source, pending, depth + 1)?),
        _ => None,
    };
    let class = ours.map_or(ErrorClass::Error, Error::class);
    let value = create(env, class, ours.and_then(Error::code), &error.to_string())?;
    let name = match ours {
        Some(Error::Custom(custom)) => custom.name(),
        Some(Error::Described(described)) => described.name(),
        _ => None,
    };
    if let Some(name) = name {
        let name = env.string(name)?;
        value.define_hidden(env, c"name", name.as_value())?;
    }
    if let Some(Error::Described(described)) = ours {
        described.set_properties(env, value)?;
    }
    if let Some(cause) = cause {
        value.define_hidden(env, c"cause", cause)?;
    }
    Ok(value.as_value())
}

/// An exception that was described once, as an exception again.
fn rebuild<'s>(env: &mut Env<'s>, exception: &JsException, depth: usize) -> Result<Value<'s>> {
    let class = match exception.name() {
        "TypeError" => ErrorClass::TypeError,
        "RangeError" => ErrorClass::RangeError,
        "SyntaxError" => ErrorClass::SyntaxError,
        _ => ErrorClass::Error,
    };
    let value = create(env, class, exception.code(), exception.message())?;
    if class == ErrorClass::Error && !matches!(exception.name(), "" | "Error") {
        let name = env.string(exception.name())?;
        value.define_hidden(env, c"name", name.as_value())?;
    }
    if let Some(stack) = exception.stack() {
        let stack = env.string(stack)?;
        value.define_hidden(env, c"stack", stack.as_value())?;
    }
    if let Some(cause) = exception.cause()
        && depth < MOST_CAUSES
    {
        let cause = rebuild(env, cause, depth + 1)?;
        value.define_hidden(env, c"cause", cause)?;
    }
    Ok(value.as_value())
}

/// Creates an error object. Takes `&mut Env`: hosts run JavaScript for it (`prepareStackTrace`).
fn create<'s>(
    env: &mut Env<'s>,
    class: ErrorClass,
    code: Option<&str>,
    message: &str,
) -> Result<Object<'s>> {
    let code = code.map(|code| env.string(code)).transpose()?;
    let message = env.string(message)?;
    create_from(env, class, code, message)
}

fn create_from<'s>(
    env: &mut Env<'s>,
    class: ErrorClass,
    code: Option<JsString<'s>>,
    message: JsString<'s>,
) -> Result<Object<'s>> {
    type Create = unsafe fn(
        sys::napi_env,
        sys::napi_value,
        sys::napi_value,
        *mut sys::napi_value,
    ) -> sys::napi_status;
    let (create, function): (Create, _) = match class {
        ErrorClass::Error => (sys::napi_create_error, "napi_create_error"),
        ErrorClass::TypeError => (sys::napi_create_type_error, "napi_create_type_error"),
        ErrorClass::RangeError => (sys::napi_create_range_error, "napi_create_range_error"),
        ErrorClass::SyntaxError => (
            sys::node_api_create_syntax_error,
            "node_api_create_syntax_error",
        ),
    };
    let mut result = std::ptr::null_mut();
    let code_raw = code.map_or(std::ptr::null_mut(), JsValue::raw);
    // SAFETY: the environment is live, and so are the two handles, made in its scope; a null code
    // is allowed. All four functions take the same.
    let status = unsafe { create(env.raw(), code_raw, message.raw(), &mut result) };
    match env.check(status, function) {
        // Hosts older than Node-API 9 have no such function.
        Err(Error::MissingFunction(_)) if class == ErrorClass::SyntaxError => {
            create_from(env, ErrorClass::Error, code, message)
        }
        // SAFETY: the host has just made an error object in the innermost scope.
        answer => answer.map(|()| unsafe { Object::new(result) }),
    }
}

impl<'s> Env<'s> {
    /// Creates an `Error`, or an object of another error class, without throwing it
    /// (`napi_create_error`, `napi_create_type_error`, `napi_create_range_error`,
    /// `node_api_create_syntax_error`). Takes `&mut Env`: hosts run JavaScript for it, as
    /// `Error.prepareStackTrace`.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`] where JavaScript that ran meanwhile threw.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{ErrorClass, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let error = env.error(ErrorClass::TypeError, Some("E_KIND"), "not this kind")?;
    ///     assert!(error.as_value().is_error(env));
    ///     let text = error.as_value().coerce_to_string(env)?.to_string(env)?;
    ///     assert_eq!(text, "TypeError: not this kind");
    ///     assert_eq!(error.get::<String>(env, "code")?, "E_KIND");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn error(
        &mut self,
        class: ErrorClass,
        code: Option<&str>,
        message: &str,
    ) -> Result<Object<'s>> {
        create(self, class, code, message)
    }

    /// Creates an error and throws it: it is pending afterwards, and the error given says so
    /// (`napi_throw_error`, `napi_throw_type_error`, `napi_throw_range_error`,
    /// `node_api_throw_syntax_error`). To return `Err(Error::…)` does the same, and keeps causes.
    ///
    /// Texts with a NUL in them cannot be thrown: the error given says that, and nothing is pending.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{ErrorClass, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let refuse = env.function(|env, _| {
    ///         Err(env.throw_error(ErrorClass::RangeError, Some("E_FAR"), "too far"))
    ///     })?;
    ///     let error = refuse.call::<_, ()>(env, ()).describe(env).unwrap_err();
    ///     assert_eq!((error.code(), &*error.to_string()), (Some("E_FAR"), "RangeError: too far"));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn throw_error(&mut self, class: ErrorClass, code: Option<&str>, message: &str) -> Error {
        type Throw = unsafe fn(sys::napi_env, *const c_char, *const c_char) -> sys::napi_status;
        let (throw, function): (Throw, _) = match class {
            ErrorClass::Error => (sys::napi_throw_error, "napi_throw_error"),
            ErrorClass::TypeError => (sys::napi_throw_type_error, "napi_throw_type_error"),
            ErrorClass::RangeError => (sys::napi_throw_range_error, "napi_throw_range_error"),
            ErrorClass::SyntaxError => (
                sys::node_api_throw_syntax_error,
                "node_api_throw_syntax_error",
            ),
        };
        let texts = (code.map(CString::new).transpose(), CString::new(message));
        let thrown = if let (Ok(code), Ok(message)) = texts {
            let code = code.as_ref().map_or(std::ptr::null(), |code| code.as_ptr());
            // SAFETY: the environment is live; both texts end with a NUL, and a null code is allowed.
            let status = unsafe { throw(self.raw(), code, message.as_ptr()) };
            self.check(status, function)
        } else {
            // A text with a NUL in it is no text for C.
            create(self, class, code, message).and_then(|error| {
                // SAFETY: the environment is live, and so is the error, made in its scope.
                let status = unsafe { sys::napi_throw(self.raw(), error.raw()) };
                self.check(status, "napi_throw")
            })
        };
        thrown.err().unwrap_or(Error::Exception)
    }

    /// Reports an error as an uncaught exception (`napi_fatal_exception`): for what goes wrong where
    /// no caller is left to be told. Node.js emits `uncaughtException`, and ends the process where
    /// nobody listens.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the host refuses.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.with(|env| env.report_uncaught(Error::new("E_LOST", "nobody asked")))?;
    /// let error = runtime.run_until_idle().unwrap_err();
    /// assert_eq!((error.code(), &*error.to_string()), (Some("E_LOST"), "Error: nobody asked"));
    /// # Ok(()) }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn report_uncaught(&mut self, error: Error) -> Result<()> {
        let value = error.into_value(self);
        // SAFETY: the environment is live, and so is the value.
        let status = unsafe { sys::napi_fatal_exception(self.raw(), value.raw()) };
        self.check(status, "napi_fatal_exception")
    }
}

/// Prints where and why, and ends the process at once, with a report of the host's
/// (`napi_fatal_error`): for what must not go on. From any thread.
///
/// ```no_run
/// let table = [1, 2, 3];
/// if table.len() != 3 {
///     nodeapi::fatal_error("addon::table", "the table is broken");
/// }
/// ```
pub fn fatal_error(location: &str, message: &str) -> ! {
    // SAFETY: the host reads the two texts' bytes and no others.
    unsafe {
        sys::napi_fatal_error(
            location.as_ptr().cast::<c_char>(),
            location.len(),
            message.as_ptr().cast::<c_char>(),
            message.len(),
        );
    }
    // Where no host is there to do it.
    eprintln!("{location}: {message}");
    std::process::abort()
}
