//! Strings.

use super::{JsValue, Value, ValueType, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::borrow::Cow;
use std::ffi::c_char;
use std::mem::MaybeUninit;

values! {
    /// A JavaScript string: UTF-16, and not always well-formed. `Copy`, and bound to the scope `'s`
    /// and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let text = env.string("café")?;
    ///     assert_eq!(text.to_string(env)?, "café");
    ///     assert_eq!(text.to_latin1(env)?, b"caf\xe9");
    ///     assert_eq!(text.to_utf16(env)?, [0x63, 0x61, 0x66, 0xe9]);
    ///     assert_eq!(text.len_utf16(env)?, 4);
    ///
    ///     let same = env.string_latin1(b"caf\xe9")?;
    ///     assert!(text.as_value().strict_equals(env, same));
    ///
    ///     // Half of a pair: JavaScript's strings may have it, Rust's may not.
    ///     let half = env.string_utf16(&[0x61, 0xd83d])?;
    ///     assert_eq!(half.to_string(env)?, "a\u{fffd}");
    ///     assert_eq!(half.to_utf16(env)?, [0x61, 0xd83d]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    JsString;
}

/// How many bytes of a string are read before its length is asked for. One call with room to spare
/// costs less than two.
const SHORT: usize = 2048;

impl JsString<'_> {
    /// The string as UTF-8 (`napi_get_value_string_utf8`). Surrogates that have lost their partner
    /// become U+FFFD.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn to_string(self, env: &Env<'_>) -> Result<String> {
        read(env, self.as_value())
    }

    /// The string as UTF-8, in a buffer of the caller's where it finds room there, and in a `String`
    /// else (`napi_get_value_string_utf8`): nothing is allocated for short strings.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    /// use std::borrow::Cow;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let text = env.string("short")?;
    ///     let mut buffer = [0; 64];
    ///     assert!(matches!(text.to_str(env, &mut buffer)?, Cow::Borrowed("short")));
    ///     assert!(matches!(text.to_str(env, &mut buffer[..3])?, Cow::Owned(_)));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn to_str<'b>(self, env: &Env<'_>, buffer: &'b mut [u8]) -> Result<Cow<'b, str>> {
        read_into(env, self.as_value(), buffer)
    }

    /// The string as ISO 8859-1 (`napi_get_value_string_latin1`): of each UTF-16 code unit, the
    /// low byte.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn to_latin1(self, env: &Env<'_>) -> Result<Vec<u8>> {
        let length = self.len_utf16(env)?;
        let mut bytes = vec![0_u8; length + 1];
        let mut written = 0;
        // SAFETY: the environment is live, and so is the string; the host writes no more than the
        // buffer's length.
        let status = unsafe {
            sys::napi_get_value_string_latin1(
                env.raw(),
                self.raw(),
                bytes.as_mut_ptr().cast::<c_char>(),
                bytes.len(),
                &mut written,
            )
        };
        env.check(status, "napi_get_value_string_latin1")?;
        bytes.truncate(written);
        Ok(bytes)
    }

    /// The string's UTF-16 code units, as they are (`napi_get_value_string_utf16`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn to_utf16(self, env: &Env<'_>) -> Result<Vec<u16>> {
        let length = self.len_utf16(env)?;
        let mut units = Vec::<u16>::with_capacity(length + 1);
        let mut written = 0;
        // SAFETY: the environment is live, and so is the string; the host writes at most
        // `length + 1` units, which is what the vector has room for.
        let status = unsafe {
            sys::napi_get_value_string_utf16(
                env.raw(),
                self.raw(),
                units.as_mut_ptr(),
                length + 1,
                &mut written,
            )
        };
        env.check(status, "napi_get_value_string_utf16")?;
        // SAFETY: the host has written so many units; the minimum keeps a broken one in bounds.
        unsafe { units.set_len(written.min(length)) };
        Ok(units)
    }

    /// How many UTF-16 code units the string has: JavaScript's `length`
    /// (`napi_get_value_string_utf16`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn len_utf16(self, env: &Env<'_>) -> Result<usize> {
        let mut length = 0;
        // SAFETY: the environment is live, and so is the string; a null buffer asks for the length.
        let status = unsafe {
            sys::napi_get_value_string_utf16(
                env.raw(),
                self.raw(),
                std::ptr::null_mut(),
                0,
                &mut length,
            )
        };
        env.check(status, "napi_get_value_string_utf16")?;
        Ok(length)
    }
}

