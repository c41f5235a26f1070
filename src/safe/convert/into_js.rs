//! From Rust to JavaScript.

use crate::safe::env::Env;
use crate::safe::error::{BoxError, Error, Result};
use crate::safe::value::{JsValue, Value};

/// A type that becomes a JavaScript value.
///
/// | Rust | JavaScript |
/// |---|---|
/// | `f64`, `f32`, `i8` to `i32`, `u8` to `u32` | a number |
/// | `i64`, `u64`, `isize`, `usize` | a number; a `RangeError` beyond ±(2<sup>53</sup> − 1) |
/// | `bool` | a boolean |
/// | `&str`, `String`, `char` | a string |
/// | `None` | `undefined`, as a missing argument or property is |
/// | `Some(value)` | the value |
/// | `Vec<T>`, `[T; N]`, `&[T]` | an array |
/// | `()` | `undefined` |
/// | `Ok(value)` | the value; an `Err` is thrown |
/// | [`Value`], [`Object`](crate::Object), … | themselves |
/// | a struct with `#[napi]` | an instance of its class |
///
/// `#[napi(object)]` derives it for structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a JavaScript value",
    note = "structs get it from `#[napi]`, as a class, or `#[napi(object)]`, as a plain object"
)]
pub trait IntoJs<'s> {
    /// Makes the value. Takes `&mut Env`: setting an object's properties may run JavaScript.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and a number that has no place in JavaScript.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>>;
}

impl<'s> IntoJs<'s> for () {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.undefined())
    }
}

impl<'s> IntoJs<'s> for bool {
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.boolean(self).as_value())
    }
}

impl<'s> IntoJs<'s> for &bool {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.boolean(*self).as_value())
    }
}

impl<'s> IntoJs<'s> for &str {
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for String {
    #[inline]
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(&self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for &String {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for std::borrow::Cow<'_, str> {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(&self)?.as_value())
    }
}

impl<'s> IntoJs<'s> for char {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(env.string(self.encode_utf8(&mut [0; 4]))?.as_value())
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Option<T> {
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
