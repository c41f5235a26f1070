//! The attributes of properties, and their definition.

use super::{Key, Object, PropertyKey, Value};
use crate::safe::convert::IntoJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::value::JsValue;
use nodeapi_sys as sys;
use std::ffi::CStr;

/// Whether a property can be set, is enumerable and can be changed.
pub type PropertyAttributes = sys::napi_property_attributes;

/// Which keys [`Object::property_names`] lets through.
pub type KeyFilter = sys::napi_key_filter;

/// A descriptor that says nothing yet.
pub(crate) const EMPTY: sys::napi_property_descriptor = sys::napi_property_descriptor {
    utf8name: std::ptr::null(),
    name: std::ptr::null_mut(),
    method: None,
    getter: None,
    setter: None,
    value: std::ptr::null_mut(),
    attributes: sys::napi_property_attributes::empty(),
    data: std::ptr::null_mut(),
};

impl<'o> Object<'o> {
    /// Defines a property with attributes, as `Object.defineProperty` does
    /// (`napi_define_properties`). Unlike [`Object::set`] it never calls a setter.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and where the object refuses the property.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    /// use nodeapi::PropertyAttributes;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let object = env.object()?;
    ///     object.define(env, "hidden", 1, PropertyAttributes::writable)?;
    ///     assert_eq!(object.keys(env)?, [""; 0]);
    ///     assert_eq!(object.get::<u32>(env, "hidden")?, 1);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn define<'s>(
        self,
        env: &mut Env<'s>,
        key: impl PropertyKey<'s>,
        value: impl IntoJs<'s>,
        attributes: PropertyAttributes,
    ) -> Result<()> {
        let value = value.into_js(env)?;
        let name = match key.to_key(env)? {
            Key::Name(name) => name,
            Key::Index(index) => env.string(&index.to_string())?.as_value(),
        };
        let property = sys::napi_property_descriptor {
            name: name.raw(),
            value: value.raw(),
            attributes,
            ..EMPTY
        };
        self.define_raw(env, &[property])
    }

    /// Defines a data property as those of built-in errors are: writable, configurable, not
    /// enumerable.
    pub(crate) fn define_hidden(
        self,
        env: &mut Env<'_>,
        name: &CStr,
        value: Value<'_>,
    ) -> Result<()> {
        let property = sys::napi_property_descriptor {
            utf8name: name.as_ptr(),
            value: value.raw(),
            attributes: sys::napi_property_attributes::default_method,
            ..EMPTY
        };
        self.define_raw(env, &[property])
    }

    /// What the descriptors point at is live: they are built next to the call.
    pub(crate) fn define_raw(
        self,
        env: &mut Env<'_>,
        properties: &[sys::napi_property_descriptor],
    ) -> Result<()> {
        // SAFETY: the environment and the object are live, and so is what the descriptors hold.
        let status = unsafe {
            sys::napi_define_properties(
                env.raw(),
                self.raw(),
                properties.len(),
                properties.as_ptr(),
            )
        };
        env.check(status, "napi_define_properties")
    }
}
