//! stub
use super::call::prelude::*;
pub(super) unsafe extern "C" fn napi_async_init(env: napi_env, async_resource: napi_value, async_resource_name: napi_value, result: *mut napi_async_context) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_async_destroy(env: napi_env, async_context: napi_async_context) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_make_callback(env: napi_env, async_context: napi_async_context, recv: napi_value, func: napi_value, argc: usize, argv: *const napi_value, result: *mut napi_value) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_open_callback_scope(env: napi_env, resource_object: napi_value, context: napi_async_context, result: *mut napi_callback_scope) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_close_callback_scope(env: napi_env, scope: napi_callback_scope) -> napi_status { napi_generic_failure }
