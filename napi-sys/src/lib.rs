//! The raw layer of Node-API: every type, constant and function of its versions 1 to 10 and the
//! experimental ones, under their C names, and nothing else.
//!
//! The functions here are not imported from anywhere: they call through a table that is filled at
//! run time, once. Hence no undefined symbols, nothing to link against on any platform, and a
//! function that the host lacks answers [`napi_function_missing`] and is named by
//! [`take_missing`], instead of crashing.
//!
//! - An addon loaded by Node.js, Bun, Deno or a `nodeapi::Runtime` fills the table from the
//!   process: [`load_from_process`].
//! - A host in the same program hands its own functions over: [`install`].
//!
//! ```
//! use nodeapi_sys as sys;
//!
//! // Nobody has filled the table in this process.
//! let mut version = 0;
//! // SAFETY: the call gets no further than the table's placeholder.
//! let status = unsafe { sys::napi_get_version(std::ptr::null_mut(), &mut version) };
//! assert_eq!(status, sys::napi_function_missing);
//! let missing = sys::take_missing().unwrap();
//! assert_eq!(missing.function.name, "napi_get_version");
//! assert!(missing.to_string().contains("no Node-API host in this process"));
//! ```
//!
//! Reference: <https://nodejs.org/api/n-api.html>.

// The C names are the field's terms; a reader finds them in Node-API's documentation as they are.
#![allow(non_camel_case_types, non_upper_case_globals)]

mod functions;
mod status;
mod table;
mod types;

pub use functions::*;
pub use status::*;
pub use table::{Conflict, MissingFunction, NoHost, install, load_from_process, take_missing};
pub use types::*;
