//! The builtin `querystring`.

use super::Node;
use super::checks::{argument, is_string, is_undefined, to_number};
use crate::safe::{
    Args, Array, CatchResult, Env, Error, Function, JsString, JsValue, Native, Object, Ref, Result,
    Value, ValueType,
};
use std::rc::Rc;

/// The exports of `querystring`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    exports.set_functions(
        env,
        &[
            ("unescapeBuffer", Native::new(unescape_buffer)),
            ("unescape", Native::new(unescape)),
            ("escape", Native::new(escape)),
        ],
    )?;
    let own = Rc::new(Own {
        exports: env.reference(exports)?,
        escape: reference(env, exports, "escape")?,
        unescape: reference(env, exports, "unescape")?,
    });
    let this = own.clone();
    let stringify = env.named_function("stringify", move |env, args| this.stringify(env, &args))?;
    let parse = env.named_function("parse", move |env, args| own.parse(env, &args))?;
    exports.set(env, "stringify", stringify)?;
    exports.set(env, "encode", stringify)?;
    exports.set(env, "parse", parse)?;
    exports.set(env, "decode", parse)?;
    Ok(exports.as_value())
}

fn reference<'s>(
    env: &mut Env<'s>,
    exports: Object<'s>,
    name: &str,
) -> Result<Ref<Value<'static>>> {
    let function: Value<'_> = exports.get(env, name)?;
    env.reference(function)
}

/// The exports, of which programs replace some, and what these were.
struct Own {
    exports: Ref<Object<'static>>,
    escape: Ref<Value<'static>>,
    unescape: Ref<Value<'static>>,
}

impl Own {
    /// The function of an option, or else of the exports; `None` where that is the builtin's own.
    fn custom<'s>(
        &self,
        env: &mut Env<'s>,
        options: Value<'s>,
        option: &str,
        export: &str,
        own: &Ref<Value<'static>>,
    ) -> Result<Option<Function<'s>>> {
        if !options.is_nullish(env) {
            let custom: Value<'_> = options.coerce_to_object(env)?.get(env, option)?;
            if custom.type_of(env) == ValueType::Function {
                return Ok(Some(custom.to(env)?));
            }
        }
        let exported: Value<'_> = self.exports.get(env)?.get(env, export)?;
        match exported.strict_equals(env, own.get(env)?) {
            true => Ok(None),
            false => Ok(Some(exported.to(env)?)),
        }
    }

    /// `stringify(object, separator, equals, options)`.
    fn stringify<'c>(&self, env: &mut Env<'c>, args: &Args<'c>) -> Result<Value<'c>> {
        let [object, separator, equals, options] =
            [0, 1, 2, 3].map(|index| argument(env, args, index));
        let separator = mark(env, separator, '&')?;
        let equals = mark(env, equals, '=')?;
        let custom = self.custom(env, options, "encodeURIComponent", "escape", &self.escape)?;
        let mut text: Vec<u16> = Vec::new();
        if object.type_of(env) == ValueType::Object {
            let object: Object<'_> = object.to(env)?;
            let names = own_names(env, object)?;
            for index in 0..names.len(env) {
                env.scope(|env| {
                    let name: JsString<'_> = names.get(env, index)?;
                    let value: Value<'_> = object.get(env, name)?;
                    let name = encode(env, name.as_value(), custom)?;
                    let values = match value.is_array(env) {
                        true => value.to::<Vec<Value<'_>>>(env)?,
                        false => vec![value],
                    };
                    for value in values {
                        let value = encode(env, value, custom)?;
                        if !text.is_empty() {
                            text.extend(&separator);
                        }
                        text.extend(&name);
                        text.extend(&equals);
                        text.extend(value);
                    }
                    Ok::<(), Error>(())
                })?;
            }
        }
        Ok(env.string_utf16(&text)?.as_value())
    }

    /// `parse(text, separator, equals, options)`.
    fn parse<'c>(&self, env: &mut Env<'c>, args: &Args<'c>) -> Result<Value<'c>> {
        let [text, separator, equals, options] =
            [0, 1, 2, 3].map(|index| argument(env, args, index));
        let found = env.object()?;
        let null = env.null();
        found.set_prototype(env, null)?;
        if !is_string(env, text) {
            return Ok(found.as_value());
        }
        let text = text.to::<JsString<'_>>(env)?.to_utf16(env)?;
        let separator = mark(env, separator, '&')?;
        let equals = mark(env, equals, '=')?;
        let mut most = 1000;
        if !options.is_nullish(env) {
            let asked: Value<'_> = options.coerce_to_object(env)?.get(env, "maxKeys")?;
            if asked.type_of(env) == ValueType::Number {
                most = to_number(env, asked)?.max(0.0) as usize;
            }
        }
        let most = if most == 0 { usize::MAX } else { most };
        let custom = self.custom(
            env,
            options,
            "decodeURIComponent",
            "unescape",
            &self.unescape,
        )?;
        for part in split(&text, &separator).take(most) {
            if part.is_empty() {
                continue;
            }
            let (name, value) = match position(part, &equals) {
                Some(at) => (&part[..at], &part[at + equals.len()..]),
                None => (part, &part[part.len()..]),
            };
            env.scope(|env| {
                let name = decode(env, name, custom)?;
                let value = decode(env, value, custom)?;
                let name: JsString<'_> = name.coerce_to_string(env)?;
                if !found.has(env, name)? {
                    return found.set(env, name, value);
                }
                let before: Value<'_> = found.get(env, name)?;
                if before.is_array(env) {
                    return before.to::<Array<'_>>(env)?.push(env, value);
                }
                found.set(env, name, vec![before, value])
            })?;
        }
        Ok(found.as_value())
    }
}

