//! `AbortSignal` and `AbortController`.

use super::class::prototype_of;
use super::event::Event;
use super::target::{State, Target};
use super::{hidden, hide};
use crate::host::node::checks::{
    argument, integer_in, invalid_this, is_undefined, receiver, shown_as,
};
use crate::host::node::errors::{coded, invalid_arg_type};
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Class, Env, Error, ErrorClass, Function, IntoJs, JsValue, Object, PropertyAttributes,
    Result, Value, ValueType,
};
use std::cell::Cell;

/// Where a signal keeps why it was aborted, a controller its signal, and the class of controllers the
/// prototype of signals.
const REASON: &str = "nodeapi.abort.reason";
const SIGNAL: &str = "nodeapi.abort.signal";
const PROTOTYPE: &str = "nodeapi.abort.prototype";

pub(super) fn define<'s>(
    env: &mut Env<'s>,
    exports: Object<'s>,
    target: Function<'s>,
) -> Result<()> {
    let class = define_signal(env, target)?;
    shown_as(env, class, true, &["aborted"])?;
    exports.set(env, "AbortSignal", class)?;
    let class = env.class::<AbortController>()?;
    shown_as(env, class, true, &["signal"])?;
    exports.set(env, "AbortController", class)
}

/// Makes a signal.
fn make<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
    let controllers = env.class::<AbortController>()?;
    let prototype = hidden(env, controllers.as_value(), PROTOTYPE)?;
    let signal = env.object()?;
    signal.set_prototype(env, prototype)?;
    Target::make(env, signal.as_value(), State::of_signal())?;
    Ok(signal.as_value())
}

/// The signal that a value is, if it is one.
fn find<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Option<Target<'s>>> {
    let target = Target::find_in(env, value)?;
    Ok(target.filter(|target| target.state.is_aborted.is_some()))
}

fn signal<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Target<'s>> {
    find(env, value)?.ok_or_else(|| invalid_this("AbortSignal"))
}

fn is_aborted(signal: &Target<'_>) -> bool {
    signal.state.is_aborted.as_ref().is_some_and(Cell::get)
}

/// The signal among options, and whether it is aborted already.
pub(super) fn signal_of<'s>(
    env: &mut Env<'s>,
    options: Object<'s>,
) -> Result<Option<(Target<'s>, bool)>> {
    let given: Value<'_> = options.get_named(env, c"signal")?;
    if is_undefined(env, given) {
        return Ok(None);
    }
    match find(env, given)? {
        Some(signal) => {
            let is_aborted = is_aborted(&signal);
            Ok(Some((signal, is_aborted)))
        }
        None => {
            let expected = "an instance of AbortSignal";
            Err(invalid_arg_type(env, "options.signal", expected, given))
        }
    }
}

/// Aborts a signal, unless it is aborted already.
fn abort<'s>(env: &mut Env<'s>, object: Value<'s>, reason: Value<'s>) -> Result<()> {
    let signal = signal(env, object)?;
    match &signal.state.is_aborted {
        Some(is_aborted) if !is_aborted.replace(true) => {}
        _ => return Ok(()),
    }
    let reason = match is_undefined(env, reason) {
        true => exception(env, "This operation was aborted", "AbortError")?,
        false => reason,
    };
    hide(env, object, REASON, reason)?;
    let event = env.instance(Event::trusted("abort"))?;
    signal.dispatch(env, event)?;
    Ok(())
}

fn exception<'s>(env: &mut Env<'s>, message: &str, name: &str) -> Result<Value<'s>> {
    let class: Function<'_> = env.global().get_named(env, c"DOMException")?;
    Ok(class.construct(env, (message, name))?.as_value())
}

/// `AbortSignal.prototype`'s accessors: name, getter, setter, and whether it is enumerable.
type Call = for<'c> fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>>;
const ACCESSORS: [(&str, Call, Option<Call>, bool); 3] = [
    (
        "aborted",
        |env, args| is_aborted(&signal(env, args.this())?).into_js(env),
        None,
        true,
    ),
    ("reason", reason, None, false),
    (
        "onabort",
        |env, args| Target::of(env, args.this())?.handler(env, "abort"),
        Some(|env, args| {
            let handler = argument(env, &args, 0);
            Target::of(env, args.this())?.set_handler(env, "abort", handler)?;
            Ok(env.undefined())
        }),
        true,
    ),
];

