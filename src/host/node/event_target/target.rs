//! `EventTarget`.

use super::event::{Event, TARGET};
use super::{hidden, hide};
use crate::host::node::checks::{argument, receiver, throw_later};
use crate::host::node::errors::{coded, invalid_arg_type, missing_args};
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Array, CatchResult, Class, Env, ErrorClass, Function, JsValue, Object, Result, Value,
    ValueType,
};

/// Where a target keeps its listeners, by their slots. JavaScript's memory holds them, so that what
/// refers to each other is collected together.
const LISTENERS: &str = "nodeapi.event.listeners";

#[napi(to_string_tag = "EventTarget")]
#[derive(Default)]
pub(super) struct EventTarget {
    listeners: Vec<Listener>,
    /// How many there have been.
    count: u64,
    /// Slots that are free again, and how many there are.
    free: Vec<u32>,
    slots: u32,
}

/// What is known of a listener, beside itself.
#[derive(Default)]
struct Listener {
    kind: String,
    /// Later ones have greater numbers.
    number: u64,
    slot: u32,
    options: Options,
    /// Whether it is that of a property, as of `onabort`.
    is_handler: bool,
}

#[derive(Clone, Copy, Default)]
struct Options {
    capture: bool,
    once: bool,
    passive: bool,
}

impl EventTarget {
    fn add(&mut self, kind: &str, options: Options, is_handler: bool) -> u32 {
        self.count += 1;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots += 1;
            self.slots - 1
        });
        self.listeners.push(Listener {
            kind: kind.to_owned(),
            number: self.count,
            slot,
            options,
            is_handler,
        });
        slot
    }

    fn remove(&mut self, slot: u32) {
        self.listeners.retain(|listener| listener.slot != slot);
        self.free.push(slot);
    }

    /// The slots of listeners that might be one that is looked for.
    fn candidates(&self, kind: &str, capture: bool) -> Vec<u32> {
        let same = |listener: &&Listener| {
            !listener.is_handler && listener.kind == kind && listener.options.capture == capture
        };
        self.listeners
            .iter()
            .filter(same)
            .map(|each| each.slot)
            .collect()
    }
}

/// A target in JavaScript.
#[derive(Clone, Copy)]
pub(super) struct Target<'s> {
    class: Class<'s, EventTarget>,
    object: Value<'s>,
}

