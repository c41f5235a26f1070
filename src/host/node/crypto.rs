//! Hashes and random bytes, for `crypto`, by the RustCrypto crates.

use super::native;
use crate::safe::{Env, Error, External, IntoJs, JsValue, Object, Result, TypedArray};
use sha2::digest::DynDigest;
use std::cell::RefCell;

/// A hash that is being made.
type Hash = RefCell<Box<dyn DynDigest>>;

fn named(name: &str) -> Option<Box<dyn DynDigest>> {
    Some(match name {
        "md5" => Box::new(md5::Md5::default()),
        "sha1" => Box::new(sha1::Sha1::default()),
        "sha224" => Box::new(sha2::Sha224::default()),
        "sha256" => Box::new(sha2::Sha256::default()),
        "sha384" => Box::new(sha2::Sha384::default()),
        "sha512" => Box::new(sha2::Sha512::default()),
        _ => return None,
    })
}

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // hash(name): undefined where there is none.
    native(env, natives, "hash", |env, args| {
        let name: String = args.get(env, 0)?;
        match named(&name) {
            Some(hash) => Ok(env.external::<Hash>(RefCell::new(hash))?.as_value()),
            None => Ok(env.undefined()),
        }
    })?;
    native(env, natives, "update", |env, args| {
        let (hash, bytes): (External<'_>, TypedArray<'_, u8>) =
            (args.get(env, 0)?, args.get(env, 1)?);
        hash.get::<Hash>(env)?
            .borrow_mut()
            .update(bytes.as_slice(env));
        Ok(env.undefined())
    })?;
    native(env, natives, "copy", |env, args| {
        let hash: External<'_> = args.get(env, 0)?;
        let copy = hash.get::<Hash>(env)?.borrow().box_clone();
        Ok(env.external::<Hash>(RefCell::new(copy))?.as_value())
    })?;
    native(env, natives, "digest", |env, args| {
        let hash: External<'_> = args.get(env, 0)?;
        let digest = hash
            .get::<Hash>(env)?
            .borrow_mut()
            .finalize_reset()
            .into_vec();
        Ok(env.array_buffer_from(digest)?.as_value())
    })?;
    native(env, natives, "random", |env, args| {
        let length: u32 = args.get(env, 0)?;
        let mut bytes = vec![0; length as usize];
        getrandom::fill(&mut bytes).map_err(|error| Error::message(error.to_string()))?;
        Ok(env.array_buffer_from(bytes)?.as_value())
    })?;
    // equal(a, b): compared without telling by time where they differ.
    native(env, natives, "equal", |env, args| {
        let (a, b): (TypedArray<'_, u8>, TypedArray<'_, u8>) =
            (args.get(env, 0)?, args.get(env, 1)?);
        let (a, b) = (a.as_slice(env), b.as_slice(env));
        let difference = a
            .iter()
            .zip(b)
            .fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
        (difference == 0).into_js(env)
    })
}
