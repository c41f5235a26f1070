//! What addon authors use: Node-API with Rust's borrow rules around it.
//!
//! - [`Env`] makes and reads values (`&Env`), runs JavaScript and opens scopes (`&mut Env`).
//! - [`Value`], [`Object`], [`Function`] and the other [`JsValue`]s are handles, live in their scope;
//!   [`Ref`] keeps one longer.
//! - [`FromJs`] and [`IntoJs`] convert, strictly; [`Error`] says what went wrong, and where.
//! - [`Class`] is an object that wraps a value of Rust; [`ThreadsafeFunction`] brings values from
//!   other threads, [`Deferred`] settles a promise.
//! - `#[napi_module]` and `#[napi]` write the rest.
//!
//! What these write, by hand:
//!
//! ```
//! # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
//! use nodeapi::prelude::*;
//!
//! nodeapi::Runtime::new()?.with(|env| {
//!     let keep = env.function(|env, args| {
//!         // Conversions say what is wrong, and where.
//!         let (list, least): (Array, f64) = (args.get(env, 0)?, args.get(env, 1)?);
//!         let kept = env.array()?;
//!         for index in 0..list.len(env) {
//!             let item: f64 = list.get(env, index)?;
//!             if item >= least {
//!                 kept.push(env, item)?;
//!             }
//!         }
//!         Ok(kept.as_value())
//!     })?;
//!     env.global().set(env, "keep", keep)?;
//!
//!     let source = env.string("keep([3, 1, 2], 2)")?;
//!     assert_eq!(env.run_script::<Vec<f64>>(source)?, [3.0, 2.0]);
//!     let source = env.string("keep([3, 'x'], 2)")?;
//!     let error = env.run_script::<Value>(source).describe(env).unwrap_err();
//!     assert_eq!(error.to_string(), "TypeError: [1]: expected a number, found \"x\"");
//!     Ok(())
//! })
//! # }
//! # #[cfg(not(feature = "host"))] fn main() {}
//! ```

mod async_context;
mod callback;
mod class;
mod cleanup;
mod convert;
mod drop_queue;
mod env;
mod error;
mod function;
pub(crate) mod macro_support;
mod module;
mod promise;
mod reference;
mod scope;
mod state;
mod task;
mod thread;
mod value;

pub use async_context::AsyncContext;
pub use class::{Class, ClassRef, ClassRefMut, Extends, JsClass};
pub use cleanup::CleanupHook;
#[cfg(feature = "serde")]
pub use convert::Serde;
pub use convert::{ArgumentList, Either, FromJs, IntoArgs, IntoJs, Null, Nullable, Rest};
pub use env::{Env, NodeVersion};
pub use error::{
    BoxError, CatchResult, CustomError, Error, ErrorClass, JsError, JsException, Result,
    TypeMismatch, fatal_error,
};
pub use function::{Any, Args, Function};
pub use module::Module;
pub use promise::{Deferred, Promise};
pub use reference::{FunctionRef, ObjectRef, Ref, SendRef, ValueRef, WeakRef};
pub use scope::{EscapableScope, Scope};
pub use task::AsyncTask;
pub use thread::{ThreadsafeFunction, TryCallError};
pub use value::{
    Array, ArrayBuffer, BigInt, Boolean, Buffer, Clamped, DataView, Date, Element, External,
    Float16, JsMap, JsSet, JsString, JsValue, Key, KeyFilter, Number, Object, PropertyAttributes,
    PropertyDescriptor, PropertyKey, SharedArrayBuffer, Symbol, TypeTag, TypedArray, Value,
    ValueType,
};

#[cfg(feature = "node")]
pub(crate) use class::Native;
#[cfg(feature = "node")]
pub(crate) use value::View;

/// The names that most addons use.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use nodeapi::prelude::*;
///
/// #[napi]
/// fn count(env: &mut Env<'_>, items: Array<'_>, keep: Function<'_>) -> Result<u32> {
///     let mut count = 0;
///     items.for_each(env, |env, _, item| {
///         count += u32::from(keep.call::<_, bool>(env, (item,))?);
///         Ok(())
///     })?;
///     Ok(count)
/// }
/// # }
/// ```
pub mod prelude {
    pub use super::{
        Args, Array, ArrayBuffer, Buffer, CatchResult, Class, Deferred, Env, Error, External,
        FromJs, Function, FunctionRef, IntoJs, JsString, JsValue, Object, Promise, Ref, Result,
        ThreadsafeFunction, TypedArray, Value,
    };
    #[cfg(feature = "macros")]
    pub use nodeapi_macros::{napi, napi_module};
}
