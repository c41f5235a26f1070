//! How values look when they are printed: the builtin `internal/inspect`, which has what `util`,
//! `console` and error messages need of `util.inspect`.

mod contents;
mod directives;
mod errors;
mod layout;
mod names;
mod options;
mod primitives;
mod properties;
mod shape;
mod text;
mod walk;

pub(super) use contents::{array_from, listed};
pub(super) use names::class_name;
pub(super) use options::{Getters, Options};
pub(super) use shape::method;
pub(super) use text::width;

use super::{Node, kinds, native};
use crate::host::engine::Kind;
use crate::safe::{
    Env, Function, IntoJs, JsValue, Object, PropertyAttributes, Ref, Result, Value, ValueType,
    WeakRef,
};
use options::Given;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use text::Style;
use walk::Inspection;

/// `util.inspect` and what belongs to it.
#[derive(Default)]
pub(super) struct Inspector {
    /// What loads the function where nothing has yet.
    node: RefCell<Weak<Node>>,
    /// The function itself.
    function: RefCell<Option<WeakRef<Function<'static>>>>,
    /// `inspect.defaultOptions`, once a program has asked for it.
    defaults: RefCell<Option<Ref<Object<'static>>>>,
}

impl Inspector {
    /// The environment's.
    pub(super) fn of(env: &Env<'_>) -> Result<Rc<Inspector>> {
        if let Some(inspector) = env.instance_data::<Inspector>()? {
            return Ok(inspector);
        }
        env.set_instance_data(Inspector::default())?;
        Ok(env.instance_data::<Inspector>()?.unwrap_or_default())
    }

    /// What `util.inspect` gives for a value.
    pub(super) fn text<'s>(
        &self,
        env: &mut Env<'s>,
        value: Value<'s>,
        options: Option<Object<'s>>,
    ) -> Result<String> {
        self.text_with(env, value, options, |_| {})
    }

    /// The same, with some options set.
    pub(super) fn text_with<'s>(
        &self,
        env: &mut Env<'s>,
        value: Value<'s>,
        given: Option<Object<'s>>,
        set: impl FnOnce(&mut Options),
    ) -> Result<String> {
        let mut options = self.default_options(env)?;
        let given = match given {
            Some(given) => options.read(env, given)?,
            None => Given::default(),
        };
        set(&mut options);
        let mut inspection = Inspection::new(env, options, Inspector::of(env)?)?;
        inspection.given = given;
        inspection.value(env, value, 0)
    }

    /// Has `util.inspect` loaded by this layer when a function of the program's own is to get it.
    pub(super) fn set_node(&self, node: &Rc<Node>) {
        *self.node.borrow_mut() = Rc::downgrade(node);
    }

    /// `util.inspect` itself.
    fn function<'s>(&self, env: &mut Env<'s>) -> Result<Value<'s>> {
        for _ in 0..2 {
            if let Some(function) = &*self.function.borrow()
                && let Some(function) = function.get(env)?
            {
                return Ok(function.as_value());
            }
            let node = self.node.borrow().upgrade();
            if let Some(node) = node {
                node.builtin(env, "internal/inspect")?;
            }
        }
        Ok(env.undefined())
    }

    fn default_options(&self, env: &mut Env<'_>) -> Result<Options> {
        let mut options = Options::default();
        let changed = match &*self.defaults.borrow() {
            Some(changed) => Some(changed.get(env)?),
            None => None,
        };
        if let Some(changed) = changed {
            options.read(env, changed)?;
        }
        Ok(options)
    }

    /// `inspect.defaultOptions`.
    fn defaults<'s>(&self, env: &mut Env<'s>) -> Result<Object<'s>> {
        if let Some(defaults) = &*self.defaults.borrow() {
            return defaults.get(env);
        }
        let defaults = env.object()?;
        Options::default().write(env, defaults)?;
        *self.defaults.borrow_mut() = Some(env.reference(defaults)?);
        Ok(defaults)
    }
}

/// A value as `util.inspect` shows it, where the program's own functions have no say.
pub(super) fn show<'s>(env: &mut Env<'s>, value: Value<'s>, options: Options) -> Result<String> {
    let options = Options {
        custom_inspect: false,
        ..options
    };
    let inspector = Inspector::of(env)?;
    Inspection::new(env, options, inspector)?.value(env, value, 0)
}

