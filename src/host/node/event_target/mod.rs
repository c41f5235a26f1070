//! The globals `Event`, `CustomEvent`, `EventTarget`, `AbortSignal`, `AbortController`, `DOMException`.

mod abort;
mod event;
mod exception;
mod target;

pub(super) use exception::exports as exception_exports;

use super::Node;
use super::checks::shown_as;
use crate::safe::{Env, JsValue, Object, PropertyAttributes, Result, Value};
use std::rc::Rc;

/// The exports of `internal/event_target`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    event::define(env, exports, node.start)?;
    let class = env.class::<target::EventTarget>()?;
    shown_as(env, class, true, &[])?;
    exports.set(env, "EventTarget", class)?;
    abort::define(env, exports)?;
    Ok(exports.as_value())
}

/// What an object holds under a symbol that its programs do not look for.
fn hidden<'s>(env: &mut Env<'s>, object: Value<'s>, name: &str) -> Result<Value<'s>> {
    let symbol = env.symbol_for(name)?;
    object.to::<Object<'_>>(env)?.get(env, symbol)
}

/// Sets that.
fn hide<'s>(env: &mut Env<'s>, object: Value<'s>, name: &str, value: Value<'s>) -> Result<()> {
    let symbol = env.symbol_for(name)?;
    let object: Object<'_> = object.to(env)?;
    object.define(env, symbol, value, PropertyAttributes::default_method)
}
