//! Primitive values: the singletons, numbers, conversions, comparison.

use super::{Outcome, Values};

/// The type of a value, as Node-API tells types apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Symbol,
    Object,
    Function,
    External,
    BigInt,
}

/// Primitive values.
pub(crate) trait Primitives: Values {
    /// `undefined`.
    const UNDEFINED: Self::Value;
    /// `null`.
    const NULL: Self::Value;
    /// `true`.
    const TRUE: Self::Value;
    /// `false`.
    const FALSE: Self::Value;

    /// A new reference to the global object.
    fn global(&self) -> Self::Value;

    /// A number.
    fn number(&self, number: f64) -> Self::Value;

    /// A number that is a small integer.
    fn int32(&self, number: i32) -> Self::Value;

    /// What a number value holds; `None` for another type.
    fn as_number(&self, value: Self::Value) -> Option<f64>;

    /// What a number value holds where the engine keeps it as an integer; `None` says nothing.
    fn as_int32(&self, value: Self::Value) -> Option<i32>;

    /// What a boolean value holds; `None` for another type.
    fn as_boolean(&self, value: Self::Value) -> Option<bool>;

    /// The value's type.
    fn type_of(&self, value: Self::Value) -> ValueType;

    /// Whether the value is an object of any kind: a function and an external are.
    fn is_object(&self, value: Self::Value) -> bool;

    /// `Boolean(value)`.
    fn to_boolean(&self, value: Self::Value) -> bool;

    /// `Number(value)`; may run JavaScript.
    fn to_number(&self, value: Self::Value) -> Outcome<Self::Value>;

    /// `String(value)`, but throws for a symbol; may run JavaScript.
    fn to_string(&self, value: Self::Value) -> Outcome<Self::Value>;

    /// `Object(value)`, but throws for `undefined` and `null`.
    fn to_object(&self, value: Self::Value) -> Outcome<Self::Value>;

    /// `left === right`.
    fn strict_equals(&self, left: Self::Value, right: Self::Value) -> bool;
}
