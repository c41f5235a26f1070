//! Hashes, with a key or without, by the RustCrypto crates.

use super::super::buffer::made;
use super::super::checks::{is_string, is_undefined};
use super::super::encodings::Encoding;
use super::super::errors::{coded, invalid_arg_type, string};
use crate::safe::prelude::napi;
use crate::safe::{Args, Class, Env, Error, ErrorClass, JsValue, Result, Value, View};
use hmac::{Hmac as Keyed, Mac};
use sha2::digest::{FixedOutput, Update};

/// A hash that is being made.
trait Making {
    fn add(&mut self, bytes: &[u8]);
    fn copy(&self) -> Box<dyn Making>;
    fn finish(self: Box<Self>) -> Vec<u8>;
}

impl<T: Update + FixedOutput + Clone + 'static> Making for T {
    fn add(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
    fn copy(&self) -> Box<dyn Making> {
        Box::new(self.clone())
    }
    fn finish(self: Box<Self>) -> Vec<u8> {
        self.finalize_fixed().to_vec()
    }
}

/// Those that there are.
macro_rules! hashes {
    ($($name:literal: $hash:ty,)*) => {
        pub(super) const NAMES: &[&str] = &[$($name),*];

        fn hash(name: &str) -> Option<Box<dyn Making>> {
            Some(match &*bare(name) {
                $($name => Box::new(<$hash>::default()),)*
                _ => return None,
            })
        }

        fn keyed(name: &str, key: &[u8]) -> Option<Box<dyn Making>> {
            Some(match &*bare(name) {
                $($name => Box::new(<Keyed<$hash> as Mac>::new_from_slice(key).ok()?),)*
                _ => return None,
            })
        }
    };
}
hashes! {
    "md5": md5::Md5,
    "sha1": sha1::Sha1,
    "sha224": sha2::Sha224,
    "sha256": sha2::Sha256,
    "sha384": sha2::Sha384,
    "sha512": sha2::Sha512,
}

/// A name in the letters of the table: `SHA-256`, `RSA-SHA256`.
fn bare(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("rsa-").unwrap_or(&name);
    name.replacen("sha-", "sha", 1)
}

/// What `createHash` gives.
#[napi]
pub(super) struct Hash {
    /// Until its digest is taken.
    state: Option<Box<dyn Making>>,
}

#[napi]
impl Hash {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, algorithm: Value<'s>) -> Result<Hash> {
        let state = hash(&string(env, "algorithm", algorithm)?);
        let missing = || Error::message("Digest method not supported");
        Ok(Hash {
            state: Some(state.ok_or_else(missing)?),
        })
    }

    #[napi]
    fn update<'s>(
        env: &mut Env<'s>,
        this: Class<'s, Hash>,
        data: Value<'s>,
        encoding: Value<'s>,
    ) -> Result<Class<'s, Hash>> {
        update(env, &mut this.borrow_mut(env)?.state, data, encoding)?;
        Ok(this)
    }

    #[napi]
    fn digest<'s>(&mut self, env: &mut Env<'s>, encoding: Value<'s>) -> Result<Value<'s>> {
        let state = self.state.take().ok_or_else(finalized)?;
        digest(env, state.finish(), encoding)
    }

    #[napi]
    fn copy(&self) -> Result<Hash> {
        let state = self.state.as_ref().ok_or_else(finalized)?;
        Ok(Hash {
            state: Some(state.copy()),
        })
    }
}

/// What `createHmac` gives.
#[napi]
pub(super) struct Hmac {
    state: Option<Box<dyn Making>>,
}

