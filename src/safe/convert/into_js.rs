//! From Rust to JavaScript.

use super::Detached;
use crate::safe::env::Env;
use crate::safe::error::{BoxError, Error, Result};
use crate::safe::value::{JsValue, Value};

/// A type that becomes a JavaScript value.
///
/// | Rust | JavaScript |
/// |---|---|
/// | `f64`, `f32`, `i8` to `i32`, `u8` to `u32` | a number |
/// | `i64`, `u64`, `isize`, `usize` | a number; a `RangeError` beyond ±(2<sup>53</sup> − 1) |
/// | `i128`, `u128` | a BigInt |
/// | `bool` | a boolean |
/// | `&str`, `String`, `Cow<str>`, `char`, `Path` | a string |
/// | `None` | `undefined`, as a missing argument or property is |
/// | `Some(value)` | the value |
/// | [`Nullable(None)`](crate::Nullable) | `null` |
/// | `Vec<T>`, `[T; N]`, `&[T]`, tuples | an array |
/// | `HashMap<String, T>`, `BTreeMap<String, T>` | a plain object |
/// | `HashSet<T>`, `BTreeSet<T>` | a `Set` |
/// | [`Either<A, B>`](crate::Either) | the one that it is |
/// | `SystemTime`, `chrono::DateTime` (feature `chrono`) | a `Date` |
/// | [`Serde<T>`](crate::Serde) (feature `serde`) | what `T` serializes to |
/// | `()` | `undefined` |
/// | `Ok(value)` | the value; an `Err` is thrown |
/// | [`Value`], [`Object`](crate::Object), … | themselves |
/// | a struct with `#[napi]` | an instance of its class |
///
/// `#[napi(object)]` derives it for structs. By hand:
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// nodeapi::Runtime::new()?.with(|env| {
///     /// A color, which is `#rrggbb` in JavaScript.
///     struct Color(u32);
///
///     impl<'s> IntoJs<'s> for Color {
///         fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
///             format!("#{:06x}", self.0).into_js(env)
///         }
///     }
///
///     let colors = env.to_value(vec![Some(Color(0xff0000)), None])?;
///     assert_eq!(colors.to::<Vec<Option<String>>>(env)?, [Some("#ff0000".to_owned()), None]);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a JavaScript value",
    note = "structs get it from `#[napi]`, as a class, or `#[napi(object)]`, as a plain object"
)]
pub trait IntoJs<'s> {
    /// Whether the conversion keeps no handle of its scope. For generated code.
    #[doc(hidden)]
    const DETACHED: Detached<Self> = Detached::NO;

    /// Makes the value. Takes `&mut Env`: setting an object's properties may run JavaScript.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and a number that has no place in JavaScript.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>>;
}

impl<'s> IntoJs<'s> for () {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.undefined())
    }
}

impl<'s> IntoJs<'s> for bool {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.boolean(self).as_value())
    }
}

impl<'s> IntoJs<'s> for &bool {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.boolean(*self).as_value())
    }
}

impl<'s> IntoJs<'s> for &str {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for String {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(&self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for &String {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for std::borrow::Cow<'_, str> {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(&self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for char {
    // SAFETY: it keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self.encode_utf8(&mut [0; 4]))?.as_value())
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Option<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self {
            Some(value) => value.into_js(env),
            None => Ok(env.undefined()),
        }
    }
}

impl<'s, T: IntoJs<'s>, E: Into<BoxError>> IntoJs<'s> for Result<T, E> {
    /// The value; an error is given back, as [`Error::other`] makes it.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        self.map_err(Error::other)?.into_js(env)
    }
}
