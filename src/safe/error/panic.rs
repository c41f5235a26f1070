//! Panics: never across C, never an abort.

use super::{CustomError, Error, ErrorClass};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the caught panic becomes in JavaScript: an `Error` with the message `panicked: …`.
pub(crate) fn panicked(payload: Box<dyn Any + Send>) -> Error {
    let message = match payload.downcast::<&'static str>() {
        Ok(text) => format!("panicked: {text}"),
        Err(payload) => match payload.downcast::<String>() {
            Ok(text) => format!("panicked: {text}"),
            Err(payload) => {
                // A payload of a foreign type may panic in its turn where it is dropped.
                std::mem::forget(payload);
                "panicked".to_owned()
            }
        },
    };
    CustomError::new(ErrorClass::Error, message).into()
}

/// Runs what nobody waits for, as finalizers are: a panic has been reported by the panic hook and
/// ends here.
pub(crate) fn contain(f: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(f)) {
        // As in `panicked`: dropping it might panic.
        std::mem::forget(payload);
    }
}
