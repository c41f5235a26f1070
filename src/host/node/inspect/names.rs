//! The names of classes and functions.

use super::text::Style;
use super::walk::Inspection;
use crate::host::engine::Kind;
use crate::host::node::kinds::{self, Content};
use crate::safe::{CatchResult, Env, Function, JsValue, Object, Result, Value, ValueType};

/// The name of an object's class.
pub(super) enum Name {
    Known(String),
    /// The object has no prototype.
    NoPrototype,
}

impl Name {
    /// The name, if there is one.
    pub(super) fn known(&self) -> Option<&str> {
        match self {
            Name::Known(name) => Some(name),
            Name::NoPrototype => None,
        }
    }
}

/// What stands before an object's opening brace.
pub(super) fn prefix(
    class: Option<&str>,
    tag: &str,
    fallback: &str,
    size: Option<usize>,
) -> String {
    let size = size.map_or_else(String::new, |size| format!("({size})"));
    match class {
        None if tag.is_empty() || tag == fallback => {
            format!("[{fallback}{size}: null prototype] ")
        }
        None => format!("[{fallback}{size}: null prototype] [{tag}] "),
        Some(class) if tag.is_empty() || tag == class => format!("{class}{size} "),
        Some(class) => format!("{class}{size} [{tag}] "),
    }
}

/// The name of the first class among the prototypes that an object is an instance of.
pub(in crate::host::node) fn class_name<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    kind: Kind,
) -> Result<Option<String>> {
    let mut each = object;
    loop {
        if let Some(name) = name_at(env, object, each, kind)? {
            return Ok(Some(name));
        }
        let prototype = each.prototype(env)?;
        if prototype.is_nullish(env) {
            return Ok(None);
        }
        each = prototype.to(env)?;
    }
}

/// The name of the class whose prototype this is, if the object is an instance of it.
fn name_at<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    prototype: Object<'s>,
    kind: Kind,
) -> Result<Option<String>> {
    env.scope(|env| {
        let key = env.string("constructor")?.as_value();
        let class = match kinds::own_property(env, prototype, key)? {
            Some(own) => match own.content {
                Content::Data(class) => class,
                // Promises may be watched; see `js/internal/async_promises.js`.
                Content::Accessor { .. } if kind == Kind::Promise => {
                    prototype.get_named(env, c"constructor")?
                }
                Content::Accessor { .. } => return Ok(None),
            },
            None => return Ok(None),
        };
        if class.type_of(env) != ValueType::Function {
            return Ok(None);
        }
        let class: Function<'_> = class.to(env)?;
        let name: Value<'_> = class.get_named(env, c"name")?;
        if name.type_of(env) == ValueType::Symbol {
            return Ok(None);
        }
        let name = name.coerce_to_string(env)?.to_string(env)?;
        let is_instance = !name.is_empty()
            && object
                .as_value()
                .instance_of(env, class)
                .catch(env)
                .unwrap_or(false);
        Ok(is_instance.then_some(name))
    })
}

impl<'o> Inspection<'o> {
    /// The name of an object's class; of one that has none, what its prototype is.
    pub(super) fn constructor_name<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
        level: usize,
    ) -> Result<Name>
    where
        'o: 's,
    {
        if let Some(name) = class_name(env, object, kind)? {
            return Ok(Name::Known(name));
        }
        let prototype = object.prototype(env)?;
        if prototype.is_nullish(env) {
            return Ok(Name::NoPrototype);
        }
        let own = match kind {
            Kind::Error => "Error",
            Kind::Array => "Array",
            Kind::Map => "Map",
            Kind::Set => "Set",
            Kind::Function => "Function",
            _ => "Object",
        };
        if level as f64 > self.options.depth {
            return Ok(Name::Known(format!("{own} <Complex prototype>")));
        }
        let prototype: Object<'s> = prototype.to(env)?;
        let kind = kinds::kind(env, prototype.as_value()).unwrap_or(Kind::Plain);
        let inside = match self.constructor_name(env, prototype, kind, level + 1)? {
            Name::Known(name) => name,
            Name::NoPrototype => {
                let (depth, custom) = (self.options.depth, self.options.custom_inspect);
                (self.options.depth, self.options.custom_inspect) = (-1.0, false);
                let shown = self.value(env, prototype.as_value(), 0);
                (self.options.depth, self.options.custom_inspect) = (depth, custom);
                shown?
            }
        };
        Ok(Name::Known(format!("{own} <{inside}>")))
    }

    /// What a function is called.
    pub(super) fn function_base<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
        class: Option<&str>,
        tag: &str,
    ) -> Result<String>
    where
        'o: 's,
    {
        if kind == Kind::Function && is_class(env, object)? {
            return self.class_base(env, object, class, tag);
        }
        let kind = match kind {
            Kind::AsyncFunction => "AsyncFunction",
            Kind::GeneratorFunction => "GeneratorFunction",
            Kind::AsyncGeneratorFunction => "AsyncGeneratorFunction",
            _ => "Function",
        };
        let name: Value<'s> = object.get_named(env, c"name")?;
        let name = match name.type_of(env) {
            ValueType::String => name.to(env)?,
            _ => self.value(env, name, 0)?,
        };
        let null = if class.is_none() {
            " (null prototype)"
        } else {
            ""
        };
        let mut base = match name.is_empty() {
            true => format!("[{kind}{null} (anonymous)]"),
            false => format!("[{kind}{null}: {name}]"),
        };
        if let Some(class) = class.filter(|class| *class != kind && *class != "Function") {
            base += &format!(" {class}");
        }
        if !tag.is_empty() && tag != kind {
            base += &format!(" [{tag}]");
        }
        Ok(base)
    }

    fn class_base<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        class: Option<&str>,
        tag: &str,
    ) -> Result<String> {
        let mut name = String::new();
        if object.has_own(env, "name")? {
            let own: Value<'s> = object.get_named(env, c"name")?;
            if own.coerce_to_boolean(env)?.get(env) {
                name = own.coerce_to_string(env)?.to_string(env)?;
            }
        }
        if name.is_empty() {
            name.push_str("(anonymous)");
        }
        let mut base = format!("class {name}");
        if let Some(class) = class.filter(|class| *class != "Function") {
            base += &format!(" [{class}]");
        }
        if !tag.is_empty() && class != Some(tag) {
            base += &format!(" [{tag}]");
        }
        let parent = object.prototype(env)?;
        if parent.is_nullish(env) {
            base += " extends [null prototype]";
        } else {
            let parent: Value<'s> = parent.to::<Object<'s>>(env)?.get_named(env, c"name")?;
            if parent.coerce_to_boolean(env)?.get(env) {
                base += &format!(" extends {}", parent.coerce_to_string(env)?.to_string(env)?);
            }
        }
        Ok(self.style(format!("[{base}]"), Style::Special))
    }
}

/// Whether a function is a class: one whose prototype cannot be replaced, and whose source says so.
fn is_class<'s>(env: &mut Env<'s>, function: Object<'s>) -> Result<bool> {
    let key = env.string("prototype")?.as_value();
    let prototype = kinds::own_property(env, function, key)?;
    if prototype.is_none_or(|prototype| prototype.is_writable) {
        return Ok(false);
    }
    let source = super::shape::method(env, "Function", "toString")?;
    let source: String = source.call_with_this(env, function, ())?;
    Ok(source.starts_with("class") && source.ends_with('}'))
}
