//! The properties of objects.

use super::options::Getters;
use super::primitives::symbol;
use super::text::{self, Style, is_plain_key, quote, spaces};
use super::walk::Inspection;
use crate::host::node::kinds::{self, Content, OwnProperty};
use crate::safe::{CatchResult, Env, Function, Object, Result, Value, ValueType};

/// How a property is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// With its name.
    Property,
    /// With its name, among the elements of a list.
    Extra,
    /// Without a name.
    Element,
}

impl<'o> Inspection<'o> {
    /// A property of an object.
    pub(super) fn property<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        key: Value<'s>,
        how: As,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        env.scope(|env| {
            let property = match kinds::own_property(env, object, key)? {
                Some(property) => property,
                None => OwnProperty {
                    content: Content::Data(kinds::get(env, object, key)?),
                    is_enumerable: true,
                    is_writable: true,
                },
            };
            // As it once was, the brace is on the line of the first property.
            let step = match how {
                As::Property if self.options.compact.is_none() => 3,
                _ => 2,
            };
            self.indentation += step;
            let shown = match property.content {
                Content::Data(value) => self.value(env, value, level),
                Content::Accessor { get, set } => {
                    self.accessor(env, object, get, set.is_some(), level)
                }
            };
            let inside = self.indentation;
            self.indentation -= step;
            let shown = shown?;
            if how == As::Element {
                return Ok(shown);
            }
            let name = self.name(env, key, property.is_enumerable)?;
            let is_wide = step == 3
                && self.options.break_length < text::width(&shown, self.options.colors) as f64;
            Ok(match is_wide {
                true => format!("{name}:\n{}{shown}", spaces(inside)),
                false => format!("{name}: {shown}"),
            })
        })
    }

    /// The name of a property.
    fn name<'s>(&self, env: &mut Env<'s>, key: Value<'s>, is_enumerable: bool) -> Result<String> {
        let name = if key.type_of(env) == ValueType::Symbol {
            self.style(symbol(env, key)?, Style::Text)
        } else {
            let key = key.coerce_to_string(env)?;
            let name = key.to_string(env)?;
            match &*name {
                "__proto__" => return Ok("['__proto__']".to_owned()),
                _ if !is_enumerable || is_plain_key(&name) => name,
                _ => self.style(quote(&key.to_utf16(env)?), Style::Text),
            }
        };
        Ok(match is_enumerable {
            true => name,
            false => format!("[{name}]"),
        })
    }

    /// A property with a getter or a setter.
    fn accessor<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        get: Option<Function<'s>>,
        has_set: bool,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        let label = match (get, has_set) {
            (Some(_), true) => "Getter/Setter",
            (Some(_), false) => "Getter",
            (None, true) => "Setter",
            (None, false) => return Ok(self.style("undefined", Style::Undefined)),
        };
        let is_called = match self.options.getters {
            Getters::None => false,
            Getters::All => true,
            Getters::WithoutSetter => !has_set,
            Getters::WithSetter => has_set,
        };
        let Some(get) = get.filter(|_| is_called) else {
            return Ok(self.style(format!("[{label}]"), Style::Special));
        };
        let value: Result<Value<'s>> = get.call_with_this(env, object, ());
        let value = match value.catch(env) {
            Ok(value) => value,
            Err(thrown) => {
                let message = match thrown.type_of(env) {
                    ValueType::Object => {
                        thrown.to::<Object<'s>>(env)?.get_named(env, c"message")?
                    }
                    _ => env.undefined(),
                };
                let message = message.coerce_to_string(env)?.to_string(env)?;
                let text = format!("[{label}: <Inspection threw ({message})>]");
                return Ok(self.style(text, Style::Special));
            }
        };
        let special = |text: String| self.style(text, Style::Special);
        match value.type_of(env) {
            ValueType::Object => {
                let label = special(format!("[{label}]"));
                Ok(format!("{label} {}", self.value(env, value, level)?))
            }
            ValueType::Function => {
                let shown = self.value(env, value, level)?;
                Ok(format!("[{label}: {shown}]"))
            }
            _ => {
                let (open, close) = (special(format!("[{label}:")), special("]".to_owned()));
                Ok(format!("{open} {}{close}", self.primitive(env, value)?))
            }
        }
    }

    pub(super) fn sort<'s>(
        &self,
        env: &mut Env<'s>,
        parts: &mut [String],
        from: usize,
    ) -> Result<()>
    where
        'o: 's,
    {
        let Some(comparator) = self.given.comparator else {
            parts[from..].sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            return Ok(());
        };
        let list = env.to_value(parts[from..].to_vec())?;
        let list: Object<'s> = list.to(env)?;
        let sort: Function<'s> = list.get_named(env, c"sort")?;
        let sorted: Vec<String> = sort.call_with_this(env, list, (comparator,))?;
        for (part, sorted) in parts[from..].iter_mut().zip(sorted) {
            *part = sorted;
        }
        Ok(())
    }
}
