//! Conversions between Rust and JavaScript: strict, and with errors that say where.

mod args;
mod from_js;
mod into_js;
mod number;

pub use args::IntoArgs;
pub use from_js::FromJs;
pub use into_js::IntoJs;
