//! Checks of arguments, in Node.js's words; the texts are in [`errors`](super::errors).

pub(super) use super::errors::out_of_range;

use super::errors::{coded, invalid_arg_type, invalid_arg_value};
use crate::safe::{
    Args, Class, Env, Error, ErrorClass, Function, IntoJs, JsValue, Object, PropertyAttributes,
    Result, Value, ValueType,
};

/// The greatest integer that a number tells from its neighbours.
pub(super) const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// An argument, or `undefined`.
pub(super) fn argument<'s>(env: &Env<'s>, args: &Args<'s>, index: usize) -> Value<'s> {
    let value = args.values().get(index).copied();
    value.unwrap_or_else(|| env.undefined())
}

pub(super) fn is_undefined(env: &Env<'_>, value: Value<'_>) -> bool {
    value.type_of(env) == ValueType::Undefined
}

pub(super) fn is_string(env: &Env<'_>, value: Value<'_>) -> bool {
    value.type_of(env) == ValueType::String
}

/// An argument that must be a number.
pub(super) fn number<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> Result<f64> {
    match value.type_of(env) {
        ValueType::Number => value.to(env),
        _ => Err(invalid_arg_type(env, name, "of type number", value)),
    }
}

/// A number that must be within bounds.
pub(super) fn number_in<'s>(
    env: &mut Env<'s>,
    name: &str,
    value: Value<'s>,
    least: f64,
    most: f64,
) -> Result<f64> {
    let number = number(env, name, value)?;
    if number >= least && number <= most {
        return Ok(number);
    }
    let range = match most.is_finite() {
        true => format!(">= {least} && <= {most}"),
        false => format!(">= {least}"),
    };
    Err(out_of_range(env, name, &range, value))
}

/// An integer that must be within bounds.
pub(super) fn integer_in<'s>(
    env: &mut Env<'s>,
    name: &str,
    value: Value<'s>,
    least: f64,
    most: f64,
) -> Result<f64> {
    let integer = number(env, name, value)?;
    if !integer.is_finite() || integer.trunc() != integer {
        return Err(out_of_range(env, name, "an integer", value));
    }
    number_in(env, name, value, least, most)
}

/// Permissions: a number, or its octal digits.
pub(super) fn mode<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> Result<u32> {
    if !is_string(env, value) {
        return Ok(integer_in(env, name, value, 0.0, f64::from(u32::MAX))? as u32);
    }
    let digits: String = value.to(env)?;
    let is_octal = !digits.is_empty() && digits.bytes().all(|digit| matches!(digit, b'0'..=b'7'));
    match u32::from_str_radix(&digits, 8) {
        Ok(mode) if is_octal => Ok(mode),
        _ => {
            let reason = "must be a 32-bit unsigned integer or an octal string";
            Err(invalid_arg_value(env, name, reason, value))
        }
    }
}

/// An integer from 0 on, or what stands in for `undefined`.
pub(super) fn offset<'s>(
    env: &mut Env<'s>,
    name: &str,
    value: Value<'s>,
    otherwise: usize,
    most: f64,
) -> Result<usize> {
    match is_undefined(env, value) {
        true => Ok(otherwise),
        false => Ok(integer_in(env, name, value, 0.0, most)? as usize),
    }
}

/// A value as JavaScript makes a number of it.
pub(super) fn to_number<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<f64> {
    match value.type_of(env) {
        ValueType::Number => value.to(env),
        ValueType::Undefined => Ok(f64::NAN),
        _ => Ok(value.coerce_to_number(env)?.get(env)),
    }
}

/// Has instances of a class inspected as an object of some of their properties, with the class's name
/// or without.
pub(super) fn shown_as(
    env: &mut Env<'_>,
    class: Function<'_>,
    is_named: bool,
    names: &'static [&'static str],
) -> Result<()> {
    shown_by(env, class, is_named, move |env, this| {
        let this: Object<'_> = this.to(env)?;
        let shown = env.object()?;
        for name in names {
            let value: Value<'_> = this.get(env, *name)?;
            shown.set(env, *name, value)?;
        }
        Ok(shown)
    })
}

/// Has instances of a class inspected as an object that a closure makes.
pub(super) fn shown_by(
    env: &mut Env<'_>,
    class: Function<'_>,
    is_named: bool,
    make: impl for<'c> Fn(&mut Env<'c>, Value<'c>) -> Result<Object<'c>> + 'static,
) -> Result<()> {
    let show = env.named_function("inspect", move |env, args| {
        let shown = make(env, args.this())?;
        if !is_named {
            return Ok(shown.as_value());
        }
        let (options, inspect): (Value<'_>, Function<'_>) = (args.get(env, 1)?, args.get(env, 2)?);
        let text: String = inspect.call(env, (shown, options))?;
        let this: Object<'_> = args.this().to(env)?;
        let class: Object<'_> = this.get_named(env, c"constructor")?;
        let name: String = class.get_named(env, c"name")?;
        format!("{name} {text}").into_js(env)
    })?;
    let symbol = env.symbol_for("nodejs.util.inspect.custom")?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    prototype.define(env, symbol, show, PropertyAttributes::default_method)
}

/// An error of the web's, by name.
pub(super) fn dom_exception(env: &mut Env<'_>, message: &str, name: &str) -> Error {
    let class: Result<Function<'_>> = env.global().get_named(env, c"DOMException");
    match class.and_then(|class| class.construct(env, (message, name))) {
        Ok(exception) => env.throw(exception),
        Err(error) => error,
    }
}

/// The error of what Node.js has and this host has not.
pub(super) fn not_provided(what: &str) -> Error {
    coded(
        ErrorClass::Error,
        "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        format!("{what} is not provided by nodeapi"),
    )
}

/// An argument that must be a function, or may be left out.
pub(super) fn callback<'s>(
    env: &mut Env<'s>,
    name: &str,
    value: Value<'s>,
) -> Result<Option<Function<'s>>> {
    match value.type_of(env) {
        ValueType::Undefined => Ok(None),
        ValueType::Function => Ok(Some(value.to(env)?)),
        _ => Err(invalid_arg_type(env, name, "of type function", value)),
    }
}

/// Throws a value when nothing else runs, as what nobody has caught.
pub(super) fn throw_later<'s>(env: &mut Env<'s>, thrown: Value<'s>) -> Result<()> {
    let thrown = env.reference(thrown)?;
    let throw = env.function(move |env, _| {
        let thrown = thrown.get(env)?;
        Err(env.throw(thrown))
    })?;
    let process: Object<'_> = env.global().get_named(env, c"process")?;
    let schedule: Function<'_> = process.get_named(env, c"nextTick")?;
    schedule.call_with_this::<_, Value<'_>>(env, process, (throw,))?;
    Ok(())
}

/// The receiver of a method, which must be of a class.
pub(super) fn receiver<'s, T: 'static>(
    env: &mut Env<'s>,
    this: Value<'s>,
    name: &str,
) -> Result<Class<'s, T>> {
    this.to(env).map_err(|_| invalid_this(name))
}

/// The error of one that is not.
pub(super) fn invalid_this(name: &str) -> Error {
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_THIS",
        format!("Value of \"this\" must be of type {name}"),
    )
}
