//! What an object looks like from outside: its name, its braces, which of its keys are shown.

use super::names::{Name, prefix};
use super::primitives::{number, symbol};
use super::text::Style;
use super::walk::Inspection;
use crate::host::engine::Kind;
use crate::host::node::kinds::{self, Content, is_boxed};
use crate::safe::{Env, Function, JsString, JsValue, Object, Result, Value, ValueType};

/// What is known of an object before its parts are looked at.
pub(super) enum Sketch<'s> {
    /// All of it.
    Text(String),
    /// There is more to show.
    Shape(Shape<'s>),
}

/// An object without its parts.
pub(super) struct Shape<'s> {
    pub(super) kind: Kind,
    /// What it is, before the opening brace.
    pub(super) base: String,
    /// What is shown up to the opening brace.
    pub(super) open: String,
    /// Whether it is a list, with brackets for braces.
    pub(super) is_list: bool,
    /// The keys that are shown.
    pub(super) keys: Vec<Value<'s>>,
    /// What is shown where it is too deep.
    pub(super) short_name: String,
}

impl<'o> Inspection<'o> {
    /// What an object looks like from outside.
    pub(super) fn sketch<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
        level: usize,
    ) -> Result<Sketch<'s>>
    where
        'o: 's,
    {
        let is_list = matches!(kind, Kind::Array | Kind::TypedArray);
        let mut keys = self.keys(env, object, !is_list)?;
        let name = self.constructor_name(env, object, kind, level)?;
        let kind = match kind {
            Kind::Plain if name.known() != Some("Object") && is_error(env, object)? => Kind::Error,
            kind => kind,
        };
        let tag = self.tag_of(env, object, &name)?;
        let class = name.known();
        let mut base = String::new();
        let mut open = String::new();
        let is_empty = match kind {
            Kind::Array => {
                let length: f64 = object.get_named(env, c"length")?;
                if class != Some("Array") || !tag.is_empty() {
                    open = prefix(class, &tag, "Array", Some(length as usize));
                }
                Some(length == 0.0)
            }
            Kind::TypedArray => {
                let fallback = kinds::typed_array_name(env, object.as_value()).unwrap_or_default();
                let length = kinds::typed_array_length(env, object.as_value())?;
                open = prefix(class, &tag, fallback, Some(length));
                Some(length == 0 && !self.options.show_hidden)
            }
            Kind::Map | Kind::Set => {
                let fallback = if kind == Kind::Map { "Map" } else { "Set" };
                let size = size(env, object, fallback)?;
                open = prefix(class, &tag, fallback, Some(size as usize));
                Some(size == 0.0)
            }
            Kind::ArrayBuffer => return self.shape(kind, "ArrayBuffer", name, &tag, keys),
            Kind::SharedArrayBuffer => {
                return self.shape(kind, "SharedArrayBuffer", name, &tag, keys);
            }
            Kind::DataView => return self.shape(kind, "DataView", name, &tag, keys),
            Kind::Promise => return self.shape(kind, "Promise", name, &tag, keys),
            Kind::WeakMap => return self.shape(kind, "WeakMap", name, &tag, keys),
            Kind::WeakSet => return self.shape(kind, "WeakSet", name, &tag, keys),
            Kind::Namespace => {
                open = prefix(class, &tag, "Module", None);
                Some(true)
            }
            Kind::Arguments => {
                open = "[Arguments] ".to_owned();
                Some(true)
            }
            Kind::Function
            | Kind::AsyncFunction
            | Kind::GeneratorFunction
            | Kind::AsyncGeneratorFunction => {
                base = self.function_base(env, object, kind, class, &tag)?;
                None
            }
            Kind::RegExp => {
                base = self.pattern(env, object, class, &tag)?;
                if level as f64 > self.options.depth {
                    keys.clear();
                }
                None
            }
            Kind::Date => {
                base = self.date(env, object, class, &tag)?;
                None
            }
            Kind::Error => {
                base = self.error(env, object, &name, &tag, &mut keys)?;
                None
            }
            kind if is_boxed(kind) => {
                base = self.boxed(env, object, kind, class, &tag, &mut keys)?;
                None
            }
            Kind::External => {
                base = format!("[External: {:x}]", kinds::address(env, object.as_value())?);
                None
            }
            _ => {
                if class != Some("Object") || !tag.is_empty() {
                    open = prefix(class, &tag, "Object", None);
                }
                Some(true)
            }
        };
        if keys.is_empty() {
            match is_empty {
                None => {
                    return Ok(Sketch::Text(match kind {
                        Kind::Error => base,
                        Kind::RegExp => self.style(base, Style::RegExp),
                        Kind::Date => self.style(base, Style::Date),
                        kind if is_boxed(kind) => self.style(base, Style::Text),
                        _ => self.style(base, Style::Special),
                    }));
                }
                Some(true) if is_list => return Ok(Sketch::Text(format!("{open}[]"))),
                Some(true) => return Ok(Sketch::Text(format!("{open}{{}}"))),
                Some(false) => {}
            }
        }
        open.push(if is_list { '[' } else { '{' });
        let fallback = if kind == Kind::Array {
            "Array"
        } else {
            "Object"
        };
        Ok(Sketch::Shape(Shape {
            kind,
            base,
            open,
            is_list,
            keys,
            short_name: short_name(class, &tag, fallback),
        }))
    }

    /// What always has something to show.
    fn shape<'s>(
        &self,
        kind: Kind,
        fallback: &str,
        name: Name,
        tag: &str,
        keys: Vec<Value<'s>>,
    ) -> Result<Sketch<'s>> {
        let class = name.known();
        Ok(Sketch::Shape(Shape {
            kind,
            base: String::new(),
            open: format!("{}{{", prefix(class, tag, fallback, None)),
            is_list: false,
            keys,
            short_name: short_name(class, tag, "Object"),
        }))
    }

    /// The keys that are shown; with those that are indices, if asked.
    fn keys<'s>(
        &self,
        env: &mut Env<'s>,
        object: Object<'s>,
        with_indices: bool,
    ) -> Result<Vec<Value<'s>>> {
        let keys = kinds::own_keys(env, object, !self.options.show_hidden, with_indices)?;
        let keys: Vec<Value<'s>> = keys.to(env)?;
        Ok(keys)
    }

    /// What `Symbol.toStringTag` says, where that is not shown as a property or as the class.
    fn tag_of<'s>(&self, env: &mut Env<'s>, object: Object<'s>, name: &Name) -> Result<String>
    where
        'o: 's,
    {
        let tag: Value<'s> = object.get(env, self.tag)?;
        if tag.type_of(env) != ValueType::String {
            return Ok(String::new());
        }
        let text: String = tag.to(env)?;
        if text.is_empty() || name.known() == Some(&text) {
            return Ok(String::new());
        }
        let own = kinds::own_property(env, object, self.tag.as_value())?;
        let is_listed = own.is_some_and(|own| own.is_enumerable || self.options.show_hidden);
        Ok(if is_listed { String::new() } else { text })
    }

    fn pattern<'s>(
        &self,
        env: &mut Env<'s>,
        object: Object<'s>,
        class: Option<&str>,
        tag: &str,
    ) -> Result<String> {
        let text = method(env, "RegExp", "toString")?;
        let text: JsString<'s> = match class {
            Some(_) => text.call_with_this(env, object, ())?,
            None => {
                let class: Function<'s> = env.global().get_named(env, c"RegExp")?;
                let copy = class.construct(env, (object,))?;
                text.call_with_this(env, copy, ())?
            }
        };
        Ok(named(class, tag, "RegExp", &text.to_string(env)?))
    }

    fn date<'s>(
        &self,
        env: &mut Env<'s>,
        object: Object<'s>,
        class: Option<&str>,
        tag: &str,
    ) -> Result<String> {
        let date: crate::safe::Date<'s> = object.as_value().to(env)?;
        let text = match date.get_time(env).is_nan() {
            true => "Invalid Date".to_owned(),
            false => {
                let text = method(env, "Date", "toISOString")?;
                text.call_with_this(env, object, ())?
            }
        };
        Ok(named(class, tag, "Date", &text))
    }

    /// An object around a primitive value.
    fn boxed<'s>(
        &self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
        class: Option<&str>,
        tag: &str,
        keys: &mut Vec<Value<'s>>,
    ) -> Result<String>
    where
        'o: 's,
    {
        let kind = match kind {
            Kind::Number => "Number",
            Kind::String => "String",
            Kind::Boolean => "Boolean",
            Kind::BigInt => "BigInt",
            _ => "Symbol",
        };
        let value_of = method(env, kind, "valueOf")?;
        let value: Value<'s> = value_of.call_with_this(env, object, ())?;
        let shown = match value.type_of(env) {
            ValueType::String => {
                let text: JsString<'s> = value.to(env)?;
                keys.drain(..text.len_utf16(env)?.min(keys.len()));
                super::text::quote(&text.to_utf16(env)?)
            }
            ValueType::Number => number(env, value)?,
            ValueType::Symbol => symbol(env, value)?,
            ValueType::BigInt => format!("{}n", value.coerce_to_string(env)?.to_string(env)?),
            _ => value.coerce_to_string(env)?.to_string(env)?,
        };
        let class_shown = match class {
            Some(class) if class == kind => String::new(),
            Some(class) => format!(" ({class})"),
            None => " (null prototype)".to_owned(),
        };
        let tag_shown = match tag.is_empty() || class == Some(tag) {
            true => String::new(),
            false => format!(" [{tag}]"),
        };
        Ok(format!("[{kind}{class_shown}: {shown}]{tag_shown}"))
    }
}

