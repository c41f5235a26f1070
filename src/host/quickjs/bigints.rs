//! BigInts. Up to 64 bits the engine has functions; wider ones travel as hexadecimal text.

use super::QuickJs;
use crate::host::engine::{BigInts, Outcome, Primitives, Strings, Values};
use rquickjs::qjs::{self, JSValue};
use std::fmt::Write;

/// Hexadecimal digits in a word.
const DIGITS: usize = 16;

impl BigInts for QuickJs {
    fn bigint_i64(&self, number: i64) -> Outcome<JSValue> {
        // SAFETY: the context is live.
        self.outcome(unsafe { qjs::JS_NewBigInt64(self.context, number) })
    }

    fn bigint_u64(&self, number: u64) -> Outcome<JSValue> {
        // SAFETY: the context is live.
        self.outcome(unsafe { qjs::JS_NewBigUint64(self.context, number) })
    }

    fn bigint_words(&self, negative: bool, words: &[u64]) -> Outcome<JSValue> {
        let mut text = String::with_capacity(2 + words.len().max(1) * DIGITS);
        text.push_str("0x0");
        for word in words.iter().rev() {
            write!(text, "{word:016x}").expect("a string takes all");
        }
        let text = self.string(&text)?;
        let positive = self.call_intrinsic(self.intrinsics.bigint, Self::UNDEFINED, &[text]);
        self.free(text);
        let positive = positive?;
        if !negative {
            return Ok(positive);
        }
        let negative = self.call_intrinsic(self.intrinsics.negate, Self::UNDEFINED, &[positive]);
        self.free(positive);
        negative
    }

    fn bigint_low(&self, bigint: JSValue) -> u64 {
        let mut low = 0;
        // SAFETY: a live BigInt of this engine, whose low bits this gives without throwing.
        unsafe { qjs::JS_ToBigInt64(self.context, &mut low, bigint) };
        low as u64
    }

    fn bigint_to_words(&self, bigint: JSValue) -> Outcome<(bool, Vec<u64>)> {
        let text =
            self.call_intrinsic(self.intrinsics.bigint_to_string, bigint, &[self.int32(16)])?;
        let words = self.with_utf8(text, |text| {
            let (negative, digits) = match text.strip_prefix(b"-") {
                Some(digits) => (true, digits),
                None => (false, text),
            };
            let word = |digits: &[u8]| {
                digits.iter().fold(0, |word, &digit| {
                    word << 4 | u64::from(char::from(digit).to_digit(16).unwrap_or(0))
                })
            };
            let words: Vec<u64> = digits.rchunks(DIGITS).map(word).collect();
            (negative, if words == [0] { Vec::new() } else { words })
        });
        self.free(text);
        words
    }
}
