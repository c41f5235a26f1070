//! The builtin `perf_hooks`: the global `performance`, as a clock.

use super::checks::not_provided;
use super::{Node, native};
use crate::safe::{Env, IntoJs, JsValue, Native, PropertyAttributes, Result, Value};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Functions that only say that they are not there.
macro_rules! missing {
    ($($name:literal)*) => {
        const MISSING: &[(&str, Native)] = &[
            $(($name, Native::new(|_, _| Err(not_provided(concat!("performance.", $name))))),)*
        ];
    };
}
missing! { "mark" "measure" "getEntries" "getEntriesByName" "getEntriesByType" "timerify" }

/// The exports of `perf_hooks`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let origin = now.unwrap_or_default().as_secs_f64() * 1e3 - node.milliseconds();
    let performance = env.object()?;
    performance.set(env, "timeOrigin", origin)?;
    let this = node.clone();
    native(env, performance, "now", move |env, _| {
        this.milliseconds().into_js(env)
    })?;
    native(env, performance, "toJSON", move |env, _| {
        let own = env.object()?;
        own.set(env, "timeOrigin", origin)?;
        Ok(own.as_value())
    })?;
    performance.set_functions(env, MISSING)?;
    let tag = env.well_known_symbol("toStringTag")?;
    performance.define(env, tag, "Performance", PropertyAttributes::configurable)?;
    let exports = env.object()?;
    exports.set(env, "performance", performance)?;
    Ok(exports.as_value())
}
