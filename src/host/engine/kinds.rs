//! What objects are, whatever their prototypes say.

use super::{Outcome, Values};

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One that has properties and nothing else.
    Plain,
    /// One of a native class.
    Instance,
    /// None of the others.
    Opaque,
    Arguments,
    Array,
    ArrayBuffer,
    AsyncFunction,
    AsyncGenerator,
    AsyncGeneratorFunction,
    BigInt,
    Boolean,
    DataView,
    Date,
    Error,
    External,
    Function,
    Generator,
    GeneratorFunction,
    Map,
    MapIterator,
    Namespace,
    Number,
    Promise,
    Proxy,
    RegExp,
    Set,
    SetIterator,
    SharedArrayBuffer,
    String,
    Symbol,
    TypedArray,
    WeakMap,
    WeakRef,
    WeakSet,
}

/// How far a promise is.
#[derive(Clone, Copy)]
pub(crate) enum PromiseState<V> {
    Pending,
    /// With its value, the caller's to free.
    Fulfilled(V),
    /// With the reason, the caller's to free.
    Rejected(V),
}

/// What objects are.
pub(crate) trait Kinds: Values {
    /// What an object is.
    fn kind(&self, object: Self::Value) -> Kind;

    /// What tells an object from all others that live.
    fn identity(&self, object: Self::Value) -> usize;

    /// `Object.is(left, right)`.
    fn same_value(&self, left: Self::Value, right: Self::Value) -> bool;

    /// `left == right`; may run JavaScript.
    fn loosely_equals(&self, left: Self::Value, right: Self::Value) -> Outcome<bool>;

    /// A proxy's target and handler, each `null` where the proxy is revoked.
    fn proxy_parts(&self, proxy: Self::Value) -> (Self::Value, Self::Value);

    /// How far a promise is.
    fn promise_state(&self, promise: Self::Value) -> PromiseState<Self::Value>;

    /// Whether the thread's stack has no room for another call.
    fn is_stack_exhausted(&self) -> bool;
}
