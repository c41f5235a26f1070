//! Objects as a whole: their making, prototypes, keys, tags.

use super::{Array, JsString, KeyFilter, Object, Value};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::Function;
use crate::safe::value::JsValue;
use nodeapi_sys as sys;

/// 128 bits that say what kind of native object a JavaScript object is (`napi_type_tag`): made once,
/// for instance with `uuidgen`, and kept in the source. [`Object::set_type_tag`] has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeTag(pub u128);

impl TypeTag {
    fn raw(self) -> sys::napi_type_tag {
        sys::napi_type_tag {
            lower: self.0 as u64,
            upper: (self.0 >> 64) as u64,
        }
    }
}

impl<'o> Object<'o> {
    /// The object's own enumerable string keys: `Object.keys(object)` (`napi_get_all_property_names`).
    /// Takes `&mut Env`: the object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn keys(self, env: &mut Env<'_>) -> Result<Vec<String>> {
        env.scope(|env| {
            let filter = KeyFilter::enumerable | KeyFilter::skip_symbols;
            let names = self.property_names(env, false, filter)?;
            Vec::from_js(env, names.as_value())
        })
    }

    /// What `for (key in object)` gives: the enumerable string keys, those of the prototypes too
    /// (`napi_get_property_names`). Takes `&mut Env`: the object may be a proxy.
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
    ///     let source = env.string("Object.create({ far: 1 }, { near: { enumerable: true } })")?;
    ///     let object: Object = env.run_script(source)?;
    ///     let names = object.names_in(env)?.as_value();
    ///     assert_eq!(names.to::<Vec<String>>(env)?, ["near", "far"]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn names_in<'s>(self, env: &mut Env<'s>) -> Result<Array<'s>> {
        let raw = env.raw();
        // SAFETY: the environment is live, and so is the handle; what the host makes is an array.
        unsafe {
            env.made("napi_get_property_names", |result| {
                sys::napi_get_property_names(raw, self.raw(), result)
            })
        }
    }

    /// The object's keys as an array; with those of its prototypes, if so wanted
    /// (`napi_get_all_property_names`). Index keys are strings in it. Takes `&mut Env`: the object
    /// may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{KeyFilter, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let source = env.string("Object.create({ far: 1 }, { near: { enumerable: false } })")?;
    ///     let object: Object = env.run_script(source)?;
    ///     let iterator = env.well_known_symbol("iterator")?;
    ///     object.set(env, iterator, true)?;
    ///
    ///     let all = object.property_names(env, false, KeyFilter::empty())?;
    ///     assert_eq!(all.len(env), 2);
    ///     let strings = object.property_names(env, false, KeyFilter::skip_symbols)?;
    ///     assert_eq!(strings.as_value().to::<Vec<String>>(env)?, ["near"]);
    ///     let filter = KeyFilter::enumerable | KeyFilter::skip_symbols;
    ///     let enumerable = object.property_names(env, true, filter)?;
    ///     assert_eq!(enumerable.as_value().to::<Vec<String>>(env)?, ["far"]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn property_names<'s>(
        self,
        env: &mut Env<'s>,
        with_prototypes: bool,
        filter: KeyFilter,
    ) -> Result<Array<'s>> {
        let mode = if with_prototypes {
            sys::napi_key_include_prototypes
        } else {
            sys::napi_key_own_only
        };
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle; the answer is a handle of the
        // innermost scope.
        let status = unsafe {
            sys::napi_get_all_property_names(
                env.raw(),
                self.raw(),
                mode,
                filter,
                sys::napi_key_numbers_to_strings,
                &mut result,
            )
        };
        env.check(status, "napi_get_all_property_names")?;
        // SAFETY: as above, and it is an array.
        Ok(unsafe { Array::new(result) })
    }

    /// The object's prototype, an object or `null` (`napi_get_prototype`). Takes `&mut Env`: the
    /// object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn prototype<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle; the answer is a handle of the
        // innermost scope.
        let status = unsafe { sys::napi_get_prototype(env.raw(), self.raw(), &mut result) };
        env.check(status, "napi_get_prototype")?;
        // SAFETY: as above.
        Ok(unsafe { Value::new(result) })
    }

    /// `Object.freeze(object)` (`napi_object_freeze`). Takes `&mut Env`: the object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn freeze(self, env: &mut Env<'_>) -> Result<()> {
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_object_freeze(env.raw(), self.raw()) };
        env.check(status, "napi_object_freeze")
    }

    /// `Object.seal(object)` (`napi_object_seal`). Takes `&mut Env`: the object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn seal(self, env: &mut Env<'_>) -> Result<()> {
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_object_seal(env.raw(), self.raw()) };
        env.check(status, "napi_object_seal")
    }

    /// Sets the object's prototype, an object or `null` (`node_api_set_prototype`, experimental;
    /// `Object.setPrototypeOf` on hosts that lack it). Takes `&mut Env`: the object may be a proxy.
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
    ///     let (base, object) = (env.object()?, env.object()?);
    ///     base.set(env, "inherited", 1)?;
    ///     object.set_prototype(env, base)?;
    ///     assert_eq!(object.get::<u32>(env, "inherited")?, 1);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn set_prototype<'s>(self, env: &mut Env<'s>, prototype: impl IntoJs<'s>) -> Result<()>
    where
        'o: 's,
    {
        let prototype = prototype.into_js(env)?;
        // SAFETY: the environment is live, and so are both handles.
        let status = unsafe { sys::node_api_set_prototype(env.raw(), self.raw(), prototype.raw()) };
        match env.check(status, "node_api_set_prototype") {
            Err(Error::MissingFunction(_)) => {
                let class: Object<'s> = env.global().get_named(env, c"Object")?;
                let set: Function<'s> = class.get_named(env, c"setPrototypeOf")?;
                set.call(env, (self, prototype))
            }
            answer => answer,
        }
    }

    /// Marks the object with a tag, once and for good (`napi_type_tag_object`). Takes `&mut Env`, as
    /// the object may be one of any kind.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the object bears a tag already, as one that wraps a value does.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{TypeTag, prelude::*};
    ///
    /// const MINE: TypeTag = TypeTag(0x9d6c_1f0e_52a1_4c2b_8f3a_6b7e_0d4c_1a25);
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let (mine, other) = (env.object()?, env.object()?);
    ///     mine.set_type_tag(env, MINE)?;
    ///     assert!(mine.has_type_tag(env, MINE)? && !other.has_type_tag(env, MINE)?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn set_type_tag(self, env: &mut Env<'_>, tag: TypeTag) -> Result<()> {
        // SAFETY: the environment is live, and so is the handle; the host copies the tag.
        let status = unsafe { sys::napi_type_tag_object(env.raw(), self.raw(), &tag.raw()) };
        env.check(status, "napi_type_tag_object")
    }

    /// Whether the object bears this tag (`napi_check_object_type_tag`), which
    /// [`Object::set_type_tag`] gave it. Runs no JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] where the host refuses.
    pub fn has_type_tag(self, env: &Env<'_>, tag: TypeTag) -> Result<bool> {
        let mut answer = false;
        // SAFETY: the environment is live, and so is the handle; the host reads the tag.
        let status = unsafe {
            sys::napi_check_object_type_tag(env.raw(), self.raw(), &tag.raw(), &mut answer)
        };
        env.check(status, "napi_check_object_type_tag")?;
        Ok(answer)
    }
}

