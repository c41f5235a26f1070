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
typedef struct napi_escapable_handle_scope__ *napi_escapable_handle_scope;
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
typedef void (*napi_cleanup_hook)(void *);
typedef void (*napi_async_cleanup_hook)(napi_async_cleanup_hook_handle, void *);
typedef void (*node_api_noenv_finalize)(void *, void *);
typedef uint16_t char16_t;

typedef struct {
  const char *error_message;
  void *engine_reserved;
  uint32_t engine_error_code;
  int error_code;
} napi_extended_error_info;

typedef struct {
  const char *utf8name;
  napi_value name;
  napi_callback method, getter, setter;
  napi_value value;
  int attributes;
  void *data;
} napi_property_descriptor;

typedef struct {
  uint64_t lower, upper;
} napi_type_tag;

typedef struct {
  uint32_t major, minor, patch;
  const char *release;
} napi_node_version;

typedef struct {
  int nm_version;
  unsigned nm_flags;
  const char *nm_filename;
  napi_addon_register_func nm_register_func;
  const char *nm_modname;
  void *nm_priv, *reserved[4];
} napi_module;

struct uv_loop_s;

int napi_acquire_threadsafe_function(napi_threadsafe_function);
int napi_add_async_cleanup_hook(napi_env, napi_async_cleanup_hook, void *, napi_async_cleanup_hook_handle *);
int napi_add_env_cleanup_hook(napi_env, napi_cleanup_hook, void *);
int napi_add_finalizer(napi_env, napi_value, void *, napi_finalize, void *, napi_ref *);
int napi_adjust_external_memory(napi_env, int64_t, int64_t *);
int napi_async_destroy(napi_env, napi_async_context);
int napi_async_init(napi_env, napi_value, napi_value, napi_async_context *);
int napi_call_function(napi_env, napi_value, napi_value, size_t, const napi_value *, napi_value *);
int napi_call_threadsafe_function(napi_threadsafe_function, void *, int);
int napi_cancel_async_work(napi_env, napi_async_work);
int napi_check_object_type_tag(napi_env, napi_value, const napi_type_tag *, bool *);
int napi_close_callback_scope(napi_env, napi_callback_scope);
int napi_close_escapable_handle_scope(napi_env, napi_escapable_handle_scope);
int napi_close_handle_scope(napi_env, napi_handle_scope);
int napi_coerce_to_bool(napi_env, napi_value, napi_value *);
int napi_coerce_to_number(napi_env, napi_value, napi_value *);
int napi_coerce_to_object(napi_env, napi_value, napi_value *);
int napi_coerce_to_string(napi_env, napi_value, napi_value *);
int napi_create_array(napi_env, napi_value *);
int napi_create_array_with_length(napi_env, size_t, napi_value *);
int napi_create_arraybuffer(napi_env, size_t, void **, napi_value *);
int napi_create_async_work(napi_env, napi_value, napi_value, napi_execute, napi_complete, void *,
                           napi_async_work *);
int napi_create_bigint_int64(napi_env, int64_t, napi_value *);
int napi_create_bigint_uint64(napi_env, uint64_t, napi_value *);
int napi_create_bigint_words(napi_env, int, size_t, const uint64_t *, napi_value *);
int napi_create_buffer(napi_env, size_t, void **, napi_value *);
int napi_create_buffer_copy(napi_env, size_t, const void *, void **, napi_value *);
int napi_create_dataview(napi_env, size_t, napi_value, size_t, napi_value *);
int napi_create_date(napi_env, double, napi_value *);
int napi_create_double(napi_env, double, napi_value *);
int napi_create_error(napi_env, napi_value, napi_value, napi_value *);
int napi_create_external(napi_env, void *, napi_finalize, void *, napi_value *);
int napi_create_external_arraybuffer(napi_env, void *, size_t, napi_finalize, void *, napi_value *);
int napi_create_external_buffer(napi_env, size_t, void *, napi_finalize, void *, napi_value *);
int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_create_int32(napi_env, int32_t, napi_value *);
int napi_create_int64(napi_env, int64_t, napi_value *);
int napi_create_object(napi_env, napi_value *);
int napi_create_promise(napi_env, napi_deferred *, napi_value *);
int napi_create_range_error(napi_env, napi_value, napi_value, napi_value *);
int napi_create_reference(napi_env, napi_value, uint32_t, napi_ref *);
int napi_create_string_latin1(napi_env, const char *, size_t, napi_value *);
int napi_create_string_utf16(napi_env, const char16_t *, size_t, napi_value *);
int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
int napi_create_symbol(napi_env, napi_value, napi_value *);
int napi_create_threadsafe_function(napi_env, napi_value, napi_value, napi_value, size_t, size_t, void *,
                                    napi_finalize, void *, napi_call_js, napi_threadsafe_function *);
