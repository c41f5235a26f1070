//! The builtin `string_decoder`: text of bytes that come in pieces.

use super::Node;
use super::checks::{argument, is_string, is_undefined, to_number};
use super::encodings::Encoding;
use super::errors::invalid_arg_type;
use crate::safe::{
    Args, Class, ClassRefMut, Env, Error, IntoJs, JsString, JsValue, Native, Object,
    PropertyAttributes, Result, Value, View,
};
use std::rc::Rc;

/// What a `StringDecoder` knows.
struct Decoder {
    encoding: Encoding,
    /// The bytes that begin a character which is not whole.
    rest: Vec<u8>,
}

impl Decoder {
    /// How many bytes at the end begin a character that is not whole.
    fn unfinished(&self, bytes: &[u8]) -> usize {
        match self.encoding {
            Encoding::Utf8 => {
                let mut last = bytes.iter().rev().take(3);
                match last.position(|byte| byte & 0xC0 != 0x80) {
                    Some(back) if back + 1 < character(bytes[bytes.len() - 1 - back]) => back + 1,
                    _ => 0,
                }
            }
            Encoding::Utf16Le if bytes.len() % 2 == 1 => 1,
            // Of a unit that came in halves, Node.js does not ask whether it is half a character.
            Encoding::Utf16Le if self.rest.len() == 1 && bytes.len() == 2 => 0,
            Encoding::Utf16Le => match bytes.last() {
                Some(high) if high & 0xFC == 0xD8 => 2,
                _ => 0,
            },
            Encoding::Base64 | Encoding::Base64Url => bytes.len() % 3,
            _ => 0,
        }
    }

    /// How many bytes are missing.
    fn missing(&self) -> usize {
        let whole = match (self.encoding, self.rest.first()) {
            (_, None) => 0,
            (Encoding::Utf8, Some(first)) => character(*first),
            (Encoding::Utf16Le, Some(_)) => (self.rest.len() + 2) / 2 * 2,
            _ => 3,
        };
        whole - self.rest.len().min(whole)
    }

    fn write<'s>(&mut self, bytes: &[u8], env: &Env<'s>) -> Result<JsString<'s>> {
        let joined;
        let bytes = match self.rest.is_empty() {
            true => bytes,
            false => {
                joined = [&self.rest, bytes].concat();
                &joined
            }
        };
        let (whole, rest) = bytes.split_at(bytes.len() - self.unfinished(bytes));
        self.rest = rest.to_vec();
        self.encoding.decode(whole, env)
    }
}

/// How many bytes a character has, by the first of them.
fn character(first: u8) -> usize {
    match first {
        0xF0..=0xF7 => 4,
        0xE0..=0xEF => 3,
        0xC0..=0xDF => 2,
        _ => 1,
    }
}

type Getter = for<'s> fn(&Decoder, &mut Env<'s>) -> Result<Value<'s>>;

/// What a decoder says of the character that is not whole.
const GETTERS: [(&str, Getter); 3] = [
    ("lastChar", |decoder, env| {
        let mut bytes = decoder.rest.clone();
        bytes.resize(4, 0);
        Ok(env.buffer(&bytes)?.as_value())
    }),
    ("lastNeed", |decoder, env| {
        (decoder.missing() as f64).into_js(env)
    }),
    ("lastTotal", |decoder, env| {
        ((decoder.missing() + decoder.rest.len()) as f64).into_js(env)
    }),
];

/// The exports of `string_decoder`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    // A function, which constructors that are functions call with `this`.
    let class = env.named_function("StringDecoder", |env, args| {
        if args.this().strict_equals(env, env.global()) {
            return Err(Error::type_error(
                "Class constructor StringDecoder cannot be invoked without 'new'",
            ));
        }
        let name = argument(env, &args, 0);
        let encoding = match name.is_nullish(env) {
            true => Encoding::Utf8,
            false => Encoding::of_truthy(env, name)?,
        };
        let this: Object<'_> = args.this().to(env)?;
        this.set(env, "encoding", encoding.name())?;
        let rest = Vec::new();
        env.wrap_in(this, Decoder { encoding, rest })?;
        Ok(env.undefined())
    })?;
    let prototype: Object<'s> = class.get_named(env, c"prototype")?;
    prototype.define(
        env,
        "constructor",
        class,
        PropertyAttributes::default_method,
    )?;
    prototype.set_functions(
        env,
        &[
            ("write", Native::new(write)),
            ("end", Native::new(end)),
            ("text", Native::new(text)),
        ],
    )?;
    for (name, get) in GETTERS {
        let getter = env.named_function(name, move |env, args| {
            let decoder = decoder(env, &args)?;
            get(&decoder, env)
        })?;
        let attributes = PropertyAttributes::default_jsproperty;
        prototype.define_accessor(env, name, Some(getter), None, attributes)?;
    }
    let exports = env.object()?;
    exports.set(env, "StringDecoder", class)?;
    Ok(exports.as_value())
}

fn decoder<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<ClassRefMut<'c, Decoder>> {
    args.this().to::<Class<'_, Decoder>>(env)?.borrow_mut(env)
}

/// `write(data)`: the text of the characters that are whole.
fn write<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let data = argument(env, &args, 0);
    if is_string(env, data) {
        return Ok(data);
    }
    let Some(view) = View::of(env, data).filter(|view| !view.is_buffer()) else {
        let expected = "an instance of Buffer, TypedArray, or DataView";
        return Err(invalid_arg_type(env, "buf", expected, data));
    };
    let mut decoder = decoder(env, &args)?;
    Ok(decoder.write(&view.bytes(env), env)?.as_value())
}

/// `end(data)`: that of the last bytes, and of what is left.
fn end<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let data = argument(env, &args, 0);
    let text = match is_undefined(env, data) {
        true => None,
        false => Some(write(env, args)?),
    };
    let mut decoder = decoder(env, &args)?;
    let rest = std::mem::take(&mut decoder.rest);
    let rest = decoder.encoding.decode(&rest, env)?;
    let Some(text) = text else {
        return Ok(rest.as_value());
    };
    let mut units = text.to::<JsString<'_>>(env)?.to_utf16(env)?;
    units.extend(rest.to_utf16(env)?);
    Ok(env.string_utf16(&units)?.as_value())
}

/// `text(data, offset)`: of a buffer from there on, forgetting what was before.
fn text<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let (data, start) = (argument(env, &args, 0), argument(env, &args, 1));
    let start = to_number(env, start)? as usize;
    decoder(env, &args)?.rest.clear();
    let Some(view) = View::of(env, data) else {
        return write(env, args);
    };
    let mut decoder = decoder(env, &args)?;
    let bytes = view.part(env, start..usize::MAX);
    Ok(decoder.write(&bytes, env)?.as_value())
}