impl<'s> Env<'s> {
    /// Makes an empty [`Object`] (`napi_create_object`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn object(&self) -> Result<Object<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_object(self.raw(), &mut result) };
        self.check(status, "napi_create_object")?;
        // SAFETY: as above, and it is an object.
        Ok(unsafe { Object::new(result) })
    }

    /// Makes an object with a prototype, an object or `null`, and properties, in one call
    /// (`node_api_create_object_with_properties`, experimental; in several where the host lacks it).
    /// The names are strings, with a value for each.
    ///
    /// # Errors
    ///
    /// What JavaScript threw; a `RangeError` where there are not as many names as values.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let names = [env.property_key("x")?, env.property_key("y")?];
    ///     let values = [env.number(1.0).as_value(), env.number(2.0).as_value()];
    ///     let nothing = env.null();
    ///     let point = env.object_with(nothing, &names, &values)?;
    ///     assert_eq!(point.get::<u32>(env, "y")?, 2);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn object_with(
        &mut self,
        prototype: impl IntoJs<'s>,
        names: &[JsString<'s>],
        values: &[Value<'s>],
    ) -> Result<Object<'s>> {
        if names.len() != values.len() {
            return Err(Error::range_error("as many names as values"));
        }
        let (prototype, raw) = (prototype.into_js(self)?, self.raw());
        // SAFETY: the environment is live, and so are the handles; strings and values are their
        // handles alone, so that the slices are ones of handles, and equally long.
        let made = unsafe {
            self.made("node_api_create_object_with_properties", |result| {
                sys::node_api_create_object_with_properties(
                    raw,
                    prototype.raw(),
                    names.as_ptr().cast(),
                    values.as_ptr().cast(),
                    names.len(),
                    result,
                )
            })
        };
        match made {
            Err(Error::MissingFunction(_)) => {
                let object = self.object()?;
                object.set_prototype(self, prototype)?;
                for (name, value) in names.iter().zip(values) {
                    object.set(self, *name, *value)?;
                }
                Ok(object)
            }
            made => made,
        }
    }
}
