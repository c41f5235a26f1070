//! What names a property.

use super::{JsString, JsValue, Symbol, Value, describe};
use crate::safe::env::Env;
use crate::safe::error::{Result, TypeMismatch};

/// What names a property: `&str`, `String`, `u32` (an index), [`JsString`] or [`Symbol`].
///
/// A type of yours may be one too:
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Key, PropertyKey, TypeMismatch, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     /// A header's name, which is a property's in lower case.
///     struct Header(&'static str);
///
///     impl<'s> PropertyKey<'s> for Header {
///         fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>> {
///             Ok(Key::Name(env.string(&self.0.to_lowercase())?.as_value()))
///         }
///         fn locate(&self, _: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
///             mismatch.in_field(self.0)
///         }
///     }
///
///     let headers: Object = env.parse_json(r#"{ "content-length": "many" }"#)?;
///     assert_eq!(headers.get::<String>(env, Header("Content-Length"))?, "many");
///     let error = headers.get::<u32>(env, Header("Content-Length")).unwrap_err();
///     assert_eq!(
///         error.to_string(),
///         "Content-Length: expected an unsigned 32-bit integer, found \"many\"",
///     );
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub trait PropertyKey<'s> {
    /// The key as JavaScript takes it.
    ///
    /// # Errors
    ///
    /// Where a string cannot be made.
    fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>>;

    /// Adds the key to the path of an error: of a property whose value is of the wrong type.
    fn locate(&self, env: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch;
}

/// A property's name, as JavaScript takes it: what a [`PropertyKey`] gives.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Key<'s> {
    /// An index.
    Index(u32),
    /// A string or a symbol.
    Name(Value<'s>),
}

impl<'s> Key<'s> {
    /// The key as a string or a symbol.
    pub(crate) fn name(self, env: &Env<'s>) -> Result<Value<'s>> {
        match self {
            Key::Name(name) => Ok(name),
            Key::Index(index) => Ok(env.string(&index.to_string())?.as_value()),
        }
    }
}

impl<'s> PropertyKey<'s> for str {
    fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>> {
        Ok(Key::Name(env.string(self)?.as_value()))
    }
    fn locate(&self, _: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        mismatch.in_field(self)
    }
}

impl<'s> PropertyKey<'s> for String {
    fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>> {
        self.as_str().to_key(env)
    }
    fn locate(&self, env: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        self.as_str().locate(env, mismatch)
    }
}

impl<'s, K: PropertyKey<'s> + ?Sized> PropertyKey<'s> for &K {
    fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>> {
        (**self).to_key(env)
    }
    fn locate(&self, env: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        (**self).locate(env, mismatch)
    }
}

impl<'s> PropertyKey<'s> for u32 {
    fn to_key(&self, _: &Env<'s>) -> Result<Key<'s>> {
        Ok(Key::Index(*self))
    }
    fn locate(&self, _: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        mismatch.in_element(*self as usize)
    }
}

impl<'s, 'v: 's> PropertyKey<'s> for JsString<'v> {
    fn to_key(&self, _: &Env<'s>) -> Result<Key<'s>> {
        Ok(Key::Name(self.as_value()))
    }
    fn locate(&self, env: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        mismatch.in_field(&self.to_string(env).unwrap_or_default())
    }
}

impl<'s, 'v: 's> PropertyKey<'s> for Symbol<'v> {
    fn to_key(&self, _: &Env<'s>) -> Result<Key<'s>> {
        Ok(Key::Name(self.as_value()))
    }
    fn locate(&self, env: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        mismatch.in_field(&format!("[{}]", describe(env, self.as_value())))
    }
}