int napi_create_type_error(napi_env, napi_value, napi_value, napi_value *);
int napi_create_typedarray(napi_env, int, size_t, napi_value, size_t, napi_value *);
int napi_create_uint32(napi_env, uint32_t, napi_value *);
int napi_define_class(napi_env, const char *, size_t, napi_callback, void *, size_t,
                      const napi_property_descriptor *, napi_value *);
int napi_define_properties(napi_env, napi_value, size_t, const napi_property_descriptor *);
int napi_delete_async_work(napi_env, napi_async_work);
int napi_delete_element(napi_env, napi_value, uint32_t, bool *);
int napi_delete_property(napi_env, napi_value, napi_value, bool *);
int napi_delete_reference(napi_env, napi_ref);
int napi_detach_arraybuffer(napi_env, napi_value);
int napi_escape_handle(napi_env, napi_escapable_handle_scope, napi_value, napi_value *);
void napi_fatal_error(const char *, size_t, const char *, size_t);
int napi_fatal_exception(napi_env, napi_value);
int napi_get_all_property_names(napi_env, napi_value, int, int, int, napi_value *);
int napi_get_and_clear_last_exception(napi_env, napi_value *);
int napi_get_array_length(napi_env, napi_value, uint32_t *);
int napi_get_arraybuffer_info(napi_env, napi_value, void **, size_t *);
int napi_get_boolean(napi_env, bool, napi_value *);
int napi_get_buffer_info(napi_env, napi_value, void **, size_t *);
int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_dataview_info(napi_env, napi_value, size_t *, void **, napi_value *, size_t *);
int napi_get_date_value(napi_env, napi_value, double *);
int napi_get_element(napi_env, napi_value, uint32_t, napi_value *);
int napi_get_global(napi_env, napi_value *);
int napi_get_instance_data(napi_env, void **);
int napi_get_last_error_info(napi_env, const napi_extended_error_info **);
int napi_get_named_property(napi_env, napi_value, const char *, napi_value *);
int napi_get_new_target(napi_env, napi_callback_info, napi_value *);
int napi_get_node_version(napi_env, const napi_node_version **);
int napi_get_null(napi_env, napi_value *);
int napi_get_property(napi_env, napi_value, napi_value, napi_value *);
int napi_get_property_names(napi_env, napi_value, napi_value *);
int napi_get_prototype(napi_env, napi_value, napi_value *);
int napi_get_reference_value(napi_env, napi_ref, napi_value *);
int napi_get_threadsafe_function_context(napi_threadsafe_function, void **);
int napi_get_typedarray_info(napi_env, napi_value, int *, size_t *, void **, napi_value *, size_t *);
int napi_get_undefined(napi_env, napi_value *);
int napi_get_uv_event_loop(napi_env, struct uv_loop_s **);
int napi_get_value_bigint_int64(napi_env, napi_value, int64_t *, bool *);
int napi_get_value_bigint_uint64(napi_env, napi_value, uint64_t *, bool *);
int napi_get_value_bigint_words(napi_env, napi_value, int *, size_t *, uint64_t *);
int napi_get_value_bool(napi_env, napi_value, bool *);
int napi_get_value_double(napi_env, napi_value, double *);
int napi_get_value_external(napi_env, napi_value, void **);
int napi_get_value_int32(napi_env, napi_value, int32_t *);
int napi_get_value_int64(napi_env, napi_value, int64_t *);
int napi_get_value_string_latin1(napi_env, napi_value, char *, size_t, size_t *);
int napi_get_value_string_utf16(napi_env, napi_value, char16_t *, size_t, size_t *);
int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
int napi_get_value_uint32(napi_env, napi_value, uint32_t *);
int napi_get_version(napi_env, uint32_t *);
int napi_has_element(napi_env, napi_value, uint32_t, bool *);
int napi_has_named_property(napi_env, napi_value, const char *, bool *);
int napi_has_own_property(napi_env, napi_value, napi_value, bool *);
int napi_has_property(napi_env, napi_value, napi_value, bool *);
int napi_instanceof(napi_env, napi_value, napi_value, bool *);
int napi_is_array(napi_env, napi_value, bool *);
int napi_is_arraybuffer(napi_env, napi_value, bool *);
int napi_is_buffer(napi_env, napi_value, bool *);
int napi_is_dataview(napi_env, napi_value, bool *);
int napi_is_date(napi_env, napi_value, bool *);
int napi_is_detached_arraybuffer(napi_env, napi_value, bool *);
int napi_is_error(napi_env, napi_value, bool *);
int napi_is_exception_pending(napi_env, bool *);
int napi_is_promise(napi_env, napi_value, bool *);
int napi_is_typedarray(napi_env, napi_value, bool *);
int napi_make_callback(napi_env, napi_async_context, napi_value, napi_value, size_t, const napi_value *,
                       napi_value *);
