//! Scripts.

use super::{Outcome, Values};

/// Scripts.
pub(crate) trait Scripts: Values {
    /// Runs a script in the global scope and gives its completion value.
    fn run_script(&self, source: &[u8], file_name: &str) -> Outcome<Self::Value>;

    /// Runs a script that this engine compiled earlier, and gives its completion value.
    ///
    /// # Safety
    ///
    /// The bytes are what this version of the engine wrote.
    unsafe fn run_bytecode(&self, bytecode: &[u8]) -> Outcome<Self::Value>;
}
