//! JavaScript's `Map` and `Set`.

use super::{JsValue, Object, Value, is_object, mismatch, values};
use crate::safe::convert::{FromJs, IntoJs};
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Function;
use crate::safe::scope::Scope;
use std::ffi::CStr;

values! {
    /// A JavaScript `Map`. Node-API knows nothing of them: its methods are called, hence the
    /// `&mut Env`, and what an `instanceof` says is believed. `Copy`, and bound to the scope `'s` and
    /// its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let map = env.map()?;
    ///     map.set_entry(env, 1.5, "x")?;
    ///     assert_eq!(map.get_entry::<String>(env, 1.5)?.as_deref(), Some("x"));
    ///     assert_eq!(map.get_entry::<String>(env, "1.5")?, None);
    ///     assert!(map.has_entry(env, 1.5)? && map.len(env)? == 1);
    ///     assert!(map.delete_entry(env, 1.5)? && map.is_empty(env)?);
    ///
    ///     map.set_entry(env, "key", map)?;
    ///     map.clear(env)?;
    ///     assert_eq!(map.len(env)?, 0);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    JsMap;
    /// A JavaScript `Set`. Node-API knows nothing of them, as of a [`JsMap`]. Conversions read one as a
    /// `HashSet` or a `BTreeSet`. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let set = env.set()?;
    ///     assert!(set.is_empty(env)?);
    ///     set.add(env, "x")?;
    ///     set.add(env, "x")?;
    ///     assert!(set.len(env)? == 1 && set.has_value(env, "x")?);
    ///
    ///     let mut values = Vec::new();
    ///     set.for_each(env, |env, value| {
    ///         values.push(value.to::<String>(env)?);
    ///         Ok(())
    ///     })?;
    ///     assert_eq!(values, ["x"]);
    ///     assert!(set.delete_value(env, "x")? && !set.delete_value(env, "x")?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    JsSet;
}
is_object!(JsMap, JsSet);

impl<'v> JsMap<'v> {
    /// The value of a key, or `None`: `map.get(key)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversions say.
    pub fn get_entry<'s, T: FromJs<'s>>(
        self,
        env: &mut Env<'s>,
        key: impl IntoJs<'s>,
    ) -> Result<Option<T>>
    where
        'v: 's,
    {
        let key = key.into_js(env)?;
        if !call::<bool>(env, *self, c"has", &[key])? {
            return Ok(None);
        }
        call(env, *self, c"get", &[key]).map(Some)
    }

    /// Sets the value of a key: `map.set(key, value)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversions say.
    pub fn set_entry<'s>(
        self,
        env: &mut Env<'s>,
        key: impl IntoJs<'s>,
        value: impl IntoJs<'s>,
    ) -> Result<()>
    where
        'v: 's,
    {
        let (key, value) = (key.into_js(env)?, value.into_js(env)?);
        call(env, *self, c"set", &[key, value])
    }

    /// Whether the map has the key: `map.has(key)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn has_entry<'s>(self, env: &mut Env<'s>, key: impl IntoJs<'s>) -> Result<bool>
    where
        'v: 's,
    {
        let key = key.into_js(env)?;
        call(env, *self, c"has", &[key])
    }

    /// Takes the key out; whether it was there: `map.delete(key)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn delete_entry<'s>(self, env: &mut Env<'s>, key: impl IntoJs<'s>) -> Result<bool>
    where
        'v: 's,
    {
        let key = key.into_js(env)?;
        call(env, *self, c"delete", &[key])
    }

    /// How many keys there are: `map.size`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn len(self, env: &mut Env<'_>) -> Result<u32> {
        self.get_named(env, c"size")
    }

    /// Whether there are no keys.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn is_empty(self, env: &mut Env<'_>) -> Result<bool> {
        Ok(self.len(env)? == 0)
    }

    /// Takes all keys out: `map.clear()`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn clear<'s>(self, env: &mut Env<'s>) -> Result<()>
    where
        'v: 's,
    {
        env.scope(|env| call(env, *self, c"clear", &[]))
    }

    /// Calls `f` with each key and its value, in a scope of their own.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what `f` gives.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{JsMap, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let source = env.string("new Map([[1, 10], [2, 20]])")?;
    ///     let map: JsMap = env.run_script(source)?;
    ///     let mut sum = 0;
    ///     map.for_each(env, |env, key, value| {
    ///         sum += key.to::<u32>(env)? + value.to::<u32>(env)?;
    ///         Ok(())
    ///     })?;
    ///     assert_eq!(sum, 33);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn for_each<'s>(
        self,
        env: &mut Env<'s>,
        mut f: impl for<'i> FnMut(&mut Scope<'i, 's>, Value<'i>, Value<'i>) -> Result<()>,
    ) -> Result<()>
    where
        'v: 's,
    {
        let entries: Object<'s> = call(env, *self, c"entries", &[])?;
        entries.iterate(env, |env, entry| {
            let entry: Object<'_> = entry.to(env)?;
            let key = entry.get(env, 0)?;
            let value = entry.get(env, 1)?;
            f(env, key, value)
        })
    }
}

impl<'v> JsSet<'v> {
    /// Adds a value: `set.add(value)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn add<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<()>
    where
        'v: 's,
    {
        let value = value.into_js(env)?;
        call(env, *self, c"add", &[value])
    }

    /// Whether the set has the value: `set.has(value)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn has_value<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<bool>
    where
        'v: 's,
    {
        let value = value.into_js(env)?;
        call(env, *self, c"has", &[value])
    }

