//! `AbortSignal` and `AbortController`.

use super::event::Event;
use super::target::{EventTarget, Target};
use super::{hidden, hide};
use crate::host::node::checks::{argument, integer_in, is_undefined, receiver, shown_as};
use crate::host::node::errors::{coded, invalid_arg_type};
use crate::safe::prelude::napi;
use crate::safe::{
    Class, Env, Error, ErrorClass, Function, JsValue, Object, Result, Value, ValueType,
};

/// Where a signal keeps why it was aborted, and a controller its signal.
const REASON: &str = "nodeapi.abort.reason";
const SIGNAL: &str = "nodeapi.abort.signal";

pub(super) fn define(env: &mut Env<'_>, exports: Object<'_>) -> Result<()> {
    let class = env.class::<AbortSignal>()?;
    shown_as(env, class, true, &["aborted"])?;
    exports.set(env, "AbortSignal", class)?;
    let class = env.class::<AbortController>()?;
    shown_as(env, class, true, &["signal"])?;
    exports.set(env, "AbortController", class)
}

#[napi(extends = EventTarget, to_string_tag = "AbortSignal")]
struct AbortSignal {
    #[napi(base)]
    base: EventTarget,
    is_aborted: bool,
}

impl AbortSignal {
    fn make<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
        let signal = env.instance(AbortSignal {
            base: EventTarget::default(),
            is_aborted: false,
        })?;
        Ok(signal.as_value())
    }
}

fn signal<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Class<'s, AbortSignal>> {
    receiver(env, value, "AbortSignal")
}

/// The signal among options, and whether it is aborted already.
pub(super) fn signal_of<'s>(
    env: &mut Env<'s>,
    options: Object<'s>,
) -> Result<Option<(Value<'s>, bool)>> {
    let given: Value<'_> = options.get_named(env, c"signal")?;
    if is_undefined(env, given) {
        return Ok(None);
    }
    match given.to::<Class<'_, AbortSignal>>(env) {
        Ok(signal) => Ok(Some((given, signal.borrow(env)?.is_aborted))),
        Err(_) => {
            let expected = "an instance of AbortSignal";
            Err(invalid_arg_type(env, "options.signal", expected, given))
        }
    }
}

/// Aborts a signal, unless it is aborted already.
fn abort<'s>(env: &mut Env<'s>, object: Value<'s>, reason: Value<'s>) -> Result<()> {
    let class = signal(env, object)?;
    if std::mem::replace(&mut class.borrow_mut(env)?.is_aborted, true) {
        return Ok(());
    }
    let reason = match is_undefined(env, reason) {
        true => exception(env, "This operation was aborted", "AbortError")?,
        false => reason,
    };
    hide(env, object, REASON, reason)?;
    let event = env.instance(Event::trusted("abort"))?;
    Target::of(env, object)?.dispatch(env, event)?;
    Ok(())
}

fn exception<'s>(env: &mut Env<'s>, message: &str, name: &str) -> Result<Value<'s>> {
    let class: Function<'_> = env.global().get_named(env, c"DOMException")?;
    Ok(class.construct(env, (message, name))?.as_value())
}

#[napi]
impl AbortSignal {
    #[napi(constructor)]
    fn new() -> Result<AbortSignal> {
        Err(coded(
            ErrorClass::TypeError,
            "ERR_ILLEGAL_CONSTRUCTOR",
            "Illegal constructor",
        ))
    }

