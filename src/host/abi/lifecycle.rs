//! The environment's life: instance data, cleanup hooks, finalizers for later, external memory.

use super::call::prelude::*;
use crate::host::environment::CleanupHooks;
use std::rc::Rc;

api! {
    basic fn napi_set_instance_data(
        env, data: *mut c_void, finalize_cb: napi_finalize, finalize_hint: *mut c_void
    ) {
        env.instance_data.set(data, finalize_cb, finalize_hint);
        Ok(())
    }

    basic fn napi_get_instance_data(env, data: *mut *mut c_void as Out<*mut c_void>) {
        data.set(env.instance_data.get());
        Ok(())
    }

    basic fn napi_add_env_cleanup_hook(env, hook: napi_cleanup_hook, arg: *mut c_void) {
        ensure(hook.is_some(), napi_invalid_arg)?;
        env.cleanup.add(hook, arg);
        Err(Failure::Bare(napi_ok))
    }

    basic fn napi_remove_env_cleanup_hook(env, hook: napi_cleanup_hook, arg: *mut c_void) {
        ensure(hook.is_some(), napi_invalid_arg)?;
        env.cleanup.remove(hook, arg);
        Err(Failure::Bare(napi_ok))
    }

    basic fn napi_add_async_cleanup_hook(
        env,
        hook: napi_async_cleanup_hook,
        arg: *mut c_void,
        remove_handle: *mut napi_async_cleanup_hook_handle
            as Option<Out<napi_async_cleanup_hook_handle>>,
    ) {
        ensure(hook.is_some(), napi_invalid_arg)?;
        let handle = env.cleanup.add_async(hook, arg);
        set(&remove_handle, || handle);
        Ok(())
    }

    basic fn node_api_post_finalizer(
        env, finalize_cb: napi_finalize, finalize_data: *mut c_void, finalize_hint: *mut c_void
    ) {
        let finalizer = env.later_finalizer(finalize_cb, finalize_data, finalize_hint);
        env.isolate.finalizers.enqueue(Rc::new(finalizer));
        Ok(())
    }

    basic fn napi_adjust_external_memory(
        env, change_in_bytes: i64, adjusted_value: *mut i64 as Out<i64>
    ) {
        adjusted_value.set(env.isolate.adjust_external_memory(change_in_bytes));
        Ok(())
    }
}

/// Needs no environment: the handle knows its own.
pub(super) unsafe extern "C" fn napi_remove_async_cleanup_hook(
    remove_handle: napi_async_cleanup_hook_handle,
) -> napi_status {
    if remove_handle.is_null() {
        return napi_invalid_arg;
    }
    // SAFETY: a live handle: the addon's promise.
    unsafe { CleanupHooks::remove_async(remove_handle) };
    napi_ok
}
