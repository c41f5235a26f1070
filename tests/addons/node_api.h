/* What the addons of these tests use of Node-API, so that none needs Node.js's headers. Statuses and
 * enumerations are plain numbers. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_ref__ *napi_ref;
typedef struct napi_handle_scope__ *napi_handle_scope;
typedef struct napi_callback_info__ *napi_callback_info;
typedef struct napi_callback_scope__ *napi_callback_scope;
typedef struct napi_async_context__ *napi_async_context;
typedef struct napi_async_work__ *napi_async_work;
typedef struct napi_async_cleanup_hook_handle__ *napi_async_cleanup_hook_handle;
typedef struct napi_deferred__ *napi_deferred;
typedef struct napi_threadsafe_function__ *napi_threadsafe_function;

typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *, void *);
typedef void (*napi_execute)(napi_env, void *);
typedef void (*napi_complete)(napi_env, int, void *);
typedef void (*napi_call_js)(napi_env, napi_value, void *, void *);
typedef napi_value (*napi_addon_register_func)(napi_env, napi_value);

struct uv_loop_s;

int napi_add_async_cleanup_hook(napi_env, void (*)(napi_async_cleanup_hook_handle, void *), void *,
                                napi_async_cleanup_hook_handle *);
int napi_add_env_cleanup_hook(napi_env, void (*)(void *), void *);
int napi_async_destroy(napi_env, napi_async_context);
int napi_async_init(napi_env, napi_value, napi_value, napi_async_context *);
int napi_call_function(napi_env, napi_value, napi_value, size_t, const napi_value *, napi_value *);
int napi_call_threadsafe_function(napi_threadsafe_function, void *, int);
int napi_cancel_async_work(napi_env, napi_async_work);
int napi_close_callback_scope(napi_env, napi_callback_scope);
int napi_close_handle_scope(napi_env, napi_handle_scope);
int napi_create_array(napi_env, napi_value *);
int napi_create_async_work(napi_env, napi_value, napi_value, napi_execute, napi_complete, void *,
                           napi_async_work *);
int napi_create_double(napi_env, double, napi_value *);
int napi_create_external(napi_env, void *, napi_finalize, void *, napi_value *);
int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_create_int32(napi_env, int32_t, napi_value *);
int napi_create_promise(napi_env, napi_deferred *, napi_value *);
int napi_create_reference(napi_env, napi_value, uint32_t, napi_ref *);
int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
int napi_create_threadsafe_function(napi_env, napi_value, napi_value, napi_value, size_t, size_t, void *,
                                    napi_finalize, void *, napi_call_js, napi_threadsafe_function *);
int napi_delete_async_work(napi_env, napi_async_work);
int napi_delete_reference(napi_env, napi_ref);
int napi_fatal_exception(napi_env, napi_value);
int napi_get_and_clear_last_exception(napi_env, napi_value *);
int napi_get_boolean(napi_env, bool, napi_value *);
int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_global(napi_env, napi_value *);
int napi_get_reference_value(napi_env, napi_ref, napi_value *);
int napi_get_typedarray_info(napi_env, napi_value, int *, size_t *, void **, napi_value *, size_t *);
int napi_get_undefined(napi_env, napi_value *);
int napi_get_uv_event_loop(napi_env, struct uv_loop_s **);
int napi_get_value_external(napi_env, napi_value, void **);
int napi_get_value_int32(napi_env, napi_value, int32_t *);
int napi_get_value_uint32(napi_env, napi_value, uint32_t *);
int napi_is_array(napi_env, napi_value, bool *);
int napi_is_arraybuffer(napi_env, napi_value, bool *);
int napi_is_dataview(napi_env, napi_value, bool *);
int napi_is_date(napi_env, napi_value, bool *);
int napi_is_error(napi_env, napi_value, bool *);
int napi_is_promise(napi_env, napi_value, bool *);
int napi_is_typedarray(napi_env, napi_value, bool *);
int napi_make_callback(napi_env, napi_async_context, napi_value, napi_value, size_t, const napi_value *,
                       napi_value *);
int napi_new_instance(napi_env, napi_value, size_t, const napi_value *, napi_value *);
int napi_open_callback_scope(napi_env, napi_value, napi_async_context, napi_callback_scope *);
int napi_open_handle_scope(napi_env, napi_handle_scope *);
int napi_queue_async_work(napi_env, napi_async_work);
int napi_reference_ref(napi_env, napi_ref, uint32_t *);
int napi_reference_unref(napi_env, napi_ref, uint32_t *);
int napi_release_threadsafe_function(napi_threadsafe_function, int);
int napi_remove_async_cleanup_hook(napi_async_cleanup_hook_handle);
int napi_resolve_deferred(napi_env, napi_deferred, napi_value);
int napi_set_element(napi_env, napi_value, uint32_t, napi_value);
int napi_set_instance_data(napi_env, void *, napi_finalize, void *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
int napi_throw_error(napi_env, const char *, const char *);
int napi_typeof(napi_env, napi_value, int *);
int napi_unwrap(napi_env, napi_value, void **);
int napi_wrap(napi_env, napi_value, void *, napi_finalize, void *, napi_ref *);

#define AUTO_LENGTH ((size_t)-1)

/* Gives the module a function. */
static inline void export_function(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, AUTO_LENGTH, callback, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}
