//! Objects.

use super::{Key, PropertyKey, Value, ValueType, mismatch, values};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::JsValue;
use nodeapi_sys as sys;
use std::ffi::CStr;

values! {
    /// A JavaScript object. Arrays, functions and the like are objects, and have these methods.
    /// `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let object = env.object()?;
    ///     object.set(env, "size", 3)?;
    ///     object.set(env, 0, "first")?;
    ///     assert_eq!(object.get::<u32>(env, "size")?, 3);
    ///     assert_eq!(object.get::<Option<u32>>(env, "missing")?, None);
    ///     assert_eq!(object.keys(env)?, ["0", "size"]);
    ///
    ///     // `toString` is its prototype's.
    ///     assert!(object.has(env, "toString")? && !object.has_own(env, "toString")?);
    ///     let prototype: Object = object.prototype(env)?.to(env)?;
    ///     assert!(prototype.has_own(env, "toString")?);
    ///
    ///     assert!(object.delete(env, "size")? && !object.has(env, "size")?);
    ///
    ///     // A sealed object gets no more properties, and loses none; a frozen one does not change at all.
    ///     object.seal(env)?;
    ///     object.set(env, 0, "changed")?;
    ///     object.freeze(env)?;
    ///     let source = env.string("(object) => Object.isFrozen(object) && object[0] === 'changed'")?;
    ///     let check: Function<(Object,), bool> = env.run_script(source)?;
    ///     assert!(check.call(env, (object,))?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Object;
}

