//! Any type of `serde`'s as a JavaScript value, and back.

mod de;
mod ser;

use super::{Detached, FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result, TypeMismatch};
use crate::safe::value::Value;
use serde::de::{DeserializeOwned, Expected, Unexpected};
use std::fmt::Display;

/// A value that `serde` converts: `Serde<Config>` as an argument or a result, or as a field.
///
/// | `serde` | JavaScript |
/// |---|---|
/// | structs, maps | plain objects; `Map`s are read too |
/// | sequences, tuples | arrays; `Set`s are read too |
/// | `Option` | `undefined` and `null` are `None`; `None` becomes `undefined` |
/// | unit | `null`; `undefined` is read too |
/// | integers | numbers; BigInts beyond ±(2<sup>53</sup> − 1) |
/// | bytes | `Uint8Array`s; `ArrayBuffer`s are read too |
/// | enums | as in JSON: `"Name"`, or `{ Name: … }` |
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Serde, prelude::*};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Point {
///     x: f64,
///     tags: Vec<String>,
/// }
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let value = env.to_value(Serde(Point { x: 1.5, tags: vec!["a".into()] }))?;
///     assert_eq!(value.to_json(env)?.as_deref(), Some(r#"{"x":1.5,"tags":["a"]}"#));
///     let wrong: Value = env.parse_json(r#"{"x":1.5,"tags":["a",7]}"#)?;
///     let error = wrong.to::<Serde<Point>>(env).err().expect("7 is no string");
///     assert_eq!(error.to_string(), "tags[1]: expected a string, found integer `7`");
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serde<T>(pub T);

impl<'s, T: DeserializeOwned> FromJs<'s> for Serde<T> {
    // SAFETY: `T` sees no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };

    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        T::deserialize(de::Deserializer { env, value }).map(Serde)
    }
}

impl<'s, T: serde::Serialize> IntoJs<'s> for Serde<T> {
    // SAFETY: `T` sees no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };

    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        self.0.serialize(ser::Serializer { env })
    }
}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Error::type_error(message.to_string())
    }
}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Error::type_error(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        TypeMismatch::new(expected.to_string(), found.to_string()).into()
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        TypeMismatch::new(expected.to_string(), found.to_string()).into()
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        TypeMismatch::new(expected.to_string(), format!("{length} elements")).into()
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let names: Vec<_> = expected.iter().map(|name| format!("{name:?}")).collect();
        TypeMismatch::new(names.join(" or "), format!("{variant:?}")).into()
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let expected = format!("the properties {} alone", expected.join(", "));
        TypeMismatch::new(expected, format!("a property {field:?}")).into()
    }

    fn missing_field(field: &'static str) -> Self {
        Error::from(TypeMismatch::new("a property", "none"))
            .locate(|mismatch| mismatch.in_field(field))
    }
}
