//! stub
use super::call::prelude::*;
pub(super) unsafe extern "C" fn napi_create_async_work(env: napi_env, async_resource: napi_value, async_resource_name: napi_value, execute: napi_async_execute_callback, complete: napi_async_complete_callback, data: *mut c_void, result: *mut napi_async_work) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_delete_async_work(env: napi_env, work: napi_async_work) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_queue_async_work(env: node_api_basic_env, work: napi_async_work) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_cancel_async_work(env: node_api_basic_env, work: napi_async_work) -> napi_status { napi_generic_failure }
