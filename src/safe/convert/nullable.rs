//! `null`, where it is not the same as `undefined`.

use super::{Detached, FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::value::{JsValue, Value, ValueType, mismatch};

/// JavaScript's `null`, and nothing else. [`Nullable`] has an example.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Null;

/// A value or `null`: what `Option` is for `undefined`. A missing argument or property is refused.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Null, Nullable, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let (null, undefined) = (env.null(), env.undefined());
///     assert_eq!((null.to::<Null>(env)?, undefined.to::<Null>(env).is_err()), (Null, true));
///     assert_eq!(null.to::<Nullable<u32>>(env)?.0, None);
///     assert_eq!(
///         undefined.to::<Nullable<u32>>(env).unwrap_err().to_string(),
///         "expected an unsigned 32-bit integer or null, found undefined",
///     );
///     assert_eq!(env.to_value(Nullable(None::<u32>))?.to::<Option<u32>>(env)?, None);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nullable<T>(pub Option<T>);

impl<'s> FromJs<'s> for Null {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            ValueType::Null => Ok(Null),
            _ => Err(mismatch(env, "null", value)),
        }
    }
}

impl<'s> IntoJs<'s> for Null {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.null())
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for Nullable<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.type_of(env) == ValueType::Null {
            return Ok(Nullable(None));
        }
        let value = T::from_js(env, value);
        value
            .map(|value| Nullable(Some(value)))
            .map_err(|error| error.locate(|mismatch| mismatch.or("null")))
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Nullable<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self.0 {
            Some(value) => value.into_js(env),
            None => Ok(env.null().as_value()),
        }
    }
}
