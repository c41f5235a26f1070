//! Properties of objects, and their definition from descriptors.

use super::call::prelude::*;
use crate::host::environment::Binding;

api! {
    script fn napi_set_property(
        env, object: napi_value as Local, key: napi_value as Local, value: napi_value as Local
    ) {
        let object = env.to_object(object)?;
        env.engine().set(object.value, key.0, value.0)?;
        Ok(())
    }

    script fn napi_has_property(
        env,
        object: napi_value as Local,
        key: napi_value as Local,
        result: *mut bool as Out<bool>,
    ) {
        let object = env.to_object(object)?;
        result.set(env.engine().has(object.value, key.0)?);
        Ok(())
    }

    script fn napi_get_property(
        env,
        object: napi_value as Local,
        key: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let object = env.to_object(object)?;
        result.set(env.handle(env.engine().get(object.value, key.0)?));
        Ok(())
    }

    script fn napi_delete_property(
        env,
        object: napi_value as Local,
        key: napi_value as Local,
        result: *mut bool as Option<Out<bool>>,
    ) {
        let object = env.to_object(object)?;
        let deleted = env.engine().delete(object.value, key.0)?;
        set(&result, || deleted);
        Ok(())
    }

    script fn napi_has_own_property(
        env,
        object: napi_value as Local,
        key: napi_value as Local,
        result: *mut bool as Out<bool>,
    ) {
        let object = env.to_object(object)?;
        ensure(is_name(env, key.0), napi_name_expected)?;
        result.set(env.engine().has_own(object.value, key.0)?);
        Ok(())
    }

    script fn napi_set_named_property(
        env, object: napi_value as Local, utf8name: *const c_char, value: napi_value as Local
    ) {
        let object = env.to_object(object)?;
        env.engine().set_named(object.value, name(utf8name)?, value.0)?;
        Ok(())
    }

    script fn napi_has_named_property(
        env,
        object: napi_value as Local,
        utf8name: *const c_char,
        result: *mut bool as Out<bool>,
    ) {
        let object = env.to_object(object)?;
        result.set(env.engine().has_named(object.value, name(utf8name)?)?);
        Ok(())
    }

    script fn napi_get_named_property(
        env,
        object: napi_value,
        utf8name: *const c_char,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let name = name(utf8name)?;
        // SAFETY: the addon's promise for arguments of this function.
        let object = unsafe { <Local as super::call::Parameter<_>>::from_raw(env, object) }?;
        let object = env.to_object(object)?;
        result.set(env.handle(env.engine().get_named(object.value, name)?));
        Ok(())
    }

    script fn napi_set_element(
        env, object: napi_value as Local, index: u32, value: napi_value as Local
    ) {
        let object = env.to_object(object)?;
        env.engine().set_element(object.value, index, value.0)?;
        Ok(())
    }

    script fn napi_has_element(
        env, object: napi_value as Local, index: u32, result: *mut bool as Out<bool>
    ) {
        let object = env.to_object(object)?;
        result.set(env.engine().has(object.value, env.engine().number(f64::from(index)))?);
        Ok(())
    }

    script fn napi_get_element(
        env, object: napi_value as Local, index: u32, result: *mut napi_value as Out<napi_value>
    ) {
        let object = env.to_object(object)?;
        result.set(env.handle(env.engine().get_element(object.value, index)?));
        Ok(())
    }

    script fn napi_delete_element(
        env, object: napi_value as Local, index: u32, result: *mut bool as Option<Out<bool>>
    ) {
        let object = env.to_object(object)?;
        let deleted =
            env.engine().delete(object.value, env.engine().number(f64::from(index)))?;
        set(&result, || deleted);
        Ok(())
    }

    script fn napi_define_properties(
        env,
        object: napi_value,
        property_count: usize,
        properties: *const napi_property_descriptor,
    ) {
        // SAFETY: good for that many descriptors: the addon's promise.
        let properties = unsafe { elements(properties, property_count) }?;
        // SAFETY: the addon's promise for arguments of this function.
        let object = unsafe { <Local as super::call::Parameter<_>>::from_raw(env, object) }?;
        let object = env.to_object(object)?;
        properties.iter().try_for_each(|property| define(env, object.value, property, ptr::null()))
    }
}