impl<'s> Target<'s> {
    pub(super) fn of(env: &mut Env<'s>, object: Value<'s>) -> Result<Target<'s>> {
        let class = receiver(env, object, "EventTarget")?;
        Ok(Target { class, object })
    }

    fn listeners(self, env: &mut Env<'s>) -> Result<Array<'s>> {
        let known = hidden(env, self.object, LISTENERS)?;
        if !known.is_nullish(env) {
            return known.to(env);
        }
        let listeners = env.array()?;
        hide(env, self.object, LISTENERS, listeners.as_value())?;
        Ok(listeners)
    }

    /// Where a listener is.
    fn find(
        self,
        env: &mut Env<'s>,
        kind: &str,
        listener: Value<'s>,
        capture: bool,
    ) -> Result<Option<u32>> {
        let candidates = self.class.borrow(env)?.candidates(kind, capture);
        if candidates.is_empty() {
            return Ok(None);
        }
        let listeners = self.listeners(env)?;
        for slot in candidates {
            let each: Value<'_> = listeners.get(env, slot)?;
            if each.strict_equals(env, listener) {
                return Ok(Some(slot));
            }
        }
        Ok(None)
    }

    fn add(
        self,
        env: &mut Env<'s>,
        kind: &str,
        listener: Value<'s>,
        options: Options,
        is_handler: bool,
    ) -> Result<()> {
        let listeners = self.listeners(env)?;
        let slot = self.class.borrow_mut(env)?.add(kind, options, is_handler);
        listeners.set(env, slot, listener)
    }

    /// Has a listener called once.
    pub(super) fn add_once(
        self,
        env: &mut Env<'s>,
        kind: &str,
        listener: Function<'s>,
    ) -> Result<()> {
        let options = Options {
            once: true,
            ..Options::default()
        };
        self.add(env, kind, listener.as_value(), options, false)
    }

    fn remove(self, env: &mut Env<'s>, slot: u32) -> Result<()> {
        self.class.borrow_mut(env)?.remove(slot);
        let (listeners, none) = (self.listeners(env)?, env.undefined());
        listeners.set(env, slot, none)
    }

    fn handler_slot(self, env: &Env<'s>, kind: &str) -> Result<Option<u32>> {
        let target = self.class.borrow(env)?;
        let mut all = target.listeners.iter();
        let handler = all.find(|listener| listener.is_handler && listener.kind == kind);
        Ok(handler.map(|handler| handler.slot))
    }

    /// The listener of a property; null where there is none.
    pub(super) fn handler(self, env: &mut Env<'s>, kind: &str) -> Result<Value<'s>> {
        match self.handler_slot(env, kind)? {
            Some(slot) => self.listeners(env)?.get(env, slot),
            None => Ok(env.null()),
        }
    }

    /// Sets that: a function takes the place of the one before, anything else takes it away.
    pub(super) fn set_handler(
        self,
        env: &mut Env<'s>,
        kind: &str,
        handler: Value<'s>,
    ) -> Result<()> {
        let is_function = handler.type_of(env) == ValueType::Function;
        match (self.handler_slot(env, kind)?, is_function) {
            (Some(slot), true) => self.listeners(env)?.set(env, slot, handler),
            (Some(slot), false) => self.remove(env, slot),
            (None, true) => self.add(env, kind, handler, Options::default(), true),
            (None, false) => Ok(()),
        }
    }

    /// The next listener after one, and its slot; taken out if it is called only once.
    fn next(self, env: &Env<'s>, kind: &str, last: &mut u64) -> Result<Option<(u32, Options)>> {
        let mut target = self.class.borrow_mut(env)?;
        let mut all = target.listeners.iter();
        let Some(next) = all.find(|each| each.number > *last && each.kind == kind) else {
            return Ok(None);
        };
        *last = next.number;
        let (slot, options) = (next.slot, next.options);
        if options.once {
            target.listeners.retain(|listener| listener.slot != slot);
        }
        Ok(Some((slot, options)))
    }

    /// Calls the listeners, those too that are added meanwhile; whether nobody prevented the default.
    pub(super) fn dispatch(self, env: &mut Env<'s>, event: Class<'s, Event>) -> Result<bool> {
        let object = event.as_value();
        let kind: Value<'_> = object.to::<Object<'_>>(env)?.get_named(env, c"type")?;
        let kind = kind.coerce_to_string(env)?.to_string(env)?;
        if std::mem::replace(&mut event.borrow_mut(env)?.is_dispatched, true) {
            return Err(coded(
                ErrorClass::Error,
                "ERR_EVENT_RECURSION",
                format!("The event \"{kind}\" is already being dispatched"),
            ));
        }
        hide(env, object, TARGET, self.object)?;
        let mut last = 0;
        while !event.borrow(env)?.is_stopped
            && let Some((slot, options)) = self.next(env, &kind, &mut last)?
        {
            event.borrow_mut(env)?.is_passive = options.passive;
            let called = self.call(env, slot, options.once, object);
            event.borrow_mut(env)?.is_passive = false;
            called?;
        }
        let mut event = event.borrow_mut(env)?;
        event.is_dispatched = false;
        Ok(!event.is_prevented())
    }

    /// Calls a listener. What it throws, or its promise is rejected with, is thrown when nobody listens.
    fn call(self, env: &mut Env<'s>, slot: u32, once: bool, event: Value<'s>) -> Result<()> {
        let listeners = self.listeners(env)?;
        let listener: Value<'s> = listeners.get(env, slot)?;
        if once {
            let none = env.undefined();
            listeners.set(env, slot, none)?;
            self.class.borrow_mut(env)?.free.push(slot);
        }
        let result = match listener.type_of(env) {
            ValueType::Function => {
                let listener: Function<'_> = listener.to(env)?;
                listener.call_with_this(env, self.object, (event,))
            }
            _ => handle_event(env, listener, event),
        };
        let result: Value<'_> = match result.catch(env) {
            Ok(result) => result,
            Err(thrown) => return throw_later(env, thrown),
        };
        if result.type_of(env) != ValueType::Object {
            return Ok(());
        }
        let then: Value<'_> = result.to::<Object<'_>>(env)?.get_named(env, c"then")?;
        if then.type_of(env) == ValueType::Function {
            let rejected = env.named_function("", |env, args| {
                let reason = argument(env, &args, 0);
                throw_later(env, reason)?;
                Ok(env.undefined())
            })?;
            let (then, none): (Function<'_>, _) = (then.to(env)?, env.undefined());
            then.call_with_this::<_, Value<'_>>(env, result, (none, rejected))?;
        }
        Ok(())
    }
}

/// Calls a listener that is an object.
fn handle_event<'s>(env: &mut Env<'s>, listener: Value<'s>, event: Value<'s>) -> Result<Value<'s>> {
    let method: Value<'_> = listener
        .coerce_to_object(env)?
        .get_named(env, c"handleEvent")?;
    match method.type_of(env) {
        ValueType::Function => {
            let method: Function<'_> = method.to(env)?;
            method.call_with_this(env, listener, (event,))
        }
        _ => Ok(env.undefined()),
    }
}

