//! Classes, wrapped pointers, type tags, externals.

use super::call::prelude::*;
use super::properties::define;
use crate::host::environment::Binding;
use crate::host::reference_manager::Owner;
use std::collections::HashSet;

api! {
    script fn napi_define_class(
        env,
        utf8name: *const c_char,
        length: usize,
        constructor: napi_callback,
        data: *mut c_void,
        property_count: usize,
        properties: *const napi_property_descriptor,
        result: *mut napi_value as Out<napi_value>,
    ) {
        ensure(constructor.is_some(), napi_invalid_arg)?;
        // SAFETY: good for that many descriptors: the addon's promise.
        let properties = unsafe { elements(properties, property_count) }?;
        let engine = env.engine();
        let name = env.string(utf8name, length)?;
        let native = Binding::native(env, constructor, data, ptr::null());
        // The binding's address tells this class's instances from all others.
        let template = native.data.cast_const();
        let class = engine.class(name, native, template);
        engine.free(name);
        let (constructor, prototype) = class?;
        let handle = env.handle(constructor);
        let mut seen = HashSet::new();
        // In a template, which V8 has, the last of a name replaces those before.
        let is_last: Vec<_> = properties.iter().rev().map(|it| seen.insert(name_of(it))).collect();
        let lasting = properties.iter().zip(is_last.iter().rev()).filter(|(_, is_last)| **is_last);
        let defined = lasting.map(|(property, _)| property).try_for_each(|property| {
            if property.attributes.contains(napi_property_attributes::static_) {
                define(env, constructor, property, ptr::null())
            } else {
                define(env, prototype, property, template)
            }
        });
        engine.free(prototype);
        defined?;
        result.set(handle);
        Ok(())
    }

    script fn napi_wrap(
        env,
        js_object: napi_value as Local,
        native_object: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_ref as Option<Out<napi_ref>>,
    ) {
        let engine = env.engine();
        ensure(engine.is_object(js_object.0), napi_invalid_arg)?;
        let is_wrapped = env.references.wrapped(engine, js_object.0).is_some();
        ensure(!is_wrapped, napi_invalid_arg)?;
        ensure(result.is_none() || finalize_cb.is_some(), napi_invalid_arg)?;
        let finalizer = env.finalizer(finalize_cb, native_object, finalize_hint);
        let reference = env.references.wrap(engine, js_object.0, finalizer, owner(&result))?;
        if !env.isolate.scopes.is_checked() {
            env.references.linger(engine, js_object.0);
        }
        set(&result, || reference);
        Ok(())
    }

    script fn napi_unwrap(
        env, js_object: napi_value as Local, result: *mut *mut c_void as Out<*mut c_void>
    ) {
        ensure(env.engine().is_object(js_object.0), napi_invalid_arg)?;
        let data = env.references.wrapped(env.engine(), js_object.0);
        result.set(data.ok_or(napi_invalid_arg)?);
        Ok(())
    }

    script fn napi_remove_wrap(
        env, js_object: napi_value as Local, result: *mut *mut c_void as Option<Out<*mut c_void>>
    ) {
        ensure(env.engine().is_object(js_object.0), napi_invalid_arg)?;
        let data = env.references.remove_wrap(env.engine(), js_object.0);
        let data = data.ok_or(napi_invalid_arg)?;
        set(&result, || data);
        Ok(())
    }

    plain fn napi_add_finalizer(
        env,
        js_object: napi_value as Local,
        finalize_data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_ref as Option<Out<napi_ref>>,
    ) {
        ensure(finalize_cb.is_some(), napi_invalid_arg)?;
        ensure(env.engine().is_object(js_object.0), napi_invalid_arg)?;
        let finalizer = env.finalizer(finalize_cb, finalize_data, finalize_hint);
        let owner = owner(&result);
        let reference =
            env.references.add_finalizer(env.engine(), js_object.0, finalizer, owner)?;
        set(&result, || reference);
        Ok(())
    }

    script fn napi_type_tag_object(
        env, value: napi_value as Local, type_tag: *const napi_type_tag
    ) {
        let object = tagged(env, value)?;
        let tag = tag(type_tag)?;
        let is_new = env.references.set_type_tag(env.engine(), object.value, tag)?;
        ensure(is_new, napi_invalid_arg)
    }

    script fn napi_check_object_type_tag(
        env, value: napi_value as Local, type_tag: *const napi_type_tag, result: *mut bool
    ) {
        let object = tagged(env, value)?;
        let tag = tag(type_tag)?;
        // SAFETY: the addon's promise for the result of this function.
        let result = unsafe { <Out<_> as super::call::Parameter<_>>::from_raw(env, result) }?;
        result.set(env.references.type_tag(env.engine(), object.value) == Some(tag));
        Ok(())
    }

    script fn napi_create_external(
        env,
        data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let external = env.engine().external(data)?;
        let handle = env.handle(external);
        if finalize_cb.is_some() {
            let finalizer = env.finalizer(finalize_cb, data, finalize_hint);
            env.references.add_finalizer(env.engine(), external, finalizer, Owner::Host)?;
        }
        result.set(handle);
        Ok(())
    }

    plain fn napi_get_value_external(
        env, value: napi_value as Local, result: *mut *mut c_void as Out<*mut c_void>
    ) {
        result.set(env.engine().as_external(value.0).ok_or(napi_invalid_arg)?);
        Ok(())
    }
}

/// What tells members of a class apart: whether it is static, and its name.
fn name_of(property: &napi_property_descriptor) -> (bool, Option<&CStr>, napi_value) {
    let is_static = property
        .attributes
        .contains(napi_property_attributes::static_);
    // SAFETY: null or NUL-terminated: the addon's promise.
    let name = (!property.utf8name.is_null()).then(|| unsafe { CStr::from_ptr(property.utf8name) });
    let value = if name.is_some() {
        ptr::null_mut()
    } else {
        property.name
    };
    (is_static, name, value)
}

/// Whoever gets a reference owns it.
fn owner(result: &Option<Out<napi_ref>>) -> Owner {
    if result.is_some() {
        Owner::Addon
    } else {
        Owner::Host
    }
}

/// What a tag is of; `undefined` and `null` answer for the exception here.
fn tagged(env: &Env, value: Local) -> Answer<AsObject<'_>> {
    env.to_object(value).map_err(|failure| match failure {
        Failure::Thrown(_) => Failure::from(Thrown),
        other => other,
    })
}

fn tag(type_tag: *const napi_type_tag) -> Answer<napi_type_tag> {
    ensure(!type_tag.is_null(), napi_invalid_arg)?;
    // SAFETY: not null, and a tag: the addon's promise.
    Ok(unsafe { *type_tag })
}
