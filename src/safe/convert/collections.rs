//! Tuples, maps, sets, boxes.

use super::{Detached, FromJs, IntoJs, in_scopes};
use crate::safe::env::Env;
use crate::safe::error::{Result, TypeMismatch};
use crate::safe::value::{
    Array, JsSet, JsString, JsValue, KeyFilter, Object, PropertyAttributes, Value, mismatch,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

macro_rules! tuples {
    ($($count:literal: ($($name:ident $index:tt)*);)*) => { $(
        impl<'s, $($name: FromJs<'s>),*> FromJs<'s> for ($($name,)*) {
            const DETACHED: Detached<Self> =
                // SAFETY: it keeps what is kept of its items.
                unsafe { Detached::when(true $(&& $name::DETACHED.is())*) };
            /// The elements of an array of this length.
            fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
                let array = array_of(env, value, $count)?;
                Ok(($(array.get::<$name>(env, $index)?,)*))
            }
        }
        impl<'s, $($name: IntoJs<'s>),*> IntoJs<'s> for ($($name,)*) {
            const DETACHED: Detached<Self> =
                // SAFETY: it keeps what is kept of its items.
                unsafe { Detached::when(true $(&& $name::DETACHED.is())*) };
            /// An array.
            fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                let array = env.array_with_length($count)?;
                $(array.set(env, $index, self.$index)?;)*
                Ok(array.as_value())
            }
        }
    )* };
}
tuples! {
    1: (A 0);
    2: (A 0 B 1);
    3: (A 0 B 1 C 2);
    4: (A 0 B 1 C 2 D 3);
    5: (A 0 B 1 C 2 D 3 E 4);
    6: (A 0 B 1 C 2 D 3 E 4 F 5);
    7: (A 0 B 1 C 2 D 3 E 4 F 5 G 6);
    8: (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
}

fn array_of<'s>(env: &mut Env<'s>, value: Value<'s>, count: u32) -> Result<Array<'s>> {
    let array = Array::from_js(env, value)?;
    let length = array.length(env)?;
    if length == count {
        return Ok(array);
    }
    let elements = if count == 1 { "element" } else { "elements" };
    let expected = format!("an array of {count} {elements}");
    Err(TypeMismatch::new(expected, format!("one of {length}")).into())
}

impl<'s, T: FromJs<'s>> FromJs<'s> for Box<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        T::from_js(env, value).map(Box::new)
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Box<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        (*self).into_js(env)
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for Box<[T]> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The elements of an array.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        Vec::from_js(env, value).map(Into::into)
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Box<[T]> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// An array.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        self.into_vec().into_js(env)
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for VecDeque<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The elements of an array.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        Vec::from_js(env, value).map(Into::into)
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for VecDeque<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// An array.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Vec::from(self).into_js(env)
    }
}

/// Reads the own enumerable properties with string keys of an object that is not a function, an
/// array or the like by mistake: arrays are refused.
fn entries<'s, T: FromJs<'s>>(
    env: &mut Env<'s>,
    value: Value<'s>,
    mut add: impl FnMut(String, T),
) -> Result<()> {
    if value.is_array(env) {
        return Err(mismatch(env, "an object", value));
    }
    let object = Object::from_js(env, value)?;
    let filter = KeyFilter::enumerable | KeyFilter::skip_symbols;
    let names = object.property_names(env, false, filter)?;
    let length = names.length(env)?;
    in_scopes(env, T::DETACHED, length, |env, index| {
        let name: JsString<'s> = names.get(env, index)?;
        let item = object.get(env, name)?;
        add(name.to_string(env)?, item);
        Ok(())
    })
}

/// Makes an object of entries. They are defined, not set: a key `__proto__` is one as any other.
fn object_of<'s, K: AsRef<str>, T: IntoJs<'s>>(
    env: &mut Env<'s>,
    entries: impl Iterator<Item = (K, T)>,
) -> Result<Value<'s>> {
    let object = env.object()?;
    for (key, item) in entries {
        let all = PropertyAttributes::default_jsproperty;
        object.define(env, key.as_ref(), item, all)?;
    }
    Ok(object.as_value())
}

impl<'s, T: FromJs<'s>, S: BuildHasher + Default> FromJs<'s> for HashMap<String, T, S> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The own enumerable properties of an object.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let mut map = HashMap::default();
        entries(env, value, |key, item| {
            map.insert(key, item);
        })?;
        Ok(map)
    }
}

impl<'s, K: AsRef<str>, T: IntoJs<'s>, S> IntoJs<'s> for HashMap<K, T, S> {
    /// A plain object.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        object_of(env, self.into_iter())
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for BTreeMap<String, T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The own enumerable properties of an object.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let mut map = BTreeMap::new();
        entries(env, value, |key, item| {
            map.insert(key, item);
        })?;
        Ok(map)
    }
}

impl<'s, K: AsRef<str>, T: IntoJs<'s>> IntoJs<'s> for BTreeMap<K, T> {
    /// A plain object.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        object_of(env, self.into_iter())
    }
}

/// Reads the values of a `Set`.
fn items<'s, T: FromJs<'s>>(
    env: &mut Env<'s>,
    value: Value<'s>,
    mut add: impl FnMut(T),
) -> Result<()> {
    let set = JsSet::from_js(env, value)?;
    // Through an array: `T` may hold on to what it reads, and so needs it in this scope.
    let class: Object<'s> = env.global().get_named(env, c"Array")?;
    let from: crate::safe::function::Function<'s> = class.get_named(env, c"from")?;
    let values: Array<'s> = from.call_with_this(env, class, (set,))?;
    let length = values.length(env)?;
    in_scopes(env, T::DETACHED, length, |env, index| {
        add(values.get(env, index)?);
        Ok(())
    })
}

fn set_of<'s, T: IntoJs<'s>>(
    env: &mut Env<'s>,
    items: impl Iterator<Item = T>,
) -> Result<Value<'s>> {
    let set = env.set()?;
    for item in items {
        set.add(env, item)?;
    }
    Ok(set.as_value())
}

impl<'s, T: FromJs<'s> + Eq + Hash, S: BuildHasher + Default> FromJs<'s> for HashSet<T, S> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The values of a `Set`.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let mut set = HashSet::default();
        items(env, value, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}

impl<'s, T: IntoJs<'s>, S> IntoJs<'s> for HashSet<T, S> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// A `Set`.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        set_of(env, self.into_iter())
    }
}

impl<'s, T: FromJs<'s> + Ord> FromJs<'s> for BTreeSet<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The values of a `Set`.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let mut set = BTreeSet::new();
        items(env, value, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for BTreeSet<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// A `Set`.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        set_of(env, self.into_iter())
    }
}
