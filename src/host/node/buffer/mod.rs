//! What `Buffer` does, on the bytes themselves; what it is, `js/buffer.js` has.

mod bytes;
mod numbers;
mod search;
mod text;

use super::checks::argument;
use super::{Node, native};
use crate::safe::{Args, Env, JsValue, Native, Object, Result, Value, View};
use std::rc::Rc;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    let node = node.clone();
    // install(Buffer, exports): gives them their functions.
    native(env, natives, "install", move |env, args| {
        let (class, exports): (Object<'_>, Object<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let prototype: Object<'_> = class.get_named(env, c"prototype")?;
        *node.buffer_prototype.borrow_mut() = Some(env.reference(prototype)?);
        numbers::define(env, prototype)?;
        for methods in [bytes::METHODS, search::METHODS, text::METHODS] {
            prototype.set_functions(env, methods)?;
        }
        let to_string: Value<'_> = prototype.get_named(env, c"toString")?;
        prototype.set_named(env, c"toLocaleString", to_string)?;
        for functions in [bytes::FUNCTIONS, text::FUNCTIONS] {
            class.set_functions(env, functions)?;
        }
        exports.set_functions(env, text::EXPORTS)?;
        Ok(env.undefined())
    })?;
    // encode(text, encoding): a `Buffer`.
    natives.set_functions(env, &[("encode", Native::new(text::encode))])
}

/// The `Buffer` that a method is called on.
fn this<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<View<'c>> {
    buffer(env, args.this())
}

/// What methods of `Buffer` work on: any view of bytes.
fn buffer<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<View<'s>> {
    match View::of(env, value).filter(|view| !view.is_buffer()) {
        Some(view) => Ok(view),
        None => Err(bytes::not_bytes(env, "this", value)),
    }
}

/// An argument that must be a `Uint8Array`.
fn uint8_array<'c>(
    env: &mut Env<'c>,
    args: &Args<'c>,
    index: usize,
    name: &str,
) -> Result<View<'c>> {
    let value = argument(env, args, index);
    match View::of(env, value).filter(|view| view.is_uint8_array()) {
        Some(view) => Ok(view),
        None => Err(bytes::not_bytes(env, name, value)),
    }
}

/// A `Buffer` of bytes: a copy of few, the very memory of many.
pub(super) fn made<'s>(env: &mut Env<'s>, bytes: Vec<u8>) -> Result<Value<'s>> {
    const MANY: usize = 4096;
    Ok(match bytes.len() {
        ..MANY => env.buffer(&bytes)?,
        _ => env.buffer_from(bytes)?,
    }
    .as_value())
}
