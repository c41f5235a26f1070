//! The builtin `crypto`: hashes and randomness.

mod hash;
mod random;

use super::Node;
use super::checks::{argument, not_provided};
use super::errors::coded;
use crate::safe::{
    Args, Env, Error, ErrorClass, Function, IntoJs, JsValue, Native, PropertyAttributes, Result,
    Value, View,
};
use std::rc::Rc;

/// Functions that only say that they are not there: programs ask for them while they load.
macro_rules! missing {
    ($($name:literal)*) => {
        const MISSING: &[(&str, Native)] = &[
            $(($name, Native::new(|_, _| Err(not_provided(concat!("crypto.", $name))))),)*
        ];
    };
}
missing! {
    "createCipheriv" "createDecipheriv" "createSign" "createVerify" "pbkdf2" "pbkdf2Sync" "scrypt"
    "scryptSync" "createPrivateKey" "createPublicKey" "generateKeyPairSync"
}

const FUNCTIONS: &[(&str, Native)] = &[
    ("hash", Native::new(hash::once)),
    (
        "getHashes",
        Native::new(|env, _| hash::NAMES.to_vec().into_js(env)),
    ),
    ("timingSafeEqual", Native::new(timing_safe_equal)),
];

/// The exports of `crypto`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    let classes = [
        ("Hash", "createHash", env.class::<hash::Hash>()?),
        ("Hmac", "createHmac", env.class::<hash::Hmac>()?),
    ];
    for (name, create, class) in classes {
        exports.set(env, name, class)?;
        let class = env.reference(class)?;
        let create = env.named_function(create, move |env, args| {
            let class: Function<'_> = class.get(env)?;
            Ok(class.construct(env, args)?.as_value())
        })?;
        let name = format!("create{name}");
        exports.set(env, &*name, create)?;
    }
    exports.set_functions(env, FUNCTIONS)?;
    exports.set_functions(env, MISSING)?;
    random::define(node, env, exports)?;

    let web = env.object()?;
    for name in ["getRandomValues", "randomUUID"] {
        let function: Value<'_> = exports.get(env, name)?;
        web.set(env, name, function)?;
    }
    let subtle = env.named_function("subtle", |_, _| Err(not_provided("crypto.subtle")))?;
    let attributes = PropertyAttributes::default_jsproperty;
    web.define_accessor(env, "subtle", Some(subtle), None, attributes)?;
    exports.set(env, "webcrypto", web)?;
    Ok(exports.as_value())
}

/// `timingSafeEqual(a, b)`: compares without telling by time where they differ.
fn timing_safe_equal<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let a = binary(env, &args, 0, "buf1")?;
    let b = binary(env, &args, 1, "buf2")?;
    let (a, b) = (a.bytes(env), b.bytes(env));
    if a.len() != b.len() {
        return Err(coded(
            ErrorClass::RangeError,
            "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH",
            "Input buffers must have the same byte length",
        ));
    }
    let pairs = a.iter().zip(&*b);
    let difference = pairs.fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    (difference == 0).into_js(env)
}

fn binary<'c>(env: &Env<'c>, args: &Args<'c>, index: usize, name: &str) -> Result<View<'c>> {
    View::of(env, argument(env, args, index)).ok_or_else(|| -> Error {
        coded(
            ErrorClass::TypeError,
            "ERR_INVALID_ARG_TYPE",
            format!(
                "The \"{name}\" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or \
                 DataView."
            ),
        )
    })
}
