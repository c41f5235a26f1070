//! Node-API in Rust, safe on both sides.
//!
//! Node-API is the stable C interface between JavaScript and native addons. This crate has both
//! of its sides:
//!
//! - [`safe`]: what addon authors use. Rust borrows enforce the lifetimes of handles; no program
//!   without `unsafe` breaks memory. The same `.node` file runs in Node.js, Bun, Deno and here.
//! - [`host`] (feature `host`): Node-API itself, on QuickJS. A [`Runtime`] links Rust addons in or
//!   loads `.node` files, in a test as in a program, with no Node.js installed.
//!
//! An addon, and its test:
//!
//! ```
//! # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
//! use nodeapi::prelude::*;
//!
//! #[napi_module]
//! mod greeter {
//!     use nodeapi::prelude::*;
//!
//!     #[napi]
//!     pub fn greet(name: &str) -> String {
//!         format!("Hello, {name}!")
//!     }
//! }
//!
//! let mut runtime = nodeapi::Runtime::new()?;
//! let exports = runtime.import(&NAPI_MODULE)?;
//! runtime.set_global("greeter", &exports)?;
//! assert_eq!(runtime.eval::<String>("greeter.greet('Ann')")?, "Hello, Ann!");
//! let error = runtime.eval::<()>("greeter.greet(7)").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "TypeError: greet: argument 1 (name): expected a string, found 7",
//! );
//! # Ok(()) }
//! # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
//! ```
//!
//! [`coming_from`] is for those who know napi-rs or neon; `ARCHITECTURE.md` has the map of the rooms.

// Builtins that are written in Rust are written as addons are: with `#[napi]`.
#[cfg(feature = "node")]
extern crate self as nodeapi;

#[cfg(feature = "host")]
#[cfg_attr(
    not(feature = "node"),
    allow(
        dead_code,
        reason = "some of it serves the JavaScript around an addon alone"
    )
)]
pub mod host;
pub mod safe;

#[doc(inline)]
pub use safe::*;

// Not within `safe`: rustdoc shows all that an inlined glob brings, hidden or not.
#[doc(hidden)]
pub mod macro_support {
    pub use crate::safe::macro_support::*;
}

#[cfg(feature = "host")]
#[doc(inline)]
pub use host::runtime::{Runtime, RuntimeBuilder};

#[cfg(feature = "node")]
#[doc(inline)]
pub use host::runtime::Main;

#[cfg(feature = "macros")]
#[doc(inline)]
pub use nodeapi_macros::{JsError, napi, napi_module};

/// The guide for those who know other crates. Its examples are tests.
#[cfg(feature = "macros")]
#[doc = include_str!("../docs/coming-from.md")]
pub mod coming_from {}
