//! Text in its many owners.

use super::{Detached, FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::{JsValue, Value};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

macro_rules! owners {
    ($($owner:ty),*) => { $(
        impl<'s> FromJs<'s> for $owner {
            // SAFETY: a text keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                String::from_js(env, value).map(Into::into)
            }
        }
    )* };
}
owners!(Cow<'_, str>, Box<str>, Rc<str>, Arc<str>, PathBuf);

macro_rules! borrowed {
    ($($owner:ty),*) => { $(
        impl<'s> IntoJs<'s> for $owner {
            // SAFETY: a text keeps no handle.
            const DETACHED: Detached<Self> = unsafe { Detached::yes() };
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                Ok(env.string(&self)?.as_value())
            }
        }
    )* };
}
borrowed!(Box<str>, Rc<str>, Arc<str>);

impl<'s> IntoJs<'s> for &Path {
    // SAFETY: a text keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    /// A string; an error where the path is not Unicode.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self.to_str() {
            Some(text) => text.into_js(env),
            None => Err(Error::type_error(format!(
                "the path {} is not Unicode",
                self.display()
            ))),
        }
    }
}

impl<'s> IntoJs<'s> for PathBuf {
    // SAFETY: a text keeps no handle.
    const DETACHED: Detached<Self> = unsafe { Detached::yes() };
    /// A string; an error where the path is not Unicode.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        self.as_path().into_js(env)
    }
}
