//! Timers and immediates, on the event loop.

use super::{Node, native};
use crate::host::event_loop::{ImmediateId, TimerId};
use crate::safe::{Args, Env, FromJs, Function, FunctionRef, JsValue, Object, Result};
use std::rc::Rc;
use std::time::Duration;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    // startTimer(callback, milliseconds, repeat): a number.
    let this = node.clone();
    native(env, host, "startTimer", move |env, args| {
        let callback = callback(env, &args)?;
        let (delay, repeat): (f64, bool) = (args.get(env, 1)?, args.get(env, 2)?);
        let node = this.clone();
        let id = this.isolate().event_loop.set_timer(
            Duration::from_millis(delay as u64),
            repeat,
            Rc::new(move |isolate| {
                isolate.builtins_environment().call_from_loop(|| {
                    node.in_environment(isolate, |env| callback.get(env)?.call::<_, ()>(env, ()));
                });
            }),
        );
        Ok(env.number(id.get() as f64).as_value())
    })?;
    let this = node.clone();
    native(env, host, "stopTimer", move |env, args| {
        this.isolate().event_loop.clear_timer(timer(env, &args)?);
        Ok(env.undefined())
    })?;
    let this = node.clone();
    native(env, host, "setTimerRef", move |env, args| {
        let has_ref: bool = args.get(env, 1)?;
        this.isolate()
            .event_loop
            .set_timer_ref(timer(env, &args)?, has_ref);
        Ok(env.undefined())
    })?;

    let this = node.clone();
    native(env, host, "startImmediate", move |env, args| {
        let callback = callback(env, &args)?;
        let node = this.clone();
        let id = this
            .isolate()
            .event_loop
            .set_immediate(Box::new(move |isolate| {
                isolate.builtins_environment().call_from_loop(|| {
                    node.in_environment(isolate, |env| callback.get(env)?.call::<_, ()>(env, ()));
                });
            }));
        Ok(env.number(id.get() as f64).as_value())
    })?;
    let this = node.clone();
    native(env, host, "stopImmediate", move |env, args| {
        this.isolate()
            .event_loop
            .clear_immediate(immediate(env, &args)?);
        Ok(env.undefined())
    })?;
    let this = node.clone();
    native(env, host, "setImmediateRef", move |env, args| {
        let has_ref: bool = args.get(env, 1)?;
        this.isolate()
            .event_loop
            .set_immediate_ref(immediate(env, &args)?, has_ref);
        Ok(env.undefined())
    })
}

/// The first argument, for later.
fn callback<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<FunctionRef> {
    let callback: Function<'c> = args.get(env, 0)?;
    env.reference(callback)
}

fn number<'c, T: FromJs<'c>>(env: &mut Env<'c>, args: &Args<'c>) -> Result<T> {
    args.get(env, 0)
}

fn timer<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<TimerId> {
    Ok(TimerId::from_raw(number::<f64>(env, args)? as u64))
}

fn immediate<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<ImmediateId> {
    Ok(ImmediateId::from_raw(number::<f64>(env, args)? as u64))
}
