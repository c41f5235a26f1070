//! Functions, both ways.

use super::{Outcome, Values};
use std::ffi::c_void;

/// A call that a native function serves.
pub(crate) struct Call<'a, V> {
    /// `this`; in a construction the new object.
    pub(crate) this: V,
    /// `new.target`, in a construction.
    pub(crate) new_target: Option<V>,
    /// The arguments, where the engine keeps them.
    pub(crate) arguments: &'a [V],
}

/// A native function for the engine to call.
pub(crate) struct Native<V> {
    /// What is called; `data` is the field below. It gives an owned value, or a
    /// [hole](Values::HOLE) where it threw: a value travels in registers, an `Outcome` would not.
    ///
    /// # Safety
    ///
    /// The engine calls it on its own thread, while `data` is live.
    pub(crate) entry: unsafe extern "C" fn(data: *mut c_void, call: &Call<'_, V>) -> V,
    pub(crate) data: *mut c_void,
    /// Frees `data`; called when the function object is gone.
    pub(crate) drop: unsafe fn(data: *mut c_void),
}

/// Functions.
pub(crate) trait Functions: Values {
    /// A function object that calls `native`, and is a constructor too; its name is a string value.
    fn function(&self, name: Self::Value, native: Native<Self::Value>) -> Outcome<Self::Value>;

    /// Whether the value can be called.
    fn is_function(&self, value: Self::Value) -> bool;

    /// `function.call(this, ...arguments)`.
    fn call(
        &self,
        function: Self::Value,
        this: Self::Value,
        arguments: &[Self::Value],
    ) -> Outcome<Self::Value>;

    /// `new constructor(...arguments)`.
    fn construct(
        &self,
        constructor: Self::Value,
        arguments: &[Self::Value],
    ) -> Outcome<Self::Value>;

    /// `object instanceof constructor`; may run JavaScript.
    fn instance_of(&self, object: Self::Value, constructor: Self::Value) -> Outcome<bool>;
}
