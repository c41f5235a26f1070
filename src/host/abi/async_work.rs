//! Asynchronous work.

use super::async_context::{check_resource, init};
use super::call::prelude::*;
use crate::host::environment::async_contexts::Resource;

api! {
    plain fn napi_create_async_work(
        env,
        async_resource: napi_value as Option<Local>,
        async_resource_name: napi_value as Local,
        execute: napi_async_execute_callback,
        complete: napi_async_complete_callback,
        data: *mut c_void,
        result: *mut napi_async_work as Out<napi_async_work>,
    ) {
        let execute = execute.ok_or(napi_invalid_arg)?;
        let resource = check_resource(env, async_resource, async_resource_name)?;
        let resource = resource.as_ref().map_or(Resource::Own, |it| Resource::Held(it.value));
        let id = init(env, async_resource_name, resource)?;
        result.set(env.isolate.event_loop.create_work(env, execute, complete, data, id));
        Ok(())
    }

    plain fn napi_delete_async_work(
        env, work: napi_async_work as NonNullRaw<napi_async_work__>
    ) {
        // SAFETY: not deleted before, and of this loop: the addon's promise.
        let id = unsafe { env.isolate.event_loop.delete_work(work.0) };
        env.isolate.async_contexts.destroy(&env.isolate, id);
        Ok(())
    }

    basic fn napi_queue_async_work(
        env, work: napi_async_work as NonNullRaw<napi_async_work__>
    ) {
        ensure(env.isolate.is_own_thread(), napi_generic_failure)?;
        // SAFETY: not deleted, and of this loop: the addon's promise.
        let is_queued = unsafe { env.isolate.event_loop.queue_work(work.0) };
        ensure(is_queued, napi_generic_failure)
    }

    basic fn napi_cancel_async_work(
        env, work: napi_async_work as NonNullRaw<napi_async_work__>
    ) {
        ensure(env.isolate.is_own_thread(), napi_generic_failure)?;
        // SAFETY: not deleted, and of this loop: the addon's promise.
        let is_cancelled = unsafe { env.isolate.event_loop.cancel_work(work.0) };
        ensure(is_cancelled, napi_generic_failure)
    }
}
