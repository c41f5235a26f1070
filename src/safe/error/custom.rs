//! Errors that an addon makes itself.

use super::{BoxError, Result};
use crate::safe::env::Env;
use crate::safe::value::Object;
use std::borrow::Cow;

/// The class of a JavaScript error: what [`Env::error`] makes one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// `Error`.
    #[default]
    Error,
    /// `TypeError`.
    TypeError,
    /// `RangeError`.
    RangeError,
    /// `SyntaxError`. A plain `Error` on hosts older than Node-API 9.
    SyntaxError,
}

/// An error with a message, a class, and perhaps a code and a source.
///
/// ```
/// use nodeapi::{CustomError, Error, ErrorClass};
///
/// let cause = "x".parse::<u8>().unwrap_err();
/// let error = CustomError::new(ErrorClass::RangeError, "too far")
///     .with_code("E_FAR")
///     .with_name("DistanceError")
///     .with_source(cause);
/// assert_eq!((error.name(), error.code()), (Some("DistanceError"), Some("E_FAR")));
/// assert_eq!(error.class(), ErrorClass::RangeError);
/// assert!(std::error::Error::source(&error).is_some());
///
/// // What a native function returns.
/// let error: Error = error.into();
/// assert_eq!(error.to_string(), "too far");
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CustomError {
    class: ErrorClass,
    name: Option<Cow<'static, str>>,
    code: Option<Cow<'static, str>>,
    message: Cow<'static, str>,
    source: Option<BoxError>,
}

impl CustomError {
    /// An error of this class with this message.
    pub fn new(class: ErrorClass, message: impl Into<Cow<'static, str>>) -> CustomError {
        CustomError {
            class,
            name: None,
            code: None,
            message: message.into(),
            source: None,
        }
    }

    /// What an error and its sources say.
    pub(super) fn retold(error: &(dyn std::error::Error + 'static), depth: usize) -> CustomError {
        let told = CustomError::new(ErrorClass::Error, error.to_string());
        match error.source() {
            Some(source) if depth < super::throw::MOST_CAUSES => {
                told.with_source(CustomError::retold(source, depth + 1))
            }
            _ => told,
        }
    }

    /// The error with a `code`.
    pub fn with_code(mut self, code: impl Into<Cow<'static, str>>) -> CustomError {
        self.code = Some(code.into());
        self
    }

    /// The error with a `name` of its own, in place of its class's.
    pub fn with_name(mut self, name: impl Into<Cow<'static, str>>) -> CustomError {
        self.name = Some(name.into());
        self
    }

    /// The error with a `source()`, which JavaScript sees as `cause`.
    pub fn with_source(mut self, source: impl Into<BoxError>) -> CustomError {
        self.source = Some(source.into());
        self
    }

    /// The class of the JavaScript error that this becomes.
    pub fn class(&self) -> ErrorClass {
        self.class
    }

    /// The `name`, or `None` where it is the class's.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The `code`, or `None`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl From<CustomError> for super::Error {
    fn from(error: CustomError) -> super::Error {
        super::Error::Custom(Box::new(error))
    }
}

/// An error of Rust that says what it is in JavaScript. `#[derive(JsError)]` implements it, and the
/// conversion into [`Error`](crate::Error); by hand, write that as `Error::described(error)`.
///
/// Its `source()` becomes `cause`, its `Display` the `message`.
///
/// ```
/// use nodeapi::{ErrorClass, JsError, prelude::*};
///
/// #[derive(Debug)]
/// struct TooFar;
///
/// impl std::fmt::Display for TooFar {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("too far")
///     }
/// }
/// impl std::error::Error for TooFar {}
///
/// impl JsError for TooFar {
///     fn class(&self) -> ErrorClass {
///         ErrorClass::RangeError
///     }
///     fn name(&self) -> Option<&str> {
///         Some("DistanceError")
///     }
///     fn code(&self) -> Option<&str> {
///         Some("E_FAR")
///     }
///     fn set_properties<'s>(&self, env: &mut Env<'s>, error: Object<'s>) -> Result<()> {
///         error.set(env, "limit", 80)
///     }
/// }
///
/// let error = Error::described(TooFar);
/// assert_eq!((error.class(), error.code()), (ErrorClass::RangeError, Some("E_FAR")));
/// # #[cfg(feature = "host")]
/// nodeapi::Runtime::new()?.with(|env| {
///     let error: Object = error.into_value(env).to(env)?;
///     assert_eq!(error.get::<String>(env, "name")?, "DistanceError");
///     assert_eq!(error.get::<u32>(env, "limit")?, 80);
///     Ok(())
/// })?;
/// # Ok::<(), Error>(())
/// ```
pub trait JsError: std::error::Error + Send + Sync + 'static {
    /// The class of the JavaScript error.
    fn class(&self) -> ErrorClass {
        ErrorClass::Error
    }

    /// Its `name`, where it is not the class's.
    fn name(&self) -> Option<&str> {
        None
    }

    /// Its `code`, if it has one.
    fn code(&self) -> Option<&str> {
        None
    }

    /// Sets further properties of the error that is being made.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what conversions say.
    fn set_properties<'s>(&self, env: &mut Env<'s>, error: Object<'s>) -> Result<()> {
        let _ = (env, error);
        Ok(())
    }
}