void napi_module_register(napi_module *);
int napi_new_instance(napi_env, napi_value, size_t, const napi_value *, napi_value *);
int napi_object_freeze(napi_env, napi_value);
int napi_object_seal(napi_env, napi_value);
int napi_open_callback_scope(napi_env, napi_value, napi_async_context, napi_callback_scope *);
int napi_open_escapable_handle_scope(napi_env, napi_escapable_handle_scope *);
int napi_open_handle_scope(napi_env, napi_handle_scope *);
int napi_queue_async_work(napi_env, napi_async_work);
int napi_ref_threadsafe_function(napi_env, napi_threadsafe_function);
int napi_reference_ref(napi_env, napi_ref, uint32_t *);
int napi_reference_unref(napi_env, napi_ref, uint32_t *);
int napi_reject_deferred(napi_env, napi_deferred, napi_value);
int napi_release_threadsafe_function(napi_threadsafe_function, int);
int napi_remove_async_cleanup_hook(napi_async_cleanup_hook_handle);
int napi_remove_env_cleanup_hook(napi_env, napi_cleanup_hook, void *);
int napi_remove_wrap(napi_env, napi_value, void **);
int napi_resolve_deferred(napi_env, napi_deferred, napi_value);
int napi_run_script(napi_env, napi_value, napi_value *);
int napi_set_element(napi_env, napi_value, uint32_t, napi_value);
int napi_set_instance_data(napi_env, void *, napi_finalize, void *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);
int napi_set_property(napi_env, napi_value, napi_value, napi_value);
int napi_strict_equals(napi_env, napi_value, napi_value, bool *);
int napi_throw(napi_env, napi_value);
int napi_throw_error(napi_env, const char *, const char *);
int napi_throw_range_error(napi_env, const char *, const char *);
int napi_throw_type_error(napi_env, const char *, const char *);
int napi_type_tag_object(napi_env, napi_value, const napi_type_tag *);
int napi_typeof(napi_env, napi_value, int *);
int napi_unref_threadsafe_function(napi_env, napi_threadsafe_function);
int napi_unwrap(napi_env, napi_value, void **);
int napi_wrap(napi_env, napi_value, void *, napi_finalize, void *, napi_ref *);
int node_api_create_buffer_from_arraybuffer(napi_env, napi_value, size_t, size_t, napi_value *);
int node_api_create_external_sharedarraybuffer(napi_env, void *, size_t, node_api_noenv_finalize, void *,
                                               napi_value *);
int node_api_create_external_string_latin1(napi_env, char *, size_t, napi_finalize, void *, napi_value *,
                                           bool *);
int node_api_create_external_string_utf16(napi_env, char16_t *, size_t, napi_finalize, void *, napi_value *,
                                          bool *);
int node_api_create_object_with_properties(napi_env, napi_value, const napi_value *, const napi_value *,
                                           size_t, napi_value *);
int node_api_create_property_key_latin1(napi_env, const char *, size_t, napi_value *);
int node_api_create_property_key_utf16(napi_env, const char16_t *, size_t, napi_value *);
int node_api_create_property_key_utf8(napi_env, const char *, size_t, napi_value *);
int node_api_create_sharedarraybuffer(napi_env, size_t, void **, napi_value *);
int node_api_create_syntax_error(napi_env, napi_value, napi_value, napi_value *);
int node_api_get_module_file_name(napi_env, const char **);
int node_api_is_sharedarraybuffer(napi_env, napi_value, bool *);
int node_api_post_finalizer(napi_env, napi_finalize, void *, void *);
int node_api_set_prototype(napi_env, napi_value, napi_value);
int node_api_symbol_for(napi_env, const char *, size_t, napi_value *);
int node_api_throw_syntax_error(napi_env, const char *, const char *);

#define AUTO_LENGTH ((size_t)-1)

/* Gives the module a function. */
static inline void export_function(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, AUTO_LENGTH, callback, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}
