//! Node.js's encodings, for `Buffer`.

use super::native;
use crate::safe::{Env, Error, IntoJs, JsString, JsValue, Object, Result, TypedArray};

/// The names that `buffer.js` brings others down to.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Hex,
    Base64,
    Base64Url,
    Latin1,
    Ascii,
    Utf16Le,
}

impl Encoding {
    fn named(name: &str) -> Result<Encoding> {
        Ok(match name {
            "utf8" => Encoding::Utf8,
            "hex" => Encoding::Hex,
            "base64" => Encoding::Base64,
            "base64url" => Encoding::Base64Url,
            "latin1" => Encoding::Latin1,
            "ascii" => Encoding::Ascii,
            "utf16le" => Encoding::Utf16Le,
            other => return Err(Error::type_error(format!("Unknown encoding: {other}"))),
        })
    }

    /// The bytes that a string stands for; what does not belong ends it or is passed over, as in
    /// Node.js.
    fn encode(self, text: JsString<'_>, env: &Env<'_>) -> Result<Vec<u8>> {
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
    fn decode<'s>(self, bytes: &[u8], env: &Env<'s>) -> Result<JsString<'s>> {
        match self {
            Encoding::Utf8 => env.string(&String::from_utf8_lossy(bytes)),
            Encoding::Hex => env.string(&faster_hex::hex_string(bytes)),
            Encoding::Base64 => env.string(&base64_simd::STANDARD.encode_to_string(bytes)),
            Encoding::Base64Url => {
                env.string(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes))
            }
            Encoding::Latin1 => env.string(
                &bytes
                    .iter()
                    .map(|&byte| char::from(byte))
                    .collect::<String>(),
            ),
            Encoding::Ascii => env.string(
                &bytes
                    .iter()
                    .map(|&byte| char::from(byte & 0x7F))
                    .collect::<String>(),
            ),
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

pub(super) fn define(env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    // encode(text, encoding): an array buffer.
    native(env, host, "encode", |env, args| {
        let (text, encoding): (JsString<'_>, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let bytes = Encoding::named(&encoding)?.encode(text, env)?;
        Ok(env.array_buffer_from(bytes)?.as_value())
    })?;
    // encodeInto(text, encoding, buffer, offset, room): how many bytes were written.
    native(env, host, "encodeInto", |env, args| {
        let (text, encoding): (JsString<'_>, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let buffer: TypedArray<'_, u8> = args.get(env, 2)?;
        let (offset, room): (f64, f64) = (args.get(env, 3)?, args.get(env, 4)?);
        let encoding = Encoding::named(&encoding)?;
        let mut bytes = encoding.encode(text, env)?;
        let target = buffer.as_mut_slice(env);
        let offset = (offset.max(0.0) as usize).min(target.len());
        let room = (room.max(0.0) as usize).min(target.len() - offset);
        bytes.truncate(whole_characters(encoding, &bytes, room));
        target[offset..offset + bytes.len()].copy_from_slice(&bytes);
        let written = bytes.len();
        (written as u32).into_js(env)
    })?;
    native(env, host, "byteLength", |env, args| {
        let (text, encoding): (JsString<'_>, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let length = Encoding::named(&encoding)?.encode(text, env)?.len();
        Ok(env.number(length as f64).as_value())
    })?;
    // decode(buffer, encoding, start, end): a string.
    native(env, host, "decode", |env, args| {
        let buffer: TypedArray<'_, u8> = args.get(env, 0)?;
        let encoding: String = args.get(env, 1)?;
        let (start, end): (f64, f64) = (args.get(env, 2)?, args.get(env, 3)?);
        let bytes = buffer.as_slice(env);
        let end = (end as usize).min(bytes.len());
        let start = (start as usize).min(end);
        Ok(Encoding::named(&encoding)?
            .decode(&bytes[start..end], env)?
            .as_value())
    })
}

/// How many bytes of whole characters fit.
fn whole_characters(encoding: Encoding, bytes: &[u8], room: usize) -> usize {
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