/// Whether the value is a string or a symbol.
fn is_name(env: &Env, value: Value) -> bool {
    env.engine().is_string(value) || env.engine().type_of(value) == ValueType::Symbol
}

/// A name that native code gave, NUL-terminated.
fn name<'a>(utf8name: *const c_char) -> Answer<&'a [u8]> {
    ensure(!utf8name.is_null(), napi_invalid_arg)?;
    // SAFETY: not null, and NUL-terminated: the addon's promise.
    Ok(unsafe { CStr::from_ptr(utf8name) }.to_bytes())
}

/// Defines one property. A method refuses a `this` that is no instance of `receiver`, unless null.
pub(super) fn define(
    env: &Env,
    object: Value,
    property: &napi_property_descriptor,
    receiver: *const c_void,
) -> Answer {
    let engine = env.engine();
    let key = property_name(env, property)?;
    let defined = define_named(env, object, key, property, receiver);
    engine.free(key);
    defined
}

fn define_named(
    env: &Env,
    object: Value,
    key: Value,
    property: &napi_property_descriptor,
    receiver: *const c_void,
) -> Answer {
    let engine = env.engine();
    let attributes = attributes(property.attributes);
    // As V8 has it, only what instances of a class inherit has a name.
    let is_of_class = !receiver.is_null();
    let function = |callback: napi_callback, receiver| match callback {
        Some(_) => {
            let name = if is_of_class && engine.is_string(key) {
                engine.dup(key)
            } else {
                engine.string_utf8(b"")?
            };
            let native = Binding::native(env, callback, property.data, receiver);
            let function = engine.function(name, native);
            engine.free(name);
            function.map(Some)
        }
        None => Ok(None),
    };
    if property.getter.is_some() || property.setter.is_some() {
        let get = function(property.getter, ptr::null())?;
        let set = match function(property.setter, ptr::null()) {
            Ok(set) => set,
            Err(thrown) => {
                get.into_iter().for_each(|get| engine.free(get));
                return Err(thrown.into());
            }
        };
        let defined = engine.define(object, key, Descriptor::Accessor { get, set }, attributes);
        get.into_iter()
            .chain(set)
            .for_each(|function| engine.free(function));
        return refused(defined, napi_invalid_arg);
    }
    if let Some(method) = function(property.method, receiver)? {
        let defined = engine.define(object, key, Descriptor::Data(method), attributes);
        engine.free(method);
        return refused(defined, napi_generic_failure);
    }
    // SAFETY: the addon's promise for descriptors.
    let value =
        unsafe { <Option<Local> as super::call::Parameter<_>>::from_raw(env, property.value) }?;
    let value = value.map_or(HostEngine::UNDEFINED, |Local(value)| value);
    refused(
        engine.define(object, key, Descriptor::Data(value), attributes),
        napi_invalid_arg,
    )
}

/// A definition that the object refused answers a status; V8 leaves no exception then.
fn refused(defined: Outcome<bool>, status: napi_status) -> Answer {
    if defined? { Ok(()) } else { Err(status.into()) }
}

/// The name of a property, owned.
fn property_name(env: &Env, property: &napi_property_descriptor) -> Answer<Value> {
    if !property.utf8name.is_null() {
        return env.string(property.utf8name, NAPI_AUTO_LENGTH);
    }
    // SAFETY: the addon's promise for descriptors.
    let name =
        unsafe { <Option<Local> as super::call::Parameter<_>>::from_raw(env, property.name) }?;
    match name {
        Some(Local(name)) if is_name(env, name) => Ok(env.engine().dup(name)),
        _ => Err(napi_name_expected.into()),
    }
}

fn attributes(raw: napi_property_attributes) -> Attributes {
    let mut attributes = Attributes::empty();
    for (flag, attribute) in [
        (napi_property_attributes::writable, Attributes::WRITABLE),
        (napi_property_attributes::enumerable, Attributes::ENUMERABLE),
        (
            napi_property_attributes::configurable,
            Attributes::CONFIGURABLE,
        ),
    ] {
        attributes.set(attribute, raw.contains(flag));
    }
    attributes
}
