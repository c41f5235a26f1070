//! What builtins ask the engine about values, and the builtin `util/types`.

use super::{Node, native};
use crate::host::engine::{
    Attributes, Buffers, Classes, Descriptor, KeyFilter, Kind, Kinds, Objects, Outcome,
    PromiseState, Values,
};
use crate::host::{Env as HostEnv, HostEngine, Value as HostValue};
use crate::safe::{Env, Error, Function, JsValue, Object, Result, Value, ValueType};
use std::rc::Rc;

/// An own property of an object.
pub(super) struct OwnProperty<'s> {
    pub(super) content: Content<'s>,
    pub(super) is_enumerable: bool,
    pub(super) is_writable: bool,
}

/// What a property is.
pub(super) enum Content<'s> {
    Data(Value<'s>),
    Accessor {
        get: Option<Function<'s>>,
        set: Option<Function<'s>>,
    },
}

/// How far a promise is.
pub(super) enum Progress<'s> {
    Pending,
    Fulfilled(Value<'s>),
    Rejected(Value<'s>),
}

/// The host's side of an environment.
fn host<'e>(env: &'e Env<'_>) -> &'e HostEnv {
    // SAFETY: an `Env` is that of a live environment, on its thread.
    unsafe { HostEnv::from_raw(env.raw()) }.expect("an `Env` has an environment")
}

/// Asks the engine about a value.
fn ask<T>(
    env: &Env<'_>,
    value: Value<'_>,
    question: impl FnOnce(&HostEngine, HostValue) -> T,
) -> Result<T> {
    let isolate = &host(env).isolate;
    // SAFETY: a live handle: a value of an open scope.
    let value = unsafe { isolate.scopes.get(value.raw()) }.map_err(Error::other)?;
    Ok(question(&isolate.engine, value))
}

/// Takes in what the engine has thrown.
fn caught<T>(env: &Env<'_>, outcome: Outcome<T>) -> Result<T> {
    outcome.map_err(|_| {
        host(env).catch();
        Error::Exception
    })
}

/// A handle for what the engine gave.
fn owned<'s>(env: &Env<'s>, value: HostValue) -> Value<'s> {
    // SAFETY: a handle of the innermost scope, just made.
    unsafe { Value::from_raw(host(env).isolate.scopes.push(value)) }
}

/// What an object or a function is, as JavaScript sees it; nothing where the value is neither.
pub(super) fn kind(env: &Env<'_>, value: Value<'_>) -> Option<Kind> {
    match value.type_of(env) {
        ValueType::Object | ValueType::Function | ValueType::External => {
            match ask(env, value, |engine, value| engine.kind(value)).ok()? {
                Kind::Instance | Kind::Opaque => Some(Kind::Plain),
                kind => Some(kind),
            }
        }
        _ => None,
    }
}

/// What tells an object from all others that live.
pub(super) fn identity(env: &Env<'_>, object: Object<'_>) -> Result<usize> {
    ask(env, object.as_value(), |engine, object| {
        engine.identity(object)
    })
}

/// The constructor's name of a typed array.
pub(super) fn typed_array_name(env: &Env<'_>, value: Value<'_>) -> Option<&'static str> {
    let element = ask(env, value, |engine, value| engine.typed_array_type(value));
    element.ok().flatten().map(|element| element.name())
}

/// An object's own property of that name.
pub(super) fn own_property<'s>(
    env: &mut Env<'s>,
    object: Object<'_>,
    key: Value<'_>,
) -> Result<Option<OwnProperty<'s>>> {
    let found = ask(env, key, |_, key| key).and_then(|key| {
        ask(env, object.as_value(), |engine, object| {
            engine.own_descriptor(object, key)
        })
    })?;
    let found = caught(env, found)?;
    let Some((descriptor, attributes)) = found else {
        return Ok(None);
    };
    Ok(Some(OwnProperty {
        content: match descriptor {
            Descriptor::Data(value) => Content::Data(owned(env, value)),
            Descriptor::Accessor { get, set } => Content::Accessor {
                get: function(env, get)?,
                set: function(env, set)?,
            },
        },
        is_writable: attributes.contains(Attributes::WRITABLE),
        is_enumerable: attributes.contains(Attributes::ENUMERABLE),
    }))
}

