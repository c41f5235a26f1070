//! Symbols.

use super::{Outcome, Values};

/// Symbols.
pub(crate) trait Symbols: Values {
    /// A new symbol; the description is a string value.
    fn symbol(&self, description: Option<Self::Value>) -> Outcome<Self::Value>;

    /// The registered symbol of a key, a string value, as `Symbol.for` has it.
    fn symbol_for(&self, key: Self::Value) -> Outcome<Self::Value>;
}
