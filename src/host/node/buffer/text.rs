//! `Buffer` and text: `toString`, `write`, and what else is about encodings.

use super::bytes::not_bytes;
use super::{made, this, uint8_array};
use crate::host::node::checks::{
    argument, dom_exception, integer_in, is_string, is_undefined, offset, to_number,
};
use crate::host::node::encodings::{Encoding, whole_characters};
use crate::host::node::errors::{coded, invalid_arg_type, missing_args};
use crate::safe::{
    Args, Env, Error, ErrorClass, IntoJs, JsString, JsValue, Native, Result, Value, View,
};

macro_rules! slices {
    ($($encoding:ident: $slice:literal $write:literal;)*) => {
        /// Methods of `Buffer.prototype`.
        pub(super) const METHODS: &[(&str, Native)] = &[
            ("toString", Native::new(to_string)),
            ("write", Native::new(write)),
            $(
                ($slice, Native::new(|env, args| slice(env, &args, Encoding::$encoding))),
                ($write, Native::new(|env, args| write_as(env, &args, Encoding::$encoding))),
            )*
        ];
    };
}
slices! {
    Ascii: "asciiSlice" "asciiWrite";
    Base64: "base64Slice" "base64Write";
    Base64Url: "base64urlSlice" "base64urlWrite";
    Latin1: "latin1Slice" "latin1Write";
    Hex: "hexSlice" "hexWrite";
    Utf16Le: "ucs2Slice" "ucs2Write";
    Utf8: "utf8Slice" "utf8Write";
}

/// Functions of `Buffer`.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("byteLength", Native::new(byte_length)),
    ("isEncoding", Native::new(is_encoding)),
];

/// What the builtin exports beside `Buffer`.
pub(super) const EXPORTS: &[(&str, Native)] = &[
    ("isUtf8", Native::new(is_utf8)),
    ("isAscii", Native::new(is_ascii)),
    ("transcode", Native::new(transcode)),
    ("atob", Native::new(atob)),
    ("btoa", Native::new(btoa)),
];

/// A range of bytes in this encoding.
fn decode<'s>(
    env: &mut Env<'s>,
    view: View<'s>,
    encoding: Encoding,
    start: usize,
    end: usize,
) -> Result<Value<'s>> {
    let bytes = view.part(env, start..end);
    Ok(encoding.decode(&bytes, env)?.as_value())
}

/// `toString(encoding, start, end)`.
fn to_string<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let view = this(env, &args)?;
    let length = view.len(env);
    if args.is_empty() {
        return decode(env, view, Encoding::Utf8, 0, length);
    }
    let [encoding, start, end] = [0, 1, 2].map(|index| argument(env, &args, index));
    // What is no number becomes 0.
    let start = to_number(env, start)? as usize;
    let end = match is_undefined(env, end) {
        true => length,
        false => to_number(env, end)? as usize,
    };
    if start >= end.min(length) {
        return "".into_js(env);
    }
    let encoding = Encoding::of(env, encoding)?;
    decode(env, view, encoding, start, end)
}

/// `latin1Slice(start, end)` and the like.
fn slice<'c>(env: &mut Env<'c>, args: &Args<'c>, encoding: Encoding) -> Result<Value<'c>> {
    let view = this(env, args)?;
    let (start, end) = bounds(env, args, 0, view.len(env))?;
    decode(env, view, encoding, start, end)
}

/// Two arguments that are a range of bytes.
fn bounds<'c>(
    env: &mut Env<'c>,
    args: &Args<'c>,
    index: usize,
    length: usize,
) -> Result<(usize, usize)> {
    let (start, end) = (argument(env, args, index), argument(env, args, index + 1));
    let start = offset(env, "start", start, 0, length as f64)?;
    let end = match is_undefined(env, end) {
        true => length,
        false => to_number(env, end)?.max(0.0) as usize,
    };
    if end > length {
        return Err(coded(
            ErrorClass::RangeError,
            "ERR_OUT_OF_RANGE",
            "Index out of range",
        ));
    }
    Ok((start, end))
}

