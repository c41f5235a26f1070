//! From JavaScript to Rust.

use super::Detached;
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
/// | `i128`, `u128` | the same |
/// | [`Saturating<u8>`](std::num::Saturating), [`Wrapping<u8>`](std::num::Wrapping) and so on | any number, made to fit |
/// | `bool` | a boolean |
/// | `String`, `Cow<str>`, `Box<str>`, `Rc<str>`, `Arc<str>`, `PathBuf`; `char` | a string; one of one character |
/// | `Option<T>` | `undefined` and `null` are `None` |
/// | [`Nullable<T>`](crate::Nullable) | `null` is `None`, `undefined` is not |
/// | `Vec<T>`, `Box<[T]>`, `VecDeque<T>`; `[T; N]`, tuples | an array; one of that length |
/// | `HashMap<String, T>`, `BTreeMap<String, T>` | a plain object |
/// | `HashSet<T>`, `BTreeSet<T>` | a `Set` |
/// | [`Either<A, B>`](crate::Either) | what `A` reads, or else what `B` does |
/// | `SystemTime`, `chrono::DateTime<Utc>` (feature `chrono`) | a valid `Date` |
/// | [`Serde<T>`](crate::Serde) (feature `serde`) | what `T` deserializes from |
/// | `()` | anything |
/// | [`Value`], [`Object`](crate::Object), [`Function`](crate::Function), … | a value of that kind |
/// | [`Class<T>`](crate::Class) | an object that wraps a `T` |
/// | [`Ref<Function>`](crate::Ref) and so on | the same, kept |
///
/// # `null` and `undefined`
///
/// One rule everywhere: `Option<T>` reads both as `None`, and so a missing argument or property too;
/// `None` becomes `undefined`, and a field that is `None` is left out of its object. Where `null` is
/// meant, [`Nullable`](crate::Nullable) says so.
///
/// `#[napi(object)]` derives it for structs. By hand:
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{TypeMismatch, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     /// A color, which is `#rrggbb` in JavaScript.
///     #[derive(Debug, PartialEq)]
///     struct Color(u32);
///
///     impl<'s> FromJs<'s> for Color {
///         fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
///             let text: String = value.to(env)?;
///             let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
///             let color = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
///             color.map(Color).ok_or_else(|| TypeMismatch::new("a color", text).into())
///         }
///     }
///
///     let colors: Vec<Color> = env.parse_json(r##"["#ff0000", "#00ff00"]"##)?;
///     assert_eq!(colors, [Color(0xff0000), Color(0x00ff00)]);
///     let error = env.parse_json::<Vec<Color>>(r##"["#ff0000", "red"]"##).unwrap_err();
///     assert_eq!(error.to_string(), "[1]: expected a color, found red");
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "JavaScript values cannot be read as `{Self}`",
    note = "structs get it from `#[napi(object)]`; instances of a class are taken as `&T` or `Class<T>`"
)]
pub trait FromJs<'s>: Sized {
    /// Whether the conversion keeps no handle of its scope. For generated code.
    #[doc(hidden)]
    const DETACHED: Detached<Self> = Detached::NO;

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
    // SAFETY: it holds no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    fn from_js(_: &mut Env<'s>, _: Value<'s>) -> Result<Self> {
        Ok(())
    }
}

impl<'s> FromJs<'s> for bool {
    // SAFETY: it holds no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        crate::safe::value::read_bool(env, value).ok_or_else(|| mismatch(env, "a boolean", value))
    }
}

impl<'s> FromJs<'s> for String {
    // SAFETY: it holds no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
    // SAFETY: it holds no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
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
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_nullish(env) {
            Ok(None)
        } else {
            T::from_js(env, value).map(Some)
        }
    }
}
