//! What is to move with a message, and what is thrown where something cannot be sent.

use super::{Handle, Node};
use crate::host::engine::Messages;
use crate::host::node::errors::coded;
use crate::safe::{
    Array, ArrayBuffer, Env, Error, ErrorClass, External, Function, JsValue, Object, Result,
    Symbol, TypeTag, Value, ValueType,
};
use std::rc::Rc;

/// Marks what must not be moved.
const STAYS: TypeTag = TypeTag(0x3f1c_9b52_77e0_4d6a_a5c8_10e4_6b92_fd37);

/// What is to move.
#[derive(Default)]
pub(super) struct Transfer<'s> {
    pub(super) buffers: Vec<ArrayBuffer<'s>>,
    pub(super) ports: Vec<Rc<Handle>>,
}

impl<'s> Transfer<'s> {
    /// Looks at the values of a list.
    pub(super) fn of(node: &Node, env: &mut Env<'s>, list: Array<'s>) -> Result<Transfer<'s>> {
        let mut transfer = Transfer::default();
        let refuse = |env: &mut Env<'s>, message: &str| Err(data_clone_error(node, env, message));
        let symbol = port_symbol(env)?;
        for index in 0..list.len(env) {
            let value: Value<'s> = list.get(env, index)?;
            if let Some(port) = port_of(env, symbol, value)? {
                if port.get().is_err() {
                    return refuse(env, "MessagePort in transfer list is already detached");
                }
                if transfer.position(&port).is_some() {
                    return refuse(env, "Transfer list contains duplicate MessagePort");
                }
                transfer.ports.push(port);
                continue;
            }
            if !value.is_array_buffer(env) {
                return refuse(env, "Found invalid value in transferList.");
            }
            let buffer: ArrayBuffer<'s> = value.to(env)?;
            let is_lent = node.with_engine(env, value, |engine, buffer| {
                Ok(engine.is_external_buffer(buffer))
            })?;
            if is_lent || buffer.is_detached(env) || is_marked(env, value)? {
                return refuse(env, "Cannot transfer object of unsupported type.");
            }
            let mut others = transfer.buffers.iter();
            if others.any(|other| other.as_value().strict_equals(env, buffer)) {
                return refuse(env, "Transfer list contains duplicate ArrayBuffer");
            }
            transfer.buffers.push(buffer);
        }
        Ok(transfer)
    }

    /// Where a port is among those that move.
    pub(super) fn position(&self, port: &Rc<Handle>) -> Option<usize> {
        self.ports.iter().position(|other| Rc::ptr_eq(other, port))
    }
}

/// The list that an iterable object is; nothing where it is none.
fn list<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Option<Array<'s>>> {
    if value.is_array(env) {
        return value.to(env).map(Some);
    }
    if value.type_of(env) != ValueType::Object {
        return Ok(None);
    }
    let symbol = env.well_known_symbol("iterator")?;
    let iterate: Value<'_> = value.to::<Object<'_>>(env)?.get(env, symbol)?;
    if iterate.is_nullish(env) {
        return Ok(None);
    }
    let class: Object<'_> = env.global().get_named(env, c"Array")?;
    let from: Function<'_> = class.get_named(env, c"from")?;
    from.call_with_this(env, class, (value,)).map(Some)
}

fn invalid(message: impl Into<String>) -> Error {
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_ARG_TYPE",
        message.into(),
    )
}

/// What the second argument of `postMessage` lists: it is a list, or an object with one.
pub(super) fn listed_for_post<'s>(env: &mut Env<'s>, options: Value<'s>) -> Result<Array<'s>> {
    if options.is_nullish(env) {
        return env.array();
    }
    if options.to::<Object<'_>>(env).is_err() {
        return Err(invalid(
            "Optional transferList argument must be an iterable",
        ));
    }
    if let Some(list) = list(env, options)? {
        return Ok(list);
    }
    let transfer: Value<'_> = options.to::<Object<'_>>(env)?.get(env, "transfer")?;
    if transfer.type_of(env) == ValueType::Undefined {
        return env.array();
    }
    list(env, transfer)?
        .ok_or_else(|| invalid("Optional options.transfer argument must be an iterable"))
}

