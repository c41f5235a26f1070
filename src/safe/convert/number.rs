//! Numbers: exact, or an error.

use super::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::{BigInt, JsValue, Value, ValueType, mismatch, read_number};
use nodeapi_sys as sys;

/// The integers up to which JavaScript's numbers tell each one from the next.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

macro_rules! floats {
    ($($float:ty),*) => { $(
        impl<'s> FromJs<'s> for $float {
            #[inline]
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                match read_number(env, value) {
                    Some(number) => Ok(number as $float),
                    None => Err(mismatch(env, "a number", value)),
                }
            }
        }
        impl<'s> IntoJs<'s> for $float {
            #[inline]
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                Ok(env.number(f64::from(self)).as_value())
            }
        }
        by_reference!($float);
    )* };
}

/// What borrowed slices of numbers need.
macro_rules! by_reference {
    ($number:ty) => {
        impl<'s> IntoJs<'s> for &$number {
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                (*self).into_js(env)
            }
        }
    };
}

/// Integers that an `f64` holds exactly.
macro_rules! small_integers {
    ($($integer:ty: $expected:literal, $create:ident($wide:ty);)*) => { $(
        impl<'s> FromJs<'s> for $integer {
            #[inline]
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                if let Some(number) = read_number(env, value) {
                    // The cast saturates, and makes 0 of NaN; it loses nothing where it can be undone.
                    let integer = number as $integer;
                    if f64::from(integer) == number {
                        return Ok(integer);
                    }
                }
                Err(mismatch(env, $expected, value))
            }
        }
        impl<'s> IntoJs<'s> for $integer {
            #[inline]
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                let mut result = std::ptr::null_mut();
                let number = <$wide>::from(self);
                // SAFETY: the environment is live; the answer is a handle of its innermost scope.
                let status = unsafe { sys::$create(env.raw(), number, &mut result) };
                env.check(status, stringify!($create))?;
                // SAFETY: as above.
                Ok(unsafe { Value::new(result) })
            }
        }
        by_reference!($integer);
    )* };
}

/// Integers that an `f64` does not always hold: numbers up to 2^53 - 1, or BigInts.
macro_rules! large_integers {
    ($($integer:ty: $expected:literal, $to:ident;)*) => { $(
        impl<'s> FromJs<'s> for $integer {
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                if let Some(number) = read_number(env, value) {
                    let integer = number as $integer;
                    if number.abs() <= MAX_SAFE && integer as f64 == number {
                        return Ok(integer);
                    }
                } else if value.type_of(env) == ValueType::BigInt {
                    // SAFETY: the value has just been seen to be a BigInt.
                    let integer = unsafe { BigInt::new(value.raw()) }.$to(env);
                    if let Some(integer) = integer.and_then(|integer| integer.try_into().ok()) {
                        return Ok(integer);
                    }
                }
                Err(mismatch(env, $expected, value))
            }
        }
        impl<'s> IntoJs<'s> for $integer {
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                let number = self as f64;
                if number.abs() > MAX_SAFE {
                    return Err(Error::range_error(format!(
                        "{self} does not fit a JavaScript number exactly; make a BigInt of it"
                    )));
                }
                Ok(env.number(number).as_value())
            }
        }
        by_reference!($integer);
    )* };
}

floats!(f64, f32);
small_integers! {
    i8: "an integer from -128 to 127", napi_create_int32(i32);
    i16: "an integer from -32768 to 32767", napi_create_int32(i32);
    i32: "a 32-bit integer", napi_create_int32(i32);
    u8: "an integer from 0 to 255", napi_create_uint32(u32);
    u16: "an integer from 0 to 65535", napi_create_uint32(u32);
    u32: "an unsigned 32-bit integer", napi_create_uint32(u32);
}
large_integers! {
    i64: "an integer up to ±(2^53 - 1), or a 64-bit BigInt", to_i64;
    u64: "an unsigned integer up to 2^53 - 1, or an unsigned 64-bit BigInt", to_u64;
    isize: "an integer up to ±(2^53 - 1), or a 64-bit BigInt", to_i64;
    usize: "an unsigned integer up to 2^53 - 1, or an unsigned 64-bit BigInt", to_u64;
}
