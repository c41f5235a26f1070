//! BigInts.

use super::{JsValue, Value, ValueType, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;

values! {
    /// A JavaScript BigInt: an integer of any size. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{BigInt, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     assert_eq!(env.bigint_i64(-5)?.to_i64(env), Some(-5));
    ///     let large = env.bigint_u64(u64::MAX)?;
    ///     assert_eq!((large.to_u64(env), large.to_i64(env)), (Some(u64::MAX), None));
    ///
    ///     let huge = env.bigint_i128(-(1 << 100))?;
    ///     assert_eq!((huge.to_i128(env), huge.to_u128(env)), (Some(-(1 << 100)), None));
    ///     assert_eq!(env.bigint_u128(u128::MAX)?.to_u128(env), Some(u128::MAX));
    ///
    ///     // Larger ones have words of 64 bits: see `to_words`. Arguments and results need none of this:
    ///     // an `i64` reads a BigInt too, and an `i128` becomes one.
    ///     let source = env.string("2n ** 64n")?;
    ///     let number: BigInt = env.run_script(source)?;
    ///     assert_eq!(number.as_value().to::<i128>(env)?, 1 << 64);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
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

    /// The number, or `None` where it does not fit (`napi_get_value_bigint_words`).
    pub fn to_i128(self, env: &Env<'_>) -> Option<i128> {
        let (negative, magnitude) = self.magnitude(env)?;
        if negative {
            0_i128.checked_sub_unsigned(magnitude)
        } else {
            magnitude.try_into().ok()
        }
    }

    /// The number, or `None` where it does not fit (`napi_get_value_bigint_words`).
    pub fn to_u128(self, env: &Env<'_>) -> Option<u128> {
        let (negative, magnitude) = self.magnitude(env)?;
        (!negative || magnitude == 0).then_some(magnitude)
    }

    /// Whether the number is negative, and its magnitude in words of 64 bits, the least significant
    /// first (`napi_get_value_bigint_words`). There are no words where it is 0.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{BigInt, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let source = env.string("-(2n ** 64n)")?;
    ///     let number: BigInt = env.run_script(source)?;
    ///     assert_eq!(number.to_words(env), (true, vec![0, 1]));
    ///     assert_eq!(number.to_i64(env), None);
    ///     assert_eq!(number.to_i128(env), Some(-(1 << 64)));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn to_words(self, env: &Env<'_>) -> (bool, Vec<u64>) {
        let mut words = vec![0; self.word_count(env)];
        let (negative, count) = self.write_words(env, &mut words);
        words.truncate(count);
        (negative, words)
    }

    fn word_count(self, env: &Env<'_>) -> usize {
        let mut count = 0;
        // SAFETY: the environment is live, and so is the handle; without sign and words, the host
        // gives the number of words alone.
        let status = unsafe {
            sys::napi_get_value_bigint_words(
                env.raw(),
                self.raw(),
                std::ptr::null_mut(),
                &mut count,
                std::ptr::null_mut(),
            )
        };
        env.must(status, "napi_get_value_bigint_words");
        count
    }

    /// Fills the words; gives the sign, and how many of them are the number's.
    fn write_words(self, env: &Env<'_>, words: &mut [u64]) -> (bool, usize) {
        let (mut sign, mut count) = (0, words.len());
        // SAFETY: the environment is live, and so is the handle; the host writes at most `count`
        // words.
        let status = unsafe {
            sys::napi_get_value_bigint_words(
                env.raw(),
                self.raw(),
                &mut sign,
                &mut count,
                words.as_mut_ptr(),
            )
        };
        env.must(status, "napi_get_value_bigint_words");
        (sign != 0, count.min(words.len()))
    }

    fn magnitude(self, env: &Env<'_>) -> Option<(bool, u128)> {
        if self.word_count(env) > 2 {
            return None;
        }
        let mut words = [0; 2];
        let (negative, count) = self.write_words(env, &mut words);
        words[count..].fill(0);
        Some((negative, u128::from(words[1]) << 64 | u128::from(words[0])))
    }
}

impl<'s> Env<'s> {
    /// Makes a [`BigInt`] (`napi_create_bigint_int64`).
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

    /// Makes a [`BigInt`] (`napi_create_bigint_uint64`).
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

impl<'s> Env<'s> {
    /// Makes a [`BigInt`] of a number of up to 128 bits (`napi_create_bigint_words`). Takes
    /// `&mut Env`, as [`Env::bigint_words`] does.
    ///
    /// # Errors
    ///
    /// As [`Env::bigint_words`].
    pub fn bigint_i128(&mut self, number: i128) -> Result<BigInt<'s>> {
        self.bigint_words(number < 0, &halves(number.unsigned_abs()))
    }

    /// Makes a [`BigInt`] of a number of up to 128 bits (`napi_create_bigint_words`). Takes
    /// `&mut Env`, as [`Env::bigint_words`] does.
    ///
    /// # Errors
    ///
    /// As [`Env::bigint_words`].
    pub fn bigint_u128(&mut self, number: u128) -> Result<BigInt<'s>> {
        self.bigint_words(false, &halves(number))
    }

    /// Makes a BigInt of its sign and its magnitude in words of 64 bits, the least significant first
    /// (`napi_create_bigint_words`). Takes `&mut Env`: hosts throw where it is too big.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception), a `RangeError`, where the engine has no BigInt
    /// of that size.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let number = env.bigint_words(true, &[5, 0, 1])?;
    ///     let text = number.as_value().coerce_to_string(env)?.to_string(env)?;
    ///     assert_eq!(text, "-340282366920938463463374607431768211461");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn bigint_words(&mut self, negative: bool, words: &[u64]) -> Result<BigInt<'s>> {
        // Hosts differ in what a negative 0 is; there is none.
        let count = words
            .iter()
            .rposition(|word| *word != 0)
            .map_or(0, |at| at + 1);
        if count == 0 {
            return self.bigint_u64(0);
        }
        let raw = self.raw();
        // SAFETY: the environment is live, and the host reads `count` words; what it makes is a
        // BigInt.
        unsafe {
            self.made("napi_create_bigint_words", |result| {
                let sign = i32::from(negative);
                sys::napi_create_bigint_words(raw, sign, count, words.as_ptr(), result)
            })
        }
    }
}

fn halves(number: u128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
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
