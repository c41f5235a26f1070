//! The global `console`, the class `Console`, and what their methods do.

mod class;
mod table;
mod timing;

use super::errors::invalid_arg_type;
use super::inspect::Inspector;
use super::{Node, native, output};
use crate::safe::{
    Args, Array, Env, ErrorClass, Function, IntoJs, JsValue, Object, PropertyAttributes, Ref,
    Result, Value, ValueType, WeakRef,
};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Instant;

/// What a method does; `this` is the console.
type Method = for<'s> fn(&Console, &mut Env<'s>, Object<'s>, &[Value<'s>]) -> Result<()>;

macro_rules! methods {
    ($($name:literal: $method:ident,)*) => {
        /// The methods, in Node.js's order.
        const METHODS: &[(&str, Method)] = &[$(($name, Console::$method),)*];

        /// Gives the global console its methods.
        fn define_methods<'s>(env: &mut Env<'s>, console: Object<'s>) -> Result<()> {
            $(native(env, console, $name, |env, args| call(env, args, Console::$method))?;)*
            Ok(())
        }
    };
}

methods! {
    "log": log,
    "info": log,
    "debug": log,
    "warn": warn,
    "error": warn,
    "dir": dir,
    "time": time,
    "timeEnd": time_end,
    "timeLog": time_log,
    "trace": trace,
    "assert": assert,
    "clear": nothing,
    "count": count,
    "countReset": count_reset,
    "group": group,
    "groupEnd": group_end,
    "table": table,
    "dirxml": log,
    "groupCollapsed": group,
}

/// Those of the global console alone, which need an inspector that is attached.
const INSPECTOR_METHODS: &[&str] = &["profile", "profileEnd", "timeStamp"];

/// A console.
pub(super) struct Console {
    node: Weak<Node>,
    inspector: Rc<Inspector>,
    target: Target,
    counts: RefCell<HashMap<String, u32>>,
    timers: RefCell<HashMap<String, Instant>>,
    /// How far lines are indented, and how much more by each group.
    indentation: Cell<usize>,
    step: usize,
    /// The options that values are shown with, if they are not the usual ones.
    options: Option<Ref<Object<'static>>>,
}

/// The global console, as the environment keeps it.
struct Global {
    console: Console,
    object: WeakRef<Object<'static>>,
}

/// Where a console writes to.
enum Target {
    /// The program's output and errors.
    Program,
    /// What a worker has in their place.
    Worker,
    /// Streams, for output and for errors.
    Streams(Ref<Object<'static>>, Ref<Object<'static>>),
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Output,
    Errors,
}

/// The exports of `console`: the global one.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    Inspector::of(env)?.set_node(node);
    let object = env.object()?;
    let target = match output::of_worker(env)? {
        true => Target::Worker,
        false => Target::Program,
    };
    env.set_instance_data(Global {
        console: Console::new(env, node, target)?,
        object: env.weak_reference(object)?,
    })?;
    define_methods(env, object)?;
    class::define(node, env, object)?;
    for name in INSPECTOR_METHODS {
        native(env, object, name, |env, _| Ok(env.undefined()))?;
    }
    let tag = env.well_known_symbol("toStringTag")?;
    object.define(env, tag, "console", PropertyAttributes::configurable)?;
    Ok(object.as_value())
}

/// Calls a method of the global console, whatever it is called on.
fn call<'s>(env: &mut Env<'s>, args: Args<'s>, method: Method) -> Result<Value<'s>> {
    if let Some(global) = env.instance_data::<Global>()?
        && let Some(object) = global.object.get(env)?
    {
        method(&global.console, env, object, args.values())?;
    }
    Ok(env.undefined())
}

impl Console {
    fn new(env: &Env<'_>, node: &Rc<Node>, target: Target) -> Result<Console> {
        Ok(Console {
            node: Rc::downgrade(node),
            inspector: Inspector::of(env)?,
            target,
            counts: RefCell::default(),
            timers: RefCell::default(),
            indentation: Cell::new(0),
            step: 2,
            options: None,
        })
    }

    /// The text of some values; most are one that is text already.
    fn format<'s>(&self, env: &mut Env<'s>, values: &[Value<'s>]) -> Result<String> {
        if let [value] = values
            && value.type_of(env) == ValueType::String
        {
            return value.to(env);
        }
        let options = match &self.options {
            Some(options) => Some(options.get(env)?),
            None => None,
        };
        Ok(self.inspector.format(env, options, values)?.into_text())
    }

    /// Writes lines.
    fn print(&self, env: &mut Env<'_>, stream: Stream, mut text: String) -> Result<()> {
        let indentation = " ".repeat(self.indentation.get());
        if !indentation.is_empty() {
            text = indentation.clone() + &text.replace('\n', &format!("\n{indentation}"));
        }
        text.push('\n');
        let to = match &self.target {
            Target::Program => {
                return output::write(stream == Stream::Errors, text.as_bytes());
            }
            Target::Worker => {
                return output::write_from_worker(env, stream == Stream::Errors, text);
            }
            Target::Streams(to, _) if stream == Stream::Output => to,
            Target::Streams(_, to) => to,
        };
        let to = to.get(env)?;
        let write: Function<'_> = to.get_named(env, c"write")?;
        write.call_with_this(env, to, (text,))
    }

