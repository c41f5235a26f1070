//! Strings. The engine stores 8 or 16 bits a unit and takes UTF-8 or UTF-16.

use super::QuickJs;
use crate::host::engine::{Outcome, Strings, Thrown};
use rquickjs::qjs::{self, JSValue};
use std::borrow::Cow;
use std::{slice, str};

/// U+FFFD in UTF-8: as long as the three bytes of a lone surrogate.
const REPLACEMENT: [u8; 3] = [0xEF, 0xBF, 0xBD];

impl Strings for QuickJs {
    fn string_utf8(&self, bytes: &[u8]) -> Outcome<JSValue> {
        // The engine's own treatment of what is not UTF-8 is not the WHATWG decoder's.
        match str::from_utf8(bytes) {
            Ok(text) => self.string(text),
            Err(_) => self.string(&String::from_utf8_lossy(bytes)),
        }
    }

    fn string_latin1(&self, bytes: &[u8]) -> Outcome<JSValue> {
        if bytes.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return self.string(unsafe { str::from_utf8_unchecked(bytes) });
        }
        self.string(
            &bytes
                .iter()
                .map(|&byte| char::from(byte))
                .collect::<String>(),
        )
    }

    fn string_utf16(&self, units: &[u16]) -> Outcome<JSValue> {
        // The engine would store 16 bits a unit even where 8 do.
        if units.iter().all(|&unit| unit < 0x80) {
            let ascii: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
            return self.string_latin1(&ascii);
        }
        // SAFETY: the engine copies that many units.
        self.outcome(unsafe {
            qjs::JS_NewStringUTF16(self.context, units.as_ptr(), units.len() as _)
        })
    }

    #[inline]
    fn is_string(&self, value: JSValue) -> bool {
        matches!(
            value.tag as i32,
            qjs::JS_TAG_STRING | qjs::JS_TAG_STRING_ROPE
        )
    }

    fn with_utf8<R>(&self, string: JSValue, f: impl FnOnce(&[u8]) -> R) -> Outcome<R> {
        let mut length = 0;
        // SAFETY: a live string of this engine; the text is freed below.
        let text = unsafe { qjs::JS_ToCStringLen2(self.context, &mut length, string, false) };
        if text.is_null() {
            return Err(Thrown);
        }
        let text = Text { engine: self, text };
        // SAFETY: that many bytes, until `text` is dropped.
        let bytes = unsafe { slice::from_raw_parts(text.text.cast::<u8>(), length as usize) };
        Ok(f(&without_surrogates(bytes)))
    }

    fn with_utf16<R>(&self, string: JSValue, f: impl FnOnce(&[u16]) -> R) -> Outcome<R> {
        let mut length = 0;
        // SAFETY: a live string of this engine; the units are freed below.
        let units = unsafe { qjs::JS_ToCStringLenUTF16(self.context, &mut length, string) };
        if units.is_null() {
            return Err(Thrown);
        }
        let units = Units {
            engine: self,
            units,
        };
        // SAFETY: that many units, until `units` is dropped.
        Ok(f(unsafe {
            slice::from_raw_parts(units.units, length as usize)
        }))
    }
}

impl QuickJs {
    /// A string from what is known to be UTF-8.
    pub(super) fn string(&self, text: &str) -> Outcome<JSValue> {
        // SAFETY: the engine copies that many bytes of UTF-8.
        self.outcome(unsafe {
            qjs::JS_NewStringLen(self.context, text.as_ptr().cast(), text.len() as _)
        })
    }
}

/// Text lent by the engine.
struct Text<'a> {
    engine: &'a QuickJs,
    text: *const std::ffi::c_char,
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        // SAFETY: what `JS_ToCStringLen2` gave, freed once.
        unsafe { qjs::JS_FreeCString(self.engine.context, self.text) }
    }
}

/// Units lent by the engine.
struct Units<'a> {
    engine: &'a QuickJs,
    units: *const u16,
}

impl Drop for Units<'_> {
    fn drop(&mut self) {
        // SAFETY: what `JS_ToCStringLenUTF16` gave, freed once.
        unsafe { qjs::JS_FreeCStringUTF16(self.engine.context, self.units) }
    }
}

/// The engine writes a lone surrogate as three bytes that are not UTF-8: `ED A0 80` to `ED BF BF`.
/// Characters that begin with `ED` otherwise go on with less than `A0`.
fn without_surrogates(bytes: &[u8]) -> Cow<'_, [u8]> {
    // Most text is ASCII, and seen to be so at many times the speed.
    if bytes.is_ascii() {
        return bytes.into();
    }
    let is_surrogate = |window: &[u8]| window[0] == 0xED && window[1] >= 0xA0;
    let Some(first) = bytes.windows(2).position(is_surrogate) else {
        return bytes.into();
    };
    let mut patched = bytes.to_vec();
    let mut index = first;
    while index + 2 < patched.len() {
        if is_surrogate(&patched[index..]) {
            patched[index..index + 3].copy_from_slice(&REPLACEMENT);
            index += 3;
        } else {
            index += 1;
        }
    }
    patched.into()
}