#[napi]
impl Hmac {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, algorithm: Value<'s>, key: Value<'s>) -> Result<Hmac> {
        let name = string(env, "hmac", algorithm)?;
        let none = env.undefined();
        let made = with_bytes(env, key, none, true, |key| keyed(&name, key))?;
        let Some(made) = made else {
            let expected = "of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, \
                            KeyObject, or CryptoKey";
            return Err(invalid_arg_type(env, "key", expected, key));
        };
        match made {
            Some(state) => Ok(Hmac { state: Some(state) }),
            None => Err(coded(
                ErrorClass::TypeError,
                "ERR_CRYPTO_INVALID_DIGEST",
                format!("Invalid digest: {name}"),
            )),
        }
    }

    #[napi]
    fn update<'s>(
        env: &mut Env<'s>,
        this: Class<'s, Hmac>,
        data: Value<'s>,
        encoding: Value<'s>,
    ) -> Result<Class<'s, Hmac>> {
        update(env, &mut this.borrow_mut(env)?.state, data, encoding)?;
        Ok(this)
    }

    /// Empty, where it has been taken already.
    #[napi]
    fn digest<'s>(&mut self, env: &mut Env<'s>, encoding: Value<'s>) -> Result<Value<'s>> {
        let bytes = self.state.take().map(Making::finish);
        digest(env, bytes.unwrap_or_default(), encoding)
    }
}

fn finalized() -> Error {
    coded(
        ErrorClass::Error,
        "ERR_CRYPTO_HASH_FINALIZED",
        "Digest already called",
    )
}

fn update<'s>(
    env: &mut Env<'s>,
    state: &mut Option<Box<dyn Making>>,
    data: Value<'s>,
    encoding: Value<'s>,
) -> Result<()> {
    let state = state.as_mut().ok_or_else(finalized)?;
    match with_bytes(env, data, encoding, false, |bytes| state.add(bytes))? {
        Some(()) => Ok(()),
        None => Err(no_data(env, "data", data)),
    }
}

fn no_data<'s>(env: &mut Env<'s>, name: &str, data: Value<'s>) -> Error {
    let expected = "of type string or an instance of Buffer, TypedArray, or DataView";
    invalid_arg_type(env, name, expected, data)
}

/// Calls a closure with the bytes of text or of a view; `None` where a value is neither.
fn with_bytes<'s, R>(
    env: &mut Env<'s>,
    data: Value<'s>,
    encoding: Value<'s>,
    takes_buffers: bool,
    f: impl FnOnce(&[u8]) -> R,
) -> Result<Option<R>> {
    if is_string(env, data) {
        let encoding = named(env, encoding)?.unwrap_or(Encoding::Utf8);
        let bytes = encoding.encode(data.to(env)?, env)?;
        return Ok(Some(f(&bytes)));
    }
    let view = View::of(env, data).filter(|view| takes_buffers || !view.is_buffer());
    Ok(view.map(|view| f(&view.bytes(env))))
}

/// The encoding that an argument names, if it is text.
fn named<'s>(env: &mut Env<'s>, name: Value<'s>) -> Result<Option<Encoding>> {
    match is_string(env, name) {
        true => Encoding::find(env, name),
        false => Ok(None),
    }
}

/// A digest as text, or as a `Buffer` where no encoding is named.
fn digest<'s>(env: &mut Env<'s>, bytes: Vec<u8>, encoding: Value<'s>) -> Result<Value<'s>> {
    match named(env, encoding)? {
        Some(encoding) => Ok(encoding.decode(&bytes, env)?.as_value()),
        None => made(env, bytes),
    }
}

/// `hash(algorithm, input, outputEncoding)`: all at once.
pub(super) fn once<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let (name, input): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
    let output: Value<'_> = args.get(env, 2)?;
    let name = string(env, "algorithm", name)?;
    let none = env.undefined();
    let state = hash(&name);
    let bytes = with_bytes(env, input, none, false, |bytes| {
        let mut state = state?;
        state.add(bytes);
        Some(state.finish())
    })?;
    let Some(bytes) = bytes else {
        return Err(no_data(env, "input", input));
    };
    let Some(bytes) = bytes else {
        return Err(Error::message(format!(
            "Digest method {name} is not supported"
        )));
    };
    if is_undefined(env, output) {
        return Ok(Encoding::Hex.decode(&bytes, env)?.as_value());
    }
    let asked = string(env, "outputEncoding", output)?;
    if asked != "buffer" && Encoding::named(&asked).is_none() {
        return Err(coded(
            ErrorClass::TypeError,
            "ERR_INVALID_ARG_VALUE",
            format!("The argument 'outputEncoding' is invalid. Received '{asked}'"),
        ));
    }
    digest(env, bytes, output)
}
