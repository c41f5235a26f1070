//! The errors that builtins throw, with Node.js's codes and words. `js/internal/errors.js` has those
//! of what is written in JavaScript.

use super::inspect::{self, Options};
use super::kinds;
use crate::host::engine::Kind;
use crate::safe::{CustomError, Env, Error, ErrorClass, Object, Result, Value, ValueType};

/// How long the text of a value may be in a message, and where what is longer is cut.
const LONGEST: usize = 28;
const CUT: usize = 25;

/// An error whose `code` says which it is.
pub(super) fn coded(
    class: ErrorClass,
    code: &'static str,
    message: impl Into<std::borrow::Cow<'static, str>>,
) -> Error {
    CustomError::new(class, message).with_code(code).into()
}

/// An argument of the wrong type. `expected` is what Node.js writes after "must be": "of type string",
/// "an instance of URL".
pub(super) fn invalid_arg_type<'s>(
    env: &mut Env<'s>,
    name: &str,
    expected: &str,
    value: Value<'s>,
) -> Error {
    let kind = match name.contains('.') {
        true => "property",
        false => "argument",
    };
    let received = received(env, value);
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_ARG_TYPE",
        format!("The \"{name}\" {kind} must be {expected}. Received {received}"),
    )
}

/// An argument of the right type that nothing can be done with; `reason` is what Node.js says of it.
pub(super) fn invalid_arg_value<'s>(
    env: &mut Env<'s>,
    name: &str,
    reason: &str,
    value: Value<'s>,
) -> Error {
    let kind = match name.contains('.') {
        true => "property",
        false => "argument",
    };
    let shown = inspected(env, value);
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_ARG_VALUE",
        format!("The {kind} '{name}' {reason}. Received {shown}"),
    )
}

/// A number outside of a range, which is in Node.js's words: ">= 0 && <= 7".
pub(super) fn out_of_range<'s>(
    env: &mut Env<'s>,
    name: &str,
    range: &str,
    value: Value<'s>,
) -> Error {
    let shown = inspected(env, value);
    coded(
        ErrorClass::RangeError,
        "ERR_OUT_OF_RANGE",
        format!("The value of \"{name}\" is out of range. It must be {range}. Received {shown}"),
    )
}

fn inspected<'s>(env: &mut Env<'s>, value: Value<'s>) -> String {
    match value.type_of(env) {
        ValueType::String => value.to(env).map(|text: String| {
            let escape = |it: char| match it.is_control() {
                true => format!("\\x{:02X}", it as u32),
                false => it.to_string(),
            };
            format!("'{}'", text.chars().map(escape).collect::<String>())
        }),
        ValueType::Object => Ok("{}".to_owned()),
        _ => value
            .coerce_to_string(env)
            .and_then(|text| text.to_string(env)),
    }
    .unwrap_or_default()
}

/// The text of an argument that must be a string.
pub(super) fn string<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> Result<String> {
    match value.type_of(env) {
        ValueType::String => value.to(env),
        _ => Err(invalid_arg_type(env, name, "of type string", value)),
    }
}

/// What Node.js's messages say of a value that is of the wrong type.
pub(super) fn received<'s>(env: &mut Env<'s>, value: Value<'s>) -> String {
    describe(env, value).unwrap_or_else(|_| "a value".to_owned())
}

fn describe<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let kind = match value.type_of(env) {
        ValueType::Undefined => return Ok("undefined".to_owned()),
        ValueType::Null => return Ok("null".to_owned()),
        ValueType::Function => {
            let name: Value<'_> = value.to::<Object<'_>>(env)?.get(env, "name")?;
            return Ok(format!(
                "function {}",
                name.coerce_to_string(env)?.to_string(env)?
            ));
        }
        ValueType::Object | ValueType::External => {
            let object = value.coerce_to_object(env)?;
            let kind = kinds::kind(env, value).unwrap_or(Kind::Plain);
            return match inspect::class_name(env, object, kind)? {
                Some(name) => Ok(format!("an instance of {name}")),
                None => inspect::show(
                    env,
                    value,
                    Options {
                        depth: -1.0,
                        ..Options::default()
                    },
                ),
            };
        }
        ValueType::String => "string",
        ValueType::BigInt => "bigint",
        ValueType::Boolean => "boolean",
        ValueType::Symbol => "symbol",
        _ => "number",
    };
    let text = inspect::show(env, value, Options::default())?;
    let shown = if text.encode_utf16().count() > LONGEST {
        format!("{}...", text.chars().take(CUT).collect::<String>())
    } else {
        text
    };
    Ok(format!("type {kind} ({shown})"))
}