/// `object[key]`.
pub(super) fn get<'s>(env: &mut Env<'s>, object: Object<'_>, key: Value<'_>) -> Result<Value<'s>> {
    let key = ask(env, key, |_, key| key)?;
    let value = ask(env, object.as_value(), |engine, object| {
        engine.get(object, key)
    })?;
    let value = caught(env, value)?;
    Ok(owned(env, value))
}

/// A handle for a getter or a setter.
fn function<'s>(env: &mut Env<'s>, value: Option<HostValue>) -> Result<Option<Function<'s>>> {
    value.map(|value| owned(env, value).to(env)).transpose()
}

/// An object's own keys as an array: all, or those of enumerable properties; with those that are
/// indices or without.
pub(super) fn own_keys<'s>(
    env: &mut Env<'s>,
    object: Object<'_>,
    only_enumerable: bool,
    indices: bool,
) -> Result<Value<'s>> {
    let filter = KeyFilter {
        attributes: match only_enumerable {
            true => Attributes::ENUMERABLE,
            false => Attributes::empty(),
        },
        strings: true,
        symbols: true,
        inherited: false,
        numbers: false,
        indices,
    };
    let keys = ask(env, object.as_value(), |engine, object| {
        engine.keys(object, filter)
    })?;
    let keys = caught(env, keys)?;
    Ok(owned(env, keys))
}

/// A copy of the bytes of a buffer or a view, the first so many, and how many there are.
pub(super) fn bytes(env: &Env<'_>, value: Value<'_>, most: usize) -> Result<(Vec<u8>, usize)> {
    let copied = ask(env, value, |engine, value| {
        let is_buffer = engine.is_array_buffer(value) || engine.is_shared_array_buffer(value);
        let (bytes, length) = if is_buffer {
            engine.array_buffer_memory(value)
        } else {
            let view = engine.view(value)?;
            engine.free(view.buffer);
            (view.bytes, view.byte_length)
        };
        let mut copy = vec![0; length.min(most)];
        if !bytes.is_null() {
            // SAFETY: the engine says that so many bytes are there, and nothing runs meanwhile but
            // threads that share them, to which any bytes will do.
            unsafe { bytes.copy_to_nonoverlapping(copy.as_mut_ptr(), copy.len()) };
        }
        Ok((copy, length))
    })?;
    caught(env, copied)
}

/// How many elements a typed array has.
pub(super) fn typed_array_length(env: &Env<'_>, value: Value<'_>) -> Result<usize> {
    let length = ask(env, value, |engine, value| {
        let size = engine
            .typed_array_type(value)
            .map_or(1, |element| element.size());
        engine.view(value).map(|view| {
            engine.free(view.buffer);
            view.byte_length / size
        })
    })?;
    caught(env, length)
}

/// What an external points at.
pub(super) fn address(env: &Env<'_>, external: Value<'_>) -> Result<usize> {
    let data = ask(env, external, |engine, external| {
        engine.as_external(external)
    })?;
    Ok(data.map_or(0, |data| data.addr()))
}

/// `Object.is(left, right)`.
pub(super) fn same_value(env: &Env<'_>, left: Value<'_>, right: Value<'_>) -> Result<bool> {
    let right = ask(env, right, |_, right| right)?;
    ask(env, left, |engine, left| engine.same_value(left, right))
}

/// `left == right`.
pub(super) fn loosely_equals(env: &mut Env<'_>, left: Value<'_>, right: Value<'_>) -> Result<bool> {
    let right = ask(env, right, |_, right| right)?;
    let answer = ask(env, left, |engine, left| engine.loosely_equals(left, right))?;
    caught(env, answer)
}

/// A proxy's target and handler, each `null` where the proxy is revoked.
pub(super) fn proxy_parts<'s>(env: &Env<'s>, proxy: Value<'_>) -> Result<(Value<'s>, Value<'s>)> {
    let (target, handler) = ask(env, proxy, |engine, proxy| engine.proxy_parts(proxy))?;
    Ok((owned(env, target), owned(env, handler)))
}

