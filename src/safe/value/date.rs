//! Dates.

use super::{JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result, TypeMismatch};
use nodeapi_sys as sys;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The milliseconds from 1970-01-01 that a `Date` reaches in both directions.
const MAX_TIME: f64 = 8.64e15;

values! {
    /// A JavaScript `Date`. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{Date, prelude::*};
    /// use std::time::{Duration, SystemTime, UNIX_EPOCH};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let date = env.date(1.5e12)?;
    ///     assert_eq!(date.get_time(env), 1.5e12);
    ///
    ///     // Conversions read valid dates as Rust's times, and make dates of these.
    ///     let time: SystemTime = date.as_value().to(env)?;
    ///     assert_eq!(time, UNIX_EPOCH + Duration::from_millis(1_500_000_000_000));
    ///     let source = env.string("new Date('no date')")?;
    ///     let invalid: Date = env.run_script(source)?;
    ///     assert!(invalid.get_time(env).is_nan());
    ///     assert!(invalid.as_value().to::<SystemTime>(env).is_err());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
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
    /// Makes a [`Date`] of milliseconds since 1970-01-01 UTC (`napi_create_date`).
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

impl<'s> FromJs<'s> for SystemTime {
    /// The time of a `Date`, which must be a valid one.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let time = valid_time(env, value)?;
        let distance = Duration::from_millis(time.unsigned_abs());
        let system = if time < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        system.ok_or_else(|| Error::range_error("the operating system does not know this time"))
    }
}

impl<'s> IntoJs<'s> for SystemTime {
    /// A `Date`; a `RangeError` where it does not reach that far. Parts of milliseconds are cut off.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        let milliseconds = match self.duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_millis() as f64,
            // Towards the past, as `Math.floor` does.
            Err(before) => -(before.duration().as_nanos().div_ceil(1_000_000) as f64),
        };
        in_range(env, milliseconds)
    }
}

/// The milliseconds of a `Date` that is a valid one.
fn valid_time<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<i64> {
    let time = Date::from_js(env, value)?.get_time(env);
    if time.is_nan() {
        return Err(TypeMismatch::new("a valid Date", "an invalid one").into());
    }
    Ok(time as i64)
}

fn in_range<'s>(env: &mut Env<'s>, milliseconds: f64) -> Result<Value<'s>> {
    if milliseconds.abs() > MAX_TIME {
        return Err(Error::range_error("a Date does not reach that far"));
    }
    Ok(env.date(milliseconds)?.as_value())
}

/// Dates of the crate `chrono`.
#[cfg(feature = "chrono")]
mod with_chrono {
    use super::{in_range, valid_time};
    use crate::safe::convert::{FromJs, IntoJs};
    use crate::safe::env::Env;
    use crate::safe::error::{Error, Result};
    use crate::safe::value::Value;
    use chrono::{DateTime, TimeZone, Utc};

    impl<'s> FromJs<'s> for DateTime<Utc> {
        /// The time of a `Date`, which must be a valid one.
        fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
            let time = valid_time(env, value)?;
            DateTime::from_timestamp_millis(time)
                .ok_or_else(|| Error::range_error("`chrono` does not know this time"))
        }
    }

    impl<'s, Zone: TimeZone> IntoJs<'s> for DateTime<Zone> {
        /// A `Date`, which has no time zone; a `RangeError` where it does not reach that far.
        fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
            in_range(env, self.timestamp_millis() as f64)
        }
    }
}