/// `write(text, offset, length, encoding)`, where an encoding may be the first of these that is given.
fn write<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let view = this(env, &args)?;
    let all = view.len(env);
    let [text, mut start, mut length, mut encoding] =
        [0, 1, 2, 3].map(|index| argument(env, &args, index));
    if is_undefined(env, start) {
        return write_at(env, view, text, Encoding::Utf8, 0, all);
    }
    if is_undefined(env, length) && is_string(env, start) {
        (start, encoding) = (env.undefined(), start);
    } else {
        integer_in(env, "offset", start, 0.0, all as f64)?;
    }
    if is_string(env, length) {
        (length, encoding) = (env.undefined(), length);
    }
    let start = offset(env, "offset", start, 0, all as f64)?;
    let length = offset(env, "length", length, all, all as f64)?;
    let encoding = Encoding::of_truthy(env, encoding)?;
    write_at(env, view, text, encoding, start, length)
}

/// `latin1Write(text, offset, length)` and the like.
fn write_as<'c>(env: &mut Env<'c>, args: &Args<'c>, encoding: Encoding) -> Result<Value<'c>> {
    let view = this(env, args)?;
    let [text, start, length] = [0, 1, 2].map(|index| argument(env, args, index));
    let all = view.len(env);
    let start = offset(env, "offset", start, 0, all as f64)?;
    let length = offset(env, "length", length, all - start, f64::INFINITY)?;
    write_at(env, view, text, encoding, start, length)
}

/// Writes as much of a text as there is room for.
fn write_at<'s>(
    env: &mut Env<'s>,
    view: View<'s>,
    text: Value<'s>,
    encoding: Encoding,
    start: usize,
    room: usize,
) -> Result<Value<'s>> {
    if !is_string(env, text) {
        return Err(coded(
            ErrorClass::TypeError,
            "ERR_INVALID_ARG_TYPE",
            "argument must be a string",
        ));
    }
    let text: JsString<'_> = text.to(env)?;
    let bytes = encoding.encode(text, env)?;
    // Less than there was, where the name of the encoding has run JavaScript.
    let room = room.min(view.len(env).saturating_sub(start));
    let count = whole_characters(encoding, &bytes, room);
    view.edit(env, start..start.saturating_add(count), |place| {
        place.copy_from_slice(&bytes[..count])
    });
    (count as f64).into_js(env)
}

/// The bytes of a text, as `Buffer.from(text, encoding)` has them.
pub(super) fn encode<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let encoding = argument(env, &args, 1);
    let encoding = match is_string(env, encoding) {
        true => Encoding::of_truthy(env, encoding)?,
        false => Encoding::Utf8,
    };
    let text: JsString<'_> = args.get(env, 0)?;
    let bytes = encoding.encode(text, env)?;
    made(env, bytes)
}

fn byte_length<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let (value, encoding) = (argument(env, &args, 0), argument(env, &args, 1));
    let length = if is_string(env, value) {
        let encoding = match encoding.coerce_to_boolean(env)?.get(env) {
            true => Encoding::find(env, encoding)?.unwrap_or(Encoding::Utf8),
            false => Encoding::Utf8,
        };
        encoding.byte_length(value.to(env)?, env)?
    } else if let Some(view) = View::of(env, value) {
        view.len(env)
    } else {
        let expected = "of type string or an instance of Buffer or ArrayBuffer";
        return Err(invalid_arg_type(env, "string", expected, value));
    };
    (length as f64).into_js(env)
}

fn is_encoding<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let name = argument(env, &args, 0);
    let is_one = is_string(env, name) && Encoding::find(env, name)?.is_some();
    is_one.into_js(env)
}

fn is_utf8<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let input = input(env, &args)?;
    std::str::from_utf8(&input.bytes(env)).is_ok().into_js(env)
}

fn is_ascii<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let input = input(env, &args)?;
    input.bytes(env).is_ascii().into_js(env)
}

