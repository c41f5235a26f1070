//! JSON, by JavaScript's own reading and writing.

use super::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Function;
use crate::safe::value::{JsValue, Object, Value};

impl<'s> Env<'s> {
    /// Reads JSON and converts what it says: `JSON.parse(text)`, which is what it calls.
    ///
    /// # Errors
    ///
    /// A `SyntaxError` of JavaScript's; a value that `T` does not read.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let numbers: Vec<u32> = env.parse_json("[1, 2]")?;
    ///     assert_eq!(numbers, [1, 2]);
    ///     let value: Value = env.parse_json(r#"{ "a": null }"#)?;
    ///     assert_eq!(value.to_json(env)?.as_deref(), Some(r#"{"a":null}"#));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn parse_json<T: FromJs<'s>>(&mut self, text: &str) -> Result<T> {
        let json: Object<'s> = self.global().get_named(self, c"JSON")?;
        let parse: Function<'s> = json.get_named(self, c"parse")?;
        let value: Value<'s> = parse.call_with_this(self, json, (text,))?;
        T::from_js(self, value)
    }
}

impl<'v> Value<'v> {
    /// The value as JSON: `JSON.stringify(value)`; `None` for what JSON does not know, as functions
    /// and `undefined`. Takes `&mut Env`: a `toJSON` may run. Shown at [`Env::parse_json`].
    ///
    /// # Errors
    ///
    /// What JavaScript threw, as it does for objects that contain themselves, and for BigInts.
    pub fn to_json<'s>(self, env: &mut Env<'s>) -> Result<Option<String>>
    where
        'v: 's,
    {
        env.scope(|env| {
            let json: Object<'_> = env.global().get_named(env, c"JSON")?;
            let stringify: Function<'_> = json.get_named(env, c"stringify")?;
            stringify.call_with_this(env, json, (self.as_value(),))
        })
    }
}
