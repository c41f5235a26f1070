//! What can go wrong, in one type, and the one place where a `napi_status` becomes it.

mod catch;
mod custom;
mod exception;
mod mismatch;
mod panic;
mod throw;

pub use catch::CatchResult;
pub use custom::{CustomError, ErrorClass, JsError};
pub use exception::JsException;
pub use mismatch::TypeMismatch;

pub(crate) use panic::{contain, panicked};
pub use throw::fatal_error;

pub(crate) use throw::throw;

use super::env::Env;
use nodeapi_sys as sys;
use std::borrow::Cow;
use std::ffi::CStr;

/// What most functions of this crate return, with [`Error`] where no other type is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any error in Rust that can become one, as [`Error::Other`] keeps it and [`Error::other`] takes it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What can go wrong on the way between Rust and JavaScript.
///
/// An `Err` that a native function returns is thrown in JavaScript: its message, its
/// [`code`](Error::code), and its `source()` chain as a chain of `cause`s. Conversion failures are
/// `TypeError`s.
///
/// ```
/// use nodeapi::{BoxError, Error, ErrorClass, Result};
///
/// let error = Error::new("E_TOO_LONG", "at most 80 characters");
/// assert_eq!(error.code(), Some("E_TOO_LONG"));
/// assert_eq!(error.to_string(), "at most 80 characters");
///
/// let error = Error::range_error("too far");
/// assert_eq!((error.class(), error.code()), (ErrorClass::RangeError, None));
/// assert_eq!(Error::type_error("a number, please").class(), ErrorClass::TypeError);
/// assert_eq!(Error::message("that is all").class(), ErrorClass::Error);
///
/// // Any error of Rust becomes one.
/// fn parse(text: &str) -> Result<u32> {
///     Ok(text.parse()?)
/// }
/// assert!(matches!(parse("x"), Err(Error::Other(_))));
///
/// // One of this type stays what it is, in whatever box.
/// let boxed: BoxError = Error::new("E_KEPT", "as it was").into();
/// assert_eq!(Error::other(boxed).code(), Some("E_KEPT"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// JavaScript threw, and the exception is pending in the engine: return this to let it go on,
    /// or take it with [`CatchResult::catch`].
    #[error("a JavaScript exception is pending")]
    Exception,

    /// JavaScript threw; the exception has been taken out of the engine and described.
    #[error(transparent)]
    JavaScript(Box<JsException>),

    /// A Node-API call failed in a way that has no variant of its own.
    #[error("{function} failed: {}", .message.as_deref().or(.status.name()).unwrap_or("unknown status"))]
    Api {
        /// The C name of the function.
        function: &'static str,
        /// What it answered.
        status: sys::napi_status,
        /// What the host says about it.
        message: Option<Box<str>>,
    },

    /// A value is not of the type that was asked for.
    #[error(transparent)]
    Type(Box<TypeMismatch>),

    /// The wrapped Rust object is borrowed already, by a caller further out on the stack.
    #[error("the wrapped object is already borrowed")]
    AlreadyBorrowed,

    /// The wrapped Rust object has been taken out of its JavaScript object: [`Class::take`].
    ///
    /// [`Class::take`]: crate::Class::take
    #[error("the wrapped object has been taken out")]
    ValueTaken,

    /// The host lacks a function, or there is no host.
    #[error(transparent)]
    MissingFunction(#[from] sys::MissingFunction),

    /// A reference, a deferred or the like was used with another environment than the one that it
    /// was made in.
    #[error("this was made in another environment")]
    WrongEnvironment,

    /// The environment that this was made in has been torn down.
    #[error("the environment has been torn down")]
    EnvironmentClosed,

    /// An error with a message, a class and perhaps a code: [`Error::new`].
    #[error(transparent)]
    Custom(Box<CustomError>),

    /// An error that says what it is in JavaScript: [`Error::described`].
    #[error("{0}")]
    Described(Box<dyn JsError>),

    /// Any other error.
    #[error(transparent)]
    Other(#[from] BoxError),
}

static_assertions::assert_impl_all!(Error: Send, Sync, std::error::Error);

impl Error {
    /// An `Error` with a `code`, as Node.js's own have, and a message.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Error {
        Error::Custom(Box::new(
            CustomError::new(ErrorClass::Error, message).with_code(code),
        ))
    }

    /// An `Error` with a message alone.
    pub fn message(message: impl Into<Cow<'static, str>>) -> Error {
        Error::Custom(Box::new(CustomError::new(ErrorClass::Error, message)))
    }

    /// A `TypeError` with a message.
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Error {
        Error::Custom(Box::new(CustomError::new(ErrorClass::TypeError, message)))
    }

    /// A `RangeError` with a message.
    pub fn range_error(message: impl Into<Cow<'static, str>>) -> Error {
        Error::Custom(Box::new(CustomError::new(ErrorClass::RangeError, message)))
    }

    /// Any error of Rust. One that is an [`Error`] already stays what it is, and so keeps its code.
    pub fn other(error: impl Into<BoxError>) -> Error {
        match error.into().downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::Other(other),
        }
    }

    /// An error that says what it is in JavaScript: what `#[derive(JsError)]` converts into.
    /// [`JsError`] has an example.
    pub fn described(error: impl JsError) -> Error {
        Error::Described(Box::new(error))
    }

    /// An error that need not be `Send`, as of the type `Box<dyn std::error::Error>`: one that is an
    /// [`Error`] stays what it is, of others the messages are kept, and those of their sources.
    ///
    /// ```
    /// use nodeapi::Error;
    ///
    /// let broken: Box<dyn std::error::Error> = Box::new("x".parse::<u8>().unwrap_err());
    /// assert_eq!(Error::from_local(broken).to_string(), "invalid digit found in string");
    /// ```
    pub fn from_local(error: Box<dyn std::error::Error>) -> Error {
        match error.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::Custom(Box::new(CustomError::retold(&*other, 0))),
        }
    }

    /// This error with another one as its `source()`, which JavaScript sees as `cause`.
    ///
    /// An error that is not [`Error::Custom`] becomes one with the same message and code.
    ///
    /// ```
    /// use nodeapi::Error;
    ///
    /// let broken = "x".parse::<u8>().unwrap_err();
    /// let error = Error::new("E_CONFIG", "the configuration is broken").with_source(broken);
    /// assert!(std::error::Error::source(&error).is_some());
    /// ```
    pub fn with_source(self, source: impl Into<BoxError>) -> Error {
        let custom = match self {
            Error::Custom(custom) => *custom,
            other => {
                let custom = CustomError::new(other.class(), other.to_string());
                match other.code() {
                    Some(code) => custom.with_code(code.to_owned()),
                    None => custom,
                }
            }
        };
        Error::Custom(Box::new(custom.with_source(source)))
    }

    /// The `code` that JavaScript sees, or `None`. Of an [`Error::Type`], `ERR_INVALID_ARG_TYPE`; of an
    /// [`Error::Api`], the status's name.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::JavaScript(exception) => exception.code(),
            Error::Api { status, .. } => status.name(),
            Error::Type(_) => Some("ERR_INVALID_ARG_TYPE"),
            Error::Custom(custom) => custom.code(),
            Error::Described(error) => error.code(),
            _ => None,
        }
    }

    /// The class of the JavaScript error that this becomes.
    pub fn class(&self) -> ErrorClass {
        match self {
            Error::Type(_) => ErrorClass::TypeError,
            Error::Custom(custom) => custom.class(),
            Error::Described(error) => error.class(),
            _ => ErrorClass::Error,
        }
    }
}

