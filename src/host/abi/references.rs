//! References.

use super::call::prelude::*;
use crate::host::reference_manager::Change;

api! {
    plain fn napi_create_reference(
        env,
        value: napi_value as Local,
        initial_refcount: u32,
        result: *mut napi_ref as Out<napi_ref>,
    ) {
        let engine = env.engine();
        // Before version 10, only what the engine can hold weakly.
        ensure(
            env.api_version >= 10
                || engine.is_object(value.0)
                || engine.type_of(value.0) == ValueType::Symbol,
            napi_invalid_arg,
        )?;
        result.set(env.references.create(engine, value.0, initial_refcount)?);
        Ok(())
    }

    any_thread_basic fn napi_delete_reference(env, reference: napi_ref as NonNullRaw<napi_ref__>) {
        if !env.isolate.is_own_thread() {
            return hand_in(env, reference, Change::Delete).map(drop);
        }
        // SAFETY: a live reference: the addon's promise.
        unsafe { env.references.delete(env.engine(), reference.0) };
        Ok(())
    }

    any_thread fn napi_reference_ref(
        env,
        reference: napi_ref as NonNullRaw<napi_ref__>,
        result: *mut u32 as Option<Out<u32>>,
    ) {
        if !env.isolate.is_own_thread() {
            let count = hand_in(env, reference, Change::Increment)?;
            set(&result, || count);
            return Ok(());
        }
        // SAFETY: a live reference: the addon's promise.
        let count = unsafe { env.references.increment(env.engine(), reference.0) };
        set(&result, || count);
        Ok(())
    }

    any_thread fn napi_reference_unref(
        env,
        reference: napi_ref as NonNullRaw<napi_ref__>,
        result: *mut u32 as Option<Out<u32>>,
    ) {
        if !env.isolate.is_own_thread() {
            let count = hand_in(env, reference, Change::Decrement)?;
            set(&result, || count);
            return Ok(());
        }
        // SAFETY: a live reference: the addon's promise.
        let count = unsafe { env.references.decrement(env.engine(), reference.0) }?;
        let count = count.ok_or(napi_generic_failure)?;
        set(&result, || count);
        Ok(())
    }

    plain fn napi_get_reference_value(
        env,
        reference: napi_ref as NonNullRaw<napi_ref__>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        // SAFETY: a live reference: the addon's promise.
        let value = unsafe { env.references.value(env.engine(), reference.0) };
        result.set(value.map_or(ptr::null_mut(), |value| env.handle(env.engine().dup(value))));
        Ok(())
    }
}

/// Has a reference changed on its own thread, soon; gives the count that it will have.
#[cold]
fn hand_in(env: &Env, reference: NonNullRaw<napi_ref__>, change: Change) -> Answer<u32> {
    // SAFETY: a live reference: the addon's promise.
    let count = unsafe { env.references.hand_in(reference.0, change) };
    let count = count.ok_or(napi_generic_failure)?;
    env.isolate.event_loop.wake_for_references();
    Ok(count)
}