/// The own enumerable names of an object, as `Object.keys` has them.
fn own_names<'s>(env: &mut Env<'s>, object: Object<'s>) -> Result<Array<'s>> {
    let class: Object<'_> = env.global().get_named(env, c"Object")?;
    let keys: Function<'_> = class.get_named(env, c"keys")?;
    keys.call(env, (object,))
}

/// What stands between names and values, or between them.
fn mark<'s>(env: &mut Env<'s>, value: Value<'s>, otherwise: char) -> Result<Vec<u16>> {
    match value.coerce_to_boolean(env)?.get(env) {
        true => value.coerce_to_string(env)?.to_utf16(env),
        false => Ok(vec![otherwise as u16]),
    }
}

/// Where a text is in another.
fn position(text: &[u16], wanted: &[u16]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}

fn split<'a>(mut text: &'a [u16], separator: &'a [u16]) -> impl Iterator<Item = &'a [u16]> {
    let mut is_done = false;
    std::iter::from_fn(move || {
        if is_done {
            return None;
        }
        let part = match position(text, separator) {
            Some(at) => {
                let part = &text[..at];
                text = &text[at + separator.len()..];
                part
            }
            None => {
                is_done = true;
                text
            }
        };
        Some(part)
    })
}

/// A value of `stringify` as it stands in the text; nothing of what is no primitive.
fn encode<'s>(
    env: &mut Env<'s>,
    value: Value<'s>,
    custom: Option<Function<'s>>,
) -> Result<Vec<u16>> {
    let text = match value.type_of(env) {
        ValueType::String | ValueType::Boolean | ValueType::BigInt => {
            value.coerce_to_string(env)?
        }
        ValueType::Number if to_number(env, value)?.is_finite() => value.coerce_to_string(env)?,
        _ => env.string("")?,
    };
    let Some(custom) = custom else {
        return Ok(escaped(env, &text.to_utf16(env)?)?.encode_utf16().collect());
    };
    let encoded: Value<'_> = custom.call(env, (text,))?;
    encoded.coerce_to_string(env)?.to_utf16(env)
}

