//! The builtin `util`; the functions that wrap others are written in JavaScript, `js/internal/functions.js`.

mod colors;

pub(super) use colors::{colors, styles};

use super::deep_equal::is_deep_equal;
use super::errors::{invalid_arg_type, out_of_range};
use super::{Node, errno, native};
use crate::safe::{
    Env, Error, Function, IntoJs, JsString, JsValue, Object, PropertyAttributes, Result, Value,
    ValueType,
};
use std::rc::Rc;

/// The exports of `util`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let util = env.object()?;
    for source in ["internal/functions", "internal/inspect"] {
        let functions: Object<'s> = node.builtin(env, source)?.to(env)?;
        for name in functions.keys(env)? {
            if !matches!(&*name, "describeError" | "received") {
                let function: Value<'s> = functions.get(env, &name)?;
                util.set(env, &name, function)?;
            }
        }
    }
    let debuglog: Value<'s> = util.get_named(env, c"debuglog")?;
    util.set(env, "debug", debuglog)?;
    let types = node.builtin(env, "util/types")?;
    util.set(env, "types", types)?;
    native(env, util, "styleText", colors::style_text)?;
    define_system_errors(env, util)?;
    define_texts(env, util)?;
    define_objects(env, util)?;
    for name in ["TextEncoder", "TextDecoder"] {
        let get = env.function(move |env, _| env.global().get(env, name))?;
        let attributes = PropertyAttributes::enumerable | PropertyAttributes::configurable;
        util.define_accessor(env, name, Some(get), None, attributes)?;
    }
    Ok(util.as_value())
}

fn define_system_errors<'s>(env: &mut Env<'s>, util: Object<'s>) -> Result<()> {
    native(env, util, "getSystemErrorName", |env, args| {
        let number = args.get(env, 0)?;
        let number = error_number(env, number)?;
        match errno::all().find(|(_, errno, _)| f64::from(-errno) == number) {
            Some((name, ..)) => name.into_js(env),
            None => format!("Unknown system error {number}").into_js(env),
        }
    })?;
    native(env, util, "getSystemErrorMessage", |env, args| {
        let number = args.get(env, 0)?;
        let number = error_number(env, number)?;
        match errno::all().find(|(_, errno, _)| f64::from(-errno) == number) {
            Some((.., text)) => text.into_js(env),
            None => format!("Unknown system error {number}").into_js(env),
        }
    })?;
    native(env, util, "getSystemErrorMap", |env, _| {
        let map = env.map()?;
        for (name, errno, text) in errno::all() {
            map.set_entry(env, -errno, [name, text])?;
        }
        Ok(map.as_value())
    })
}

/// The number of the error of a system call, negative.
fn error_number<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<f64> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    if value.type_of(env) != ValueType::Number {
        return Err(invalid_arg_type(env, "err", "of type number", value));
    }
    let number: f64 = value.to(env)?;
    match number < 0.0 && number.fract() == 0.0 && number >= -LARGEST {
        true => Ok(number),
        false => Err(out_of_range(env, "err", "a negative integer", value)),
    }
}

fn define_texts<'s>(env: &mut Env<'s>, util: Object<'s>) -> Result<()> {
    native(env, util, "stripVTControlCharacters", |env, args| {
        let text: Value<'_> = args.get(env, 0)?;
        if text.type_of(env) != ValueType::String {
            return Err(invalid_arg_type(env, "str", "of type string", text));
        }
        let units = text.to::<JsString<'_>>(env)?.to_utf16(env)?;
        Ok(env.string_utf16(&without_sequences(&units))?.as_value())
    })?;
    native(env, util, "toUSVString", |env, args| {
        let text: Value<'_> = args.get(env, 0)?;
        let text = text.coerce_to_string(env)?.to_string(env)?;
        text.into_js(env)
    })
}

/// A text without the sequences that terminals understand: `ESC [ … letter`, `ESC ] … BEL`.
fn without_sequences(units: &[u16]) -> Vec<u16> {
    let is_in = |unit: Option<&u16>, first: u8, last: u8| {
        unit.is_some_and(|unit| (u16::from(first)..=u16::from(last)).contains(unit))
    };
    let mut plain = Vec::with_capacity(units.len());
    let mut index = 0;
    while index < units.len() {
        let mut end = index + 2;
        let is_sequence = units[index] == 0x1b
            && match units
                .get(index + 1)
                .map(|unit| char::from_u32(u32::from(*unit)))
            {
                Some(Some('[')) => {
                    while is_in(units.get(end), b'0', b'?') {
                        end += 1;
                    }
                    while is_in(units.get(end), b' ', b'/') {
                        end += 1;
                    }
                    is_in(units.get(end), b'@', b'~')
                }
                Some(Some(']')) => {
                    let rest = units[end..].iter().position(|unit| *unit == 0x07);
                    end += rest.unwrap_or_default();
                    rest.is_some()
                }
                _ => false,
            };
        if is_sequence {
            index = end + 1;
        } else {
            plain.push(units[index]);
            index += 1;
        }
    }
    plain
}

fn define_objects<'s>(env: &mut Env<'s>, util: Object<'s>) -> Result<()> {
    native(env, util, "isArray", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        let is_array = value.is_array(env);
        env.to_value(is_array)
    })?;
    native(env, util, "isDeepStrictEqual", |env, args| {
        let (a, b): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let is_equal = is_deep_equal(env, a, b, true)?;
        env.to_value(is_equal)
    })?;
    native(env, util, "inherits", |env, args| {
        let (class, base): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        for (value, name) in [(class, "ctor"), (base, "superCtor")] {
            if value.type_of(env) != ValueType::Function {
                return Err(invalid_arg_type(env, name, "of type function", value));
            }
        }
        let (class, base): (Function<'_>, Function<'_>) = (class.to(env)?, base.to(env)?);
        let prototype: Value<'_> = base.get_named(env, c"prototype")?;
        if prototype.type_of(env) == ValueType::Undefined {
            let name = "superCtor.prototype";
            return Err(invalid_arg_type(env, name, "of type object", prototype));
        }
        let attributes = PropertyAttributes::writable | PropertyAttributes::configurable;
        class.define(env, "super_", base, attributes)?;
        let own: Value<'_> = class.get_named(env, c"prototype")?;
        if own.is_nullish(env) {
            return Err(Error::type_error("the constructor has no prototype"));
        }
        own.coerce_to_object(env)?.set_prototype(env, prototype)?;
        Ok(env.undefined())
    })?;
    native(env, util, "_extend", |env, args| {
        let (target, source): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        if source.type_of(env) == ValueType::Object {
            let source: Object<'_> = source.to(env)?;
            let into = target.coerce_to_object(env)?;
            for name in source.keys(env)? {
                let value: Value<'_> = source.get(env, &name)?;
                into.set(env, &name, value)?;
            }
        }
        Ok(target)
    })
}