impl<'o> Object<'o> {
    /// Reads a property and converts it (`napi_get_property`, `napi_get_element`). Takes
    /// `&mut Env`: it may be a getter.
    ///
    /// # Errors
    ///
    /// What JavaScript threw; a value that `T` does not read, with the property in the error's path.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let object = env.object()?;
    ///     object.set(env, "size", -1)?;
    ///     assert_eq!(object.get::<i32>(env, "size")?, -1);
    ///     assert_eq!(object.get::<Option<i32>>(env, "missing")?, None);
    ///     let error = object.get::<u32>(env, "size").unwrap_err();
    ///     assert_eq!(error.to_string(), "size: expected an unsigned 32-bit integer, found -1");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn get<'s, T: FromJs<'s>>(self, env: &mut Env<'s>, key: impl PropertyKey<'s>) -> Result<T> {
        let value = match key.to_key(env)? {
            Key::Index(index) => self.get_element(env, index)?,
            Key::Name(name) => {
                let mut result = std::ptr::null_mut();
                // SAFETY: the environment is live, and so are both handles; the answer is a handle
                // of the innermost scope.
                let status = unsafe {
                    sys::napi_get_property(env.raw(), self.raw(), name.raw(), &mut result)
                };
                env.check(status, "napi_get_property")?;
                // SAFETY: as above.
                unsafe { Value::new(result) }
            }
        };
        T::from_js(env, value).map_err(|error| error.locate(|place| key.locate(env, place)))
    }

    /// Sets a property (`napi_set_property`, `napi_set_element`). Takes `&mut Env`: there may be a
    /// setter.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn set<'s>(
        self,
        env: &mut Env<'s>,
        key: impl PropertyKey<'s>,
        value: impl IntoJs<'s>,
    ) -> Result<()> {
        let value = value.into_js(env)?;
        match key.to_key(env)? {
            Key::Index(index) => {
                // SAFETY: the environment is live, and so are both handles.
                let status =
                    unsafe { sys::napi_set_element(env.raw(), self.raw(), index, value.raw()) };
                env.check(status, "napi_set_element")
            }
            Key::Name(name) => {
                // SAFETY: the environment is live, and so are the three handles.
                let status = unsafe {
                    sys::napi_set_property(env.raw(), self.raw(), name.raw(), value.raw())
                };
                env.check(status, "napi_set_property")
            }
        }
    }

    /// JavaScript's `key in object` (`napi_has_property`, `napi_has_element`). Takes `&mut Env`: the
    /// object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn has<'s>(self, env: &mut Env<'s>, key: impl PropertyKey<'s>) -> Result<bool> {
        let mut answer = false;
        match key.to_key(env)? {
            Key::Index(index) => {
                // SAFETY: the environment is live, and so is the handle.
                let status =
                    unsafe { sys::napi_has_element(env.raw(), self.raw(), index, &mut answer) };
                env.check(status, "napi_has_element")?;
            }
            Key::Name(name) => {
                // SAFETY: the environment is live, and so are both handles.
                let status = unsafe {
                    sys::napi_has_property(env.raw(), self.raw(), name.raw(), &mut answer)
                };
                env.check(status, "napi_has_property")?;
            }
        }
        Ok(answer)
    }

    /// Whether the object itself has the property: `Object.hasOwn(object, key)`
    /// (`napi_has_own_property`). Takes `&mut Env`: the object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn has_own<'s>(self, env: &mut Env<'s>, key: impl PropertyKey<'s>) -> Result<bool> {
        let name = key.to_key(env)?.name(env)?;
        let mut answer = false;
        // SAFETY: the environment is live, and so are both handles.
        let status =
            unsafe { sys::napi_has_own_property(env.raw(), self.raw(), name.raw(), &mut answer) };
        env.check(status, "napi_has_own_property")?;
        Ok(answer)
    }

    /// JavaScript's `delete object[key]`; whether the property is gone (`napi_delete_property`,
    /// `napi_delete_element`). Takes `&mut Env`: the object may be a proxy.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn delete<'s>(self, env: &mut Env<'s>, key: impl PropertyKey<'s>) -> Result<bool> {
        let mut answer = false;
        match key.to_key(env)? {
            Key::Index(index) => {
                // SAFETY: the environment is live, and so is the handle.
                let status =
                    unsafe { sys::napi_delete_element(env.raw(), self.raw(), index, &mut answer) };
                env.check(status, "napi_delete_element")?;
            }
            Key::Name(name) => {
                // SAFETY: the environment is live, and so are both handles.
                let status = unsafe {
                    sys::napi_delete_property(env.raw(), self.raw(), name.raw(), &mut answer)
                };
                env.check(status, "napi_delete_property")?;
            }
        }
        Ok(answer)
    }

    /// Reads a property whose name is known as a C string, and converts it
    /// (`napi_get_named_property`): one call instead of two.
    ///
    /// # Errors
    ///
    /// As [`Object::get`].
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let object = env.object()?;
    ///     object.set_named(env, c"size", 3)?;
    ///     assert!(object.has_named(env, c"size")?);
    ///     assert_eq!(object.get_named::<u32>(env, c"size")?, 3);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    #[inline]
    pub fn get_named<'s, T: FromJs<'s>>(self, env: &mut Env<'s>, name: &CStr) -> Result<T> {
        let value = self.get_named_value(env, name)?;
        match T::from_js(env, value) {
            Ok(value) => Ok(value),
            Err(error) => Err(in_field(error, name)),
        }
    }

    /// Sets a property whose name is known as a C string (`napi_set_named_property`): one call instead
    /// of two, as [`Object::get_named`].
    ///
    /// # Errors
    ///
    /// As [`Object::set`].
    pub fn set_named<'s>(
        self,
        env: &mut Env<'s>,
        name: &CStr,
        value: impl IntoJs<'s>,
    ) -> Result<()> {
        let value = value.into_js(env)?;
        // SAFETY: the environment is live, and so are both handles; the name ends with a NUL.
        let status = unsafe {
            sys::napi_set_named_property(env.raw(), self.raw(), name.as_ptr(), value.raw())
        };
        env.check(status, "napi_set_named_property")
    }

    /// JavaScript's `name in object`, whose name is known as a C string (`napi_has_named_property`): as
    /// [`Object::get_named`].
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn has_named(self, env: &mut Env<'_>, name: &CStr) -> Result<bool> {
        let mut answer = false;
        // SAFETY: the environment is live, and so is the handle; the name ends with a NUL.
        let status = unsafe {
            sys::napi_has_named_property(env.raw(), self.raw(), name.as_ptr(), &mut answer)
        };
        env.check(status, "napi_has_named_property")?;
        Ok(answer)
    }

    #[inline]
    pub(crate) fn get_named_value<'s>(self, env: &mut Env<'s>, name: &CStr) -> Result<Value<'s>> {
        let raw = env.raw();
        // SAFETY: the environment is live, and so is the handle; the name ends with a NUL.
        unsafe {
            env.made("napi_get_named_property", |result| {
                sys::napi_get_named_property(raw, self.raw(), name.as_ptr(), result)
            })
        }
    }

    /// Reads an element.
    pub(crate) fn get_element<'s>(self, env: &mut Env<'s>, index: u32) -> Result<Value<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle; the answer is a handle of the
        // innermost scope.
        let status = unsafe { sys::napi_get_element(env.raw(), self.raw(), index, &mut result) };
        env.check(status, "napi_get_element")?;
        // SAFETY: as above.
        Ok(unsafe { Value::new(result) })
    }
}

#[cold]
fn in_field(error: Error, name: &CStr) -> Error {
    error.locate(|place| place.in_field(&name.to_string_lossy()))
}

impl<'s> FromJs<'s> for Object<'s> {
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            // SAFETY: the value has just been seen to be an object.
            ValueType::Object | ValueType::Function => Ok(unsafe { Object::new(value.raw()) }),
            _ => Err(mismatch(env, "an object", value)),
        }
    }
}
