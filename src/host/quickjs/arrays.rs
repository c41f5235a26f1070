//! Arrays.

use super::QuickJs;
use crate::host::engine::{Arrays, Outcome, Values};
use rquickjs::qjs::{self, JSValue};

impl Arrays for QuickJs {
    fn array(&self, length: u32) -> Outcome<JSValue> {
        // SAFETY: the context is live.
        let array = self.outcome(unsafe { qjs::JS_NewArray(self.context) })?;
        if length > 0 {
            // SAFETY: a live array of this engine.
            let set = unsafe { qjs::JS_SetLength(self.context, array, i64::from(length)) };
            if let Err(thrown) = self.flag(set) {
                self.free(array);
                return Err(thrown);
            }
        }
        Ok(array)
    }

    fn is_array(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsArray(value) }
    }

    fn array_length(&self, array: JSValue) -> u32 {
        let mut length = 0;
        // SAFETY: a live array of this engine; its length is its own plain property.
        unsafe { qjs::JS_GetLength(self.context, array, &mut length) };
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}