#[napi]
impl EventTarget {
    #[napi(constructor)]
    fn new() -> EventTarget {
        EventTarget::default()
    }

    #[napi(enumerable = true)]
    fn add_event_listener<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
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
                signal = super::abort::signal_of(env, given)?;
            }
            _ => return Err(invalid_arg_type(env, "options", "of type object", given)),
        }
        if !is_listener(env, listener)? {
            return Ok(());
        }
        let kind_text = kind.coerce_to_string(env)?.to_string(env)?;
        if let Some((signal, is_aborted)) = signal {
            if is_aborted {
                return Ok(());
            }
            // Bound, so that JavaScript's memory holds what it is about.
            let own = this.to::<Object<'_>>(env)?;
            let remove: Function<'_> = own.get_named(env, c"removeEventListener")?;
            let bind: Function<'_> = remove.get_named(env, c"bind")?;
            let arguments = (this, kind, listener, options.capture);
            let bound: Function<'_> = bind.call_with_this(env, remove, arguments)?;
            Target::of(env, signal)?.add_once(env, "abort", bound)?;
        }
        if target
            .find(env, &kind_text, listener, options.capture)?
            .is_some()
        {
            return Ok(());
        }
        target.add(env, &kind_text, listener, options, false)
    }

    #[napi(enumerable = true)]
    fn remove_event_listener<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let target = Target::of(env, this)?;
        let [kind, listener, options] = arguments(env, &args)?;
        if !is_listener(env, listener)? {
            return Ok(());
        }
        let kind = kind.coerce_to_string(env)?.to_string(env)?;
        let capture = match options.type_of(env) {
            ValueType::Object => options.to::<Object<'_>>(env)?.get_named(env, c"capture")?,
            _ => options,
        };
        let capture = capture.coerce_to_boolean(env)?.get(env);
        match target.find(env, &kind, listener, capture)? {
            Some(slot) => target.remove(env, slot),
            None => Ok(()),
        }
    }

    #[napi(enumerable = true)]
    fn dispatch_event<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<bool> {
        let target = Target::of(env, this)?;
        if args.is_empty() {
            return Err(missing_args(&["event"]));
        }
        let event = argument(env, &args, 0);
        match event.to::<Class<'_, Event>>(env) {
            Ok(event) => target.dispatch(env, event),
            Err(_) => Err(invalid_arg_type(
                env,
                "event",
                "an instance of Event",
                event,
            )),
        }
    }
}

/// A type, a listener, and what else is said.
fn arguments<'s>(env: &Env<'s>, args: &Args<'s>) -> Result<[Value<'s>; 3]> {
    if args.len() < 2 {
        return Err(missing_args(&["type", "listener"]));
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
