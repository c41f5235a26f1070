//! Objects: making them, prototypes, keys, freezing.

use super::call::prelude::*;

api! {
    plain fn napi_create_object(env, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().object()?));
        Ok(())
    }

    plain fn node_api_create_object_with_properties(
        env,
        prototype_or_null: napi_value as Option<Local>,
        property_names: *const napi_value,
        property_values: *const napi_value,
        property_count: usize,
        result: *mut napi_value as Out<napi_value>,
    ) {
        // SAFETY: good for that many handles: the addon's promise.
        let (names, values) = unsafe {
            (
                arguments(env, property_names, property_count)?,
                arguments(env, property_values, property_count)?,
            )
        };
        let engine = env.engine();
        let is_name =
            |&name: &Value| engine.is_string(name) || engine.type_of(name) == ValueType::Symbol;
        ensure(names.iter().all(is_name), napi_name_expected)?;
        let prototype = prototype_or_null.map_or(HostEngine::NULL, |Local(value)| value);
        let is_null = engine.type_of(prototype) == ValueType::Null;
        ensure(is_null || engine.is_object(prototype), napi_object_expected)?;
        let object = engine.object_with_prototype(prototype)?;
        let handle = env.handle(object);
        for (&name, &value) in names.iter().zip(&values) {
            engine.define(object, name, Descriptor::Data(value), Attributes::all())?;
        }
        result.set(handle);
        Ok(())
    }

    script fn napi_get_prototype(
        env, object: napi_value as Local, result: *mut napi_value as Out<napi_value>
    ) {
        let object = env.to_object(object)?;
        let engine = env.engine();
        // V8 looks without asking a proxy, which itself has none.
        result.set(if engine.is_proxy(object.value) {
            env.isolate.scopes.null()
        } else {
            env.handle(engine.prototype(object.value)?)
        });
        Ok(())
    }

    script fn node_api_set_prototype(
        env, object: napi_value as Local, value: napi_value as Local
    ) {
        let object = env.to_object(object)?;
        let engine = env.engine();
        let is_null = engine.type_of(value.0) == ValueType::Null;
        if !is_null && !engine.is_object(value.0) {
            // V8 takes it, and leaves the object as it is.
            return Ok(());
        }
        if engine.set_prototype(object.value, value.0).is_err() {
            // V8 leaves no exception, whoever has refused.
            env.catch();
            if let Some(exception) = env.take_exception() {
                engine.free(exception);
            }
            return Err(napi_generic_failure.into());
        }
        Ok(())
    }

    script fn napi_get_property_names(
        env, object: napi_value as Local, result: *mut napi_value as Out<napi_value>
    ) {
        let object = env.to_object(object)?;
        let filter = KeyFilter {
            attributes: Attributes::ENUMERABLE,
            strings: true,
            symbols: false,
            inherited: true,
            numbers: false,
            indices: true,
        };
        result.set(env.handle(env.engine().keys(object.value, filter)?));
        Ok(())
    }

    script fn napi_get_all_property_names(
        env,
        object: napi_value as Local,
        key_mode: napi_key_collection_mode,
        key_filter: napi_key_filter,
        key_conversion: napi_key_conversion,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let object = env.to_object(object)?;
        ensure(key_mode.0 <= napi_key_own_only.0, napi_invalid_arg)?;
        ensure(key_conversion.0 <= napi_key_numbers_to_strings.0, napi_invalid_arg)?;
        let mut attributes = Attributes::empty();
        for (filter, attribute) in [
            (napi_key_filter::writable, Attributes::WRITABLE),
            (napi_key_filter::enumerable, Attributes::ENUMERABLE),
            (napi_key_filter::configurable, Attributes::CONFIGURABLE),
        ] {
            attributes.set(attribute, key_filter.contains(filter));
        }
        let filter = KeyFilter {
            attributes,
            strings: !key_filter.contains(napi_key_filter::skip_strings),
            symbols: !key_filter.contains(napi_key_filter::skip_symbols),
            inherited: key_mode == napi_key_include_prototypes,
            numbers: key_conversion == napi_key_keep_numbers,
            indices: true,
        };
        result.set(env.handle(env.engine().keys(object.value, filter)?));
        Ok(())
    }

    script fn napi_object_freeze(env, object: napi_value as Local) {
        let object = env.to_object(object)?;
        env.engine().freeze(object.value)?;
        Ok(())
    }

    script fn napi_object_seal(env, object: napi_value as Local) {
        let object = env.to_object(object)?;
        env.engine().seal(object.value)?;
        Ok(())
    }
}
