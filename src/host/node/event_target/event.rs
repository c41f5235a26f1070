//! `Event` and `CustomEvent`.

use super::{hidden, hide};
use crate::host::node::checks::{argument, receiver, shown_as};
use crate::host::node::errors::{invalid_arg_type, missing_args};
use crate::safe::prelude::napi;
use crate::safe::{Args, Class, ClassRefMut, Env, Object, Result, Value, ValueType};
use std::cell::Cell;
use std::time::Instant;

/// Where an event keeps whom it was dispatched to, and what it is about. JavaScript's memory holds
/// both, so that they are collected with it.
pub(super) const TARGET: &str = "nodeapi.event.target";
const DETAIL: &str = "nodeapi.event.detail";

thread_local! {
    /// When the program of this thread began.
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
}

pub(super) fn define(env: &mut Env<'_>, exports: Object<'_>, start: Instant) -> Result<()> {
    START.set(Some(start));
    let class = env.class::<Event>()?;
    let shown = &["type", "defaultPrevented", "cancelable", "timeStamp"];
    shown_as(env, class, true, shown)?;
    exports.set(env, "Event", class)?;
    let class = env.class::<CustomEvent>()?;
    exports.set(env, "CustomEvent", class)
}

#[napi(to_string_tag = "Event")]
#[derive(Default)]
pub(super) struct Event {
    kind: String,
    bubbles: bool,
    cancelable: bool,
    composed: bool,
    is_trusted: bool,
    is_prevented: bool,
    /// Whether `cancelBubble` says so.
    is_cancelled: bool,
    time: f64,
    /// Whether no more listeners are to be called.
    pub(super) is_stopped: bool,
    pub(super) is_dispatched: bool,
    /// Whether a listener is called that may not prevent anything.
    pub(super) is_passive: bool,
}

impl Event {
    /// One of the host's own.
    pub(super) fn trusted(kind: &str) -> Event {
        Event {
            kind: kind.to_owned(),
            is_trusted: true,
            time: now(),
            ..Event::default()
        }
    }

    pub(super) fn is_prevented(&self) -> bool {
        self.cancelable && self.is_prevented
    }
}

fn now() -> f64 {
    let start = START.get();
    start.map_or(0.0, |start| start.elapsed().as_secs_f64() * 1e3)
}

/// What a property says of one's own event.
fn of<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<ClassRefMut<'s, Event>> {
    receiver::<Event>(env, this, "Event")?.borrow_mut(env)
}

/// Whom the event was dispatched to.
fn target<'s>(env: &mut Env<'s>, this: Value<'s>, must_run: bool) -> Result<Value<'s>> {
    if !of(env, this)?.is_dispatched && must_run {
        return Ok(env.null());
    }
    let target = hidden(env, this, TARGET)?;
    match target.is_nullish(env) {
        true => Ok(env.null()),
        false => Ok(target),
    }
}

#[napi]
impl Event {
    #[napi(enumerable = true, writable = false, configurable = false)]
    const NONE: u32 = 0;
    #[napi(enumerable = true, writable = false, configurable = false)]
    const CAPTURING_PHASE: u32 = 1;
    #[napi(enumerable = true, writable = false, configurable = false)]
    const AT_TARGET: u32 = 2;
    #[napi(enumerable = true, writable = false, configurable = false)]
    const BUBBLING_PHASE: u32 = 3;

    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Event> {
        if args.is_empty() {
            return Err(missing_args(&["type"]));
        }
        let (kind, options) = (argument(env, &args, 0), argument(env, &args, 1));
        let mut event = Event::default();
        match options.type_of(env) {
            ValueType::Undefined | ValueType::Null => {}
            ValueType::Object => {
                let options: Object<'_> = options.to(env)?;
                let mut flag = |name| -> Result<bool> {
                    let value: Value<'_> = options.get_named(env, name)?;
                    Ok(value.coerce_to_boolean(env)?.get(env))
                };
                event.bubbles = flag(c"bubbles")?;
                event.cancelable = flag(c"cancelable")?;
                event.composed = flag(c"composed")?;
            }
            _ => return Err(invalid_arg_type(env, "options", "of type object", options)),
        }
        event.kind = kind.coerce_to_string(env)?.to_string(env)?;
        event.time = now();
        Ok(event)
    }

