//! The fields of plain objects.

use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Result, TypeMismatch};
use crate::safe::value::{EMPTY, JsValue, Object, PropertyAttributes, Value, describe};
use std::ffi::CStr;

/// Reads a value as an object with fields.
///
/// # Errors
///
/// [`Error::Type`](crate::Error::Type) where it is no object.
pub fn fields<'s>(env: &mut Env<'s>, value: Value<'s>, name: &'static str) -> Result<Object<'s>> {
    Object::from_js(env, value)
        .map_err(|_| TypeMismatch::new(format!("an object ({name})"), describe(env, value)).into())
}

/// Reads a field.
///
/// # Errors
///
/// What JavaScript threw; [`Error::Type`](crate::Error::Type), which names the field.
pub fn field<'s, T: FromJs<'s>>(
    env: &mut Env<'s>,
    object: Object<'s>,
    key: &'static CStr,
) -> Result<T> {
    object.get_named(env, key)
}

/// Sets a field.
///
/// # Errors
///
/// What JavaScript threw, and what the conversion says.
pub fn set_field<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    key: &'static CStr,
    value: impl IntoJs<'s>,
) -> Result<()> {
    object.set_named(env, key, value)
}

/// Makes an object of fields, in one call; those without a value are left out.
///
/// # Errors
///
/// What JavaScript threw.
pub fn object_of<'s, const N: usize>(
    env: &mut Env<'s>,
    fields: [(&'static CStr, Option<Value<'s>>); N],
) -> Result<Value<'s>> {
    let object = env.object()?;
    let mut properties = [EMPTY; N];
    let mut count = 0;
    for (key, value) in fields {
        if let Some(value) = value {
            properties[count] = nodeapi_sys::napi_property_descriptor {
                utf8name: key.as_ptr(),
                value: value.raw(),
                attributes: PropertyAttributes::default_jsproperty,
                ..EMPTY
            };
            count += 1;
        }
    }
    object.define_raw(env, &properties[..count])?;
    Ok(object.as_value())
}