    #[napi(getter, enumerable = true)]
    fn aborted<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(signal(env, this)?.borrow(env)?.is_aborted)
    }

    #[napi(getter)]
    fn reason<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        signal(env, this)?;
        hidden(env, this, REASON)
    }

    #[napi]
    fn throw_if_aborted<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<()> {
        if !signal(env, this)?.borrow(env)?.is_aborted {
            return Ok(());
        }
        let reason = hidden(env, this, REASON)?;
        Err(env.throw(reason))
    }

    #[napi(getter, enumerable = true)]
    fn onabort<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        Target::of(env, this)?.handler(env, "abort")
    }

    #[napi(setter, enumerable = true)]
    fn set_onabort<'s>(env: &mut Env<'s>, this: Value<'s>, handler: Value<'s>) -> Result<()> {
        Target::of(env, this)?.set_handler(env, "abort", handler)
    }

    /// A signal that is aborted.
    #[napi(js_name = "abort")]
    fn aborted_for<'s>(env: &mut Env<'s>, reason: Value<'s>) -> Result<Value<'s>> {
        let signal = AbortSignal::make(env)?;
        abort(env, signal, reason)?;
        Ok(signal)
    }

    /// A signal that is aborted after so many milliseconds.
    #[napi]
    fn timeout<'s>(env: &mut Env<'s>, delay: Value<'s>) -> Result<Value<'s>> {
        integer_in(env, "delay", delay, 0.0, f64::from(u32::MAX))?;
        let signal = AbortSignal::make(env)?;
        let held = env.reference(signal)?;
        let late = env.function(move |env, _| {
            let message = "The operation was aborted due to timeout";
            let reason = exception(env, message, "TimeoutError")?;
            let signal = held.get(env)?;
            abort(env, signal, reason)?;
            Ok(env.undefined())
        })?;
        let start: Function<'_> = env.global().get_named(env, c"setTimeout")?;
        let timer: Object<'_> = start.call(env, (late, delay))?;
        let unref: Function<'_> = timer.get_named(env, c"unref")?;
        unref.call_with_this::<_, Value<'_>>(env, timer, ())?;
        Ok(signal)
    }

    /// A signal that is aborted with the first of others.
    #[napi]
    fn any<'s>(env: &mut Env<'s>, signals: Value<'s>) -> Result<Value<'s>> {
        let is_object = matches!(
            signals.type_of(env),
            ValueType::Object | ValueType::Function
        );
        let class: Object<'_> = env.global().get_named(env, c"Array")?;
        let from: Function<'_> = class.get_named(env, c"from")?;
        let list: Vec<Value<'_>> = match is_object {
            true => from.call_with_this(env, class, (signals,))?,
            false => return Err(unfit("signals cannot be converted to sequence.".to_owned())),
        };
        let all = AbortSignal::make(env)?;
        let mut sources = Vec::new();
        for (index, each) in list.into_iter().enumerate() {
            match each.to::<Class<'_, AbortSignal>>(env) {
                Ok(source) => sources.push((each, source)),
                Err(_) => {
                    return Err(unfit(format!(
                        "signals[{index}] is not of type AbortSignal."
                    )));
                }
            }
        }
        for (object, source) in &sources {
            if source.borrow(env)?.is_aborted {
                let reason = hidden(env, *object, REASON)?;
                abort(env, all, reason)?;
                return Ok(all);
            }
        }
        for (object, _) in sources {
            // Bound, so that JavaScript's memory holds what it is about.
            let follow = env.native_function("", |env, args| {
                let source = argument(env, &args, 0);
                let reason = hidden(env, source, REASON)?;
                abort(env, args.this(), reason)?;
                Ok(env.undefined())
            })?;
            let bind: Function<'_> = follow.get_named(env, c"bind")?;
            let follow: Function<'_> = bind.call_with_this(env, follow, (all, object))?;
            Target::of(env, object)?.add_once(env, "abort", follow)?;
        }
        Ok(all)
    }
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
        let signal = AbortSignal::make(env)?;
        hide(env, this, SIGNAL, signal)?;
        Ok(signal)
    }

    #[napi(enumerable = true)]
    fn abort<'s>(env: &mut Env<'s>, this: Value<'s>, reason: Value<'s>) -> Result<()> {
        let signal = AbortController::signal(env, this)?;
        abort(env, signal, reason)
    }
}
