//! Deep equality, loose and strict, for `assert` and `util`: the builtin `internal/deep_equal`.

use super::inspect::{listed, method};
use super::kinds::{self, is_boxed};
use super::{Node, native};
use crate::host::engine::Kind;
use crate::safe::{Date, Env, Error, JsValue, Object, Result, Symbol, Value, ValueType};
use std::collections::HashMap;
use std::rc::Rc;

/// The exports of `internal/deep_equal`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    // isEqual(a, b, isStrict)
    native(env, exports, "isEqual", |env, args| {
        let (a, b): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let is_strict: bool = args.get(env, 2)?;
        let is_equal = is_deep_equal(env, a, b, is_strict)?;
        env.to_value(is_equal)
    })?;
    Ok(exports.as_value())
}

/// Whether two values are deeply equal.
pub(super) fn is_deep_equal<'s>(
    env: &mut Env<'s>,
    a: Value<'s>,
    b: Value<'s>,
    is_strict: bool,
) -> Result<bool> {
    let mut comparison = Comparison {
        is_strict,
        outer: Default::default(),
        depth: 0,
    };
    comparison.values(env, a, b)
}

/// A comparison of two values.
struct Comparison {
    is_strict: bool,
    /// The objects of either side that are being compared further out, and how far: cycles are equal
    /// where they come back to the same place.
    outer: [HashMap<usize, usize>; 2],
    depth: usize,
}