    /// Takes the value out; whether it was there: `set.delete(value)`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn delete_value<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<bool>
    where
        'v: 's,
    {
        let value = value.into_js(env)?;
        call(env, *self, c"delete", &[value])
    }

    /// How many values there are: `set.size`.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn len(self, env: &mut Env<'_>) -> Result<u32> {
        self.get_named(env, c"size")
    }

    /// Whether there are no values.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn is_empty(self, env: &mut Env<'_>) -> Result<bool> {
        Ok(self.len(env)? == 0)
    }

    /// Calls `f` with each value, in a scope of its own.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what `f` gives.
    pub fn for_each<'s>(
        self,
        env: &mut Env<'s>,
        f: impl for<'i> FnMut(&mut Scope<'i, 's>, Value<'i>) -> Result<()>,
    ) -> Result<()>
    where
        'v: 's,
    {
        self.iterate(env, f)
    }
}

impl<'o> Object<'o> {
    /// What `for (item of object)` does: calls `f` with each item of an iterable object, in a scope of
    /// its own, so that what is made for one is gone before the next. An error of `f` closes the
    /// iterator, as leaving the loop does. Takes `&mut Env`: iterators are JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type) where the object cannot be iterated; what JavaScript threw,
    /// and what `f` gives, with the item in the error's path.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let source = env.string("(function* () { yield 1; yield 2; })()")?;
    ///     let numbers: Object = env.run_script(source)?;
    ///     let mut sum = 0;
    ///     numbers.iterate(env, |env, item| {
    ///         sum += item.to::<u32>(env)?;
    ///         Ok(())
    ///     })?;
    ///     assert_eq!(sum, 3);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn iterate<'s>(
        self,
        env: &mut Env<'s>,
        mut f: impl for<'i> FnMut(&mut Scope<'i, 's>, Value<'i>) -> Result<()>,
    ) -> Result<()>
    where
        'o: 's,
    {
        let symbol = env.well_known_symbol("iterator")?;
        let begin: Option<Function<'s>> = self.get(env, symbol)?;
        let Some(begin) = begin else {
            return Err(mismatch(env, "an iterable object", self.as_value()));
        };
        let iterator: Object<'s> = begin.call_with_this(env, self, ())?;
        let next: Function<'s> = iterator.get_named(env, c"next")?;
        let mut index = 0;
        loop {
            let more = env.scope(|env| -> Result<bool> {
                let step: Object<'_> = next.call_with_this(env, iterator, ())?;
                if step.get_named(env, c"done")? {
                    return Ok(false);
                }
                let item = step.get_named(env, c"value")?;
                let visited = f(env, item);
                if let Err(error) = visited {
                    close(env, iterator);
                    return Err(error.locate(|place| place.in_element(index)));
                }
                Ok(true)
            })?;
            if !more {
                return Ok(());
            }
            index += 1;
        }
    }
}

/// Tells an iterator that nobody asks for more. Where an exception is pending, JavaScript cannot run:
/// it is taken out meanwhile.
fn close<'s>(env: &mut Env<'s>, iterator: Object<'s>) {
    let pending = env.take_exception();
    let end = iterator.get_named::<Option<Function<'s>>>(env, c"return");
    if let Ok(Some(end)) = end {
        let _ = end.call_with_this::<_, Value<'s>>(env, iterator, ());
    }
    if let Some(pending) = pending {
        env.take_exception();
        env.throw(pending);
    } else {
        // As in JavaScript: the first error is the one that counts.
        env.take_exception();
    }
}

/// Calls a method.
fn call<'s, T: FromJs<'s>>(
    env: &mut Env<'s>,
    object: Object<'s>,
    method: &CStr,
    args: &[Value<'s>],
) -> Result<T> {
    let method: Function<'s> = object.get_named(env, method)?;
    method.call_with_this(env, object, args.to_vec())
}

fn class<'s>(env: &mut Env<'s>, name: &CStr) -> Result<Function<'s>> {
    env.global().get_named(env, name)
}

impl<'s> Env<'s> {
    /// Makes an empty [`JsMap`]: `new Map()`. Takes `&mut Env`: it is JavaScript that makes it.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn map(&mut self) -> Result<JsMap<'s>> {
        let map = class(self, c"Map")?.construct(self, ())?;
        // SAFETY: an object; what it can do, the calls of its methods show.
        Ok(unsafe { JsMap::new(map.raw()) })
    }

    /// Makes an empty [`JsSet`]: `new Set()`. Takes `&mut Env`: it is JavaScript that makes it.
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn set(&mut self) -> Result<JsSet<'s>> {
        let set = class(self, c"Set")?.construct(self, ())?;
        // SAFETY: as in `map`.
        Ok(unsafe { JsSet::new(set.raw()) })
    }
}

fn is_a<'s>(env: &mut Env<'s>, value: Value<'s>, name: &CStr) -> Result<bool> {
    if Object::from_js(env, value).is_err() {
        return Ok(false);
    }
    let class = class(env, name)?;
    value.instance_of(env, class)
}

impl<'s> FromJs<'s> for JsMap<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if is_a(env, value, c"Map")? {
            // SAFETY: an object, as has just been seen.
            Ok(unsafe { JsMap::new(value.raw()) })
        } else {
            Err(mismatch(env, "a Map", value))
        }
    }
}

impl<'s> FromJs<'s> for JsSet<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if is_a(env, value, c"Set")? {
            // SAFETY: an object, as has just been seen.
            Ok(unsafe { JsSet::new(value.raw()) })
        } else {
            Err(mismatch(env, "a Set", value))
        }
    }
}