/// Whether an object has the prototype of errors, though it is made otherwise.
fn is_error<'s>(env: &mut Env<'s>, object: Object<'s>) -> Result<bool> {
    env.scope(|env| {
        let class: Function<'_> = env.global().get_named(env, c"Error")?;
        object.as_value().instance_of(env, class)
    })
}

/// How many entries a map or a set has.
fn size<'s>(env: &mut Env<'s>, object: Object<'s>, class: &str) -> Result<f64> {
    env.scope(|env| {
        let class: Object<'_> = env.global().get(env, class)?;
        let prototype: Object<'_> = class.get_named(env, c"prototype")?;
        let key = env.string("size")?.as_value();
        match kinds::own_property(env, prototype, key)? {
            Some(own) => match own.content {
                Content::Accessor { get: Some(get), .. } => get.call_with_this(env, object, ()),
                _ => Ok(0.0),
            },
            None => Ok(0.0),
        }
    })
}

/// What is shown of an object that is too deep.
fn short_name(class: Option<&str>, tag: &str, fallback: &str) -> String {
    let name = prefix(class, tag, fallback, None);
    match class {
        Some(_) => format!("[{}]", name.trim_end()),
        None => name.trim_end().to_owned(),
    }
}

/// A text that says itself what it is, with the class where that is another.
fn named(class: Option<&str>, tag: &str, usual: &str, text: &str) -> String {
    match prefix(class, tag, usual, None) {
        prefix if prefix.trim_end() == usual => text.to_owned(),
        prefix => format!("{prefix}{text}"),
    }
}

/// A method of one of JavaScript's own classes.
pub(in crate::host::node) fn method<'s>(
    env: &mut Env<'s>,
    class: &str,
    name: &str,
) -> Result<Function<'s>> {
    let class: Object<'s> = env.global().get(env, class)?;
    let prototype: Object<'s> = class.get_named(env, c"prototype")?;
    prototype.get(env, name)
}
