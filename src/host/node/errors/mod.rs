//! The errors that builtins throw, with Node.js's codes and words.

mod builtin;

pub(super) use builtin::exports;

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
    let what = match name {
        name if name.ends_with(" argument") => name.to_owned(),
        name if name.contains('.') => format!("\"{name}\" property"),
        name => format!("\"{name}\" argument"),
    };
    let received = received(env, value);
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_ARG_TYPE",
        format!("The {what} must be {expected}. Received {received}"),
    )
}

/// What Node.js writes after "must be" for types, classes and other things of which the argument has
/// to be one.
pub(super) fn expected_words(expected: &[String]) -> String {
    const TYPES: &[&str] = &[
        "string", "function", "number", "object", "Function", "Object", "boolean", "bigint",
        "symbol",
    ];
    let is_class = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let (mut types, mut classes, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for each in expected {
        match &**each {
            each if TYPES.contains(&each) => types.push(each.to_ascii_lowercase()),
            each if is_class(each) => classes.push(each.to_owned()),
            each => others.push(each.to_owned()),
        }
    }
    if !classes.is_empty()
        && let Some(object) = types.iter().position(|each| each == "object")
    {
        types.remove(object);
        classes.push("Object".to_owned());
    }
    let mut words = Vec::new();
    match types.len() {
        0 => {}
        1 => words.push(format!("of type {}", types[0])),
        _ => words.push(format!("one of type {}", or_list(&types))),
    }
    if !classes.is_empty() {
        words.push(format!("an instance of {}", or_list(&classes)));
    }
    match others.len() {
        0 => {}
        1 => words.push(others[0].clone()),
        _ => words.push(format!("one of {}", or_list(&others))),
    }
    words.join(" or ")
}

/// `a`, `a or b`, `a, b, or c`.
fn or_list(list: &[String]) -> String {
    match list {
        [head @ .., last] if head.len() > 1 => format!("{}, or {last}", head.join(", ")),
        list => list.join(" or "),
    }
}

/// A number that is out of its range.
pub(super) fn out_of_range<'s>(
    env: &mut Env<'s>,
    name: &str,
    range: &str,
    value: Value<'s>,
) -> Error {
    /// Numbers beyond this are shown with their digits in groups.
    const LARGE: f64 = 4_294_967_296.0;
    let is_large = match value.type_of(env) {
        ValueType::Number | ValueType::BigInt => {
            let number = value
                .coerce_to_string(env)
                .and_then(|text| text.to_string(env));
            let number: Option<f64> = number.ok().and_then(|number| number.parse().ok());
            number.is_some_and(|number| number.fract() == 0.0 && number.abs() > LARGE)
        }
        _ => false,
    };
    let options = Options {
        numeric_separator: is_large,
        ..Options::default()
    };
    let shown = inspect::show(env, value, options).unwrap_or_default();
    coded(
        ErrorClass::RangeError,
        "ERR_OUT_OF_RANGE",
        format!("The value of \"{name}\" is out of range. It must be {range}. Received {shown}"),
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

fn inspected<'s>(env: &mut Env<'s>, value: Value<'s>) -> String {
    /// How long the text of a value may be in a message about it.
    const LONGEST: usize = 128;
    let mut shown = inspect::show(env, value, Options::default()).unwrap_or_default();
    if let Some((end, _)) = shown.char_indices().nth(LONGEST) {
        shown.truncate(end);
        shown += "...";
    }
    shown
}

/// The error of a call without these arguments.
pub(super) fn missing_args(names: &[&str]) -> Error {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let plural = if names.len() > 1 { "s" } else { "" };
    let message = format!(
        "The {} argument{plural} must be specified",
        quoted.join(" and ")
    );
    coded(ErrorClass::TypeError, "ERR_MISSING_ARGS", message)
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
