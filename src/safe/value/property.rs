//! The attributes of properties, and their definition.

use super::{Object, PropertyKey, Value};
use crate::safe::convert::IntoJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Function;
use crate::safe::value::JsValue;
use nodeapi_sys as sys;
use std::ffi::CStr;

/// Whether a property can be set, is enumerable and can be changed (`napi_property_attributes`).
/// [`Object::define`] has an example.
pub type PropertyAttributes = sys::napi_property_attributes;

/// Which keys [`Object::property_names`] lets through (`napi_key_filter`); `KeyFilter::empty()` lets
/// all.
pub type KeyFilter = sys::napi_key_filter;

/// A property as `Object.getOwnPropertyDescriptor` describes it: what [`Object::own_property`] gives.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PropertyDescriptor<'s> {
    /// The value, of a data property.
    pub value: Option<Value<'s>>,
    /// What reads it, of an accessor.
    pub get: Option<Function<'s>>,
    /// What sets it, of an accessor.
    pub set: Option<Function<'s>>,
    /// Whether it can be set; of an accessor, `false`.
    pub writable: bool,
    /// Whether loops over the object's properties come to it.
    pub enumerable: bool,
    /// Whether it can be changed and deleted.
    pub configurable: bool,
}

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
    /// (`napi_define_properties`). Unlike [`Object::set`] it never calls a setter. Takes `&mut Env`:
    /// the object may be a proxy.
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
        let name = key.to_key(env)?.name(env)?;
        let property = sys::napi_property_descriptor {
            name: name.raw(),
            value: value.raw(),
            attributes,
            ..EMPTY
        };
        self.define_raw(env, &[property])
    }

    /// Defines a property that is read and set by functions: `Object.defineProperty` with `get` and
    /// `set`, which is what it calls. Node-API itself makes accessors of native functions alone.
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
    ///     let get = env.function(|env, _| 7.into_js(env))?;
    ///     object.define_accessor(env, "seven", Some(get), None, PropertyAttributes::enumerable)?;
    ///     assert_eq!(object.get::<u32>(env, "seven")?, 7);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn define_accessor<'s>(
        self,
        env: &mut Env<'s>,
        key: impl PropertyKey<'s>,
        get: Option<Function<'s>>,
        set: Option<Function<'s>>,
        attributes: PropertyAttributes,
    ) -> Result<()>
    where
        'o: 's,
    {
        let descriptor = env.object()?;
        if let Some(get) = get {
            descriptor.set_named(env, c"get", get)?;
        }
        if let Some(set) = set {
            descriptor.set_named(env, c"set", set)?;
        }
        let enumerable = attributes.contains(PropertyAttributes::enumerable);
        let configurable = attributes.contains(PropertyAttributes::configurable);
        descriptor.set_named(env, c"enumerable", enumerable)?;
        descriptor.set_named(env, c"configurable", configurable)?;
        let name = key.to_key(env)?.name(env)?;
        let class: Object<'s> = env.global().get_named(env, c"Object")?;
        let define: Function<'s> = class.get_named(env, c"defineProperty")?;
        define.call(env, (self, name, descriptor))
    }

    /// The object's own property of this name, described, or `None`: `Object.getOwnPropertyDescriptor`,
    /// which is what it calls, for Node-API has no such function.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let source = env.string("Object.freeze({ a: 1, get b() { return 2; } })")?;
    ///     let object: Object = env.run_script(source)?;
    ///     let a = object.own_property(env, "a")?.expect("it is there");
    ///     assert_eq!(a.value.map(|value| value.to::<u32>(env)).transpose()?, Some(1));
    ///     assert!(a.enumerable && !a.writable && !a.configurable);
    ///     let b = object.own_property(env, "b")?.expect("it is there");
    ///     assert!(b.value.is_none() && b.get.is_some() && b.set.is_none());
    ///     assert!(object.own_property(env, "c")?.is_none());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn own_property<'s>(
        self,
        env: &mut Env<'s>,
        key: impl PropertyKey<'s>,
    ) -> Result<Option<PropertyDescriptor<'s>>>
    where
        'o: 's,
    {
        let name = key.to_key(env)?.name(env)?;
        let class: Object<'s> = env.global().get_named(env, c"Object")?;
        let describe: Function<'s> = class.get_named(env, c"getOwnPropertyDescriptor")?;
        let Some(found) = describe.call::<_, Option<Object<'s>>>(env, (self, name))? else {
            return Ok(None);
        };
        let value = match found.has_named(env, c"value")? {
            true => Some(found.get_named(env, c"value")?),
            false => None,
        };
        Ok(Some(PropertyDescriptor {
            value,
            get: found.get_named(env, c"get")?,
            set: found.get_named(env, c"set")?,
            writable: found.get_named::<Option<bool>>(env, c"writable")? == Some(true),
            enumerable: found.get_named(env, c"enumerable")?,
            configurable: found.get_named(env, c"configurable")?,
        }))
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
