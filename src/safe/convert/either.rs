//! One of two types.

use super::{Detached, FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::Value;

/// A value of one of two types: the first that reads it. `Either<A, Either<B, C>>` is one of three.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Either, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let value = env.string("x")?.as_value();
///     assert_eq!(value.to::<Either<f64, String>>(env)?, Either::B("x".to_owned()));
///     let error = value.to::<Either<f64, bool>>(env).unwrap_err();
///     assert_eq!(error.to_string(), "expected a number or a boolean, found \"x\"");
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Either<A, B> {
    /// The first type.
    A(A),
    /// The second type.
    B(B),
}

impl<'s, A: FromJs<'s>, B: FromJs<'s>> FromJs<'s> for Either<A, B> {
    // SAFETY: it keeps what is kept of the one that it is.
    const DETACHED: Detached<Self> =
        unsafe { Detached::when(A::DETACHED.is() && B::DETACHED.is()) };
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let first = match A::from_js(env, value) {
            Ok(value) => return Ok(Either::A(value)),
            Err(Error::Type(first)) => first,
            // JavaScript threw: that is no answer to what the value is.
            Err(error) => return Err(error),
        };
        match B::from_js(env, value) {
            Ok(value) => Ok(Either::B(value)),
            Err(Error::Type(second)) => Err(match (first.path(), second.path()) {
                ("", "") => {
                    let expected = second.expected().to_owned();
                    (*first).or(&expected).into()
                }
                // Whoever came further into the value has more to say.
                ("", _) => Error::Type(second),
                _ => Error::Type(first),
            }),
            Err(error) => Err(error),
        }
    }
}

impl<'s, A: IntoJs<'s>, B: IntoJs<'s>> IntoJs<'s> for Either<A, B> {
    // SAFETY: it keeps what is kept of the one that it is.
    const DETACHED: Detached<Self> =
        unsafe { Detached::when(A::DETACHED.is() && B::DETACHED.is()) };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self {
            Either::A(value) => value.into_js(env),
            Either::B(value) => value.into_js(env),
        }
    }
}
