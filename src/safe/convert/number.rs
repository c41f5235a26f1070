//! Numbers: exact, or an error.

use super::{Detached, FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::{BigInt, JsValue, Value, ValueType, mismatch, read_number};
use nodeapi_sys as sys;
use std::num::{Saturating, Wrapping};

/// The integers up to which JavaScript's numbers tell each one from the next.
const MAX_SAFE: f64 = SAFE as f64;
const SAFE: u64 = (1 << 53) - 1;

macro_rules! floats {
    ($($float:ty),*) => { $(
        impl<'s> FromJs<'s> for $float {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            #[inline]
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                match read_number(env, value) {
                    Some(number) => Ok(number as $float),
                    None => Err(mismatch(env, "a number", value)),
                }
            }
        }
        impl<'s> IntoJs<'s> for $float {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                let number = i64::try_from(self).ok().filter(|it| it.unsigned_abs() <= SAFE);
                let Some(number) = number else {
                    return Err(Error::range_error(format!(
                        "{self} does not fit a JavaScript number exactly; make a BigInt of it"
                    )));
                };
                // SAFETY: the environment is live; what the host makes is a value.
                unsafe {
                    env.made("napi_create_int64", |result| {
                        sys::napi_create_int64(env.raw(), number, result)
                    })
                }
            }
        }
        by_reference!($integer);
    )* };
}

/// Integers that no `f64` holds: BigInts, or numbers up to 2^53 - 1.
macro_rules! huge_integers {
    ($($integer:ty: $expected:literal, $to:ident, $make:ident;)*) => { $(
        impl<'s> FromJs<'s> for $integer {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                if let Some(number) = read_number(env, value) {
                    let integer = number as $integer;
                    if number.abs() <= MAX_SAFE && integer as f64 == number {
                        return Ok(integer);
                    }
                } else if value.type_of(env) == ValueType::BigInt {
                    // SAFETY: the value has just been seen to be a BigInt.
                    if let Some(integer) = unsafe { BigInt::new(value.raw()) }.$to(env) {
                        return Ok(integer);
                    }
                }
                Err(mismatch(env, $expected, value))
            }
        }
        impl<'s> IntoJs<'s> for $integer {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            /// A BigInt, whatever the number.
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                Ok(env.$make(self)?.as_value())
            }
        }
        by_reference!($integer);
    )* };
}

/// `Saturating`, and what the results of both are.
macro_rules! fitted {
    ($($integer:ty)*) => { $(
        impl<'s> FromJs<'s> for Saturating<$integer> {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            /// A number, cut off after the point and at the ends of the range; NaN is 0.
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                match read_number(env, value) {
                    Some(number) => Ok(Saturating(number as $integer)),
                    None => Err(mismatch(env, "a number", value)),
                }
            }
        }
        impl<'s> IntoJs<'s> for Saturating<$integer> {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                self.0.into_js(env)
            }
        }
        impl<'s> IntoJs<'s> for Wrapping<$integer> {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                self.0.into_js(env)
            }
        }
    )* };
}

macro_rules! wrapping {
    ($($integer:ty)*) => { $(
        impl<'s> FromJs<'s> for Wrapping<$integer> {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            /// A number, cut off after the point and then to its low bits, as `number | 0` does; NaN
            /// and the infinities are 0.
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                match low_bits(env, value) {
                    Some(bits) => Ok(Wrapping(bits as $integer)),
                    None => Err(mismatch(env, "a number", value)),
                }
            }
        }
    )* };
}

/// The two for which Node-API does it.
macro_rules! wrapping_by_host {
    ($($integer:ty: $read:ident;)*) => { $(
        impl<'s> FromJs<'s> for Wrapping<$integer> {
            // SAFETY: a number keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };

            /// `number | 0`, or `number >>> 0`.
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                let mut integer = 0;
                // SAFETY: the environment is live, and so is the handle.
                let status = unsafe { sys::$read(env.raw(), value.raw(), &mut integer) };
                if status == sys::napi_ok {
                    Ok(Wrapping(integer))
                } else {
                    Err(mismatch(env, "a number", value))
                }
            }
        }
    )* };
}

/// A number, cut off after the point, modulo 2^64.
fn low_bits(env: &Env<'_>, value: Value<'_>) -> Option<u64> {
    let number = read_number(env, value)?;
    // From 2^116 on, all of the 64 low bits are 0; the infinities are among them.
    if number.abs() < 2_f64.powi(116) {
        Some(number as i128 as u64)
    } else {
        Some(0)
    }
}

wrapping_by_host! {
    i32: napi_get_value_int32;
    u32: napi_get_value_uint32;
}
wrapping!(i8 i16 i64 isize u8 u16 u64 usize);
fitted!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
huge_integers! {
    i128: "an integer up to ±(2^53 - 1), or a 128-bit BigInt", to_i128, bigint_i128;
    u128: "an unsigned integer up to 2^53 - 1, or an unsigned 128-bit BigInt", to_u128, bigint_u128;
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
