//! Conversions between Rust and JavaScript: strict, and with errors that say where.

mod args;
mod collections;
mod detached;
mod either;
mod from_js;
mod into_js;
mod json;
mod nullable;
mod number;
mod text;
#[cfg(feature = "serde")]
mod with_serde;

pub use args::{ArgumentList, IntoArgs, Rest};
pub use detached::Detached;
pub use either::Either;

pub(crate) use detached::in_scopes;
pub use from_js::FromJs;
pub use into_js::IntoJs;
pub use nullable::{Null, Nullable};
#[cfg(feature = "serde")]
pub use with_serde::Serde;
