//! Node-API itself, on QuickJS: the side that addons are loaded by. Feature `host`.
//!
//! The front door is [`Runtime`](runtime::Runtime). Behind it, each a room of its own: the native
//! module and `module_manager`, Node-API (`abi`), `scope_manager`, `reference_manager`,
//! the native `engine` and the JavaScript runtime (`quickjs`); between them what a `napi_env`
//! points at (`environment`) and the `event_loop`.
//!
//! ```
//! use nodeapi::host::runtime::Runtime;
//!
//! // In this program, no Node.js: an engine, and the functions that addons call.
//! let mut runtime = Runtime::new()?;
//! let version = runtime.with(|env| env.node_api_version())?;
//! assert!(version >= 10);
//! # Ok::<(), nodeapi::Error>(())
//! ```

pub(crate) mod abi;
#[cfg(test)]
pub(crate) mod counting;
pub(crate) mod engine;
pub(crate) mod environment;
pub(crate) mod event_loop;
pub(crate) mod module_manager;
#[cfg(feature = "node")]
pub(crate) mod node;
pub(crate) mod quickjs;
pub(crate) mod reference_manager;
pub mod runtime;
pub(crate) mod scope_manager;

pub use module_manager::LoadError;

/// The engine of this build. The parameter of the rooms shows in no public signature.
pub(crate) type HostEngine = quickjs::QuickJs;
/// What a `napi_env` points at.
pub(crate) type Env = environment::Environment<HostEngine>;
/// What environments share.
pub(crate) type Isolate = environment::Isolate<HostEngine>;
/// A value of the engine.
pub(crate) type Value = <HostEngine as engine::Values>::Value;