macro_rules! from_other {
    ($($error:ty),* $(,)?) => { $(
        impl From<$error> for Error {
            fn from(error: $error) -> Error {
                Error::Other(Box::new(error))
            }
        }
    )* };
}
from_other!(
    std::char::ParseCharError,
    std::ffi::NulError,
    std::fmt::Error,
    std::io::Error,
    std::num::ParseFloatError,
    std::num::ParseIntError,
    std::num::TryFromIntError,
    std::str::ParseBoolError,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::string::FromUtf16Error,
);

impl From<String> for Error {
    fn from(message: String) -> Error {
        Error::message(message)
    }
}

impl From<&'static str> for Error {
    fn from(message: &'static str) -> Error {
        Error::message(message)
    }
}

impl Env<'_> {
    /// Turns what a Node-API function answered into a `Result`: every call of this crate passes
    /// through here.
    #[inline]
    pub(crate) fn check(&self, status: sys::napi_status, function: &'static str) -> Result<()> {
        if status == sys::napi_ok {
            Ok(())
        } else {
            Err(self.failure(status, function))
        }
    }

    #[cold]
    fn failure(&self, status: sys::napi_status, function: &'static str) -> Error {
        match status {
            sys::napi_pending_exception => Error::Exception,
            sys::napi_function_missing => match sys::take_missing() {
                Some(missing) => Error::MissingFunction(missing),
                None => Error::Api {
                    function,
                    status,
                    message: None,
                },
            },
            status => {
                // The message first: the next call is another one's last error. Some functions
                // answer a status of their own although JavaScript threw: `napi_run_script`, say.
                let message = self.last_error_message();
                if self.is_exception_pending() {
                    return Error::Exception;
                }
                Error::Api {
                    function,
                    status,
                    message,
                }
            }
        }
    }

    fn last_error_message(&self) -> Option<Box<str>> {
        let mut info = std::ptr::null();
        // SAFETY: the environment is live and of this thread, as for every `Env`.
        let status = unsafe { sys::napi_get_last_error_info(self.raw(), &mut info) };
        if status != sys::napi_ok || info.is_null() {
            return None;
        }
        // SAFETY: the host answered with its own structure, which it keeps until the next call.
        let message = unsafe { (*info).error_message };
        if message.is_null() {
            return None;
        }
        // SAFETY: the host's message is NUL-terminated and lives as long as the structure.
        Some(unsafe { CStr::from_ptr(message) }.to_string_lossy().into())
    }
}
