//! The part of the declaration list that stands on Node.js itself (`node_api.h`).

/// Step two of [`for_each_function!`](crate::for_each_function): calls the callback with everything.
#[doc(hidden)]
#[macro_export]
macro_rules! __node_api_functions {
    ($callback:ident $($js_native_api:tt)*) => {
        $callback! {
            js_native_api { $($js_native_api)* }
            node_api {
                // ---- Error handling ----
                /// Hands the error to the host's `uncaughtException` handling.
                (3) fn napi_fatal_exception(env: napi_env, err: napi_value) -> napi_status;
                /// Prints location and message and ends the process. It never returns.
                (1) fn napi_fatal_error(
                    location: *const c_char, location_len: usize, message: *const c_char,
                    message_len: usize,
                ) -> ();

                // ---- Environment life cycle ----
                /// Registers a function to run when the environment is torn down.
                (3) fn napi_add_env_cleanup_hook(
                    env: node_api_basic_env, hook: napi_cleanup_hook, arg: *mut c_void,
                ) -> napi_status;
                /// Takes a cleanup hook back; function and argument must be the registered ones.
                (3) fn napi_remove_env_cleanup_hook(
                    env: node_api_basic_env, hook: napi_cleanup_hook, arg: *mut c_void,
                ) -> napi_status;
                /// Registers a cleanup hook that may finish later.
                (8) fn napi_add_async_cleanup_hook(
                    env: node_api_basic_env, hook: napi_async_cleanup_hook, arg: *mut c_void,
                    remove_handle: *mut napi_async_cleanup_hook_handle,
                ) -> napi_status;
                /// Says that an asynchronous cleanup hook has finished, or takes it back.
                (8) fn napi_remove_async_cleanup_hook(
                    remove_handle: napi_async_cleanup_hook_handle,
                ) -> napi_status;

                // ---- Binary data ----
                /// Makes a `Buffer`; its length is in bytes, its contents are not set.
                (1) fn napi_create_buffer(
                    env: napi_env, length: usize, data: *mut *mut c_void, result: *mut napi_value,
                ) -> napi_status;
                /// Makes a `Buffer` with a copy of the bytes.
                (1) fn napi_create_buffer_copy(
                    env: napi_env, length: usize, data: *const c_void, result_data: *mut *mut c_void,
                    result: *mut napi_value,
                ) -> napi_status;
                /// Makes a `Buffer` over foreign memory.
                (1) fn napi_create_external_buffer(
                    env: napi_env, length: usize, data: *mut c_void,
                    finalize_cb: node_api_basic_finalize, finalize_hint: *mut c_void,
                    result: *mut napi_value,
                ) -> napi_status;
                /// Makes a `Buffer` over a part of an `ArrayBuffer`.
                (10) fn node_api_create_buffer_from_arraybuffer(
                    env: napi_env, arraybuffer: napi_value, byte_offset: usize, byte_length: usize,
                    result: *mut napi_value,
                ) -> napi_status;
                /// Tells whether the value is a `Buffer` (in Node.js, any `ArrayBufferView`).
                (1) fn napi_is_buffer(
                    env: napi_env, value: napi_value, result: *mut bool,
                ) -> napi_status;
                /// Gives a `Buffer`'s memory and length in bytes.
                (1) fn napi_get_buffer_info(
                    env: napi_env, value: napi_value, data: *mut *mut c_void, length: *mut usize,
                ) -> napi_status;

                // ---- Versions and modules ----
                /// Gives the version of Node.js, or of what stands for it.
                (1) fn napi_get_node_version(
                    env: node_api_basic_env, version: *mut *const napi_node_version,
                ) -> napi_status;
                /// Registers a module from a constructor: the oldest way in.
                (1) fn napi_module_register(module: *mut napi_module) -> ();
                /// Gives the module's location as a `file:` URL.
                (9) fn node_api_get_module_file_name(
                    env: node_api_basic_env, result: *mut *const c_char,
                ) -> napi_status;
                /// Gives the libuv loop of this environment.
                (2) fn napi_get_uv_event_loop(
                    env: node_api_basic_env, uv_loop: *mut *mut uv_loop_s,
                ) -> napi_status;

                // ---- Asynchronous work ----
                /// Makes a piece of work for the thread pool.
                (1) fn napi_create_async_work(
                    env: napi_env, async_resource: napi_value, async_resource_name: napi_value,
                    execute: napi_async_execute_callback, complete: napi_async_complete_callback,
                    data: *mut c_void, result: *mut napi_async_work,
                ) -> napi_status;
                /// Frees a piece of work that is not queued.
                (1) fn napi_delete_async_work(env: napi_env, work: napi_async_work) -> napi_status;
                /// Queues the work: `execute` on the pool, then `complete` on this thread.
                (1) fn napi_queue_async_work(
                    env: node_api_basic_env, work: napi_async_work,
                ) -> napi_status;
                /// Cancels work that has not started.
                (1) fn napi_cancel_async_work(
                    env: node_api_basic_env, work: napi_async_work,
                ) -> napi_status;

                // ---- Asynchronous context and callbacks ----
                /// Makes an asynchronous context.
                (1) fn napi_async_init(
                    env: napi_env, async_resource: napi_value, async_resource_name: napi_value,
                    result: *mut napi_async_context,
                ) -> napi_status;
                /// Destroys an asynchronous context.
                (1) fn napi_async_destroy(
                    env: napi_env, async_context: napi_async_context,
                ) -> napi_status;
                /// Calls a function from an asynchronous operation, then runs what is pending.
                (1) fn napi_make_callback(
                    env: napi_env, async_context: napi_async_context, recv: napi_value,
                    func: napi_value, argc: usize, argv: *const napi_value, result: *mut napi_value,
                ) -> napi_status;
                /// Opens a callback scope, for callbacks made by `napi_call_function`.
                (3) fn napi_open_callback_scope(
                    env: napi_env, resource_object: napi_value, context: napi_async_context,
                    result: *mut napi_callback_scope,
                ) -> napi_status;
                /// Closes a callback scope and runs what is pending.
                (3) fn napi_close_callback_scope(
                    env: napi_env, scope: napi_callback_scope,
                ) -> napi_status;

                // ---- Thread-safe functions ----
                /// Makes a function that any thread may call.
                (4) fn napi_create_threadsafe_function(
                    env: napi_env, func: napi_value, async_resource: napi_value,
                    async_resource_name: napi_value, max_queue_size: usize,
                    initial_thread_count: usize, thread_finalize_data: *mut c_void,
                    thread_finalize_cb: napi_finalize, context: *mut c_void,
                    call_js_cb: napi_threadsafe_function_call_js,
                    result: *mut napi_threadsafe_function,
                ) -> napi_status;
                /// Gives the context that the thread-safe function was made with.
                (4) fn napi_get_threadsafe_function_context(
                    func: napi_threadsafe_function, result: *mut *mut c_void,
                ) -> napi_status;
                /// Queues a call; from any thread.
                (4) fn napi_call_threadsafe_function(
                    func: napi_threadsafe_function, data: *mut c_void,
                    is_blocking: napi_threadsafe_function_call_mode,
                ) -> napi_status;
                /// Says that one more thread uses the function.
                (4) fn napi_acquire_threadsafe_function(func: napi_threadsafe_function) -> napi_status;
                /// Says that one thread fewer uses the function.
                (4) fn napi_release_threadsafe_function(
                    func: napi_threadsafe_function, mode: napi_threadsafe_function_release_mode,
                ) -> napi_status;
                /// Lets the event loop end although the function is alive.
                (4) fn napi_unref_threadsafe_function(
                    env: node_api_basic_env, func: napi_threadsafe_function,
                ) -> napi_status;
                /// Keeps the event loop alive while the function is.
                (4) fn napi_ref_threadsafe_function(
                    env: node_api_basic_env, func: napi_threadsafe_function,
                ) -> napi_status;
            }
        }
    };
}