/// Reads a string as UTF-8; gives an `Err` of type [`Error::Api`](crate::Error::Api) where the value is
/// no string.
#[inline]
pub(crate) fn read(env: &Env<'_>, value: Value<'_>) -> Result<String> {
    let mut short = [MaybeUninit::uninit(); SHORT];
    let written = write(env, value, &mut short)?;
    if complete(written, SHORT) {
        return Ok(text(&short[..written]).into_owned());
    }
    Ok(read_long(env, value, &mut short)?.into_owned())
}

/// As [`read`], into a buffer if there is room.
pub(crate) fn read_into<'b>(
    env: &Env<'_>,
    value: Value<'_>,
    buffer: &'b mut [u8],
) -> Result<Cow<'b, str>> {
    let (data, length) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the same bytes, and nothing that is not initialised is ever written to them.
    read_uninit(env, value, unsafe {
        std::slice::from_raw_parts_mut(data, length)
    })
}

/// As [`read_into`], with a buffer that nobody has cleared.
#[inline]
pub(crate) fn read_uninit<'b>(
    env: &Env<'_>,
    value: Value<'_>,
    buffer: &'b mut [MaybeUninit<u8>],
) -> Result<Cow<'b, str>> {
    let attempt = buffer.len().min(SHORT);
    if attempt > 4 {
        let written = write(env, value, &mut buffer[..attempt])?;
        if complete(written, attempt) {
            return Ok(text(&buffer[..written]));
        }
    }
    read_long(env, value, buffer)
}

#[inline(never)]
fn read_long<'b>(
    env: &Env<'_>,
    value: Value<'_>,
    buffer: &'b mut [MaybeUninit<u8>],
) -> Result<Cow<'b, str>> {
    let mut length = 0;
    // SAFETY: the environment is live, and so is the string; a null buffer asks for the length.
    let status = unsafe {
        sys::napi_get_value_string_utf8(
            env.raw(),
            value.raw(),
            std::ptr::null_mut(),
            0,
            &mut length,
        )
    };
    env.check(status, "napi_get_value_string_utf8")?;
    if let Some(buffer) = buffer.get_mut(..=length) {
        let written = write(env, value, buffer)?;
        return Ok(text(&buffer[..written]));
    }
    let mut bytes = Vec::with_capacity(length + 1);
    let written = write(env, value, &mut bytes.spare_capacity_mut()[..=length])?;
    // SAFETY: so many bytes have been written.
    unsafe { bytes.set_len(written) };
    Ok(Cow::Owned(String::from_utf8(bytes).unwrap_or_else(
        |error| String::from_utf8_lossy(error.as_bytes()).into_owned(),
    )))
}

/// Bytes that have been written as text. Hosts give well-formed UTF-8; one that does not must not break
/// Rust's promise.
#[inline]
fn text(written: &[MaybeUninit<u8>]) -> Cow<'_, str> {
    // SAFETY: the callers give what a host has written.
    let bytes = unsafe { std::slice::from_raw_parts(written.as_ptr().cast::<u8>(), written.len()) };
    // Most text is, and seen to be so at several times the speed.
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8.
        return Cow::Borrowed(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    // Much faster than `from_utf8_lossy`, which has nothing to do then.
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// The string's beginning, and whether it is all; `None` where it cannot be read.
pub(crate) fn preview(env: &Env<'_>, value: Value<'_>, most: usize) -> Option<(String, bool)> {
    let mut bytes = vec![MaybeUninit::uninit(); most + 4];
    let written = write(env, value, &mut bytes).ok()?;
    let complete = complete(written, bytes.len());
    let text = text(&bytes[..written]);
    // A host may cut a character in two.
    Some((text.trim_end_matches('\u{fffd}').to_owned(), complete))
}

/// Whether a buffer that has been written to this extent holds the whole string: the host puts a
/// NUL at its end, and stops before a character of up to four bytes that finds no room.
fn complete(written: usize, buffer: usize) -> bool {
    written + 4 < buffer
}

/// Writes the string's beginning as UTF-8; gives the number of bytes without the NUL at the end.
#[inline]
fn write(env: &Env<'_>, value: Value<'_>, buffer: &mut [MaybeUninit<u8>]) -> Result<usize> {
    let mut written = 0;
    // SAFETY: the environment is live, and so is the handle; the host writes no more than the
    // buffer's length.
    let status = unsafe {
        sys::napi_get_value_string_utf8(
            env.raw(),
            value.raw(),
            buffer.as_mut_ptr().cast::<c_char>(),
            buffer.len(),
            &mut written,
        )
    };
    env.check(status, "napi_get_value_string_utf8")?;
    Ok(written.min(buffer.len()))
}

impl<'s> FromJs<'s> for JsString<'s> {
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            // SAFETY: the value has just been seen to be a string.
            ValueType::String => Ok(unsafe { JsString::new(value.raw()) }),
            _ => Err(mismatch(env, "a string", value)),
        }
    }
}