/// The bytes that are asked about.
fn input<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<View<'c>> {
    let input = argument(env, args, 0);
    View::of(env, input).ok_or_else(|| {
        let expected = "an instance of ArrayBuffer, Buffer, or TypedArray";
        invalid_arg_type(env, "input", expected, input)
    })
}

/// `transcode(source, from, to)`: what the other encoding lacks becomes a question mark.
fn transcode<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let source = argument(env, &args, 0);
    if View::of(env, source).is_none_or(|view| !view.is_uint8_array()) {
        return Err(not_bytes(env, "source", source));
    }
    let view = uint8_array(env, &args, 0, "source")?;
    if view.len(env) == 0 {
        return made(env, Vec::new());
    }
    let encoding = |env: &mut Env<'c>, index| {
        let name = argument(env, &args, index);
        let found = match name.coerce_to_boolean(env)?.get(env) {
            true => Encoding::find(env, name)?,
            false => Some(Encoding::Utf8),
        };
        match found {
            Some(Encoding::Hex | Encoding::Base64 | Encoding::Base64Url) | None => Err(coded(
                ErrorClass::Error,
                "U_ILLEGAL_ARGUMENT_ERROR",
                "Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]",
            )),
            Some(encoding) => Ok(encoding),
        }
    };
    let (from, to) = (encoding(env, 1)?, encoding(env, 2)?);
    let text = match from {
        Encoding::Ascii => {
            let bytes = view.bytes(env);
            let plain = |&byte: &u8| {
                if byte.is_ascii() {
                    char::from(byte)
                } else {
                    '\u{fffd}'
                }
            };
            env.string(&bytes.iter().map(plain).collect::<String>())?
        }
        _ => from.decode(&view.bytes(env), env)?,
    };
    let most = match to {
        Encoding::Ascii => 0x7F,
        Encoding::Latin1 => 0xFF,
        _ => {
            let bytes = to.encode(text, env)?;
            return made(env, bytes);
        }
    };
    let characters = text.to_string(env)?;
    let bytes = characters.chars().map(|each| match u32::from(each) {
        code if code <= most => code as u8,
        _ => b'?',
    });
    made(env, bytes.collect())
}

/// `atob(text)`: the text whose characters are the bytes that base64 digits stand for.
fn atob<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let mut digits = units(env, &args)?;
    digits.retain(|&unit| !matches!(unit, 9 | 10 | 12 | 13 | 32));
    let is_padding = |unit: &&u16| **unit == u16::from(b'=');
    let padding = digits.iter().rev().take_while(is_padding).take(2).count();
    let count = digits.len() - padding;
    let is_digit = |&unit: &u16| {
        u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
    };
    if !digits[..count].iter().all(is_digit) || (padding > 0 && digits.len() % 4 != 0) {
        return Err(invalid_character(env, "Invalid character"));
    }
    if count % 4 == 1 {
        let message = "The string to be decoded is not correctly encoded.";
        return Err(invalid_character(env, message));
    }
    let text = env.string_utf16(&digits[..count])?;
    let bytes = Encoding::Base64.encode(text, env)?;
    Ok(env.string_latin1(&bytes)?.as_value())
}

/// `btoa(text)`: the base64 digits of the bytes that characters stand for.
fn btoa<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let units = units(env, &args)?;
    let bytes: Result<Vec<u8>, _> = units.into_iter().map(u8::try_from).collect();
    match bytes {
        Ok(bytes) => Ok(Encoding::Base64.decode(&bytes, env)?.as_value()),
        Err(_) => Err(invalid_character(env, "Invalid character")),
    }
}

/// The text of the first argument, which must be there.
fn units<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<Vec<u16>> {
    if args.is_empty() {
        return Err(missing_args(&["input"]));
    }
    argument(env, args, 0).coerce_to_string(env)?.to_utf16(env)
}

fn invalid_character(env: &mut Env<'_>, message: &str) -> Error {
    dom_exception(env, message, "InvalidCharacterError")
}
