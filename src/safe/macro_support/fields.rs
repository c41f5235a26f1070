//! The fields of plain objects.

use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Result, TypeMismatch};
use crate::safe::value::{Object, Value, describe};
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
