//! Enums as numbers, as strings, and as unions.

use super::text_buffer;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result, TypeMismatch};
use crate::safe::value::{Object, Value, describe, read_number, read_string_into};
use std::ffi::CStr;

/// Exports an enum: a frozen object of its values.
///
/// # Errors
///
/// What the host says.
pub fn export_enum<'s>(
    env: &mut Env<'s>,
    target: Object<'s>,
    name: &'static str,
    values: &[(&'static str, EnumValue)],
) -> Result<()> {
    let object = env.object()?;
    for (name, value) in values {
        match *value {
            EnumValue::Number(number) => object.set(env, *name, number)?,
            EnumValue::Text(text) => object.set(env, *name, text)?,
        }
    }
    object.freeze(env)?;
    target.set(env, name, object)
}

/// What a variant without contents is in JavaScript.
#[derive(Clone, Copy, Debug)]
pub enum EnumValue {
    /// A number.
    Number(i32),
    /// A string.
    Text(&'static str),
}

/// Reads a value as an enum of numbers: the index of the variant.
///
/// # Errors
///
/// [`Error::Type`], which lists the variants.
pub fn enum_number(env: &mut Env<'_>, value: Value<'_>, values: &[i32]) -> Result<usize> {
    let number = read_number(env, value);
    let index = values.iter().position(|it| number == Some(f64::from(*it)));
    index.ok_or_else(|| {
        let expected: Vec<_> = values.iter().map(ToString::to_string).collect();
        one_of(env, &expected, value)
    })
}

/// Reads a value as an enum of strings: the index of the variant.
///
/// # Errors
///
/// [`Error::Type`], which lists the variants.
pub fn enum_text(env: &mut Env<'_>, value: Value<'_>, values: &[&str]) -> Result<usize> {
    let mut buffer = text_buffer();
    let text = read_string_into(env, value, &mut buffer).ok();
    let index = text.and_then(|text| values.iter().position(|it| *it == text));
    index.ok_or_else(|| {
        let expected: Vec<_> = values.iter().map(|it| format!("{it:?}")).collect();
        one_of(env, &expected, value)
    })
}

/// Reads the tag of a union: the index of the variant.
///
/// # Errors
///
/// What JavaScript threw; [`Error::Type`], which lists the variants.
pub fn enum_tag<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    key: &'static CStr,
    values: &[&str],
) -> Result<usize> {
    let tag: Value<'s> = object.get_named(env, key)?;
    enum_text(env, tag, values)
        .map_err(|error| error.locate(|place| place.in_field(&key.to_string_lossy())))
}

#[cold]
fn one_of(env: &Env<'_>, expected: &[String], found: Value<'_>) -> Error {
    TypeMismatch::new(expected.join(" or "), describe(env, found)).into()
}
