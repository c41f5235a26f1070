//! Dates.

use super::{Outcome, Values};

/// Dates.
pub(crate) trait Dates: Values {
    /// A `Date` of milliseconds since 1970, UTC.
    fn date(&self, milliseconds: f64) -> Outcome<Self::Value>;

    /// What a `Date` holds, in milliseconds since 1970, UTC; `None` for anything else.
    fn as_date(&self, value: Self::Value) -> Option<f64>;
}
