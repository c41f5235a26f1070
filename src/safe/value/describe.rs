//! A value in words, for error messages. Runs no JavaScript.

use super::{BigInt, JsValue, Number, Value, ValueType, string};
use crate::safe::env::Env;
use crate::safe::error::{Error, TypeMismatch};

/// How much of a string a message shows, in bytes.
const MOST_TEXT: usize = 40;

/// The value in words: `2.5`, `"text"`, `an array`, `a function`.
pub(crate) fn describe(env: &Env<'_>, value: Value<'_>) -> String {
    match value.type_of(env) {
        ValueType::Undefined => "undefined".to_owned(),
        ValueType::Null => "null".to_owned(),
        ValueType::Boolean => {
            let is_true = super::primitive::read_bool(env, value) == Some(true);
            if is_true { "true" } else { "false" }.to_owned()
        }
        ValueType::Number => {
            // SAFETY: the value has just been seen to be a number.
            number(unsafe { Number::new(value.raw()) }.get(env))
        }
        ValueType::String => match string::preview(env, value, MOST_TEXT) {
            Some((text, true)) => format!("{text:?}"),
            Some((text, false)) => format!("{:?}", format!("{text}…")),
            None => "a string".to_owned(),
        },
        ValueType::Symbol => "a symbol".to_owned(),
        ValueType::Function => "a function".to_owned(),
        ValueType::External => "an external".to_owned(),
        ValueType::BigInt => {
            // SAFETY: the value has just been seen to be a BigInt.
            match unsafe { BigInt::new(value.raw()) }.to_i64(env) {
                Some(number) => format!("{number}n"),
                None => "a BigInt".to_owned(),
            }
        }
        ValueType::Object => object(env, value).to_owned(),
        ValueType::Unknown => "a value of an unknown type".to_owned(),
    }
}

fn object(env: &Env<'_>, value: Value<'_>) -> &'static str {
    if value.is_array(env) {
        "an array"
    } else if value.is_error(env) {
        "an error"
    } else if value.is_array_buffer(env) {
        "an ArrayBuffer"
    } else if value.is_typed_array(env) {
        "a typed array"
    } else if value.is_promise(env) {
        "a promise"
    } else if value.is_date(env) {
        "a Date"
    } else {
        "an object"
    }
}

/// A number as JavaScript writes it.
fn number(n: f64) -> String {
    if n.is_infinite() {
        return if n > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if n != 0.0 && !(1e-6..1e21).contains(&n.abs()) {
        format!("{n:e}")
    } else {
        n.to_string()
    }
}

/// The error that says what was expected instead of this value.
#[cold]
pub(crate) fn mismatch(env: &Env<'_>, expected: &'static str, found: Value<'_>) -> Error {
    TypeMismatch::new(expected, describe(env, found)).into()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_read_as_in_javascript() {
        assert_eq!(number(-1.0), "-1");
        assert_eq!(number(2.5), "2.5");
        assert_eq!(number(f64::NAN), "NaN");
        assert_eq!(number(f64::NEG_INFINITY), "-Infinity");
        assert_eq!(number(4294967296.0), "4294967296");
        assert_eq!(number(1e300), "1e300");
    }
}