impl Comparison {
    fn values<'s>(&mut self, env: &mut Env<'s>, a: Value<'s>, b: Value<'s>) -> Result<bool> {
        if a.strict_equals(env, b) {
            // Only zeros are equal and yet told apart.
            return Ok(!self.is_strict || kinds::same_value(env, a, b)?);
        }
        let is_object = |value: Value<'s>| {
            matches!(value.type_of(env), ValueType::Object | ValueType::External)
        };
        match (is_object(a), is_object(b)) {
            (true, true) => self.objects(env, a, b),
            (false, false) if self.is_strict => kinds::same_value(env, a, b),
            (false, false) => {
                Ok(kinds::loosely_equals(env, a, b)? || kinds::same_value(env, a, b)?)
            }
            _ => Ok(false),
        }
    }

    fn objects<'s>(&mut self, env: &mut Env<'s>, a: Value<'s>, b: Value<'s>) -> Result<bool> {
        if kinds::is_stack_exhausted(env) {
            return Err(Error::range_error("Maximum call stack size exceeded"));
        }
        let (first, second) = (a.coerce_to_object(env)?, b.coerce_to_object(env)?);
        let (kind, other) = (kinds::kind(env, a), kinds::kind(env, b));
        let Some(kind) = kind.filter(|kind| Some(*kind) == other) else {
            return Ok(false);
        };
        let is_alike = env.scope(|env| self.are_alike(env, first, second, kind))?;
        if !is_alike {
            return Ok(false);
        }
        let sides = [kinds::identity(env, first)?, kinds::identity(env, second)?];
        let places = [0, 1].map(|side| self.outer[side].get(&sides[side]).copied());
        if let [Some(first), Some(second)] = places {
            return Ok(first == second);
        }
        self.depth += 1;
        for side in [0, 1] {
            self.outer[side].insert(sides[side], self.depth);
        }
        let is_equal = env.scope(|env| self.contents(env, first, second, kind));
        self.depth -= 1;
        for side in [0, 1] {
            match places[side] {
                Some(place) => self.outer[side].insert(sides[side], place),
                None => self.outer[side].remove(&sides[side]),
            };
        }
        is_equal
    }

    /// Whether two objects are alike but for their properties and what collections hold.
    fn are_alike<'s>(
        &self,
        env: &mut Env<'s>,
        a: Object<'s>,
        b: Object<'s>,
        kind: Kind,
    ) -> Result<bool> {
        if self.is_strict {
            // Prototypes may differ where they say the same class.
            let class: Value<'s> = a.get_named(env, c"constructor")?;
            let is_inherited =
                class.type_of(env) != ValueType::Undefined && !a.has_own(env, "constructor")?;
            let (first, second): (Value<'s>, Value<'s>) = match is_inherited {
                true => (class, b.get_named(env, c"constructor")?),
                false => (a.prototype(env)?, b.prototype(env)?),
            };
            if !first.strict_equals(env, second) {
                return Ok(false);
            }
        }
        if !same_tags(env, a, b)? {
            return Ok(false);
        }
        match kind {
            Kind::Array => same(env, a, b, "length"),
            Kind::Date => {
                let (a, b): (Date<'s>, Date<'s>) = (a.as_value().to(env)?, b.as_value().to(env)?);
                let (a, b) = (a.get_time(env), b.get_time(env));
                Ok(a == b || a.is_nan() && b.is_nan())
            }
            Kind::RegExp => Ok(same(env, a, b, "source")?
                && same(env, a, b, "flags")?
                && same(env, a, b, "lastIndex")?),
            Kind::Error => Ok(same(env, a, b, "message")? && same(env, a, b, "name")?),
            Kind::TypedArray => self.same_elements(env, a, b),
            Kind::DataView | Kind::ArrayBuffer | Kind::SharedArrayBuffer => same_bytes(env, a, b),
            Kind::Map | Kind::Set => same(env, a, b, "size"),
            Kind::Promise | Kind::WeakMap | Kind::WeakSet | Kind::WeakRef => Ok(false),
            kind if is_boxed(kind) => {
                let class = match kind {
                    Kind::Number => "Number",
                    Kind::String => "String",
                    Kind::Boolean => "Boolean",
                    Kind::BigInt => "BigInt",
                    _ => "Symbol",
                };
                let value_of = method(env, class, "valueOf")?;
                let a: Value<'s> = value_of.call_with_this(env, a, ())?;
                let b: Value<'s> = value_of.call_with_this(env, b, ())?;
                kinds::same_value(env, a, b)
            }
            _ => Ok(true),
        }
    }

    fn same_elements<'s>(&self, env: &mut Env<'s>, a: Object<'s>, b: Object<'s>) -> Result<bool> {
        let name = kinds::typed_array_name(env, a.as_value());
        if name != kinds::typed_array_name(env, b.as_value()) {
            return Ok(false);
        }
        // Loosely, zeros are equal: only numbers with a point have two.
        if self.is_strict || !name.is_some_and(|name| name.starts_with("Float")) {
            return same_bytes(env, a, b);
        }
        let length = kinds::typed_array_length(env, a.as_value())?;
        if length != kinds::typed_array_length(env, b.as_value())? {
            return Ok(false);
        }
        for index in 0..length as u32 {
            let (a, b): (f64, f64) = (a.get(env, index)?, b.get(env, index)?);
            if a != b {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether properties are equal, and what collections hold.
    fn contents<'s>(
        &mut self,
        env: &mut Env<'s>,
        a: Object<'s>,
        b: Object<'s>,
        kind: Kind,
    ) -> Result<bool> {
        let (keys, others) = (self.keys(env, a, kind)?, self.keys(env, b, kind)?);
        if keys.len() != others.len() {
            return Ok(false);
        }
        for key in keys {
            let is_equal = env.scope(|env| -> Result<bool> {
                let is_there = kinds::own_property(env, b, key)?;
                if !is_there.is_some_and(|property| property.is_enumerable) {
                    return Ok(false);
                }
                let (a, b) = (kinds::get(env, a, key)?, kinds::get(env, b, key)?);
                self.values(env, a, b)
            })?;
            if !is_equal {
                return Ok(false);
            }
        }
        match kind {
            Kind::Error => self.hidden_of_errors(env, a, b),
            Kind::Set => self.sets(env, a, b),
            Kind::Map => self.maps(env, a, b),
            _ => Ok(true),
        }
    }

    fn keys<'s>(
        &self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
    ) -> Result<Vec<Value<'s>>> {
        let keys = kinds::own_keys(env, object, true, kind != Kind::TypedArray)?;
        let mut keys: Vec<Value<'s>> = keys.to(env)?;
        if !self.is_strict {
            keys.retain(|key| key.type_of(env) == ValueType::String);
        }
        Ok(keys)
    }

    fn hidden_of_errors<'s>(
        &mut self,
        env: &mut Env<'s>,
        a: Object<'s>,
        b: Object<'s>,
    ) -> Result<bool> {
        for name in ["cause", "errors"] {
            let is_there = a.has_own(env, name)?;
            if is_there != b.has_own(env, name)? {
                return Ok(false);
            }
            if is_there {
                let (a, b): (Value<'s>, Value<'s>) = (a.get(env, name)?, b.get(env, name)?);
                if !self.values(env, a, b)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn sets<'s>(&mut self, env: &mut Env<'s>, a: Object<'s>, b: Object<'s>) -> Result<bool> {
        let has = method(env, "Set", "has")?;
        let mut rest = Vec::new();
        let others = self.without(env, b, &mut |env, value| {
            has.call_with_this(env, a, (value,))
        })?;
        for value in elements(env, a, "Set", "values")? {
            if !has.call_with_this::<_, bool>(env, b, (value,))? {
                rest.push(value);
            }
        }
        self.pair_off(env, rest, others, &mut |this, env, a, b| {
            this.values(env, a, b)
        })
    }

    /// What of a set the other has not.
    fn without<'s>(
        &self,
        env: &mut Env<'s>,
        set: Object<'s>,
        has: &mut dyn FnMut(&mut Env<'s>, Value<'s>) -> Result<bool>,
    ) -> Result<Vec<Value<'s>>> {
        let mut rest = Vec::new();
        for value in elements(env, set, "Set", "values")? {
            if !has(env, value)? {
                rest.push(value);
            }
        }
        Ok(rest)
    }

    fn maps<'s>(&mut self, env: &mut Env<'s>, a: Object<'s>, b: Object<'s>) -> Result<bool> {
        let (has, get) = (method(env, "Map", "has")?, method(env, "Map", "get")?);
        let mut rest = Vec::new();
        for key in elements(env, a, "Map", "keys")? {
            if !has.call_with_this::<_, bool>(env, b, (key,))? {
                rest.push(key);
                continue;
            }
            let first: Value<'s> = get.call_with_this(env, a, (key,))?;
            let second: Value<'s> = get.call_with_this(env, b, (key,))?;
            if !self.values(env, first, second)? {
                return Ok(false);
            }
        }
        let mut others = Vec::new();
        for key in elements(env, b, "Map", "keys")? {
            if !has.call_with_this::<_, bool>(env, a, (key,))? {
                others.push(key);
            }
        }
        self.pair_off(env, rest, others, &mut |this, env, key, other| {
            if !this.values(env, key, other)? {
                return Ok(false);
            }
            let first: Value<'s> = get.call_with_this(env, a, (key,))?;
            let second: Value<'s> = get.call_with_this(env, b, (other,))?;
            this.values(env, first, second)
        })
    }

    /// Whether each has one of the others for itself that matches.
    fn pair_off<'s>(
        &mut self,
        env: &mut Env<'s>,
        values: Vec<Value<'s>>,
        mut others: Vec<Value<'s>>,
        matches: &mut dyn FnMut(&mut Self, &mut Env<'s>, Value<'s>, Value<'s>) -> Result<bool>,
    ) -> Result<bool> {
        if values.len() != others.len() {
            return Ok(false);
        }
        'values: for value in values {
            for index in 0..others.len() {
                if matches(self, env, value, others[index])? {
                    others.remove(index);
                    continue 'values;
                }
            }
            return Ok(false);
        }
        Ok(true)
    }
}

