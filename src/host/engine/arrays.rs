//! Arrays.

use super::{Outcome, Values};

/// Arrays.
pub(crate) trait Arrays: Values {
    /// An array of a length, all holes.
    fn array(&self, length: u32) -> Outcome<Self::Value>;

    /// Whether the value is an array. A proxy of one is not.
    fn is_array(&self, value: Self::Value) -> bool;

    /// An array's length.
    fn array_length(&self, array: Self::Value) -> u32;
}
