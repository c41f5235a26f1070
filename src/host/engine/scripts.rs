//! Scripts.

use super::{Outcome, Values};

/// Scripts.
pub(crate) trait Scripts: Values {
    /// Runs a script in the global scope and gives its completion value.
    fn run_script(&self, source: &[u8], file_name: &str) -> Outcome<Self::Value>;
}
