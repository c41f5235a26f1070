//! Booleans and numbers.

use super::{JsValue, Value, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;

values! {
    /// A JavaScript boolean. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{Boolean, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     assert!(env.boolean(true).get(env));
    ///     let source = env.string("1 > 2")?;
    ///     let answer: Boolean = env.run_script(source)?;
    ///     assert!(!answer.get(env));
    ///     // Where nothing is done with the handle, there is no need of one.
    ///     assert!(!answer.as_value().to::<bool>(env)?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Boolean;
    /// A JavaScript number. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{Number, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     assert_eq!(env.number(0.5).get(env), 0.5);
    ///     let source = env.string("2 ** 40")?;
    ///     let number: Number = env.run_script(source)?;
    ///     assert_eq!(number.get(env), 1_099_511_627_776.0);
    ///     // Where nothing is done with the handle, there is no need of one.
    ///     assert_eq!(number.as_value().to::<u64>(env)?, 1 << 40);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Number;
}

impl Boolean<'_> {
    /// The boolean's value (`napi_get_value_bool`).
    pub fn get(self, env: &Env<'_>) -> bool {
        let mut answer = false;
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_get_value_bool(env.raw(), self.raw(), &mut answer) };
        env.must(status, "napi_get_value_bool");
        answer
    }
}

impl Number<'_> {
    /// The number's value (`napi_get_value_double`).
    pub fn get(self, env: &Env<'_>) -> f64 {
        let mut answer = 0.0;
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_get_value_double(env.raw(), self.raw(), &mut answer) };
        env.must(status, "napi_get_value_double");
        answer
    }
}

impl<'s> Env<'s> {
    /// Makes a [`Number`] (`napi_create_double`).
    #[inline]
    pub fn number(&self, number: f64) -> Number<'s> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_double(self.raw(), number, &mut result) };
        self.must(status, "napi_create_double");
        // SAFETY: as above, and it is a number.
        unsafe { Number::new(result) }
    }

    /// `true` or `false`, as a [`Boolean`] (`napi_get_boolean`).
    #[inline]
    pub fn boolean(&self, value: bool) -> Boolean<'s> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_get_boolean(self.raw(), value, &mut result) };
        self.must(status, "napi_get_boolean");
        // SAFETY: as above, and it is a boolean.
        unsafe { Boolean::new(result) }
    }
}

/// The value's number, or `None` where it is none.
#[inline]
pub(crate) fn read_number(env: &Env<'_>, value: Value<'_>) -> Option<f64> {
    let mut answer = 0.0;
    // SAFETY: the environment is live, and so is the handle.
    let status = unsafe { sys::napi_get_value_double(env.raw(), value.raw(), &mut answer) };
    (status == sys::napi_ok).then_some(answer)
}

/// The value's boolean, or `None` where it is none.
#[inline]
pub(crate) fn read_bool(env: &Env<'_>, value: Value<'_>) -> Option<bool> {
    let mut answer = false;
    // SAFETY: the environment is live, and so is the handle.
    let status = unsafe { sys::napi_get_value_bool(env.raw(), value.raw(), &mut answer) };
    (status == sys::napi_ok).then_some(answer)
}

impl<'s> FromJs<'s> for Number<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match read_number(env, value) {
            // SAFETY: the value has just been seen to be a number.
            Some(_) => Ok(unsafe { Number::new(value.raw()) }),
            None => Err(mismatch(env, "a number", value)),
        }
    }
}

impl<'s> FromJs<'s> for Boolean<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match read_bool(env, value) {
            // SAFETY: the value has just been seen to be a boolean.
            Some(_) => Ok(unsafe { Boolean::new(value.raw()) }),
            None => Err(mismatch(env, "a boolean", value)),
        }
    }
}
