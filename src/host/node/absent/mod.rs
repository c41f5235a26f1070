//! What Node.js has and this host has not. Much of it is required and little of it used, so that it
//! says so only then: its functions and classes are there, and throw when they are called.

mod more;
mod names;

use super::checks::not_provided;
use super::{Node, lazy, native};
use crate::safe::{Env, JsValue, Object, Result, Value};
use names::{BUILTINS, GLOBALS, PARTS};
use std::rc::Rc;

/// Those that `node:` must stand before.
const PREFIXED: [&str; 4] = ["sea", "sqlite", "test", "test/reporters"];

/// The modules that are missing, as programs ask for them.
pub(super) fn public_names() -> impl Iterator<Item = String> {
    BUILTINS
        .iter()
        .map(|(name, _)| match PREFIXED.contains(name) {
            true => format!("node:{name}"),
            false => (*name).to_owned(),
        })
}

/// Whether that, with or without `node:`, is one of them.
pub(super) fn is_builtin(request: &str) -> bool {
    let bare = request.strip_prefix("node:");
    let name = bare.unwrap_or(request);
    let is_known = BUILTINS.iter().any(|(known, _)| *known == name);
    is_known && (bare.is_some() || !PREFIXED.contains(&name))
}

/// The exports of a module that is missing; nothing where Node.js has none of that name.
pub(super) fn builtin<'s>(
    node: &Rc<Node>,
    env: &mut Env<'s>,
    name: &str,
) -> Result<Option<Value<'s>>> {
    let Some((name, list)) = BUILTINS.iter().find(|(known, _)| *known == name) else {
        return Ok(None);
    };
    let exports = more::exports(node, env, name)?;
    for each in list.split(' ') {
        if !exports.has(env, each)? {
            stand_in(env, exports, name, each)?;
        }
    }
    Ok(Some(exports.as_value()))
}

/// What the exports of a builtin lack. Only `import` is given it, which else could not even begin; who
/// requires a builtin may look what it has.
pub(super) fn parts<'s>(env: &mut Env<'s>, name: &str, exports: Object<'s>) -> Result<Object<'s>> {
    let parts = env.object()?;
    if let Some((name, list)) = PARTS.iter().find(|(known, _)| *known == name) {
        for each in list.split(' ') {
            if !exports.has(env, each)? {
                stand_in(env, parts, name, each)?;
            }
        }
    }
    Ok(parts)
}

/// The exports of `internal/absent_globals`.
pub(super) fn globals<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let globals = env.object()?;
    for each in GLOBALS.split(' ') {
        stand_in(env, globals, "", each)?;
    }
    let this = node.clone();
    lazy(env, globals, "crypto", move |env| {
        let crypto: Object<'_> = this.builtin(env, "crypto")?.to(env)?;
        crypto.get(env, "webcrypto")
    })?;
    let this = node.clone();
    lazy(env, globals, "navigator", move |env| {
        more::navigator(&this, env)
    })?;
    Ok(globals.as_value())
}

/// Gives an object a function or a class that is not there.
fn stand_in(
    env: &mut Env<'_>,
    target: Object<'_>,
    module: &'static str,
    name: &'static str,
) -> Result<()> {
    native(env, target, name, move |_, _| {
        let dot = if module.is_empty() { "" } else { "." };
        Err(not_provided(&format!("{module}{dot}{name}")))
    })
}
