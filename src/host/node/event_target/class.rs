//! The class `EventTarget`.

use super::abort::signal_of;
use super::event::Event;
use super::target::{Options, State, Target};
use crate::host::node::checks::{argument, shown_as};
use crate::host::node::errors::{coded, invalid_arg_type};
use crate::safe::{
    Args, Class, Env, Error, ErrorClass, Function, IntoJs, Native, Object, PropertyAttributes,
    Result, Value, ValueType,
};

pub(super) fn define<'s>(env: &mut Env<'s>, exports: Object<'s>) -> Result<Function<'s>> {
    let class = env.named_function("EventTarget", |env, args| {
        if args.new_target(env)?.is_none() {
            return Err(Error::type_error(
                "Class constructor EventTarget cannot be invoked without 'new'",
            ));
        }
        Target::make(env, args.this(), State::default())?;
        Ok(env.undefined())
    })?;
    let prototype = prototype_of(env, class, "EventTarget")?;
    prototype.set_functions(
        env,
        &[
            ("addEventListener", Native::new(add_event_listener)),
            ("removeEventListener", Native::new(remove_event_listener)),
            ("dispatchEvent", Native::new(dispatch_event)),
        ],
    )?;
    shown_as(env, class, true, &[])?;
    exports.set(env, "EventTarget", class)?;
    Ok(class)
}

/// The prototype of a function that is a class, which says so.
pub(super) fn prototype_of<'s>(
    env: &mut Env<'s>,
    class: Function<'s>,
    name: &str,
) -> Result<Object<'s>> {
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    prototype.define(
        env,
        "constructor",
        class,
        PropertyAttributes::default_method,
    )?;
    let tag = env.well_known_symbol("toStringTag")?;
    prototype.define(env, tag, name, PropertyAttributes::configurable)?;
    Ok(prototype)
}

fn add_event_listener<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
    let (this, none) = (args.this(), env.undefined());
    let target = Target::of(env, this)?;
    let [kind, listener, given] = arguments(env, &args)?;
    let mut options = Options::default();
    let mut signal = None;
    match given.type_of(env) {
        ValueType::Undefined | ValueType::Null => {}
        ValueType::Boolean => options.capture = given.to(env)?,
        ValueType::Object | ValueType::Function => {
            let given: Object<'_> = given.to(env)?;
            let mut flag = |name| -> Result<bool> {
                let value: Value<'_> = given.get_named(env, name)?;
                Ok(value.coerce_to_boolean(env)?.get(env))
            };
            options = Options {
                once: flag(c"once")?,
                capture: flag(c"capture")?,
                passive: flag(c"passive")?,
            };
            signal = signal_of(env, given)?;
        }
        _ => return Err(invalid_arg_type(env, "options", "of type object", given)),
    }
    if !is_listener(env, listener)? {
        return Ok(none);
    }
    let kind_text = kind.coerce_to_string(env)?.to_string(env)?;
    if let Some((signal, is_aborted)) = signal {
        if is_aborted {
            return Ok(none);
        }
        // Bound, so that JavaScript's memory holds what it is about.
        let own = this.to::<Object<'_>>(env)?;
        let remove: Function<'_> = own.get_named(env, c"removeEventListener")?;
        let bind: Function<'_> = remove.get_named(env, c"bind")?;
        let arguments = (this, kind, listener, options.capture);
        let bound: Function<'_> = bind.call_with_this(env, remove, arguments)?;
        signal.add_once(env, "abort", bound)?;
    }
    if target
        .find(env, &kind_text, listener, options.capture)?
        .is_some()
    {
        return Ok(none);
    }
    target.add(env, &kind_text, listener, options, false)?;
    Ok(none)
}

fn remove_event_listener<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
    let (this, none) = (args.this(), env.undefined());
    let target = Target::of(env, this)?;
    let [kind, listener, options] = arguments(env, &args)?;
    if !is_listener(env, listener)? {
        return Ok(none);
    }
    let kind = kind.coerce_to_string(env)?.to_string(env)?;
    let capture = match options.type_of(env) {
        ValueType::Object => options.to::<Object<'_>>(env)?.get_named(env, c"capture")?,
        _ => options,
    };
    let capture = capture.coerce_to_boolean(env)?.get(env);
    if let Some(slot) = target.find(env, &kind, listener, capture)? {
        target.remove(env, slot)?;
    }
    Ok(none)
}

fn dispatch_event<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
    let target = Target::of(env, args.this())?;
    if args.is_empty() {
        return Err(missing("The \"event\" argument must be specified"));
    }
    let event = argument(env, &args, 0);
    match event.to::<Class<'_, Event>>(env) {
        Ok(event) => target.dispatch(env, event)?.into_js(env),
        Err(_) => Err(invalid_arg_type(
            env,
            "event",
            "an instance of Event",
            event,
        )),
    }
}

fn missing(message: &'static str) -> Error {
    coded(ErrorClass::TypeError, "ERR_MISSING_ARGS", message)
}

/// A type, a listener, and what else is said.
fn arguments<'s>(env: &Env<'s>, args: &Args<'s>) -> Result<[Value<'s>; 3]> {
    if args.len() < 2 {
        return Err(missing(
            "The \"type\" and \"listener\" arguments must be specified",
        ));
    }
    Ok([0, 1, 2].map(|index| argument(env, args, index)))
}

/// Whether there is a listener at all; an error where it could be none.
fn is_listener<'s>(env: &mut Env<'s>, listener: Value<'s>) -> Result<bool> {
    match listener.type_of(env) {
        ValueType::Undefined | ValueType::Null => Ok(false),
        ValueType::Function | ValueType::Object => Ok(true),
        _ => {
            let expected = "an instance of EventListener";
            Err(invalid_arg_type(env, "listener", expected, listener))
        }
    }
}
