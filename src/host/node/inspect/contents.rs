//! What collections hold.

use super::properties::As;
use super::shape::{Shape, method};
use super::text::{Style, plural};
use super::walk::Inspection;
use crate::host::engine::Kind;
use crate::host::node::kinds::{self, Progress};
use crate::safe::{Env, Function, JsValue, Object, Result, Value, ValueType};

impl<'o> Inspection<'o> {
    /// What an object holds beside its properties.
    pub(super) fn contents<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        shape: &Shape<'s>,
        level: usize,
    ) -> Result<Vec<String>>
    where
        'o: 's,
    {
        match shape.kind {
            Kind::Array => self.elements(env, object, level),
            Kind::TypedArray => self.typed_elements(env, object, level),
            Kind::Map => self.entries(env, object, level, "Map", "entries"),
            Kind::Set => self.entries(env, object, level, "Set", "values"),
            Kind::ArrayBuffer | Kind::SharedArrayBuffer => self.bytes(env, object),
            Kind::DataView => {
                let mut parts = Vec::new();
                for name in ["byteLength", "byteOffset", "buffer"] {
                    let value: Value<'s> = object.get(env, name)?;
                    parts.push(format!("[{name}]: {}", self.inner(env, value, level)?));
                }
                Ok(parts)
            }
            Kind::Promise => {
                let pending = self.style("<pending>", Style::Special);
                Ok(vec![match kinds::progress(env, object.as_value())? {
                    Progress::Pending => pending,
                    Progress::Fulfilled(value) => self.inner(env, value, level)?,
                    Progress::Rejected(reason) => {
                        let rejected = self.style("<rejected>", Style::Special);
                        format!("{rejected} {}", self.inner(env, reason, level)?)
                    }
                }])
            }
            Kind::WeakMap | Kind::WeakSet => {
                Ok(vec![self.style("<items unknown>", Style::Special)])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn more(&self, parts: &mut Vec<String>, count: usize) {
        if count > 0 {
            parts.push(format!("... {count} more item{}", plural(count)));
        }
    }

    fn elements<'s>(
        &mut self,
        env: &mut Env<'s>,
        list: Object<'s>,
        level: usize,
    ) -> Result<Vec<String>>
    where
        'o: 's,
    {
        let length = list.get_named::<f64>(env, c"length")? as u32;
        let most = self.options.max_array_length.min(f64::from(length)) as usize;
        let mut parts = Vec::with_capacity(most);
        let mut index = 0;
        while index < length && parts.len() < most {
            if !list.has_own(env, index)? {
                return self.elements_and_holes(env, list, level, (index, length), parts);
            }
            let key = env.number(f64::from(index)).as_value();
            parts.push(self.property(env, list, key, As::Element, level)?);
            index += 1;
        }
        self.more(&mut parts, (length - index) as usize);
        Ok(parts)
    }

    /// The elements of a list that has holes, from an index on.
    fn elements_and_holes<'s>(
        &mut self,
        env: &mut Env<'s>,
        list: Object<'s>,
        level: usize,
        (mut index, length): (u32, u32),
        mut parts: Vec<String>,
    ) -> Result<Vec<String>>
    where
        'o: 's,
    {
        let most = self.options.max_array_length;
        let hole = |count: u32| format!("<{count} empty item{}>", plural(count as usize));
        for key in list.keys(env)? {
            if parts.len() as f64 >= most {
                break;
            }
            let Some(at) = key.parse().ok().filter(|at| *at < length) else {
                break;
            };
            if at < index {
                continue;
            }
            if at > index {
                parts.push(self.style(hole(at - index), Style::Undefined));
                index = at;
                if parts.len() as f64 >= most {
                    break;
                }
            }
            let key = env.number(f64::from(index)).as_value();
            parts.push(self.property(env, list, key, As::Element, level)?);
            index += 1;
        }
        let rest = length - index;
        if parts.len() as f64 >= most {
            self.more(&mut parts, rest as usize);
        } else if rest > 0 {
            parts.push(self.style(hole(rest), Style::Undefined));
        }
        Ok(parts)
    }

    fn typed_elements<'s>(
        &mut self,
        env: &mut Env<'s>,
        list: Object<'s>,
        level: usize,
    ) -> Result<Vec<String>>
    where
        'o: 's,
    {
        let length = kinds::typed_array_length(env, list.as_value())?;
        let most = self.options.max_array_length.min(length as f64) as usize;
        let mut parts = Vec::with_capacity(most);
        for index in 0..most {
            parts.push(env.scope(|env| {
                let element: Value<'_> = list.get(env, index as u32)?;
                self.primitive(env, element)
            })?);
        }
        self.more(&mut parts, length - most);
        if self.options.show_hidden {
            for name in ["BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset"] {
                let value: Value<'s> = list.get(env, name)?;
                parts.push(format!("[{name}]: {}", self.inner(env, value, level)?));
            }
            let buffer: Object<'s> = list.get_named(env, c"buffer")?;
            let length: Value<'s> = buffer.get_named(env, c"byteLength")?;
            let length = self.primitive(env, length)?;
            parts.push(format!(
                "[buffer]: ArrayBuffer {{ [byteLength]: {length} }}"
            ));
        }
        Ok(parts)
    }

    /// What a map or a set holds.
    fn entries<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        level: usize,
        class: &str,
        list: &str,
    ) -> Result<Vec<String>>
    where
        'o: 's,
    {
        let entries = listed(env, object, class, list)?;
        let length = entries.get_named::<f64>(env, c"length")? as usize;
        let most = self.options.max_array_length.min(length as f64) as usize;
        let mut parts = Vec::with_capacity(most);
        for index in 0..most {
            parts.push(env.scope(|env| {
                let entry: Value<'_> = entries.get(env, index as u32)?;
                if class == "Set" {
                    return self.inner(env, entry, level);
                }
                let entry: Object<'_> = entry.to(env)?;
                let (key, value): (Value<'_>, Value<'_>) = (entry.get(env, 0)?, entry.get(env, 1)?);
                let key = self.inner(env, key, level)?;
                Ok(format!("{key} => {}", self.inner(env, value, level)?))
            })?);
        }
        self.more(&mut parts, length - most);
        Ok(parts)
    }

    fn bytes(&self, env: &Env<'_>, buffer: Object<'_>) -> Result<Vec<String>> {
        let most = self.options.max_array_length.min(f64::from(u32::MAX)) as usize;
        let (bytes, length) = kinds::bytes(env, buffer.as_value(), most)?;
        let shown: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut shown = shown.join(" ");
        let rest = length - bytes.len();
        if rest > 0 {
            shown += &format!(" ... {rest} more byte{}", plural(rest));
        }
        let label = |name: &str| self.style(format!("[{name}]"), Style::Special);
        Ok(vec![
            format!("{}: <{shown}>", label("Uint8Contents")),
            format!(
                "{}: {}",
                label("byteLength"),
                self.style(length.to_string(), Style::Number)
            ),
        ])
    }
}

