//! Asynchronous contexts, and callbacks made in them.
//!
//! What `async_hooks` makes of them is the JavaScript around addons' business; a context keeps its
//! number, and its resource weakly, as Node.js does.

use super::call::prelude::*;
use super::functions::{call, keep};
use crate::host::environment::async_contexts::{AsyncId, Entered, Resource};
use crate::host::{HostEngine, Value};

/// What a `napi_async_context` points at; the addon owns it.
struct AsyncContext {
    /// A weak reference to the resource that the addon gave; null where it gave none. The
    /// environment's teardown deletes it, as all references.
    resource: napi_ref,
    id: AsyncId,
}

impl AsyncContext {
    /// Begins a callback in the context, or in none where that is null.
    ///
    /// # Safety
    ///
    /// Null, or from `napi_async_init` and not destroyed: the addon's promise.
    unsafe fn enter(env: &Env, context: napi_async_context, receiver: Option<Value>) -> Entered {
        let contexts = &env.isolate.async_contexts;
        if !contexts.is_told() {
            return Entered::NOTHING;
        }
        // SAFETY: the caller's promise.
        let Some(context) = (unsafe { context.cast::<AsyncContext>().as_ref() }) else {
            return contexts.enter(&env.isolate, AsyncId::NONE, receiver);
        };
        let resource = if context.resource.is_null() {
            None
        } else {
            // SAFETY: made with the context, and not deleted while the environment is open.
            unsafe { env.references.value(env.engine(), context.resource) }
        };
        contexts.enter(&env.isolate, context.id, resource)
    }
}

api! {
    plain fn napi_async_init(
        env,
        async_resource: napi_value as Option<Local>,
        async_resource_name: napi_value as Local,
        result: *mut napi_async_context as Out<napi_async_context>,
    ) {
        let resource = check_resource(env, async_resource, async_resource_name)?;
        let (reference, told) = match &resource {
            Some(resource) => (
                env.references.create(env.engine(), resource.value, 0)?,
                Resource::Weak(resource.value),
            ),
            None => (ptr::null_mut(), Resource::Own),
        };
        let id = init(env, async_resource_name, told)?;
        let context = AsyncContext { resource: reference, id };
        result.set(Box::into_raw(Box::new(context)).cast());
        Ok(())
    }

    plain fn napi_async_destroy(
        env, async_context: napi_async_context as NonNullRaw<napi_async_context__>
    ) {
        // SAFETY: from `napi_async_init`, and not destroyed before: the addon's promise.
        let context = unsafe { Box::from_raw(async_context.0.cast::<AsyncContext>()) };
        env.isolate.async_contexts.destroy(&env.isolate, context.id);
        if !context.resource.is_null() && env.can_call_into_js() {
            // SAFETY: made with the context, and not deleted while the environment is open.
            unsafe { env.references.delete(env.engine(), context.resource) };
        }
        Ok(())
    }

    script fn napi_make_callback(
        env,
        async_context: napi_async_context,
        recv: napi_value as Local,
        func: napi_value,
        argc: usize,
        argv: *const napi_value,
        result: *mut napi_value as Option<Out<napi_value>>,
    ) {
        ensure(argc == 0 || !argv.is_null(), napi_invalid_arg)?;
        let receiver = env.to_object(recv)?;
        let depth = env.isolate.event_loop.enter();
        // SAFETY: the addon's promise for arguments of this function.
        let (entered, value) = unsafe {
            let entered = AsyncContext::enter(env, async_context, Some(receiver.value));
            (entered, call(env, Local(receiver.value), func, argc, argv))
        };
        leave(env, entered, value.is_err());
        env.isolate.event_loop.leave(depth);
        keep(env, value?, &result);
        env.isolate.event_loop.settle_if_outermost(env);
        Ok(())
    }

    plain fn napi_open_callback_scope(
        env,
        _resource_object: napi_value,
        context: napi_async_context as NonNullRaw<napi_async_context__>,
        result: *mut napi_callback_scope as Out<napi_callback_scope>,
    ) {
        let number = env.isolate.event_loop.open_callback_scope(env);
        // SAFETY: the addon's promise for arguments of this function.
        let entered = unsafe { AsyncContext::enter(env, context.0, None) };
        env.isolate.async_contexts.open_scope(env, number, entered);
        result.set(ptr::without_provenance_mut(number));
        Ok(())
    }

    basic fn napi_close_callback_scope(
        env, scope: napi_callback_scope as NonNullRaw<napi_callback_scope__>
    ) {
        if env.isolate.event_loop.close_callback_scope(env, scope.0.addr()) {
            Ok(())
        } else {
            Err(Failure::Bare(napi_callback_scope_mismatch))
        }
    }
}

/// The resource as an object; and that the name can be a string, whose use `async_hooks` is.
pub(super) fn check_resource(
    env: &Env,
    resource: Option<Local>,
    Local(name): Local,
) -> Answer<Option<AsObject<'_>>> {
    let resource = resource
        .map(|resource| env.to_object(resource))
        .transpose()?;
    let engine = env.engine();
    if !engine.is_string(name) {
        engine.free(engine.to_string(name).or_status(napi_string_expected)?);
    }
    Ok(resource)
}

/// Ends a callback. An exception that is still the engine's is out of the way meanwhile.
fn leave(env: &Env, entered: Entered, failed: bool) {
    if failed && entered.is_told() {
        let exception = env.engine().take_exception();
        env.isolate
            .async_contexts
            .leave(&env.isolate, entered, failed);
        env.engine().throw(exception);
    } else {
        env.isolate
            .async_contexts
            .leave(&env.isolate, entered, failed);
    }
}

/// Tells of a context of the name that [`check_resource`] has looked at.
pub(super) fn init(
    env: &Env,
    Local(name): Local,
    resource: Resource<HostEngine>,
) -> Answer<AsyncId> {
    let engine = env.engine();
    let kind = engine.to_string(name).or_status(napi_string_expected)?;
    let id = env
        .isolate
        .async_contexts
        .init(&env.isolate, kind, resource);
    engine.free(kind);
    Ok(id)
}
