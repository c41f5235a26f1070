//! Errors and exceptions.

use super::{Outcome, Thrown, Values};

/// The error constructors that Node-API makes errors by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    Error,
    TypeError,
    RangeError,
    SyntaxError,
}

/// Errors and exceptions.
pub(crate) trait Errors: Values {
    /// A new error; the message is a string value.
    fn error(&self, kind: ErrorKind, message: Self::Value) -> Outcome<Self::Value>;

    /// Whether the value is an error object.
    fn is_error(&self, value: Self::Value) -> bool;

    /// Makes the value, which it takes over, the pending exception.
    fn throw(&self, value: Self::Value) -> Thrown;

    /// Takes the pending exception.
    fn take_exception(&self) -> Self::Value;

    /// Forgets the pending exception.
    fn discard_exception(&self) {
        self.free(self.take_exception());
    }
}
