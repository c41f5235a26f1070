//! Functions: making and calling them, and what a running callback asks.

use super::call::prelude::*;
use super::errors::throw_with_code;
use crate::host::environment::{Binding, CallbackInfo};

/// The running call, from its handle.
pub(super) type Info<'a> = &'a CallbackInfo<HostEngine>;

// SAFETY: a non-null callback info is that of a running call.
unsafe impl super::call::Parameter<napi_callback_info> for Info<'_> {
    #[inline]
    unsafe fn from_raw(_: &Env, raw: napi_callback_info) -> Answer<Self> {
        // SAFETY: the caller's promise.
        unsafe { CallbackInfo::from_raw(raw) }.ok_or(Failure::Status(napi_invalid_arg))
    }
}

api! {
    script fn napi_create_function(
        env,
        utf8name: *const c_char,
        length: usize,
        cb: napi_callback,
        data: *mut c_void,
        result: *mut napi_value as Out<napi_value>,
    ) {
        ensure(cb.is_some(), napi_invalid_arg)?;
        let engine = env.engine();
        let name = if utf8name.is_null() {
            engine.string_utf8(b"")?
        } else {
            env.string(utf8name, length)?
        };
        let function = engine.function(name, Binding::native(env, cb, data, ptr::null()));
        engine.free(name);
        result.set(env.handle(function?));
        Ok(())
    }

    script fn napi_call_function(
        env,
        recv: napi_value as Local,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value as Option<Out<napi_value>>,
    ) {
        // SAFETY: the addon's promise for arguments of this function.
        let value = unsafe { call(env, recv, func, argc, argv) }?;
        keep(env, value, &result);
        // What has failed within is not this call's failure.
        env.last_error.clear();
        Ok(())
    }

    script fn napi_new_instance(
        env,
        constructor: napi_value as Local,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value as Out<napi_value>,
    ) {
        // SAFETY: good for that many handles: the addon's promise.
        let arguments = unsafe { arguments(env, argv, argc) }?;
        ensure(env.engine().is_function(constructor.0), napi_invalid_arg)?;
        result.set(env.handle(env.engine().construct(constructor.0, &arguments)?));
        Ok(())
    }

    script fn napi_instanceof(
        env,
        object: napi_value as Local,
        constructor: napi_value,
        result: *mut bool as Out<bool>,
    ) {
        result.set(false);
        // SAFETY: the addon's promise for arguments of this function.
        let constructor =
            unsafe { <Local as super::call::Parameter<_>>::from_raw(env, constructor) }?;
        let constructor = env.to_object(constructor)?;
        if !env.engine().is_function(constructor.value) {
            return Err(throw_with_code(
                env,
                ErrorKind::TypeError,
                "ERR_NAPI_CONS_FUNCTION",
                "Constructor must be a function",
                napi_function_expected,
            ));
        }
        let is_instance = env.engine().instance_of(object.0, constructor.value);
        result.set(is_instance.or_status(napi_generic_failure)?);
        Ok(())
    }

    basic fn napi_get_cb_info(
        env,
        cbinfo: napi_callback_info as Info<'_>,
        argc: *mut usize as Option<Out<usize>>,
        argv: *mut napi_value,
        this_arg: *mut napi_value as Option<Out<napi_value>>,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
    ) {
        let scopes = &env.isolate.scopes;
        // SAFETY: the call is running.
        let call = unsafe { cbinfo.frame.call() };
        let given = call.arguments;
        if !argv.is_null() {
            let wanted = argc.as_ref().ok_or(napi_invalid_arg)?.get();
            for (index, value) in given.iter().take(wanted).enumerate() {
                // SAFETY: good for as many handles as the count said: the addon's promise.
                unsafe { argv.add(index).write(scopes.borrowed(env.engine(), value)) };
            }
            for index in given.len()..wanted {
                // SAFETY: as above.
                unsafe { argv.add(index).write(scopes.undefined()) };
            }
        }
        set(&argc, || given.len());
        set(&this_arg, || scopes.borrowed(env.engine(), &call.this));
        set(&data, || cbinfo.data);
        Ok(())
    }

    plain fn napi_get_new_target(
        env,
        cbinfo: napi_callback_info as Info<'_>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        // SAFETY: the call is running.
        let new_target = unsafe { cbinfo.frame.call() }.new_target.as_ref();
        result.set(new_target.map_or(ptr::null_mut(), |new_target| {
            env.isolate.scopes.borrowed(env.engine(), new_target)
        }));
        Ok(())
    }
}

/// Calls a function; the result is the caller's.
///
/// # Safety
///
/// The handles are live, and `argv` is good for `argc` of them.
pub(super) unsafe fn call(
    env: &Env,
    this: Local,
    function: napi_value,
    argc: usize,
    argv: *const napi_value,
) -> Answer<Value> {
    ensure(argc == 0 || !argv.is_null(), napi_invalid_arg)?;
    // SAFETY: the caller's promise.
    let function = unsafe { <Local as super::call::Parameter<_>>::from_raw(env, function) }?;
    let engine = env.engine();
    ensure(engine.is_function(function.0), napi_invalid_arg)?;
    // Few arguments need no allocation.
    const FEW: usize = 8;
    if argc <= FEW {
        let mut values = [HostEngine::UNDEFINED; FEW];
        // SAFETY: the caller's promise.
        let handles = unsafe { elements(argv, argc) }?;
        for (value, &handle) in values.iter_mut().zip(handles) {
            // SAFETY: the caller's promise. V8 would crash for a null handle.
            *value = unsafe { <Local as super::call::Parameter<_>>::from_raw(env, handle) }?.0;
        }
        return Ok(engine.call(function.0, this.0, &values[..argc])?);
    }
    // SAFETY: the caller's promise.
    let values = unsafe { arguments(env, argv, argc) }?;
    Ok(engine.call(function.0, this.0, &values)?)
}

/// Gives a result as a handle, or frees it where native code does not want it.
pub(super) fn keep(env: &Env, value: Value, result: &Option<Out<napi_value>>) {
    match result {
        Some(result) => result.set(env.handle(value)),
        None => env.engine().free(value),
    }
}
