//! Strings in and out of the three encodings.

use super::{Outcome, Values};

/// Strings.
pub(crate) trait Strings: Values {
    /// A string from UTF-8; what is not UTF-8 becomes U+FFFD as the WHATWG decoder has it.
    /// Throws where the string is too long.
    fn string_utf8(&self, bytes: &[u8]) -> Outcome<Self::Value>;

    /// A string from ISO-8859-1.
    fn string_latin1(&self, bytes: &[u8]) -> Outcome<Self::Value>;

    /// A string from UTF-16 units; lone surrogates stay.
    fn string_utf16(&self, units: &[u16]) -> Outcome<Self::Value>;

    /// Whether the value is a string.
    fn is_string(&self, value: Self::Value) -> bool;

    /// Lends the string as UTF-8; a lone surrogate is U+FFFD. Throws where memory is short.
    fn with_utf8<R>(&self, string: Self::Value, f: impl FnOnce(&[u8]) -> R) -> Outcome<R>;

    /// Lends the string as UTF-16 units. Throws where memory is short.
    fn with_utf16<R>(&self, string: Self::Value, f: impl FnOnce(&[u16]) -> R) -> Outcome<R>;
}