fn define_signal<'s>(env: &mut Env<'s>, target: Function<'s>) -> Result<Function<'s>> {
    let class = env.named_function("AbortSignal", |_, _| {
        Err(coded(
            ErrorClass::TypeError,
            "ERR_ILLEGAL_CONSTRUCTOR",
            "Illegal constructor",
        ))
    })?;
    let prototype = prototype_of(env, class, "AbortSignal")?;
    let base: Value<'_> = target.get_named(env, c"prototype")?;
    prototype.set_prototype(env, base)?;
    class.set_prototype(env, target)?;
    for (name, get, set, is_enumerable) in ACCESSORS {
        let get = env.named_function(name, get)?;
        let set = set.map(|set| env.named_function(name, set)).transpose()?;
        let attributes = match is_enumerable {
            true => PropertyAttributes::default_jsproperty,
            false => PropertyAttributes::default_method,
        };
        prototype.define_accessor(env, name, Some(get), set, attributes)?;
    }
    let throw = env.named_function("throwIfAborted", |env, args| {
        if !is_aborted(&signal(env, args.this())?) {
            return Ok(env.undefined());
        }
        let reason = hidden(env, args.this(), REASON)?;
        Err(env.throw(reason))
    })?;
    let attributes = PropertyAttributes::default_method;
    prototype.define(env, "throwIfAborted", throw, attributes)?;
    let statics: [(&str, Call); 3] = [("abort", aborted), ("timeout", timeout), ("any", any)];
    for (name, call) in statics {
        let call = env.named_function(name, call)?;
        class.define(env, name, call, attributes)?;
    }
    let controllers = env.class::<AbortController>()?;
    hide(env, controllers.as_value(), PROTOTYPE, prototype.as_value())?;
    Ok(class)
}

fn reason<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    signal(env, args.this())?;
    hidden(env, args.this(), REASON)
}

/// `AbortSignal.abort(reason)`: a signal that is aborted.
fn aborted<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let signal = make(env)?;
    abort(env, signal, argument(env, &args, 0))?;
    Ok(signal)
}

/// `AbortSignal.timeout(delay)`: a signal that is aborted after so many milliseconds.
fn timeout<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let delay = argument(env, &args, 0);
    integer_in(env, "delay", delay, 0.0, f64::from(u32::MAX))?;
    let signal = make(env)?;
    let held = env.reference(signal)?;
    let late = env.function(move |env, _| {
        let message = "The operation was aborted due to timeout";
        let reason = exception(env, message, "TimeoutError")?;
        abort(env, held.get(env)?, reason)?;
        Ok(env.undefined())
    })?;
    let start: Function<'_> = env.global().get_named(env, c"setTimeout")?;
    let timer: Object<'_> = start.call(env, (late, delay))?;
    let unref: Function<'_> = timer.get_named(env, c"unref")?;
    unref.call_with_this::<_, Value<'_>>(env, timer, ())?;
    Ok(signal)
}

/// `AbortSignal.any(signals)`: a signal that is aborted with the first of others.
fn any<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let signals = argument(env, &args, 0);
    if !matches!(
        signals.type_of(env),
        ValueType::Object | ValueType::Function
    ) {
        return Err(unfit("signals cannot be converted to sequence.".to_owned()));
    }
    let class: Object<'_> = env.global().get_named(env, c"Array")?;
    let from: Function<'_> = class.get_named(env, c"from")?;
    let list: Vec<Value<'_>> = from.call_with_this(env, class, (signals,))?;
    let mut sources = Vec::new();
    for (index, object) in list.into_iter().enumerate() {
        match find(env, object)? {
            Some(source) => sources.push((object, source)),
            None => {
                return Err(unfit(format!(
                    "signals[{index}] is not of type AbortSignal."
                )));
            }
        }
    }
    let all = make(env)?;
    if let Some((object, _)) = sources.iter().find(|(_, source)| is_aborted(source)) {
        let reason = hidden(env, *object, REASON)?;
        abort(env, all, reason)?;
        return Ok(all);
    }
    for (object, source) in sources {
        // Bound, so that JavaScript's memory holds what it is about.
        let follow = env.native_function("", |env, args| {
            let source = argument(env, &args, 0);
            let reason = hidden(env, source, REASON)?;
            abort(env, args.this(), reason)?;
            Ok(env.undefined())
        })?;
        let bind: Function<'_> = follow.get_named(env, c"bind")?;
        let follow: Function<'_> = bind.call_with_this(env, follow, (all, object))?;
        source.add_once(env, "abort", follow)?;
    }
    Ok(all)
}

fn unfit(message: String) -> Error {
    coded(ErrorClass::TypeError, "ERR_INVALID_ARG_TYPE", message)
}

#[napi(to_string_tag = "AbortController")]
struct AbortController;

#[napi]
impl AbortController {
    #[napi(constructor)]
    fn new() -> AbortController {
        AbortController
    }

    #[napi(getter, enumerable = true)]
    fn signal<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        let _: Class<'_, AbortController> = receiver(env, this, "AbortController")?;
        let known = hidden(env, this, SIGNAL)?;
        if !known.is_nullish(env) {
            return Ok(known);
        }
        let signal = make(env)?;
        hide(env, this, SIGNAL, signal)?;
        Ok(signal)
    }

    #[napi(enumerable = true)]
    fn abort<'s>(env: &mut Env<'s>, this: Value<'s>, reason: Value<'s>) -> Result<()> {
        let signal = AbortController::signal(env, this)?;
        abort(env, signal, reason)
    }
}
