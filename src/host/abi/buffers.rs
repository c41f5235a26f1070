//! Array buffers, shared ones, and Node.js's `Buffer`.

use super::call::prelude::*;
use super::errors::throw_with_code;

api! {
    script fn napi_create_arraybuffer(
        env,
        byte_length: usize,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let buffer = env.engine().array_buffer(byte_length)?;
        result.set(env.handle(buffer));
        set(&data, || env.engine().array_buffer_memory(buffer).0.cast());
        Ok(())
    }

    script fn napi_create_external_arraybuffer(
        env,
        external_data: *mut c_void,
        byte_length: usize,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value as Option<Out<napi_value>>,
    ) {
        let buffer = external(env, external_data, byte_length, finalize_cb, finalize_hint)?;
        super::functions::keep(env, buffer, &result);
        Ok(())
    }

    plain fn napi_is_arraybuffer(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_array_buffer(value.0));
        Ok(())
    }

    plain fn napi_get_arraybuffer_info(
        env,
        arraybuffer: napi_value as Local,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        byte_length: *mut usize as Option<Out<usize>>,
    ) {
        let engine = env.engine();
        ensure(
            engine.is_array_buffer(arraybuffer.0) || engine.is_shared_array_buffer(arraybuffer.0),
            napi_invalid_arg,
        )?;
        let (bytes, length) = engine.array_buffer_memory(arraybuffer.0);
        set(&data, || bytes.cast());
        set(&byte_length, || length);
        Ok(())
    }

    plain fn napi_detach_arraybuffer(env, arraybuffer: napi_value as Local) {
        ensure(env.engine().is_array_buffer(arraybuffer.0), napi_arraybuffer_expected)?;
        env.engine().detach(arraybuffer.0);
        Ok(())
    }

    plain fn napi_is_detached_arraybuffer(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_detached(value.0));
        Ok(())
    }

    script fn node_api_create_sharedarraybuffer(
        env,
        byte_length: usize,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let buffer = env.engine().shared_array_buffer(byte_length)?;
        result.set(env.handle(buffer));
        set(&data, || env.engine().array_buffer_memory(buffer).0.cast());
        Ok(())
    }

    script fn node_api_create_external_sharedarraybuffer(
        env,
        external_data: *mut c_void,
        byte_length: usize,
        finalize_cb: node_api_noenv_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let memory = noenv_memory(external_data, byte_length, finalize_cb, finalize_hint);
        result.set(env.handle(env.engine().external_shared_array_buffer(memory)?));
        Ok(())
    }

    plain fn node_api_is_sharedarraybuffer(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_shared_array_buffer(value.0));
        Ok(())
    }

    script fn napi_create_buffer(
        env,
        length: usize,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let (handle, bytes) = new_buffer(env, length)?;
        set(&data, || bytes.cast());
        result.set(handle);
        Ok(())
    }

    script fn napi_create_buffer_copy(
        env,
        length: usize,
        data: *const c_void,
        result_data: *mut *mut c_void as Option<Out<*mut c_void>>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        ensure(length == 0 || !data.is_null(), napi_invalid_arg)?;
        let (handle, bytes) = new_buffer(env, length)?;
        if length > 0 {
            // SAFETY: the addon promises that many bytes; the buffer, just made, has as many.
            unsafe { bytes.copy_from_nonoverlapping(data.cast(), length) };
        }
        set(&result_data, || bytes.cast());
        result.set(handle);
        Ok(())
    }

    script fn napi_create_external_buffer(
        env,
        length: usize,
        data: *mut c_void,
        finalize_cb: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let engine = env.engine();
        check_buffer_length(env, length)?;
        let memory = external(env, data, length, finalize_cb, finalize_hint)?;
        let length = engine.array_buffer_memory(memory).1;
        let buffer = over(env, memory, 0, length);
        engine.free(memory);
        result.set(env.handle(buffer?));
        Ok(())
    }

    script fn node_api_create_buffer_from_arraybuffer(
        env,
        arraybuffer: napi_value as Local,
        byte_offset: usize,
        byte_length: usize,
        result: *mut napi_value as Out<napi_value>,
    ) {
        if !env.engine().is_array_buffer(arraybuffer.0) {
            return Err(Failure::Bare(napi_invalid_arg));
        }
        let (_, available) = env.engine().array_buffer_memory(arraybuffer.0);
        if byte_offset.checked_add(byte_length).is_none_or(|end| end > available) {
            // Node.js answers success here, with the exception pending.
            return Err(throw_with_code(
                env,
                ErrorKind::RangeError,
                "ERR_OUT_OF_RANGE",
                "The byte offset + length is out of range",
                napi_ok,
            ));
        }
        result.set(env.handle(over(env, arraybuffer.0, byte_offset, byte_length)?));
        Ok(())
    }

    plain fn napi_is_buffer(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        let engine = env.engine();
        let is_view = engine.typed_array_type(value.0).is_some() || engine.is_data_view(value.0);
        result.set(is_view);
        Ok(())
    }

    plain fn napi_get_buffer_info(
        env,
        value: napi_value as Local,
        data: *mut *mut c_void as Option<Out<*mut c_void>>,
        length: *mut usize as Option<Out<usize>>,
    ) {
        let engine = env.engine();
        ensure(
            engine.typed_array_type(value.0).is_some() || engine.is_data_view(value.0),
            napi_invalid_arg,
        )?;
        let view = engine.view(value.0)?;
        engine.free(view.buffer);
        set(&data, || view.bytes.cast());
        set(&length, || view.byte_length);
        Ok(())
    }
}

