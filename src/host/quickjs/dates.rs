//! Dates.

use super::QuickJs;
use crate::host::engine::{Dates, Outcome, Primitives};
use rquickjs::qjs::{self, JSValue};

impl Dates for QuickJs {
    fn date(&self, milliseconds: f64) -> Outcome<JSValue> {
        // SAFETY: the context is live.
        self.outcome(unsafe { qjs::JS_NewDate(self.context, milliseconds) })
    }

    fn as_date(&self, value: JSValue) -> Option<f64> {
        // SAFETY: a live value of this engine.
        if !unsafe { qjs::JS_IsDate(value) } {
            return None;
        }
        let number = self
            .call_intrinsic(self.intrinsics.date_value_of, value, &[])
            .ok()?;
        self.as_number(number)
    }
}
