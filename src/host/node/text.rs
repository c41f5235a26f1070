//! The globals `TextEncoder` and `TextDecoder`, by the crate `encoding_rs`.

use super::Node;
use super::checks::{is_undefined, receiver, shown_as};
use super::errors::{coded, invalid_arg_type, string};
use crate::safe::prelude::napi;
use crate::safe::{
    Class, ClassRef, Env, ErrorClass, FromJs, JsValue, Object, Result, TypedArray, Value,
    ValueType, View,
};
use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::cell::RefCell;
use std::rc::Rc;

/// Makes text of bytes in any encoding of the web's.
#[napi(to_string_tag = "TextDecoder")]
struct TextDecoder {
    encoding: &'static Encoding,
    is_fatal: bool,
    keeps_mark: bool,
    /// In the middle of a stream.
    decoder: RefCell<Option<Decoder>>,
}

impl TextDecoder {
    fn name(&self) -> String {
        self.encoding.name().to_ascii_lowercase()
    }

    fn new_decoder(&self) -> Decoder {
        match self.keeps_mark {
            true => self.encoding.new_decoder_without_bom_handling(),
            false => self.encoding.new_decoder_with_bom_removal(),
        }
    }

    /// The text, or `None` where the bytes are none and the decoder is fatal.
    fn text(&self, bytes: &[u8], stream: bool) -> Option<String> {
        let mut decoder = self.decoder.take().unwrap_or_else(|| self.new_decoder());
        let mut text = String::new();
        if self.is_fatal {
            text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
            let (result, _) =
                decoder.decode_to_string_without_replacement(bytes, &mut text, !stream);
            if let DecoderResult::Malformed(..) = result {
                return None;
            }
        } else {
            text.reserve(decoder.max_utf8_buffer_length(bytes.len())?);
            let _ = decoder.decode_to_string(bytes, &mut text, !stream);
        }
        if stream {
            self.decoder.replace(Some(decoder));
        }
        Some(text)
    }
}

/// The exports of `internal/encoding`: the globals `TextEncoder` and `TextDecoder`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    let encoder = env.class::<TextEncoder>()?;
    shown_as(env, encoder, false, &["encoding"])?;
    exports.set(env, "TextEncoder", encoder)?;
    let decoder = env.class::<TextDecoder>()?;
    shown_as(env, decoder, true, &["encoding", "fatal", "ignoreBOM"])?;
    exports.set(env, "TextDecoder", decoder)?;
    Ok(exports.as_value())
}

/// Makes UTF-8 of text.
#[napi(to_string_tag = "TextEncoder")]
struct TextEncoder;

#[napi]
impl TextEncoder {
    #[napi(constructor)]
    fn new() -> TextEncoder {
        TextEncoder
    }

    #[napi(getter, enumerable = true)]
    fn encoding<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<&'static str> {
        encoder(env, this)?;
        Ok("utf-8")
    }

    #[napi(enumerable = true)]
    fn encode<'s>(
        env: &mut Env<'s>,
        this: Value<'s>,
        input: Value<'s>,
    ) -> Result<TypedArray<'s, u8>> {
        encoder(env, this)?;
        if is_undefined(env, input) {
            return env.typed_array_of::<u8>(&[]);
        }
        let text = input.coerce_to_string(env)?.to_string(env)?;
        env.typed_array_of(text.as_bytes())
    }

    /// How many UTF-16 units of the text, and how many bytes in the array, are whole characters.
    #[napi(enumerable = true)]
    fn encode_into<'s>(
        env: &mut Env<'s>,
        this: Value<'s>,
        source: Value<'s>,
        target: Value<'s>,
    ) -> Result<Object<'s>> {
        encoder(env, this)?;
        let text = string(env, "src", source)?;
        let view = View::of(env, target).filter(|view| view.is_uint8_array());
        let Some(view) = view else {
            return Err(invalid_arg_type(
                env,
                "dest",
                "an instance of Uint8Array",
                target,
            ));
        };
        let room = view.len(env);
        let (mut read, mut written) = (0, 0);
        for character in text.chars() {
            if written + character.len_utf8() > room {
                break;
            }
            read += character.len_utf16();
            written += character.len_utf8();
        }
        view.edit(env, 0..written, |bytes| {
            bytes.copy_from_slice(&text.as_bytes()[..written])
        });
        let both = env.object()?;
        both.set(env, "read", read as f64)?;
        both.set(env, "written", written as f64)?;
        Ok(both)
    }
}

#[napi]
impl TextDecoder {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, label: Value<'s>, options: Value<'s>) -> Result<TextDecoder> {
        let label = match is_undefined(env, label) {
            true => "utf-8".to_owned(),
            false => label.coerce_to_string(env)?.to_string(env)?,
        };
        let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) else {
            return Err(coded(
                ErrorClass::RangeError,
                "ERR_ENCODING_NOT_SUPPORTED",
                format!("The \"{label}\" encoding is not supported"),
            ));
        };
        Ok(TextDecoder {
            encoding,
            is_fatal: option(env, options, "fatal")?,
            keeps_mark: option(env, options, "ignoreBOM")?,
            decoder: RefCell::default(),
        })
    }

    #[napi(enumerable = true)]
    fn decode<'s>(
        env: &mut Env<'s>,
        this: Value<'s>,
        input: Value<'s>,
        options: Value<'s>,
    ) -> Result<String> {
        let decoder = decoder(env, this)?;
        let view = View::of(env, input);
        if view.is_none() && !is_undefined(env, input) {
            return Err(coded(
                ErrorClass::TypeError,
                "ERR_INVALID_ARG_TYPE",
                "The \"list\" argument must be an instance of SharedArrayBuffer, ArrayBuffer or \
                 ArrayBufferView.",
            ));
        }
        let stream = option(env, options, "stream")?;
        let text = match view {
            Some(view) => decoder.text(&view.bytes(env), stream),
            None => decoder.text(&[], stream),
        };
        text.ok_or_else(|| {
            coded(
                ErrorClass::TypeError,
                "ERR_ENCODING_INVALID_ENCODED_DATA",
                format!(
                    "The encoded data was not valid for encoding {}",
                    decoder.name()
                ),
            )
        })
    }

    #[napi(getter, enumerable = true)]
    fn encoding<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<String> {
        Ok(decoder(env, this)?.name())
    }

    #[napi(getter, enumerable = true)]
    fn fatal<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(decoder(env, this)?.is_fatal)
    }

    #[napi(getter, enumerable = true, js_name = "ignoreBOM")]
    fn ignore_bom<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(decoder(env, this)?.keeps_mark)
    }
}

fn encoder<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Class<'s, TextEncoder>> {
    receiver(env, this, "TextEncoder")
}

fn decoder<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<ClassRef<'s, TextDecoder>> {
    receiver::<TextDecoder>(env, this, "TextDecoder")?.borrow(env)
}

/// Whether an option is set, of options that may be left out.
fn option<'s>(env: &mut Env<'s>, options: Value<'s>, name: &str) -> Result<bool> {
    match options.type_of(env) {
        ValueType::Undefined | ValueType::Null => Ok(false),
        ValueType::Object | ValueType::Function => {
            let value: Value<'_> = Object::from_js(env, options)?.get(env, name)?;
            Ok(value.coerce_to_boolean(env)?.get(env))
        }
        _ => Err(invalid_arg_type(env, "options", "of type object", options)),
    }
}