/// How far a promise is.
pub(super) fn progress<'s>(env: &Env<'s>, promise: Value<'_>) -> Result<Progress<'s>> {
    let state = ask(env, promise, |engine, promise| {
        engine.promise_state(promise)
    })?;
    Ok(match state {
        PromiseState::Pending => Progress::Pending,
        PromiseState::Fulfilled(value) => Progress::Fulfilled(owned(env, value)),
        PromiseState::Rejected(reason) => Progress::Rejected(owned(env, reason)),
    })
}

/// Whether the thread's stack has no room for another call.
pub(super) fn is_stack_exhausted(env: &Env<'_>) -> bool {
    host(env).engine().is_stack_exhausted()
}

/// Whether a value is a box around a primitive one.
pub(super) fn is_boxed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Number | Kind::String | Kind::Boolean | Kind::BigInt | Kind::Symbol
    )
}

macro_rules! types {
    ($env:ident, $types:ident; $($name:literal: $kinds:pat,)*) => { $(
        native($env, $types, $name, |env, args| {
            let value: Value<'_> = args.get(env, 0)?;
            let is = kind(env, value).is_some_and(|kind| matches!(kind, $kinds));
            Ok(env.boolean(is).as_value())
        })?;
    )* };
}

macro_rules! arrays {
    ($env:ident, $types:ident; $($name:literal: $class:literal,)*) => { $(
        native($env, $types, $name, |env, args| {
            let value: Value<'_> = args.get(env, 0)?;
            Ok(env.boolean(typed_array_name(env, value) == Some($class)).as_value())
        })?;
    )* };
}

/// The exports of `util/types`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let types = env.object()?;
    types! { env, types;
        "isExternal": Kind::External,
        "isDate": Kind::Date,
        "isArgumentsObject": Kind::Arguments,
        "isBigIntObject": Kind::BigInt,
        "isBooleanObject": Kind::Boolean,
        "isNumberObject": Kind::Number,
        "isStringObject": Kind::String,
        "isSymbolObject": Kind::Symbol,
        "isBoxedPrimitive": Kind::BigInt | Kind::Boolean | Kind::Number | Kind::String | Kind::Symbol,
        "isNativeError": Kind::Error,
        "isRegExp": Kind::RegExp,
        "isAsyncFunction": Kind::AsyncFunction | Kind::AsyncGeneratorFunction,
        "isGeneratorFunction": Kind::GeneratorFunction | Kind::AsyncGeneratorFunction,
        "isGeneratorObject": Kind::Generator | Kind::AsyncGenerator,
        "isPromise": Kind::Promise,
        "isMap": Kind::Map,
        "isSet": Kind::Set,
        "isMapIterator": Kind::MapIterator,
        "isSetIterator": Kind::SetIterator,
        "isWeakMap": Kind::WeakMap,
        "isWeakSet": Kind::WeakSet,
        "isArrayBuffer": Kind::ArrayBuffer,
        "isDataView": Kind::DataView,
        "isSharedArrayBuffer": Kind::SharedArrayBuffer,
        "isProxy": Kind::Proxy,
        "isModuleNamespaceObject": Kind::Namespace,
        "isAnyArrayBuffer": Kind::ArrayBuffer | Kind::SharedArrayBuffer,
        "isArrayBufferView": Kind::TypedArray | Kind::DataView,
        "isTypedArray": Kind::TypedArray,
    }
    arrays! { env, types;
        "isUint8Array": "Uint8Array",
        "isUint8ClampedArray": "Uint8ClampedArray",
        "isUint16Array": "Uint16Array",
        "isUint32Array": "Uint32Array",
        "isInt8Array": "Int8Array",
        "isInt16Array": "Int16Array",
        "isInt32Array": "Int32Array",
        "isFloat16Array": "Float16Array",
        "isFloat32Array": "Float32Array",
        "isFloat64Array": "Float64Array",
        "isBigInt64Array": "BigInt64Array",
        "isBigUint64Array": "BigUint64Array",
    }
    Ok(types.as_value())
}
