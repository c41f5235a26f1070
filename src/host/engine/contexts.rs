//! Contexts: sets of globals beside the engine's own.

use super::{Outcome, Values};
use std::time::Instant;

/// A script to be run.
#[derive(Clone, Copy)]
pub(crate) struct ScriptSource<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) file_name: &'a str,
    /// The number of its first line, for the places that errors name.
    pub(crate) first_line: i32,
}

/// Contexts. Their values are like any others: functions of one call those of another.
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "they are for Node.js's `vm`")
)]
pub(crate) trait Contexts: Values {
    /// A context with globals of its own. What a script does not find among them it finds in
    /// `object`; and what it assigns that is none of them becomes a property of that. Gives what
    /// stands for the context, and keeps it alive.
    fn new_context(&self, object: Self::Value) -> Outcome<Self::Value>;

    /// The global object of a context; `None` where the value stands for none.
    fn context_global(&self, context: Self::Value) -> Option<Self::Value>;

    /// Runs a script in a context that stands for one, or in the engine's own; `None` where the
    /// deadline has ended it.
    fn run_script_in(
        &self,
        context: Option<Self::Value>,
        script: ScriptSource<'_>,
        deadline: Option<Instant>,
    ) -> Outcome<Option<Self::Value>>;

    /// Throws if the script is not well-formed; a `SyntaxError` of the context.
    fn check_script(&self, context: Option<Self::Value>, script: ScriptSource<'_>) -> Outcome<()>;
}