/// A part of a text of `parse`.
fn decode<'s>(env: &mut Env<'s>, part: &[u16], custom: Option<Function<'s>>) -> Result<Value<'s>> {
    const PLUS: u16 = b'+' as u16;
    let Some(custom) = custom.filter(|_| !part.is_empty()) else {
        let mut part = part.to_vec();
        part.iter_mut()
            .filter(|unit| **unit == PLUS)
            .for_each(|unit| *unit = b' ' as u16);
        return Ok(unescaped(env, &part)?.as_value());
    };
    let mut text = Vec::new();
    for unit in part {
        match *unit {
            PLUS => text.extend("%20".encode_utf16()),
            unit => text.push(unit),
        }
    }
    let text = env.string_utf16(&text)?;
    match custom.call::<_, Value<'_>>(env, (text,)).catch(env) {
        Ok(value) => Ok(value),
        Err(_) => Ok(unescaped(env, &text.to_utf16(env)?)?.as_value()),
    }
}

/// `escape(text)`: percent signs for all but the characters that stand for themselves.
fn escape<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let text = argument(env, &args, 0)
        .coerce_to_string(env)?
        .to_utf16(env)?;
    let escaped = escaped(env, &text)?;
    Ok(env.string(&escaped)?.as_value())
}

fn escaped(env: &mut Env<'_>, text: &[u16]) -> Result<String> {
    let mut escaped = String::with_capacity(text.len());
    for character in char::decode_utf16(text.iter().copied()) {
        let Ok(character) = character else {
            return Err(malformed(env));
        };
        if character.is_ascii_alphanumeric() || "-_.!~*'()".contains(character) {
            escaped.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            let digit = |digit: u8| char::from(b"0123456789ABCDEF"[usize::from(digit)]);
            escaped.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    Ok(escaped)
}

/// The error of half a character.
fn malformed(env: &mut Env<'_>) -> Error {
    let class: Result<Function<'_>> = env.global().get_named(env, c"URIError");
    let made = class.and_then(|class| {
        let error = class.construct(env, ("URI malformed",))?;
        error.set_named(env, c"code", "ERR_INVALID_URI")?;
        Ok(env.throw(error))
    });
    made.unwrap_or_else(|error| error)
}

/// `unescape(text)`.
fn unescape<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let text = argument(env, &args, 0)
        .coerce_to_string(env)?
        .to_utf16(env)?;
    Ok(unescaped(env, &text)?.as_value())
}

/// The text that escapes stand for; where they make none, that of their bytes as far as it goes.
fn unescaped<'s>(env: &Env<'s>, text: &[u16]) -> Result<JsString<'s>> {
    if !text.contains(&u16::from(b'%')) {
        return env.string_utf16(text);
    }
    match decoded(text) {
        Some(units) => env.string_utf16(&units),
        None => env.string(&String::from_utf8_lossy(&bytes(text))),
    }
}

/// As `decodeURIComponent` has it; `None` where that throws.
fn decoded(text: &[u16]) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(text.len());
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at] != u16::from(b'%') {
            units.push(text[at]);
            at += 1;
            continue;
        }
        bytes.clear();
        while text.get(at) == Some(&u16::from(b'%')) {
            bytes.push(byte(text, at)?);
            at += 3;
        }
        units.extend(std::str::from_utf8(&bytes).ok()?.encode_utf16());
    }
    Some(units)
}

/// The byte of an escape at that place.
fn byte(text: &[u16], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from_u32(u32::from(*text.get(at)?))?.to_digit(16);
    Some((digit(at + 1)? << 4 | digit(at + 2)?) as u8)
}

/// The bytes that escapes stand for; what is no escape stays.
fn bytes(text: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let escaped = match text[at] == u16::from(b'%') {
            true => byte(text, at),
            false => None,
        };
        bytes.push(escaped.unwrap_or(text[at] as u8));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    bytes
}

/// `unescapeBuffer(text, decodeSpaces)`: the bytes, as a `Buffer`.
fn unescape_buffer<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let mut text = argument(env, &args, 0)
        .coerce_to_string(env)?
        .to_utf16(env)?;
    let spaces = argument(env, &args, 1);
    if !is_undefined(env, spaces) && spaces.coerce_to_boolean(env)?.get(env) {
        let plus = u16::from(b'+');
        text.iter_mut()
            .filter(|unit| **unit == plus)
            .for_each(|unit| *unit = u16::from(b' '));
    }
    Ok(env.buffer(&bytes(&text))?.as_value())
}
