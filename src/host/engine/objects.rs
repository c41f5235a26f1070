//! Objects and their properties.

use super::{Outcome, Values};

bitflags::bitflags! {
    /// The attributes of a property.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Attributes: u8 {
        const WRITABLE = 1;
        const ENUMERABLE = 2;
        const CONFIGURABLE = 4;
    }
}

/// What a property is.
#[derive(Clone, Copy)]
pub(crate) enum Descriptor<V> {
    /// A value.
    Data(V),
    /// A getter and a setter, functions.
    Accessor { get: Option<V>, set: Option<V> },
}

/// Which keys to list, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyFilter {
    /// Properties with at least these attributes.
    pub(crate) attributes: Attributes,
    pub(crate) strings: bool,
    pub(crate) symbols: bool,
    /// Of the prototypes too.
    pub(crate) inherited: bool,
    /// Index keys as numbers, not as strings.
    pub(crate) numbers: bool,
    /// Index keys at all.
    pub(crate) indices: bool,
}

/// Objects. A key is any value; what is no string, symbol or number is converted, which may throw.
pub(crate) trait Objects: Values {
    /// `{}`.
    fn object(&self) -> Outcome<Self::Value>;

    /// An object with a prototype, an object or `null`.
    fn object_with_prototype(&self, prototype: Self::Value) -> Outcome<Self::Value>;

    /// `object[key]`; may run JavaScript.
    fn get(&self, object: Self::Value, key: Self::Value) -> Outcome<Self::Value>;

    /// `object[key] = value` of sloppy code: what cannot be set stays as it is, silently. May run
    /// JavaScript.
    fn set(&self, object: Self::Value, key: Self::Value, value: Self::Value) -> Outcome<()>;

    /// `key in object`; may run JavaScript.
    fn has(&self, object: Self::Value, key: Self::Value) -> Outcome<bool>;

    /// `Object.hasOwn(object, key)`; may run JavaScript.
    fn has_own(&self, object: Self::Value, key: Self::Value) -> Outcome<bool>;

    /// `Object.getOwnPropertyDescriptor`, with values that are the caller's to free; may run
    /// JavaScript.
    fn own_descriptor(
        &self,
        object: Self::Value,
        key: Self::Value,
    ) -> Outcome<Option<(Descriptor<Self::Value>, Attributes)>>;

    /// `delete object[key]` of sloppy code; may run JavaScript.
    fn delete(&self, object: Self::Value, key: Self::Value) -> Outcome<bool>;

    /// [`get`](Self::get) by a name in UTF-8.
    fn get_named(&self, object: Self::Value, name: &[u8]) -> Outcome<Self::Value>;

    /// [`set`](Self::set) by a name in UTF-8.
    fn set_named(&self, object: Self::Value, name: &[u8], value: Self::Value) -> Outcome<()>;

    /// [`has`](Self::has) by a name in UTF-8.
    fn has_named(&self, object: Self::Value, name: &[u8]) -> Outcome<bool>;

    /// [`get`](Self::get) by an index.
    fn get_element(&self, object: Self::Value, index: u32) -> Outcome<Self::Value>;

    /// [`set`](Self::set) by an index.
    fn set_element(&self, object: Self::Value, index: u32, value: Self::Value) -> Outcome<()>;

    /// `Object.defineProperty`; `false` where the object refuses. May run JavaScript.
    fn define(
        &self,
        object: Self::Value,
        key: Self::Value,
        descriptor: Descriptor<Self::Value>,
        attributes: Attributes,
    ) -> Outcome<bool>;

    /// The object's keys as an array; may run JavaScript.
    fn keys(&self, object: Self::Value, filter: KeyFilter) -> Outcome<Self::Value>;

    /// Whether this is a proxy, revoked or not.
    fn is_proxy(&self, object: Self::Value) -> bool;

    /// `Object.getPrototypeOf`; may run JavaScript.
    fn prototype(&self, object: Self::Value) -> Outcome<Self::Value>;

    /// `Object.setPrototypeOf`, to an object or `null`; may run JavaScript.
    fn set_prototype(&self, object: Self::Value, prototype: Self::Value) -> Outcome<()>;

    /// `Object.freeze`; may run JavaScript.
    fn freeze(&self, object: Self::Value) -> Outcome<()>;

    /// `Object.seal`; may run JavaScript.
    fn seal(&self, object: Self::Value) -> Outcome<()>;
}