/// The exports of `internal/inspect`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let inspector = Inspector::of(env)?;
    inspector.set_node(node);
    let exports = env.object()?;
    native(env, exports, "inspect", |env, args| {
        let (value, given): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let options = match given.type_of(env) {
            ValueType::Object | ValueType::Function => Some(given.to(env)?),
            _ => None,
        };
        // As it once was called: (value, showHidden, depth, colors).
        let mut old = Options::default();
        let (depth, colors): (Value<'_>, Value<'_>) = (args.get(env, 2)?, args.get(env, 3)?);
        if args.len() > 2 {
            old.read_depth(env, depth)?;
        }
        old.colors = colors.coerce_to_boolean(env)?.get(env);
        let shows_hidden =
            given.type_of(env) == ValueType::Boolean && given.coerce_to_boolean(env)?.get(env);
        let has_depth = depth.type_of(env) != ValueType::Undefined;
        let text = Inspector::of(env)?.text_with(env, value, options, |options| {
            options.show_hidden |= shows_hidden;
            options.colors |= old.colors;
            if has_depth {
                options.depth = old.depth;
            }
        })?;
        text.into_js(env)
    })?;
    let inspect: Function<'s> = exports.get(env, "inspect")?;
    *inspector.function.borrow_mut() = Some(env.weak_reference(inspect)?);
    inspect.define(env, "length", 2, PropertyAttributes::configurable)?;
    let custom = env.symbol_for("nodejs.util.inspect.custom")?;
    inspect.set(env, "custom", custom)?;
    define_defaults(env, inspect)?;
    define_lazily(env, inspect, "colors", super::util::colors)?;
    define_lazily(env, inspect, "styles", super::util::styles)?;

    native(env, exports, "format", |env, args| {
        let output = Inspector::of(env)?.format(env, None, args.values())?;
        output.into_string(env)
    })?;
    native(env, exports, "formatWithOptions", |env, args| {
        let options: Value<'_> = args.get(env, 0)?;
        if options.type_of(env) != ValueType::Object {
            return Err(super::errors::invalid_arg_type(
                env,
                "inspectOptions",
                "of type object",
                options,
            ));
        }
        let options = Some(options.to(env)?);
        let output =
            Inspector::of(env)?.format(env, options, args.values().get(1..).unwrap_or_default())?;
        output.into_string(env)
    })?;
    // describeError(error): the text that an uncaught exception is printed as.
    native(env, exports, "describeError", |env, args| {
        let error: Value<'_> = args.get(env, 0)?;
        let text = Inspector::of(env)?.text(env, error, None)?;
        match kinds::kind(env, error) {
            Some(Kind::Error) => without_brackets(&text).into_js(env),
            _ => format!("Uncaught {text}").into_js(env),
        }
    })?;
    native(env, exports, "received", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        super::errors::received(env, value).into_js(env)
    })?;
    Ok(exports.as_value())
}

/// What an error without a stack is shown as, without the brackets around it.
fn without_brackets(text: &str) -> String {
    match text
        .strip_prefix('[')
        .and_then(|text| text.rsplit_once(']'))
    {
        Some((error, rest)) if rest.is_empty() || rest.starts_with(" {") => {
            format!("{error}{rest}")
        }
        _ => text.to_owned(),
    }
}

/// `inspect.defaultOptions`: an object that may be changed, or another to take options from.
fn define_defaults<'s>(env: &mut Env<'s>, inspect: Function<'s>) -> Result<()> {
    let get = env.function(|env, _| Ok(Inspector::of(env)?.defaults(env)?.as_value()))?;
    let set = env.function(|env, args| {
        let given: Value<'_> = args.get(env, 0)?;
        if given.type_of(env) != ValueType::Object {
            return Err(super::errors::invalid_arg_type(
                env,
                "options",
                "of type object",
                given,
            ));
        }
        let given: Object<'_> = given.to(env)?;
        let defaults = Inspector::of(env)?.defaults(env)?;
        for name in given.keys(env)? {
            let value: Value<'_> = given.get(env, &name)?;
            defaults.set(env, &name, value)?;
        }
        Ok(env.undefined())
    })?;
    inspect.define_accessor(
        env,
        "defaultOptions",
        Some(get),
        Some(set),
        PropertyAttributes::configurable,
    )
}

/// A property whose object is made when it is first asked for.
fn define_lazily<'s>(
    env: &mut Env<'s>,
    inspect: Function<'s>,
    name: &'static str,
    make: for<'c> fn(&mut Env<'c>) -> Result<Object<'c>>,
) -> Result<()> {
    let made: RefCell<Option<Ref<Object<'static>>>> = RefCell::default();
    let get = env.function(move |env, _| {
        if let Some(made) = &*made.borrow() {
            return Ok(made.get(env)?.as_value());
        }
        let object = make(env)?;
        *made.borrow_mut() = Some(env.reference(object)?);
        Ok(object.as_value())
    })?;
    let attributes = PropertyAttributes::enumerable | PropertyAttributes::configurable;
    inspect.define_accessor(env, name, Some(get), None, attributes)
}

/// The function that functions of the program's own colour their text with.
fn stylize<'s>(env: &mut Env<'s>, colors: bool) -> Result<Function<'s>> {
    env.function(move |env, args| {
        let (text, style): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let text = text.coerce_to_string(env)?;
        let style = style.coerce_to_string(env)?.to_string(env)?;
        match Style::by_name(&style) {
            Some(style) if colors => style.paint(&text.to_string(env)?).into_js(env),
            _ => Ok(text.as_value()),
        }
    })
}
