//! The making of strings.

use super::JsString;
use super::array_buffer::External;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use nodeapi_sys as sys;
use std::ffi::c_char;

/// From how many bytes on a text is looked through before it is handed over.
const LONG: usize = 64;

impl<'s> Env<'s> {
    /// Makes a [`JsString`] of UTF-8 (`napi_create_string_utf8`; `napi_create_string_latin1` where that
    /// is the same and quicker).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the string is longer than the engine allows.
    #[inline]
    pub fn string(&self, text: &str) -> Result<JsString<'s>> {
        // ASCII is both. Looking for others takes longer than a short text itself, and much less than
        // engines take to decode a long one.
        if text.len() >= LONG && text.is_ascii() {
            return self.string_latin1(text.as_bytes());
        }
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and the host reads the text's bytes and no others; the
        // answer is a handle of the innermost scope.
        let status = unsafe {
            sys::napi_create_string_utf8(
                self.raw(),
                text.as_ptr().cast::<c_char>(),
                text.len(),
                &mut result,
            )
        };
        self.check(status, "napi_create_string_utf8")?;
        // SAFETY: as above, and it is a string.
        Ok(unsafe { JsString::new(result) })
    }

    /// Makes a [`JsString`] of UTF-16 code units, which need not be well-formed
    /// (`napi_create_string_utf16`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the string is longer than the engine allows.
    pub fn string_utf16(&self, units: &[u16]) -> Result<JsString<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: as in `string`.
        let status = unsafe {
            sys::napi_create_string_utf16(self.raw(), units.as_ptr(), units.len(), &mut result)
        };
        self.check(status, "napi_create_string_utf16")?;
        // SAFETY: as in `string`.
        Ok(unsafe { JsString::new(result) })
    }

    /// Makes a [`JsString`] of ISO 8859-1, a byte a character (`napi_create_string_latin1`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the string is longer than the engine allows.
    pub fn string_latin1(&self, bytes: &[u8]) -> Result<JsString<'s>> {
        let (data, length) = (bytes.as_ptr().cast::<c_char>(), bytes.len());
        // SAFETY: as in `string`.
        unsafe {
            self.made("napi_create_string_latin1", |result| {
                sys::napi_create_string_latin1(self.raw(), data, length, result)
            })
        }
    }

    /// Makes a string that is to name properties (`node_api_create_property_key_utf8`, Node-API 10;
    /// an ordinary one on older hosts): engines find properties by it faster. Worth it for a key that
    /// is kept and used often.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the string is longer than the engine allows.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let (key, object) = (env.property_key("size")?, env.object()?);
    ///     object.set(env, key, 3)?;
    ///     let same = env.property_key_latin1(b"size")?;
    ///     assert_eq!(object.get::<u32>(env, same)?, 3);
    ///     let units: Vec<u16> = "size".encode_utf16().collect();
    ///     let same = env.property_key_utf16(&units)?;
    ///     assert_eq!(object.get::<u32>(env, same)?, 3);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn property_key(&self, name: &str) -> Result<JsString<'s>> {
        let (data, length) = (name.as_ptr().cast::<c_char>(), name.len());
        // SAFETY: as in `string`.
        let made = unsafe {
            self.made("node_api_create_property_key_utf8", |result| {
                sys::node_api_create_property_key_utf8(self.raw(), data, length, result)
            })
        };
        or_else_plain(made, || self.string(name))
    }

    /// As [`Env::property_key`], of UTF-16 code units (`node_api_create_property_key_utf16`).
    ///
    /// # Errors
    ///
    /// As [`Env::property_key`].
    pub fn property_key_utf16(&self, units: &[u16]) -> Result<JsString<'s>> {
        // SAFETY: as in `string`.
        let made = unsafe {
            self.made("node_api_create_property_key_utf16", |result| {
                let (data, length) = (units.as_ptr(), units.len());
                sys::node_api_create_property_key_utf16(self.raw(), data, length, result)
            })
        };
        or_else_plain(made, || self.string_utf16(units))
    }

    /// As [`Env::property_key`], of ISO 8859-1 (`node_api_create_property_key_latin1`).
    ///
    /// # Errors
    ///
    /// As [`Env::property_key`].
    pub fn property_key_latin1(&self, bytes: &[u8]) -> Result<JsString<'s>> {
        let (data, length) = (bytes.as_ptr().cast::<c_char>(), bytes.len());
        // SAFETY: as in `string`.
        let made = unsafe {
            self.made("node_api_create_property_key_latin1", |result| {
                sys::node_api_create_property_key_latin1(self.raw(), data, length, result)
            })
        };
        or_else_plain(made, || self.string_latin1(bytes))
    }

    /// Makes a string of ISO 8859-1 that stays where it is
    /// (`node_api_create_external_string_latin1`, Node-API 10). Engines that keep strings of their own
    /// alone copy it, and so do older hosts.
    ///
    /// Takes `&mut Env`: the engine may collect garbage.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the string is longer than the engine allows.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let text = env.external_string_latin1(b"caf\xe9".to_vec())?;
    ///     assert_eq!(text.to_string(env)?, "café");
    ///     let same = env.external_string_utf16("café".encode_utf16().collect())?;
    ///     assert!(text.as_value().strict_equals(env, same));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn external_string_latin1(&mut self, bytes: Vec<u8>) -> Result<JsString<'s>> {
        if bytes.is_empty() {
            return self.string_latin1(&bytes);
        }
        let memory = External::new(bytes);
        let (mut result, mut copied) = (std::ptr::null_mut(), false);
        // SAFETY: the environment is live; the bytes stay where they are until the finalizer frees
        // them, which the host also calls where it has copied them.
        let status = unsafe {
            sys::node_api_create_external_string_latin1(
                self.raw(),
                memory.data.cast(),
                memory.byte_length,
                Some(External::<u8>::FREE),
                memory.owner,
                &mut result,
                &mut copied,
            )
        };
        if status == sys::napi_function_missing {
            // SAFETY: nobody has been called.
            return self.string_latin1(&unsafe { memory.take_back() });
        }
        // As in `array_buffer_from`: lost, rather than freed twice.
        self.check(status, "node_api_create_external_string_latin1")?;
        // SAFETY: the host has made a string, a handle of the innermost scope.
        Ok(unsafe { JsString::new(result) })
    }

    /// As [`Env::external_string_latin1`], of UTF-16 code units
    /// (`node_api_create_external_string_utf16`).
    ///
    /// # Errors
    ///
    /// As [`Env::external_string_latin1`].
    pub fn external_string_utf16(&mut self, units: Vec<u16>) -> Result<JsString<'s>> {
        if units.is_empty() {
            return self.string_utf16(&units);
        }
        let length = units.len();
        let memory = External::new(units);
        let (mut result, mut copied) = (std::ptr::null_mut(), false);
        // SAFETY: as in `external_string_latin1`.
        let status = unsafe {
            sys::node_api_create_external_string_utf16(
                self.raw(),
                memory.data.cast(),
                length,
                Some(External::<u16>::FREE),
                memory.owner,
                &mut result,
                &mut copied,
            )
        };
        if status == sys::napi_function_missing {
            // SAFETY: nobody has been called.
            return self.string_utf16(&unsafe { memory.take_back() });
        }
        // As in `array_buffer_from`: lost, rather than freed twice.
        self.check(status, "node_api_create_external_string_utf16")?;
        // SAFETY: the host has made a string, a handle of the innermost scope.
        Ok(unsafe { JsString::new(result) })
    }
}

/// What was made, or an ordinary string where the host lacks the function.
fn or_else_plain<'s>(
    made: Result<JsString<'s>>,
    plain: impl FnOnce() -> Result<JsString<'s>>,
) -> Result<JsString<'s>> {
    match made {
        Err(Error::MissingFunction(_)) => plain(),
        made => made,
    }
}
