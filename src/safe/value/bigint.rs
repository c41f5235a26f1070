//! BigInts.

use super::{JsValue, Value, ValueType, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;

values! {
    /// A JavaScript BigInt: an integer of any size.
    BigInt;
}

impl BigInt<'_> {
    /// The number, or `None` where it does not fit (`napi_get_value_bigint_int64`).
    pub fn to_i64(self, env: &Env<'_>) -> Option<i64> {
        let (mut number, mut lossless) = (0, false);
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe {
            sys::napi_get_value_bigint_int64(env.raw(), self.raw(), &mut number, &mut lossless)
        };
        env.must(status, "napi_get_value_bigint_int64");
        lossless.then_some(number)
    }

    /// The number, or `None` where it does not fit (`napi_get_value_bigint_uint64`).
    pub fn to_u64(self, env: &Env<'_>) -> Option<u64> {
        let (mut number, mut lossless) = (0, false);
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe {
            sys::napi_get_value_bigint_uint64(env.raw(), self.raw(), &mut number, &mut lossless)
        };
        env.must(status, "napi_get_value_bigint_uint64");
        lossless.then_some(number)
    }
}

impl<'s> Env<'s> {
    /// Makes a BigInt (`napi_create_bigint_int64`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn bigint_i64(&self, number: i64) -> Result<BigInt<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_bigint_int64(self.raw(), number, &mut result) };
        self.check(status, "napi_create_bigint_int64")?;
        // SAFETY: as above, and it is a BigInt.
        Ok(unsafe { BigInt::new(result) })
    }

    /// Makes a BigInt (`napi_create_bigint_uint64`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn bigint_u64(&self, number: u64) -> Result<BigInt<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_bigint_uint64(self.raw(), number, &mut result) };
        self.check(status, "napi_create_bigint_uint64")?;
        // SAFETY: as above, and it is a BigInt.
        Ok(unsafe { BigInt::new(result) })
    }
}

impl<'s> FromJs<'s> for BigInt<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            // SAFETY: the value has just been seen to be a BigInt.
            ValueType::BigInt => Ok(unsafe { BigInt::new(value.raw()) }),
            _ => Err(mismatch(env, "a BigInt", value)),
        }
    }
}
