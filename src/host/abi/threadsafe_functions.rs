//! Thread-safe functions. All but their making and the two that are about the loop come in on any
//! thread, without an environment; those leave no last error.

use super::async_context::{check_resource, init};
use super::call::prelude::*;
use crate::host::environment::async_contexts::Resource;
use crate::host::event_loop::function_handle;
use crate::host::event_loop::threadsafe_function::Definition;

api! {
    plain fn napi_create_threadsafe_function(
        env,
        func: napi_value as Option<Local>,
        async_resource: napi_value as Option<Local>,
        async_resource_name: napi_value as Local,
        max_queue_size: usize,
        initial_thread_count: usize,
        thread_finalize_data: *mut c_void,
        thread_finalize_cb: napi_finalize,
        context: *mut c_void,
        call_js_cb: napi_threadsafe_function_call_js,
        result: *mut napi_threadsafe_function as Out<napi_threadsafe_function>,
    ) {
        ensure(initial_thread_count > 0, napi_invalid_arg)?;
        let engine = env.engine();
        match func {
            None => ensure(call_js_cb.is_some(), napi_invalid_arg)?,
            Some(Local(func)) => ensure(engine.is_function(func), napi_invalid_arg)?,
        }
        let resource = check_resource(env, async_resource, async_resource_name)?;
        let resource = resource.as_ref().map_or(Resource::Own, |it| Resource::Held(it.value));
        let id = init(env, async_resource_name, resource)?;
        result.set(env.isolate.event_loop.create_function(env, Definition {
            callback: func.map(|Local(func)| engine.dup(func)),
            limit: max_queue_size,
            threads: initial_thread_count,
            finalize: thread_finalize_cb,
            finalize_data: thread_finalize_data,
            context,
            call_js: call_js_cb,
            id,
        }));
        Ok(())
    }

    basic fn unref_threadsafe_function(
        env, func: napi_threadsafe_function as NonNullRaw<napi_threadsafe_function__>
    ) {
        env.isolate.event_loop.set_function_ref(func.0, false);
        Err(Failure::Bare(napi_ok))
    }

    basic fn ref_threadsafe_function(
        env, func: napi_threadsafe_function as NonNullRaw<napi_threadsafe_function__>
    ) {
        env.isolate.event_loop.set_function_ref(func.0, true);
        Err(Failure::Bare(napi_ok))
    }
}

/// The function no longer keeps the loop alive.
pub(super) unsafe extern "C" fn napi_unref_threadsafe_function(
    env: napi_env,
    func: napi_threadsafe_function,
) -> napi_status {
    // SAFETY: the addon's promise for arguments of this function.
    unsafe { unref_threadsafe_function(or_own(env, func), func) }
}

/// The function keeps the loop alive again.
pub(super) unsafe extern "C" fn napi_ref_threadsafe_function(
    env: napi_env,
    func: napi_threadsafe_function,
) -> napi_status {
    // SAFETY: the addon's promise for arguments of this function.
    unsafe { ref_threadsafe_function(or_own(env, func), func) }
}

/// The function's own environment where the addon gives none: Node.js looks at none.
///
/// # Safety
///
/// The function is null or good for this thread.
unsafe fn or_own(env: napi_env, func: napi_threadsafe_function) -> napi_env {
    if env.is_null() {
        // SAFETY: the caller's promise.
        unsafe { function_handle::env_of(func) }
    } else {
        env
    }
}

/// The pointer that the function was made with.
pub(super) unsafe extern "C" fn napi_get_threadsafe_function_context(
    func: napi_threadsafe_function,
    result: *mut *mut c_void,
) -> napi_status {
    // SAFETY: null or good for this thread: the addon's promise.
    let Some(context) = (unsafe { function_handle::context_of(func) }) else {
        return napi_invalid_arg;
    };
    if result.is_null() {
        return napi_invalid_arg;
    }
    // SAFETY: not null, and good for writing: the addon's promise.
    unsafe { result.write(context) };
    napi_ok
}

/// Queues a call.
pub(super) unsafe extern "C" fn napi_call_threadsafe_function(
    func: napi_threadsafe_function,
    data: *mut c_void,
    is_blocking: napi_threadsafe_function_call_mode,
) -> napi_status {
    // SAFETY: null or good for this thread: the addon's promise.
    unsafe { function_handle::call(func, data, is_blocking) }
}

/// Counts one thread more.
pub(super) unsafe extern "C" fn napi_acquire_threadsafe_function(
    func: napi_threadsafe_function,
) -> napi_status {
    // SAFETY: null or good for this thread: the addon's promise.
    unsafe { function_handle::acquire(func) }
}

/// Counts one thread fewer.
pub(super) unsafe extern "C" fn napi_release_threadsafe_function(
    func: napi_threadsafe_function,
    mode: napi_threadsafe_function_release_mode,
) -> napi_status {
    // SAFETY: null or good for this thread: the addon's promise.
    unsafe { function_handle::release(func, mode) }
}
