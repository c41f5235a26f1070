//! What a target of events is: its listeners, and the telling of them.

use super::event::{Event, TARGET};
use super::{hidden, hide};
use crate::host::node::checks::{argument, invalid_this, throw_later};
use crate::host::node::errors::coded;
use crate::safe::{
    Array, CatchResult, Class, Env, ErrorClass, External, Function, JsValue, Object, Result, Value,
    ValueType,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Where a target keeps its listeners, by their slots. JavaScript's memory holds them, so that what
/// refers to each other is collected together.
const LISTENERS: &str = "nodeapi.event.listeners";

/// Where a target keeps its state. It is not wrapped in the object, for addons wrap something of their
/// own in signals.
const STATE: &str = "nodeapi.event.state";

/// What a target is.
#[derive(Default)]
pub(super) struct State {
    listeners: RefCell<Listeners>,
    /// Of a signal, whether it is aborted.
    pub(super) is_aborted: Option<Cell<bool>>,
}

impl State {
    pub(super) fn of_signal() -> State {
        State {
            is_aborted: Some(Cell::new(false)),
            ..State::default()
        }
    }
}

#[derive(Default)]
struct Listeners {
    all: Vec<Listener>,
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
pub(super) struct Options {
    pub(super) capture: bool,
    pub(super) once: bool,
    pub(super) passive: bool,
}

impl Listeners {
    fn add(&mut self, kind: &str, options: Options, is_handler: bool) -> u32 {
        self.count += 1;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots += 1;
            self.slots - 1
        });
        self.all.push(Listener {
            kind: kind.to_owned(),
            number: self.count,
            slot,
            options,
            is_handler,
        });
        slot
    }

    fn remove(&mut self, slot: u32) {
        self.all.retain(|listener| listener.slot != slot);
        self.free.push(slot);
    }

    /// The slots of listeners that might be one that is looked for.
    fn candidates(&self, kind: &str, capture: bool) -> Vec<u32> {
        let same = |listener: &&Listener| {
            !listener.is_handler && listener.kind == kind && listener.options.capture == capture
        };
        self.all.iter().filter(same).map(|each| each.slot).collect()
    }
}

/// A target in JavaScript.
#[derive(Clone)]
pub(super) struct Target<'s> {
    pub(super) state: Rc<State>,
    object: Value<'s>,
}

impl<'s> Target<'s> {
    /// Makes a target of an object.
    pub(super) fn make(env: &mut Env<'s>, object: Value<'s>, state: State) -> Result<()> {
        let state = env.external(state)?;
        hide(env, object, STATE, state.as_value())
    }

    /// The target that a value is, if it is one.
    pub(super) fn find_in(env: &mut Env<'s>, object: Value<'s>) -> Result<Option<Target<'s>>> {
        if !matches!(object.type_of(env), ValueType::Object | ValueType::Function) {
            return Ok(None);
        }
        let state = hidden(env, object, STATE)?.to::<External<'_>>(env);
        let state = state.and_then(|state| state.get::<State>(env));
        Ok(state.ok().map(|state| Target { state, object }))
    }

    pub(super) fn of(env: &mut Env<'s>, object: Value<'s>) -> Result<Target<'s>> {
        Target::find_in(env, object)?.ok_or_else(|| invalid_this("EventTarget"))
    }

    fn listeners(&self, env: &mut Env<'s>) -> Result<Array<'s>> {
        let known = hidden(env, self.object, LISTENERS)?;
        if !known.is_nullish(env) {
            return known.to(env);
        }
        let listeners = env.array()?;
        hide(env, self.object, LISTENERS, listeners.as_value())?;
        Ok(listeners)
    }

    /// Where a listener is.
    pub(super) fn find(
        &self,
        env: &mut Env<'s>,
        kind: &str,
        listener: Value<'s>,
        capture: bool,
    ) -> Result<Option<u32>> {
        let candidates = self.state.listeners.borrow().candidates(kind, capture);
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

    pub(super) fn add(
        &self,
        env: &mut Env<'s>,
        kind: &str,
        listener: Value<'s>,
        options: Options,
        is_handler: bool,
    ) -> Result<()> {
        let listeners = self.listeners(env)?;
        let slot = self
            .state
            .listeners
            .borrow_mut()
            .add(kind, options, is_handler);
        listeners.set(env, slot, listener)
    }

    /// Has a listener called once.
    pub(super) fn add_once(
        &self,
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

    pub(super) fn remove(&self, env: &mut Env<'s>, slot: u32) -> Result<()> {
        self.state.listeners.borrow_mut().remove(slot);
        let (listeners, none) = (self.listeners(env)?, env.undefined());
        listeners.set(env, slot, none)
    }

    fn handler_slot(&self, kind: &str) -> Option<u32> {
        let listeners = self.state.listeners.borrow();
        let mut all = listeners.all.iter();
        let handler = all.find(|listener| listener.is_handler && listener.kind == kind)?;
        Some(handler.slot)
    }

    /// The listener of a property; null where there is none.
    pub(super) fn handler(&self, env: &mut Env<'s>, kind: &str) -> Result<Value<'s>> {
        match self.handler_slot(kind) {
            Some(slot) => self.listeners(env)?.get(env, slot),
            None => Ok(env.null()),
        }
    }

    /// Sets that: a function takes the place of the one before, anything else takes it away.
    pub(super) fn set_handler(
        &self,
        env: &mut Env<'s>,
        kind: &str,
        handler: Value<'s>,
    ) -> Result<()> {
        let is_function = handler.type_of(env) == ValueType::Function;
        match (self.handler_slot(kind), is_function) {
            (Some(slot), true) => self.listeners(env)?.set(env, slot, handler),
            (Some(slot), false) => self.remove(env, slot),
            (None, true) => self.add(env, kind, handler, Options::default(), true),
            (None, false) => Ok(()),
        }
    }

    /// The next listener after one, and its slot; taken out if it is called only once.
    fn next(&self, kind: &str, last: &mut u64) -> Option<(u32, Options)> {
        let mut listeners = self.state.listeners.borrow_mut();
        let mut all = listeners.all.iter();
        let next = all.find(|each| each.number > *last && each.kind == kind)?;
        *last = next.number;
        let (slot, options) = (next.slot, next.options);
        if options.once {
            listeners.all.retain(|listener| listener.slot != slot);
        }
        Some((slot, options))
    }

    /// Calls the listeners, those too that are added meanwhile; whether nobody prevented the default.
    pub(super) fn dispatch(&self, env: &mut Env<'s>, event: Class<'s, Event>) -> Result<bool> {
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
            && let Some((slot, options)) = self.next(&kind, &mut last)
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
    fn call(&self, env: &mut Env<'s>, slot: u32, once: bool, event: Value<'s>) -> Result<()> {
        let listeners = self.listeners(env)?;
        let listener: Value<'s> = listeners.get(env, slot)?;
        if once {
            let none = env.undefined();
            listeners.set(env, slot, none)?;
            self.state.listeners.borrow_mut().free.push(slot);
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
            let rejected = env.native_function("", |env, args| {
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
