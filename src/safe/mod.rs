//! What addon authors use: Node-API with Rust's borrow rules around it.
//!
//! - [`Env`] makes and reads values (`&Env`), runs JavaScript and opens scopes (`&mut Env`).
//! - [`Value`], [`Object`], [`Function`] and the other [`JsValue`]s are handles, live in their scope;
//!   [`Ref`] keeps one longer.
//! - [`FromJs`] and [`IntoJs`] convert, strictly; [`Error`] says what went wrong, and where.
//! - [`Class`] is an object that wraps a value of Rust; [`ThreadsafeFunction`] brings values from
//!   other threads, [`Deferred`] settles a promise.
//! - `#[napi_module]` and `#[napi]` write the rest.

mod async_context;
mod callback;
mod class;
mod cleanup;
mod convert;
mod drop_queue;
mod env;
mod error;
mod function;
#[doc(hidden)]
pub mod macro_support;
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

/// The names that most addons use: `use nodeapi::prelude::*;`.
pub mod prelude {
    pub use super::{
        Args, Array, ArrayBuffer, Buffer, CatchResult, Class, Deferred, Env, Error, External,
        FromJs, Function, FunctionRef, IntoJs, JsString, JsValue, Object, Promise, Ref, Result,
        ThreadsafeFunction, TypedArray, Value,
    };
    #[cfg(feature = "macros")]
    pub use nodeapi_macros::{napi, napi_module};
}
