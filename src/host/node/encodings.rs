//! Node.js's encodings, for `Buffer`.

use super::checks::is_undefined;
use super::errors::coded;
use crate::safe::{Env, Error, ErrorClass, JsString, Result, Value};

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encoding {
    Utf8,
    Hex,
    Base64,
    Base64Url,
    Latin1,
    Ascii,
    Utf16Le,
}

impl Encoding {
    /// The encoding of that name, in whatever letters.
    pub(super) fn named(name: &str) -> Option<Encoding> {
        const NAMES: [(&str, Encoding); 12] = [
            ("utf8", Encoding::Utf8),
            ("utf-8", Encoding::Utf8),
            ("hex", Encoding::Hex),
            ("base64", Encoding::Base64),
            ("base64url", Encoding::Base64Url),
            ("latin1", Encoding::Latin1),
            ("binary", Encoding::Latin1),
            ("ascii", Encoding::Ascii),
            ("utf16le", Encoding::Utf16Le),
            ("utf-16le", Encoding::Utf16Le),
            ("ucs2", Encoding::Utf16Le),
            ("ucs-2", Encoding::Utf16Le),
        ];
        let found = NAMES
            .iter()
            .find(|(each, _)| each.eq_ignore_ascii_case(name));
        found.map(|(_, encoding)| *encoding)
    }

    /// What Node.js calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf8",
            Encoding::Hex => "hex",
            Encoding::Base64 => "base64",
            Encoding::Base64Url => "base64url",
            Encoding::Latin1 => "latin1",
            Encoding::Ascii => "ascii",
            Encoding::Utf16Le => "utf16le",
        }
    }

    /// The encoding that an argument names, as text; UTF-8 for `undefined`.
    pub(super) fn of<'s>(env: &mut Env<'s>, name: Value<'s>) -> Result<Encoding> {
        if is_undefined(env, name) {
            return Ok(Encoding::Utf8);
        }
        Encoding::find(env, name)?.map_or_else(|| Err(unknown(env, name)), Ok)
    }

    /// The encoding that an argument names, if there is one.
    pub(super) fn find<'s>(env: &mut Env<'s>, name: Value<'s>) -> Result<Option<Encoding>> {
        let name = name.coerce_to_string(env)?;
        Ok(Encoding::named(&name.to_str(env, &mut [0; 32])?))
    }

    /// As [`Encoding::of`], but UTF-8 also for what is falsy.
    pub(super) fn of_truthy<'s>(env: &mut Env<'s>, name: Value<'s>) -> Result<Encoding> {
        match name.coerce_to_boolean(env)?.get(env) {
            true => Encoding::of(env, name),
            false => Ok(Encoding::Utf8),
        }
    }

    /// How many bytes a string takes, as Node.js reckons it: those that hexadecimal and base64 digits
    /// would be if all belonged there.
    pub(super) fn byte_length(self, text: JsString<'_>, env: &Env<'_>) -> Result<usize> {
        let length = text.len_utf16(env)?;
        Ok(match self {
            Encoding::Utf8 => text.to_str(env, &mut [0; 2048])?.len(),
            Encoding::Latin1 | Encoding::Ascii => length,
            Encoding::Utf16Le => length * 2,
            Encoding::Hex => length / 2,
            Encoding::Base64 | Encoding::Base64Url => {
                let units = text.to_utf16(env)?;
                let padding = units
                    .iter()
                    .rev()
                    .take_while(|&&unit| unit == u16::from(b'='));
                (length - padding.take(2).count()) * 3 / 4
            }
        })
    }

    /// The bytes that a string stands for; what does not belong ends it or is passed over, as in
    /// Node.js.
    pub(super) fn encode(self, text: JsString<'_>, env: &Env<'_>) -> Result<Vec<u8>> {
        Ok(match self {
            Encoding::Utf8 => text.to_string(env)?.into_bytes(),
            Encoding::Latin1 | Encoding::Ascii => text
                .to_utf16(env)?
                .into_iter()
                .map(|unit| unit as u8)
                .collect(),
            Encoding::Utf16Le => text
                .to_utf16(env)?
                .into_iter()
                .flat_map(u16::to_le_bytes)
                .collect(),
            Encoding::Hex => {
                let units = text.to_utf16(env)?;
                let digit = |unit: u16| char::from_u32(u32::from(unit))?.to_digit(16);
                units
                    .chunks_exact(2)
                    .map_while(|pair| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8))
                    .collect()
            }
            Encoding::Base64 | Encoding::Base64Url => {
                let digits: Vec<u8> = text
                    .to_utf16(env)?
                    .into_iter()
                    .take_while(|&unit| unit != u16::from(b'='))
                    .filter_map(|unit| match u8::try_from(unit).ok()? {
                        b'-' => Some(b'+'),
                        b'_' => Some(b'/'),
                        digit @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/') => {
                            Some(digit)
                        }
                        _ => None,
                    })
                    .collect();
                // A single digit left over stands for no byte.
                let whole = if digits.len() % 4 == 1 {
                    digits.len() - 1
                } else {
                    digits.len()
                };
                base64_simd::STANDARD_NO_PAD
                    .decode_to_vec(without_loose_bits(&digits[..whole]))
                    .unwrap_or_default()
            }
        })
    }

    /// The string that bytes stand for.
    pub(super) fn decode<'s>(self, bytes: &[u8], env: &Env<'s>) -> Result<JsString<'s>> {
        match self {
            Encoding::Utf8 => env.string(&String::from_utf8_lossy(bytes)),
            Encoding::Hex => env.string(&faster_hex::hex_string(bytes)),
            Encoding::Base64 => env.string(&base64_simd::STANDARD.encode_to_string(bytes)),
            Encoding::Base64Url => {
                env.string(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes))
            }
            Encoding::Latin1 => env.string_latin1(bytes),
            Encoding::Ascii if bytes.is_ascii() => env.string_latin1(bytes),
            Encoding::Ascii => {
                let bytes: Vec<u8> = bytes.iter().map(|byte| byte & 0x7F).collect();
                env.string_latin1(&bytes)
            }
            Encoding::Utf16Le => {
                let units: Vec<u16> = bytes
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                    .collect();
                env.string_utf16(&units)
            }
        }
    }
}

/// The error of an encoding that there is not.
pub(super) fn unknown<'s>(env: &mut Env<'s>, name: Value<'s>) -> Error {
    let text = name
        .coerce_to_string(env)
        .and_then(|name| name.to_string(env));
    match text {
        Ok(name) => coded(
            ErrorClass::TypeError,
            "ERR_UNKNOWN_ENCODING",
            format!("Unknown encoding: {name}"),
        ),
        Err(error) => error,
    }
}

/// Bits of the last digit that make no whole byte are ignored, as Node.js does; the decoder insists
/// that they are zero.
fn without_loose_bits(digits: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut digits = digits.to_vec();
    let loose = match digits.len() % 4 {
        2 => 4,
        3 => 2,
        _ => return digits,
    };
    if let Some(last) = digits.last_mut()
        && let Some(value) = DIGITS.iter().position(|digit| digit == last)
    {
        *last = DIGITS[value >> loose << loose];
    }
    digits
}

/// How many bytes of whole characters fit.
pub(super) fn whole_characters(encoding: Encoding, bytes: &[u8], room: usize) -> usize {
    let mut length = bytes.len().min(room);
    match encoding {
        Encoding::Utf8 => {
            while length < bytes.len() && length > 0 && bytes[length] & 0xC0 == 0x80 {
                length -= 1;
            }
        }
        Encoding::Utf16Le => length -= length % 2,
        _ => {}
    }
    length
}
