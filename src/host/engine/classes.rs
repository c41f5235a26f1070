//! Native classes and externals: objects that the engine makes room in.

use super::{Native, Outcome, Values};
use std::ffi::c_void;

/// Native classes and externals.
pub(crate) trait Classes: Values {
    /// A class whose constructor calls `native` with a new instance as `this`. Gives constructor
    /// and prototype. Instances bear `template`, an address that tells classes apart.
    fn class(
        &self,
        name: Self::Value,
        native: Native<Self::Value>,
        template: *const c_void,
    ) -> Outcome<(Self::Value, Self::Value)>;

    /// Whether the value was made by the constructor of the class with this `template`, directly
    /// or through a derived class.
    fn is_instance(&self, value: Self::Value, template: *const c_void) -> bool;

    /// An external: an empty object without a prototype that holds a pointer.
    fn external(&self, data: *mut c_void) -> Outcome<Self::Value>;

    /// An external's pointer; `None` for anything else.
    fn as_external(&self, value: Self::Value) -> Option<*mut c_void>;
}
