//! Dates.

use super::{JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;

values! {
    /// A JavaScript `Date`.
    Date;
}
is_object!(Date);

impl Date<'_> {
    /// Milliseconds since 1970-01-01 UTC, or NaN for an invalid date (`napi_get_date_value`).
    pub fn get_time(self, env: &Env<'_>) -> f64 {
        let mut answer = 0.0;
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_get_date_value(env.raw(), self.raw(), &mut answer) };
        env.must(status, "napi_get_date_value");
        answer
    }
}

impl<'s> Env<'s> {
    /// Makes a `Date` of milliseconds since 1970-01-01 UTC (`napi_create_date`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn date(&self, milliseconds: f64) -> Result<Date<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_date(self.raw(), milliseconds, &mut result) };
        self.check(status, "napi_create_date")?;
        // SAFETY: as above, and it is a `Date`.
        Ok(unsafe { Date::new(result) })
    }
}

impl<'s> FromJs<'s> for Date<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_date(env) {
            // SAFETY: the value has just been seen to be a `Date`.
            Ok(unsafe { Date::new(value.raw()) })
        } else {
            Err(mismatch(env, "a Date", value))
        }
    }
}
