//! Decoders of text, for `TextDecoder`, by the crate `encoding_rs`.

use super::native;
use crate::safe::{Env, Error, External, IntoJs, JsValue, Object, Result, TypedArray};
use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::cell::RefCell;

/// What a `TextDecoder` is.
struct Text {
    encoding: &'static Encoding,
    is_fatal: bool,
    keeps_mark: bool,
    /// In the middle of a stream.
    decoder: RefCell<Option<Decoder>>,
}

impl Text {
    fn new_decoder(&self) -> Decoder {
        match self.keeps_mark {
            true => self.encoding.new_decoder_without_bom_handling(),
            false => self.encoding.new_decoder_with_bom_removal(),
        }
    }

    /// The text, or `None` where the bytes are none and the decoder is fatal.
    fn decode(&self, bytes: &[u8], stream: bool) -> Option<String> {
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

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // decoder(label, fatal, ignoreBOM): [decoder, name], or undefined where there is none.
    native(env, natives, "decoder", |env, args| {
        let label: String = args.get(env, 0)?;
        let (is_fatal, keeps_mark): (bool, bool) = (args.get(env, 1)?, args.get(env, 2)?);
        let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) else {
            return Ok(env.undefined());
        };
        let name = encoding.name().to_ascii_lowercase();
        let text = Text {
            encoding,
            is_fatal,
            keeps_mark,
            decoder: RefCell::default(),
        };
        let decoder = env.external(text)?;
        let both = env.array()?;
        both.push(env, decoder)?;
        both.push(env, name)?;
        Ok(both.as_value())
    })?;
    native(env, natives, "decode", |env, args| {
        let decoder: External<'_> = args.get(env, 0)?;
        let bytes: TypedArray<'_, u8> = args.get(env, 1)?;
        let stream: bool = args.get(env, 2)?;
        let text = decoder.get::<Text>(env)?;
        let decoded = text.decode(bytes.as_slice(env), stream);
        let name = text.encoding.name().to_ascii_lowercase();
        let decoded = decoded.ok_or_else(|| {
            Error::type_error(format!(
                "The encoded data was not valid for encoding {name}"
            ))
        })?;
        decoded.into_js(env)
    })
}
