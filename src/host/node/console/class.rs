//! The class `Console`: consoles that write to streams.

use super::{Console, METHODS, Target};
use crate::host::node::Node;
use crate::host::node::errors::coded;
use crate::safe::{
    Args, Env, Error, ErrorClass, External, Function, JsValue, Object, PropertyAttributes, Ref,
    Result, Symbol, Value, ValueType,
};
use std::rc::{Rc, Weak};

/// What the class keeps.
struct Class {
    node: Weak<Node>,
    /// The property that holds what a console is.
    state: Ref<Symbol<'static>>,
}

/// Defines `console.Console`, made when it is first asked for.
pub(super) fn define<'s>(node: &Rc<Node>, env: &mut Env<'s>, console: Object<'s>) -> Result<()> {
    let this = Rc::downgrade(node);
    let global = Rc::new(env.weak_reference(console)?);
    let holder = global.clone();
    let get = env.named_function("Console", move |env, _| {
        let class = make(this.clone(), env)?.as_value();
        if let Some(console) = holder.get(env)? {
            define_value(env, console, class)?;
        }
        Ok(class)
    })?;
    let set = env.function(move |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        if let Some(console) = global.get(env)? {
            define_value(env, console, value)?;
        }
        Ok(env.undefined())
    })?;
    let attributes = PropertyAttributes::enumerable | PropertyAttributes::configurable;
    console.define_accessor(env, "Console", Some(get), Some(set), attributes)
}

fn define_value<'s>(env: &mut Env<'s>, console: Object<'s>, value: Value<'s>) -> Result<()> {
    let attributes = PropertyAttributes::writable
        | PropertyAttributes::enumerable
        | PropertyAttributes::configurable;
    console.define(env, "Console", value, attributes)
}

/// The class.
fn make<'s>(node: Weak<Node>, env: &mut Env<'s>) -> Result<Function<'s>> {
    let state = env.symbol("console")?;
    let class = Rc::new(Class {
        node,
        state: env.reference(state)?,
    });
    let this = class.clone();
    let constructor = env.named_function("Console", move |env, args| this.construct(env, args))?;
    constructor.define(env, "length", 1, PropertyAttributes::configurable)?;
    let prototype: Object<'s> = constructor.get_named(env, c"prototype")?;
    let hidden = PropertyAttributes::writable | PropertyAttributes::configurable;
    prototype.define(env, "constructor", constructor, hidden)?;
    for (name, method) in METHODS {
        let class = class.clone();
        let function = env.named_function(name, move |env, args| {
            let this: Object<'_> = args.this().to(env)?;
            let console = class.console(env, this)?;
            method(&console, env, this, args.values())?;
            Ok(env.undefined())
        })?;
        prototype.set(env, name, function)?;
    }
    let holder = Rc::new(env.weak_reference(prototype)?);
    let is_instance = env.named_function("[Symbol.hasInstance]", move |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        let is = match value.type_of(env) {
            ValueType::Object => {
                let value: Object<'_> = value.to(env)?;
                let state = class.state.get(env)?;
                let is_own = value.has(env, state)?;
                let tag = env.well_known_symbol("toStringTag")?;
                let tag: Value<'_> = value.get(env, tag)?;
                let is_global = match tag.type_of(env) {
                    ValueType::String => tag.to::<String>(env)? == "console",
                    _ => false,
                };
                is_own || is_global || inherits(env, value, holder.get(env)?)?
            }
            _ => false,
        };
        env.to_value(is)
    })?;
    let key = env.well_known_symbol("hasInstance")?;
    constructor.define(env, key, is_instance, PropertyAttributes::empty())?;
    Ok(constructor)
}

/// Whether an object has a prototype, itself or by others.
fn inherits<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    prototype: Option<Object<'s>>,
) -> Result<bool> {
    let Some(prototype) = prototype else {
        return Ok(false);
    };
    let mut each = object.prototype(env)?;
    while !each.is_nullish(env) {
        if each.strict_equals(env, prototype) {
            return Ok(true);
        }
        each = each.to::<Object<'s>>(env)?.prototype(env)?;
    }
    Ok(false)
}

impl Class {
    /// What a console is.
    fn console<'s>(&self, env: &mut Env<'s>, this: Object<'s>) -> Result<Rc<Console>> {
        let state = self.state.get(env)?;
        let state: Value<'s> = this.get(env, state)?;
        match state.type_of(env) {
            ValueType::External => state.to::<External<'s>>(env)?.get(env),
            _ => Err(Error::type_error("this is no console")),
        }
    }

    /// `Console(stdout, stderr)` and `Console({ stdout, stderr, … })`, with and without `new`.
    fn construct<'s>(&self, env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
        let Some(node) = self.node.upgrade() else {
            return Ok(env.undefined());
        };
        let this: Object<'s> = match args.new_target(env)? {
            Some(_) => args.this().to(env)?,
            None => {
                let console: Object<'s> = node.builtin(env, "console")?.to(env)?;
                let class: Object<'s> = console.get_named(env, c"Console")?;
                let prototype: Value<'s> = class.get_named(env, c"prototype")?;
                let this = env.object()?;
                this.set_prototype(env, prototype)?;
                this
            }
        };
        let (first, second): (Value<'s>, Value<'s>) = (args.get(env, 0)?, args.get(env, 1)?);
        let mut options = env.object()?;
        let (mut output, mut errors) = (first, second);
        if !can_write(env, first)? {
            if first.type_of(env) == ValueType::Object {
                options = first.to(env)?;
            }
            output = options.get_named(env, c"stdout")?;
            errors = options.get_named(env, c"stderr")?;
        }
        if errors.type_of(env) == ValueType::Undefined {
            errors = output;
        }
        for (stream, name) in [(output, "stdout"), (errors, "stderr")] {
            if !can_write(env, stream)? {
                return Err(coded(
                    ErrorClass::TypeError,
                    "ERR_CONSOLE_WRITABLE_STREAM",
                    format!("Console expects a writable stream instance for {name}"),
                ));
            }
        }
        let (output, errors): (Object<'s>, Object<'s>) = (output.to(env)?, errors.to(env)?);
        let target = Target::Streams(env.reference(output)?, env.reference(errors)?);
        let mut console = Console::new(env, &node, target)?;
        let step: Option<f64> = options.get_named(env, c"groupIndentation")?;
        if let Some(step) = step {
            console.step = step as usize;
        }
        let shown: Option<Object<'s>> = options.get_named(env, c"inspectOptions")?;
        console.options = shown.map(|shown| env.reference(shown)).transpose()?;
        let external = env.external(console)?;
        let state = self.state.get(env)?;
        this.define(env, state, external, PropertyAttributes::empty())?;
        // Methods that a program has taken off still know their console.
        for (name, _) in METHODS {
            let method: Object<'s> = this.get(env, name)?;
            let bind: Function<'s> = method.get_named(env, c"bind")?;
            let bound: Value<'s> = bind.call_with_this(env, method, (this,))?;
            this.set(env, name, bound)?;
        }
        Ok(this.as_value())
    }
}

/// Whether a value is something to write to.
fn can_write<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<bool> {
    if value.type_of(env) != ValueType::Object {
        return Ok(false);
    }
    let write: Value<'s> = value.to::<Object<'s>>(env)?.get_named(env, c"write")?;
    Ok(write.type_of(env) == ValueType::Function)
}
