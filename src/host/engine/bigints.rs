//! BigInts.

use super::{Outcome, Values};

/// BigInts.
pub(crate) trait BigInts: Values {
    /// A BigInt from a signed 64-bit integer.
    fn bigint_i64(&self, number: i64) -> Outcome<Self::Value>;

    /// A BigInt from an unsigned 64-bit integer.
    fn bigint_u64(&self, number: u64) -> Outcome<Self::Value>;

    /// A BigInt from a sign and 64-bit words, least significant first. Throws a `RangeError` where
    /// it is too wide.
    fn bigint_words(&self, negative: bool, words: &[u64]) -> Outcome<Self::Value>;

    /// The low 64 bits of a BigInt, as two's complement has them.
    fn bigint_low(&self, bigint: Self::Value) -> u64;

    /// A BigInt's sign and words, least significant first, without zeros at the end.
    fn bigint_to_words(&self, bigint: Self::Value) -> Outcome<(bool, Vec<u64>)>;
}
