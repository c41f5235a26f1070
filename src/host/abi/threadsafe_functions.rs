//! stub
use super::call::prelude::*;
pub(super) unsafe extern "C" fn napi_create_threadsafe_function(env: napi_env, func: napi_value, async_resource: napi_value, async_resource_name: napi_value, max_queue_size: usize, initial_thread_count: usize, thread_finalize_data: *mut c_void, thread_finalize_cb: napi_finalize, context: *mut c_void, call_js_cb: napi_threadsafe_function_call_js, result: *mut napi_threadsafe_function) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_get_threadsafe_function_context(func: napi_threadsafe_function, result: *mut *mut c_void) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_call_threadsafe_function(func: napi_threadsafe_function, data: *mut c_void, is_blocking: napi_threadsafe_function_call_mode) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_acquire_threadsafe_function(func: napi_threadsafe_function) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_release_threadsafe_function(func: napi_threadsafe_function, mode: napi_threadsafe_function_release_mode) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_unref_threadsafe_function(env: node_api_basic_env, func: napi_threadsafe_function) -> napi_status { napi_generic_failure }
pub(super) unsafe extern "C" fn napi_ref_threadsafe_function(env: node_api_basic_env, func: napi_threadsafe_function) -> napi_status { napi_generic_failure }
