//! Errors and exceptions.

use super::QuickJs;
use crate::host::engine::{ErrorKind, Errors, Outcome, Thrown};
use rquickjs::qjs::{self, JSValue};

impl Errors for QuickJs {
    fn error(&self, kind: ErrorKind, message: JSValue) -> Outcome<JSValue> {
        let constructor = match kind {
            ErrorKind::Error => self.intrinsics.error,
            ErrorKind::TypeError => self.intrinsics.type_error,
            ErrorKind::RangeError => self.intrinsics.range_error,
            ErrorKind::SyntaxError => self.intrinsics.syntax_error,
        };
        let mut arguments = [message];
        // SAFETY: live values of this engine; it only reads the arguments.
        self.outcome(unsafe {
            qjs::JS_CallConstructor(self.context, constructor, 1, arguments.as_mut_ptr())
        })
    }

    fn is_error(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsError(value) }
    }

    fn throw(&self, value: JSValue) -> Thrown {
        // SAFETY: a live value of this engine, which takes it over.
        unsafe { qjs::JS_Throw(self.context, value) };
        Thrown
    }

    fn take_exception(&self) -> JSValue {
        // SAFETY: the context is live.
        unsafe { qjs::JS_GetException(self.context) }
    }
}