/// What a map or a set holds, as an array.
pub(in crate::host::node) fn listed<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    class: &str,
    list: &str,
) -> Result<Object<'s>> {
    let list = method(env, class, list)?;
    let iterator: Value<'s> = list.call_with_this(env, object, ())?;
    array_from(env, iterator)
}

/// `Array.from`.
pub(in crate::host::node) fn array_from<'s>(
    env: &mut Env<'s>,
    iterable: Value<'s>,
) -> Result<Object<'s>> {
    let array: Object<'s> = env.global().get_named(env, c"Array")?;
    let from: Function<'s> = array.get_named(env, c"from")?;
    from.call_with_this(env, array, (iterable,))
}

/// Whether an object has a text of its own, for `%s` to show.
pub(super) fn has_own_text<'s>(env: &mut Env<'s>, object: Object<'s>) -> Result<bool> {
    let primitive = env.well_known_symbol("toPrimitive")?;
    let primitive: Value<'s> = object.get(env, primitive)?;
    if primitive.type_of(env) == ValueType::Function {
        // That of dates, which is the engine's own, says nothing.
        return Ok(kinds::kind(env, object.as_value()) != Some(Kind::Date));
    }
    let text: Value<'s> = object.get_named(env, c"toString")?;
    if text.type_of(env) != ValueType::Function {
        return Ok(false);
    }
    let mut holder = object;
    while !holder.has_own(env, "toString")? {
        let prototype = holder.prototype(env)?;
        if prototype.is_nullish(env) {
            return Ok(true);
        }
        holder = prototype.to(env)?;
    }
    if holder.as_value().strict_equals(env, object) {
        return Ok(true);
    }
    let class: Value<'s> = holder.get_named(env, c"constructor")?;
    if class.type_of(env) != ValueType::Function {
        return Ok(true);
    }
    let name: Value<'s> = class.to::<Object<'s>>(env)?.get_named(env, c"name")?;
    if name.type_of(env) != ValueType::String {
        return Ok(true);
    }
    let known = kinds::get(env, env.global(), name)?;
    Ok(!known.strict_equals(env, class))
}