/// What a map or a set holds.
fn elements<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    class: &str,
    list: &str,
) -> Result<Vec<Value<'s>>> {
    let list = listed(env, object, class, list)?;
    list.as_value().to(env)
}

/// Whether a property has the same value.
fn same<'s>(env: &mut Env<'s>, a: Object<'s>, b: Object<'s>, name: &str) -> Result<bool> {
    let (a, b): (Value<'s>, Value<'s>) = (a.get(env, name)?, b.get(env, name)?);
    kinds::same_value(env, a, b)
}

/// Whether `Symbol.toStringTag` is the same.
fn same_tags<'s>(env: &mut Env<'s>, a: Object<'s>, b: Object<'s>) -> Result<bool> {
    let tag: Symbol<'s> = env.well_known_symbol("toStringTag")?;
    let (a, b): (Value<'s>, Value<'s>) = (a.get(env, tag)?, b.get(env, tag)?);
    kinds::same_value(env, a, b)
}

fn same_bytes(env: &Env<'_>, a: Object<'_>, b: Object<'_>) -> Result<bool> {
    let (a, _) = kinds::bytes(env, a.as_value(), usize::MAX)?;
    let (b, _) = kinds::bytes(env, b.as_value(), usize::MAX)?;
    Ok(a == b)
}
