//! From JavaScript to Rust.

use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::value::{Value, ValueType, mismatch};

/// A type that JavaScript values are read as.
///
/// Reading is strict: nothing is coerced. A `u32` refuses -1, 1.5 and `"1"`; a `bool` refuses 0.
///
/// | Rust | JavaScript |
/// |---|---|
/// | `f64`, `f32` | a number |
/// | `i8` to `i32`, `u8` to `u32` | a number that is an integer in range |
/// | `i64`, `u64`, `isize`, `usize` | a number that is an integer up to ±(2<sup>53</sup> − 1), or a BigInt in range |
/// | `bool` | a boolean |
/// | `String`, `char` | a string; one of one character |
/// | `Option<T>` | `undefined` and `null` are `None` |
/// | `Vec<T>`, `[T; N]` | an array; one of that length |
/// | `()` | anything |
/// | [`Value`], [`Object`](crate::Object), [`Function`](crate::Function), … | a value of that kind |
/// | [`Class<T>`](crate::Class) | an object that wraps a `T` |
/// | [`Ref<Function>`](crate::Ref) and so on | the same, kept |
///
/// `#[napi(object)]` derives it for structs.
#[diagnostic::on_unimplemented(
    message = "JavaScript values cannot be read as `{Self}`",
    note = "structs get it from `#[napi(object)]`; instances of a class are taken as `&T` or `Class<T>`"
)]
pub trait FromJs<'s>: Sized {
    /// Reads the value. Takes `&mut Env`: reading an object's properties may run JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type) where the value is of another type; what JavaScript
    /// threw.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self>;
}

impl<'s> FromJs<'s> for Value<'s> {
    fn from_js(_: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        Ok(value)
    }
}

impl<'s> FromJs<'s> for () {
    fn from_js(_: &mut Env<'s>, _: Value<'s>) -> Result<Self> {
        Ok(())
    }
}

impl<'s> FromJs<'s> for bool {
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        crate::safe::value::read_bool(env, value).ok_or_else(|| mismatch(env, "a boolean", value))
    }
}

impl<'s> FromJs<'s> for String {
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match crate::safe::value::read_string(env, value) {
            Ok(text) => Ok(text),
            Err(_) if value.type_of(env) != ValueType::String => {
                Err(mismatch(env, "a string", value))
            }
            Err(error) => Err(error),
        }
    }
}

impl<'s> FromJs<'s> for char {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        const EXPECTED: &str = "a string of one character";
        let text = match value.type_of(env) {
            ValueType::String => String::from_js(env, value)?,
            _ => return Err(mismatch(env, EXPECTED, value)),
        };
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(mismatch(env, EXPECTED, value)),
        }
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for Option<T> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_nullish(env) {
            Ok(None)
        } else {
            T::from_js(env, value).map(Some)
        }
    }
}
