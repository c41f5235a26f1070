//! Handle scopes.

use super::call::prelude::*;
use crate::host::scope_manager::EscapeError;

api! {
    plain fn napi_open_handle_scope(
        env, result: *mut napi_handle_scope as Out<napi_handle_scope>
    ) {
        result.set(env.isolate.scopes.open_scope());
        Ok(())
    }

    plain fn napi_close_handle_scope(
        env, scope: napi_handle_scope as NonNullRaw<napi_handle_scope__>
    ) {
        Ok(env.isolate.scopes.close_scope(env.engine(), scope.0)?)
    }

    plain fn napi_open_escapable_handle_scope(
        env, result: *mut napi_escapable_handle_scope as Out<napi_escapable_handle_scope>
    ) {
        result.set(env.isolate.scopes.open_escapable_scope());
        Ok(())
    }

    plain fn napi_close_escapable_handle_scope(
        env, scope: napi_escapable_handle_scope as NonNullRaw<napi_escapable_handle_scope__>
    ) {
        Ok(env.isolate.scopes.close_scope(env.engine(), scope.0.cast())?)
    }

    plain fn napi_escape_handle(
        env,
        scope: napi_escapable_handle_scope as NonNullRaw<napi_escapable_handle_scope__>,
        escapee: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let engine = env.engine();
        match env.isolate.scopes.escape(scope.0, engine.dup(escapee.0)) {
            Ok(handle) => {
                result.set(handle);
                Ok(())
            }
            Err(error) => {
                engine.free(escapee.0);
                Err(match error {
                    EscapeError::Twice => napi_escape_called_twice.into(),
                    EscapeError::Mismatch => env.isolate.scopes.mismatch().into(),
                })
            }
        }
    }
}