    #[napi(enumerable = true)]
    fn init_event<'s>(
        env: &mut Env<'s>,
        this: Value<'s>,
        kind: Value<'s>,
        bubbles: Value<'s>,
        cancelable: Value<'s>,
    ) -> Result<()> {
        let kind = kind.coerce_to_string(env)?.to_string(env)?;
        let bubbles = bubbles.coerce_to_boolean(env)?.get(env);
        let cancelable = cancelable.coerce_to_boolean(env)?.get(env);
        let mut event = of(env, this)?;
        if !event.is_dispatched {
            (event.kind, event.bubbles, event.cancelable) = (kind, bubbles, cancelable);
        }
        Ok(())
    }

    #[napi(enumerable = true)]
    fn stop_immediate_propagation<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<()> {
        let mut event = of(env, this)?;
        (event.is_stopped, event.is_cancelled) = (true, true);
        Ok(())
    }

    #[napi(enumerable = true)]
    fn prevent_default<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<()> {
        let mut event = of(env, this)?;
        event.is_prevented |= !event.is_passive;
        Ok(())
    }

    #[napi(getter, enumerable = true)]
    fn target<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        target(env, this, false)
    }

    #[napi(getter, enumerable = true)]
    fn current_target<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        target(env, this, true)
    }

    #[napi(getter, enumerable = true)]
    fn src_element<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        target(env, this, false)
    }

    #[napi(getter, enumerable = true, js_name = "type")]
    fn kind<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<String> {
        Ok(of(env, this)?.kind.clone())
    }

    #[napi(getter, enumerable = true)]
    fn cancelable<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.cancelable)
    }

    #[napi(getter, enumerable = true)]
    fn default_prevented<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.is_prevented())
    }

    #[napi(getter, enumerable = true)]
    fn time_stamp<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<f64> {
        Ok(of(env, this)?.time)
    }

    #[napi(enumerable = true)]
    fn composed_path<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Vec<Value<'s>>> {
        let target = target(env, this, true)?;
        Ok(match target.is_nullish(env) {
            true => Vec::new(),
            false => vec![target],
        })
    }

    #[napi(getter, enumerable = true)]
    fn return_value<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(!of(env, this)?.is_prevented())
    }

    #[napi(getter, enumerable = true)]
    fn bubbles<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.bubbles)
    }

    #[napi(getter, enumerable = true)]
    fn composed<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.composed)
    }

    #[napi(getter, enumerable = true)]
    fn event_phase<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<u32> {
        Ok(match of(env, this)?.is_dispatched {
            true => Event::AT_TARGET,
            false => Event::NONE,
        })
    }

    #[napi(getter, enumerable = true)]
    fn cancel_bubble<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.is_cancelled)
    }

    #[napi(setter, enumerable = true)]
    fn set_cancel_bubble<'s>(env: &mut Env<'s>, this: Value<'s>, value: Value<'s>) -> Result<()> {
        let cancels = value.coerce_to_boolean(env)?.get(env);
        of(env, this)?.is_cancelled |= cancels;
        Ok(())
    }

    #[napi(enumerable = true)]
    fn stop_propagation<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<()> {
        of(env, this)?.is_cancelled = true;
        Ok(())
    }

    #[napi(getter, enumerable = true)]
    fn is_trusted<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<bool> {
        Ok(of(env, this)?.is_trusted)
    }
}

/// An event that is about something.
#[napi(extends = Event, to_string_tag = "CustomEvent")]
struct CustomEvent {
    #[napi(base)]
    base: Event,
}

#[napi]
impl CustomEvent {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<CustomEvent> {
        let base = Event::new(env, args)?;
        let options = argument(env, &args, 1);
        let mut detail = env.null();
        if !options.is_nullish(env) {
            let given: Value<'_> = options.to::<Object<'_>>(env)?.get_named(env, c"detail")?;
            if !given.is_nullish(env) {
                detail = given;
            }
        }
        hide(env, args.this(), DETAIL, detail)?;
        Ok(CustomEvent { base })
    }

    #[napi(getter, enumerable = true)]
    fn detail<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        let _: Class<'_, CustomEvent> = receiver(env, this, "CustomEvent")?;
        hidden(env, this, DETAIL)
    }
}
