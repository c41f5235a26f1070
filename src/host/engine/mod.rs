//! The native engine: what Node-API needs of a JavaScript engine, one trait for each chapter of its
//! documentation. A port to another engine implements these and touches nothing else.
//!
//! No handle, no `napi_` type and no status comes in here. **Validation is the caller's duty**: a
//! method that reads an array buffer is given an array buffer. What an implementation must promise
//! is that no method leaves an exception pending in the engine unless it returns [`Thrown`].
//!
//! Values are plain copies of what the engine counts references by, with explicit
//! [`dup`](Values::dup) and [`free`](Values::free): a handle slot holds one, an argument list is
//! read where the engine keeps it. A returned value is the caller's to free; a passed value is
//! borrowed, unless the method says otherwise.

mod arrays;
mod bigints;
mod buffers;
mod classes;
mod contexts;
mod dates;
mod errors;
mod functions;
mod messages;
mod modules;
mod objects;
mod primitives;
mod promises;
mod roots;
mod scripts;
mod strings;
mod symbols;

pub(crate) use arrays::Arrays;
pub(crate) use bigints::BigInts;
pub(crate) use buffers::{Buffers, ElementType, Memory, View};
pub(crate) use classes::Classes;
pub(crate) use contexts::{Contexts, ScriptSource};
pub(crate) use dates::Dates;
pub(crate) use errors::{ErrorKind, Errors};
pub(crate) use functions::{Call, Functions, Native};
pub(crate) use messages::{Messages, ObjectKind};
pub(crate) use modules::{ModuleHooks, ModuleSource, Modules};
pub(crate) use objects::{Attributes, Descriptor, KeyFilter, Objects};
pub(crate) use primitives::{Primitives, ValueType};
pub(crate) use promises::{PromiseEvent, PromiseHook, Promises, RejectionHook, Resolvers};
pub(crate) use roots::Roots;
pub(crate) use scripts::Scripts;
pub(crate) use strings::Strings;
pub(crate) use symbols::Symbols;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// An exception is pending in the engine; [`Errors::take_exception`] takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thrown;

/// The result of what may throw.
pub(crate) type Outcome<T> = Result<T, Thrown>;

/// The values themselves.
pub(crate) trait Values: 'static {
    /// A value. Copying it does not count a reference.
    type Value: Copy + 'static;

    /// A value that no program can come by; it marks what is empty.
    const HOLE: Self::Value;

    /// Whether the value is [`HOLE`](Self::HOLE).
    fn is_hole(value: Self::Value) -> bool;

    /// Counts one reference more, and gives the value back.
    fn dup(&self, value: Self::Value) -> Self::Value;

    /// Counts one reference less. May run class finalizers, never JavaScript.
    fn free(&self, value: Self::Value);
}

/// A JavaScript engine with one context.
pub(crate) trait Engine:
    Values
    + Primitives
    + Strings
    + Symbols
    + BigInts
    + Dates
    + Objects
    + Arrays
    + Functions
    + Classes
    + Buffers
    + Errors
    + Promises
    + Messages
    + Modules
    + Scripts
    + Contexts
    + Roots
{
    /// Makes an engine for the thread that calls.
    fn new() -> Self;

    /// Tells the engine that a call from outside starts here, on this thread's stack.
    fn enter(&self);

    /// Has JavaScript end, by an exception that it cannot catch, soon after the flag is raised; from
    /// any thread.
    fn stop_when(&self, stop: Arc<AtomicBool>);

    /// Throws what JavaScript cannot catch.
    fn throw_uncatchable(&self) -> Thrown;
}
