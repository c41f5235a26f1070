//! Promises.

use super::call::prelude::*;

api! {
    script fn napi_create_promise(
        env,
        deferred: *mut napi_deferred as Out<napi_deferred>,
        promise: *mut napi_value as Out<napi_value>,
    ) {
        let (value, resolvers) = env.engine().promise()?;
        deferred.set(env.isolate.deferreds.add(resolvers).cast());
        promise.set(env.handle(value));
        Ok(())
    }

    script fn napi_resolve_deferred(
        env, deferred: napi_deferred, resolution: napi_value as Local
    ) {
        conclude(env, deferred, resolution, |resolvers| resolvers.resolve)
    }

    script fn napi_reject_deferred(
        env, deferred: napi_deferred, rejection: napi_value as Local
    ) {
        conclude(env, deferred, rejection, |resolvers| resolvers.reject)
    }

    plain fn napi_is_promise(
        env, value: napi_value as Local, is_promise: *mut bool as Out<bool>
    ) {
        is_promise.set(env.engine().is_promise(value.0));
        Ok(())
    }
}

fn conclude(
    env: &Env,
    deferred: napi_deferred,
    Local(value): Local,
    choose: impl Fn(&Resolvers<Value>) -> Value,
) -> Answer {
    let engine = env.engine();
    // A deferred is gone once it has settled its promise; a second time is an error here.
    let resolvers = env
        .isolate
        .deferreds
        .take(deferred.cast())
        .ok_or(napi_invalid_arg)?;
    let settled = engine.call(choose(&resolvers), HostEngine::UNDEFINED, &[value]);
    engine.free(resolvers.resolve);
    engine.free(resolvers.reject);
    engine.free(settled?);
    Ok(())
}
