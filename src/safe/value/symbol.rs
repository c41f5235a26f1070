//! Symbols.

use super::{JsValue, Object, Value, ValueType, mismatch, values};
use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::ffi::c_char;

values! {
    /// A JavaScript symbol. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let (mine, other) = (env.symbol("mine")?, env.symbol("mine")?);
    ///     assert_eq!(mine.description(env)?.as_deref(), Some("mine"));
    ///     assert!(!mine.as_value().strict_equals(env, other));
    ///
    ///     // The registry has one for each key.
    ///     let (one, same) = (env.symbol_for("app.key")?, env.symbol_for("app.key")?);
    ///     assert!(one.as_value().strict_equals(env, same));
    ///
    ///     let object = env.object()?;
    ///     object.set(env, mine, 1)?;
    ///     assert!(object.has(env, mine)? && !object.has(env, other)?);
    ///     assert_eq!(object.keys(env)?, [""; 0]);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Symbol;
}

impl<'s> Env<'s> {
    /// Makes a new [`Symbol`] with a description (`napi_create_symbol`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn symbol(&self, description: &str) -> Result<Symbol<'s>> {
        let description = self.string(description)?;
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the string; the answer is a handle of the
        // innermost scope.
        let status = unsafe { sys::napi_create_symbol(self.raw(), description.raw(), &mut result) };
        self.check(status, "napi_create_symbol")?;
        // SAFETY: as above, and it is a symbol.
        Ok(unsafe { Symbol::new(result) })
    }

    /// The [`Symbol`] of this key in the global registry: `Symbol.for(key)` (`node_api_symbol_for`,
    /// Node-API 9).
    ///
    /// # Errors
    ///
    /// [`Error::MissingFunction`](crate::Error::MissingFunction) on older hosts.
    pub fn symbol_for(&self, key: &str) -> Result<Symbol<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and the host reads the key's bytes and no others; the
        // answer is a handle of the innermost scope.
        let status = unsafe {
            sys::node_api_symbol_for(
                self.raw(),
                key.as_ptr().cast::<c_char>(),
                key.len(),
                &mut result,
            )
        };
        self.check(status, "node_api_symbol_for")?;
        // SAFETY: as above, and it is a symbol.
        Ok(unsafe { Symbol::new(result) })
    }
}

impl<'v> Symbol<'v> {
    /// The symbol's description, or `None` where it has none: JavaScript's `symbol.description`. Takes
    /// `&mut Env`: it is read as a property.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn description(self, env: &mut Env<'_>) -> Result<Option<String>> {
        env.scope(|env| {
            let object = self.as_value().coerce_to_object(env)?;
            object.get_named(env, c"description")
        })
    }
}

impl<'s> Env<'s> {
    /// One of the symbols that JavaScript itself knows, by its name: `Symbol.iterator` is
    /// `well_known_symbol("iterator")`. Takes `&mut Env`: it is read as a property.
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type) where there is none of that name; what JavaScript threw.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let iterator = env.well_known_symbol("iterator")?;
    ///     let array = env.array()?;
    ///     assert!(array.has(env, iterator)?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn well_known_symbol(&mut self, name: &str) -> Result<Symbol<'s>> {
        let class: Object<'s> = self.global().get_named(self, c"Symbol")?;
        class.get(self, name)
    }
}

impl<'s> FromJs<'s> for Symbol<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            // SAFETY: the value has just been seen to be a symbol.
            ValueType::Symbol => Ok(unsafe { Symbol::new(value.raw()) }),
            _ => Err(mismatch(env, "a symbol", value)),
        }
    }
}