/// A `Buffer` of zeros: its handle and its memory.
fn new_buffer(env: &Env, length: usize) -> Answer<(napi_value, *mut u8)> {
    check_buffer_length(env, length)?;
    let Ok(memory) = env.engine().array_buffer(length) else {
        env.engine().discard_exception();
        let (code, message) = ("ERR_MEMORY_ALLOCATION_FAILED", "Failed to allocate memory");
        let status = napi_generic_failure;
        return Err(throw_with_code(
            env,
            ErrorKind::RangeError,
            code,
            message,
            status,
        ));
    };
    let bytes = env.engine().array_buffer_memory(memory).0;
    let buffer = over(env, memory, 0, length);
    env.engine().free(memory);
    Ok((env.handle(buffer?), bytes))
}

/// No `Buffer` is longer than integers are that a number can tell.
fn check_buffer_length(env: &Env, length: usize) -> Answer {
    const GREATEST: usize = (1 << 53) - 1;
    if length <= GREATEST {
        return Ok(());
    }
    Err(throw_with_code(
        env,
        ErrorKind::Error,
        "ERR_BUFFER_TOO_LARGE",
        &format!("Cannot create a Buffer larger than {GREATEST:#x} bytes"),
        napi_generic_failure,
    ))
}

/// A `Buffer` over a part of an array buffer: a `Uint8Array`, with the prototype that the
/// JavaScript around the addon has for it.
fn over(env: &Env, memory: Value, byte_offset: usize, length: usize) -> Outcome<Value> {
    let engine = env.engine();
    let buffer = engine.typed_array(ElementType::Uint8, memory, byte_offset, length)?;
    if let Some(prototype) = env.isolate.buffer_prototype()
        && let Err(thrown) = engine.set_prototype(buffer, prototype)
    {
        engine.free(buffer);
        return Err(thrown);
    }
    Ok(buffer)
}

/// An array buffer over memory of the addon's, whose finalizer runs on this thread, later.
fn external(
    env: &Env,
    data: *mut c_void,
    length: usize,
    finalize: node_api_basic_finalize,
    hint: *mut c_void,
) -> Answer<Value> {
    let finalizer = env.later_finalizer(finalize, data, hint);
    let (release, context) = env.external_memory.lend(finalizer);
    let memory = Memory {
        bytes: data.cast(),
        length,
        release,
        context,
    };
    Ok(env.engine().external_array_buffer(memory)?)
}

/// A finalizer without an environment, and what it is called with.
struct NoEnvFinalizer {
    finalize: node_api_noenv_finalize,
    data: *mut c_void,
    hint: *mut c_void,
}

fn noenv_memory(
    data: *mut c_void,
    length: usize,
    finalize: node_api_noenv_finalize,
    hint: *mut c_void,
) -> Memory {
    unsafe fn release(context: *mut c_void) {
        // SAFETY: boxed below; released once.
        let finalizer = unsafe { Box::from_raw(context.cast::<NoEnvFinalizer>()) };
        if let Some(finalize) = finalizer.finalize {
            // SAFETY: the addon gave all three for this; it may be called at any time.
            unsafe { finalize(finalizer.data, finalizer.hint) }
        }
    }
    let context = Box::into_raw(Box::new(NoEnvFinalizer {
        finalize,
        data,
        hint,
    }));
    Memory {
        bytes: data.cast(),
        length,
        release,
        context: context.cast(),
    }
}
