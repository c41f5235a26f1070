//! The builtin `internal/errors`, for what is written in JavaScript. A native function is in no stack,
//! so that those of these errors begin with who asked for them.

use super::{expected_words, invalid_arg_type, invalid_arg_value, out_of_range, received};
use crate::host::node::Node;
use crate::host::node::checks::not_provided;
use crate::host::node::native;
use crate::safe::{
    Args, Env, ErrorClass, Function, JsValue, Object, PropertyAttributes, Result, Value, ValueType,
};
use std::rc::Rc;

/// The exports of `internal/errors`.
pub(in crate::host::node) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    // coded(Class, code, message)
    native(env, exports, "coded", |env, args| {
        let class: Function<'_> = args.get(env, 0)?;
        let (code, message): (Value<'_>, Value<'_>) = (args.get(env, 1)?, args.get(env, 2)?);
        let error = class.construct(env, (message,))?;
        error.set_named(env, c"code", code)?;
        Ok(error.as_value())
    })?;
    // invalidArgType(name, a type or a class or a list of them, value)
    native(env, exports, "invalidArgType", |env, args| {
        let name: String = args.get(env, 0)?;
        let expected: Value<'_> = args.get(env, 1)?;
        let expected: Vec<String> = match expected.type_of(env) {
            ValueType::String => vec![expected.to(env)?],
            _ => expected.to(env)?,
        };
        let value: Value<'_> = args.get(env, 2)?;
        let expected = expected_words(&expected);
        Ok(invalid_arg_type(env, &name, &expected, value).into_value(env))
    })?;
    // invalidArgValue(name, value, reason)
    native(env, exports, "invalidArgValue", |env, args| {
        let (name, value): (String, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let reason: Option<String> = args.get(env, 2)?;
        let reason = reason.as_deref().unwrap_or("is invalid");
        Ok(invalid_arg_value(env, &name, reason, value).into_value(env))
    })?;
    // outOfRange(name, range, value)
    native(env, exports, "outOfRange", |env, args| {
        let (name, range): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let value: Value<'_> = args.get(env, 2)?;
        Ok(out_of_range(env, &name, &range, value).into_value(env))
    })?;
    // notProvided(what): what this host does not have, though Node.js does.
    native(env, exports, "notProvided", |env, args| {
        let what: String = args.get(env, 0)?;
        Ok(not_provided(&what).into_value(env))
    })?;
    // systemError({ errno, code, syscall, path, dest, message })
    native(env, exports, "systemError", |env, args| {
        let given: Object<'_> = args.get(env, 0)?;
        let message: String = given.get_named(env, c"message")?;
        let error = env.error(ErrorClass::Error, None, &message)?;
        for name in ["errno", "code", "syscall", "path", "dest"] {
            let value: Value<'_> = given.get(env, name)?;
            let is_optional = matches!(name, "path" | "dest");
            if !is_optional || value.type_of(env) != ValueType::Undefined {
                error.set(env, name, value)?;
            }
        }
        Ok(error.as_value())
    })?;
    // checkFunction(value, name), checkString(value, name)
    native(env, exports, "checkFunction", |env, args| {
        check(env, &args, ValueType::Function, "of type function")
    })?;
    native(env, exports, "checkString", |env, args| {
        check(env, &args, ValueType::String, "of type string")
    })?;
    // received(value): what a message says of a value of the wrong type.
    native(env, exports, "received", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        let text = received(env, value);
        env.to_value(text)
    })?;
    define_abort_error(env, exports)?;
    Ok(exports.as_value())
}

fn check<'s>(
    env: &mut Env<'s>,
    args: &Args<'s>,
    expected: ValueType,
    words: &str,
) -> Result<Value<'s>> {
    let value: Value<'s> = args.get(env, 0)?;
    if value.type_of(env) == expected {
        return Ok(env.undefined());
    }
    let name: String = args.get(env, 1)?;
    Err(invalid_arg_type(env, &name, words, value))
}

/// The class `AbortError`: `new AbortError(message, options)`.
fn define_abort_error<'s>(env: &mut Env<'s>, exports: Object<'s>) -> Result<()> {
    native(env, exports, "AbortError", |env, args| {
        let class: Function<'_> = env.global().get_named(env, c"Error")?;
        let (message, options): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let message = match message.type_of(env) {
            ValueType::Undefined => env.string("The operation was aborted")?.as_value(),
            _ => message,
        };
        let error = class.construct(env, (message, options))?;
        let prototype = args.this().coerce_to_object(env)?.prototype(env)?;
        error.set_prototype(env, prototype)?;
        error.set_named(env, c"code", "ABORT_ERR")?;
        error.set_named(env, c"name", "AbortError")?;
        Ok(error.as_value())
    })?;
    let class: Function<'s> = exports.get_named(env, c"AbortError")?;
    let error: Object<'s> = env.global().get_named(env, c"Error")?;
    let base: Object<'s> = error.get_named(env, c"prototype")?;
    let prototype: Object<'s> = class.get_named(env, c"prototype")?;
    prototype.set_prototype(env, base)?;
    let hidden = PropertyAttributes::writable | PropertyAttributes::configurable;
    prototype.define(env, "constructor", class, hidden)?;
    class.set_prototype(env, error)
}