    /// Prints by a method that the program may have replaced.
    fn by<'s>(
        &self,
        env: &mut Env<'s>,
        this: Object<'s>,
        method: &std::ffi::CStr,
        values: &[Value<'s>],
    ) -> Result<()> {
        let method: Function<'s> = this.get_named(env, method)?;
        method.call_with_this(env, this, values.to_vec())
    }

    fn say<'s>(&self, env: &mut Env<'s>, this: Object<'s>, text: String) -> Result<()> {
        let text = text.into_js(env)?;
        self.by(env, this, c"log", &[text])
    }

    /// Says in a warning what has been done in vain.
    fn warning(&self, env: &mut Env<'_>, text: String) -> Result<()> {
        let Some(node) = self.node.upgrade() else {
            return Ok(());
        };
        let process: Object<'_> = node.builtin(env, "process")?.to(env)?;
        let warn: Function<'_> = process.get_named(env, c"emitWarning")?;
        warn.call_with_this(env, process, (text,))
    }

    fn log<'s>(&self, env: &mut Env<'s>, _: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let text = self.format(env, values)?;
        self.print(env, Stream::Output, text)
    }

    fn warn<'s>(&self, env: &mut Env<'s>, _: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let text = self.format(env, values)?;
        self.print(env, Stream::Errors, text)
    }

    fn nothing<'s>(&self, _: &mut Env<'s>, _: Object<'s>, _: &[Value<'s>]) -> Result<()> {
        Ok(())
    }

    fn dir<'s>(&self, env: &mut Env<'s>, _: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let value = values.first().copied().unwrap_or_else(|| env.undefined());
        let options = match values.get(1) {
            Some(options) if options.type_of(env) == ValueType::Object => Some(options.to(env)?),
            _ => None,
        };
        let text = self.inspector.text_with(env, value, options, |options| {
            options.custom_inspect = false;
        })?;
        self.print(env, Stream::Output, text)
    }

    fn trace<'s>(&self, env: &mut Env<'s>, this: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let message = self.format(env, values)?;
        let error = env.error(ErrorClass::Error, None, "")?;
        let stack: Value<'s> = error.get_named(env, c"stack")?;
        let stack = stack.coerce_to_string(env)?.to_string(env)?;
        let head = match message.is_empty() {
            true => "Trace".to_owned(),
            false => format!("Trace: {message}"),
        };
        let text = format!("{head}\n{}", stack.trim_end()).into_js(env)?;
        self.by(env, this, c"error", &[text])
    }

    fn assert<'s>(&self, env: &mut Env<'s>, this: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let (condition, rest) = match values.split_first() {
            Some((condition, rest)) => (condition.coerce_to_boolean(env)?.get(env), rest),
            None => (false, values),
        };
        if condition {
            return Ok(());
        }
        let mut shown = rest.to_vec();
        match shown.first() {
            Some(first) if first.type_of(env) == ValueType::String => {
                let text: String = first.to(env)?;
                shown[0] = format!("Assertion failed: {text}").into_js(env)?;
            }
            _ => shown.insert(0, "Assertion failed".into_js(env)?),
        }
        self.by(env, this, c"warn", &shown)
    }

    fn count<'s>(&self, env: &mut Env<'s>, this: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let label = label(env, values)?;
        let count = {
            let mut counts = self.counts.borrow_mut();
            let count = counts.entry(label.clone()).or_default();
            *count += 1;
            *count
        };
        self.say(env, this, format!("{label}: {count}"))
    }

    fn count_reset<'s>(
        &self,
        env: &mut Env<'s>,
        _: Object<'s>,
        values: &[Value<'s>],
    ) -> Result<()> {
        let label = label(env, values)?;
        if self.counts.borrow_mut().remove(&label).is_none() {
            self.warning(env, format!("Count for '{label}' does not exist"))?;
        }
        Ok(())
    }

    fn group<'s>(&self, env: &mut Env<'s>, this: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        if !values.is_empty() {
            self.by(env, this, c"log", values)?;
        }
        self.indentation.set(self.indentation.get() + self.step);
        Ok(())
    }

    fn group_end<'s>(&self, _: &mut Env<'s>, _: Object<'s>, _: &[Value<'s>]) -> Result<()> {
        self.indentation
            .set(self.indentation.get().saturating_sub(self.step));
        Ok(())
    }

    fn table<'s>(&self, env: &mut Env<'s>, this: Object<'s>, values: &[Value<'s>]) -> Result<()> {
        let value = values.first().copied().unwrap_or_else(|| env.undefined());
        if value.type_of(env) != ValueType::Object {
            return self.by(env, this, c"log", &[value]);
        }
        let columns = match values.get(1) {
            Some(columns) if columns.type_of(env) != ValueType::Undefined => {
                if !columns.is_array(env) {
                    let expected = "an instance of Array";
                    return Err(invalid_arg_type(env, "properties", expected, *columns));
                }
                Some(columns.to::<Array<'s>>(env)?)
            }
            _ => None,
        };
        let value = value.to(env)?;
        let table = table::text(env, value, columns)?;
        self.say(env, this, table)
    }
}

/// The label of a count or a timer: the first argument, or `default`.
fn label<'s>(env: &mut Env<'s>, values: &[Value<'s>]) -> Result<String> {
    match values.first() {
        Some(label) if label.type_of(env) != ValueType::Undefined => {
            label.coerce_to_string(env)?.to_string(env)
        }
        _ => Ok("default".to_owned()),
    }
}