/// What the second argument of `structuredClone` lists.
pub(super) fn listed_for_clone<'s>(env: &mut Env<'s>, options: Value<'s>) -> Result<Array<'s>> {
    let fail = |what: &str| invalid(format!("Failed to execute 'structuredClone': {what}"));
    if options.is_nullish(env) {
        return env.array();
    }
    let Ok(options) = options.to::<Object<'_>>(env) else {
        return Err(fail("Options cannot be converted to a dictionary"));
    };
    let transfer: Value<'_> = options.get(env, "transfer")?;
    if transfer.type_of(env) == ValueType::Undefined {
        return env.array();
    }
    let list = list(env, transfer)?
        .ok_or_else(|| fail("transfer in Options cannot be converted to sequence."))?;
    for index in 0..list.len(env) {
        let value: Value<'_> = list.get(env, index)?;
        if value.to::<Object<'_>>(env).is_err() {
            let what = format!("transfer in Options[{index}] is not an object.");
            return Err(fail(&what));
        }
    }
    Ok(list)
}

/// Marks an object, which must not be moved from then on.
pub(super) fn mark<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<()> {
    if let Ok(object) = value.to::<Object<'_>>(env)
        && !is_marked(env, value)?
    {
        // One that bears another tag wraps something, and cannot be moved anyhow.
        let _ = object.set_type_tag(env, STAYS);
    }
    Ok(())
}

pub(super) fn is_marked<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<bool> {
    match value.to::<Object<'_>>(env) {
        Ok(object) => object.has_type_tag(env, STAYS),
        Err(_) => Ok(false),
    }
}

/// The name of the property by which a `MessagePort` has its handle.
pub(super) fn port_symbol<'s>(env: &Env<'s>) -> Result<Symbol<'s>> {
    env.symbol_for("nodeapi.port")
}

/// The handle that a value has, if it is a `MessagePort`.
pub(super) fn port_of<'s>(
    env: &mut Env<'s>,
    symbol: Symbol<'s>,
    value: Value<'s>,
) -> Result<Option<Rc<Handle>>> {
    if value.type_of(env) != ValueType::Object {
        return Ok(None);
    }
    let found: Value<'_> = value.to::<Object<'_>>(env)?.get(env, symbol)?;
    if found.type_of(env) != ValueType::External {
        return Ok(None);
    }
    Ok(found.to::<External<'_>>(env)?.get(env).ok())
}

/// The class `DOMException`.
pub(super) fn dom_exception<'s>(node: &Node, env: &mut Env<'s>) -> Result<Function<'s>> {
    let exports: Object<'_> = node.builtin(env, "internal/dom_exception")?.to(env)?;
    exports.get(env, "DOMException")
}

/// The error of what cannot be sent; it is pending.
pub(super) fn data_clone_error(node: &Node, env: &mut Env<'_>, message: &str) -> Error {
    let error = dom_exception(node, env)
        .and_then(|class| class.construct(env, (message, "DataCloneError")));
    match error {
        Ok(error) => env.throw(error.as_value()),
        Err(error) => error,
    }
}

/// The error of a value that cannot be sent; it is pending.
pub(super) fn refuse<'s>(node: &Node, env: &mut Env<'s>, value: Value<'s>) -> Error {
    match describe(env, value) {
        Ok(shown) => data_clone_error(node, env, &format!("{shown} could not be cloned.")),
        Err(error) => error,
    }
}

/// What Node.js calls such a value then.
fn describe<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let text = |env: &mut Env<'s>, class: &str, value: Value<'s>| -> Result<String> {
        let class: Object<'_> = env.global().get(env, class)?;
        let prototype: Object<'_> = class.get_named(env, c"prototype")?;
        let to_string: Function<'_> = prototype.get_named(env, c"toString")?;
        to_string.call_with_this(env, value, ())
    };
    match value.type_of(env) {
        ValueType::Symbol => return text(env, "Symbol", value),
        ValueType::Function => return text(env, "Function", value),
        _ => {}
    }
    let object: Object<'_> = value.to(env)?;
    let class: Object<'_> = env.global().get(env, "Object")?;
    let usual: Object<'_> = class.get_named(env, c"prototype")?;
    let usual: Value<'_> = usual.get_named(env, c"toString")?;
    let own: Value<'_> = object.get_named(env, c"toString")?;
    if own.strict_equals(env, usual) {
        let class: Value<'_> = object.get_named(env, c"constructor")?;
        if class.type_of(env) == ValueType::Function && !is_iterator(env, class)? {
            let name: Value<'_> = class.to::<Object<'_>>(env)?.get_named(env, c"name")?;
            let name = name.coerce_to_string(env)?.to_string(env)?;
            return Ok(format!("#<{name}>"));
        }
    }
    text(env, "Object", value)
}

/// Whether that is the class `Iterator`, by whose name nothing is called.
fn is_iterator<'s>(env: &mut Env<'s>, class: Value<'s>) -> Result<bool> {
    let iterator: Value<'_> = env.global().get_named(env, c"Iterator")?;
    Ok(iterator.strict_equals(env, class))
}
