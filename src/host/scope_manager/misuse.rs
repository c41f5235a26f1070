//! How handles and scopes are misused, in words.

use std::fmt;

/// What is wrong with a handle or a scope; `used`, `made` and `closed` are functions of Node-API, or
/// empty where that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misuse {
    /// A value was used after its handle scope was closed.
    UseAfterScope {
        used: &'static str,
        made: &'static str,
        closed: &'static str,
    },
    /// A value of another runtime, or one whose scope was closed so long ago that nothing is known
    /// of it.
    ForeignHandle { used: &'static str },
    /// A handle scope was closed that is not open.
    ScopeMismatch { used: &'static str },
    /// A callback returned with a handle scope of its own still open.
    UnbalancedScopes,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = match self {
            Misuse::UseAfterScope { used, .. }
            | Misuse::ForeignHandle { used }
            | Misuse::ScopeMismatch { used } => *used,
            Misuse::UnbalancedScopes => "",
        };
        if !used.is_empty() {
            write!(f, "{used}: ")?;
        }
        match self {
            Misuse::UseAfterScope { made, closed, .. } => {
                f.write_str("a value was used after its handle scope was closed")?;
                if !made.is_empty() {
                    write!(f, "; {made} made it")?;
                }
                if !closed.is_empty() {
                    write!(f, ", {closed} closed the scope")?;
                }
                Ok(())
            }
            Misuse::ForeignHandle { .. } => f.write_str(
                "a value was used that is not of this runtime, or whose scope closed long ago",
            ),
            Misuse::ScopeMismatch { .. } => f.write_str(
                "a handle scope was closed that is not open: closed twice, or never opened here",
            ),
            Misuse::UnbalancedScopes => {
                f.write_str("a callback returned with a handle scope of its own still open")
            }
        }
    }
}

impl std::error::Error for Misuse {}
