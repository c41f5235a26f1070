/* An addon of many shapes, to be loaded or refused; macros say which. It exports a function that
 * tells whether a reference to a string can be made, which depends on the Node-API version that the
 * addon declares. */
#include "node_api.h"

int napi_no_such_function(napi_env);
void uv_sleep(unsigned);

/* How often this library was initialised, in the process. */
static int initialisations = 0;

static napi_value can_refer_to_string(napi_env env, napi_callback_info info) {
  napi_value string, result;
  napi_ref reference;
  napi_create_string_utf8(env, "text", AUTO_LENGTH, &string);
  bool can = napi_create_reference(env, string, 1, &reference) == 0;
  if (can) napi_delete_reference(env, reference);
  napi_get_boolean(env, can, &result);
  return result;
}

#ifdef CALLS_LIBUV
static napi_value call_libuv(napi_env env, napi_callback_info info) {
  uv_sleep(1);
  return NULL;
}
#endif

__attribute__((unused)) static napi_value init(napi_env env, napi_value exports) {
  napi_value value;
  initialisations++;
#ifdef THROWS_ONCE
  if (initialisations == 1) {
    napi_throw_error(env, "E_INIT", "not today");
    return exports;
  }
#endif
#ifdef CALLS_MISSING
  napi_no_such_function(env);
#endif
#ifdef CALLS_LIBUV
  napi_create_function(env, "callLibuv", AUTO_LENGTH, call_libuv, NULL, &value);
  napi_set_named_property(env, exports, "callLibuv", value);
#endif
#ifdef EXPORTS_ANOTHER
  napi_create_string_utf8(env, "another", AUTO_LENGTH, &value);
  return value;
#endif
  napi_create_function(env, "canReferToString", AUTO_LENGTH, can_refer_to_string, NULL, &value);
  napi_set_named_property(env, exports, "canReferToString", value);
  napi_create_int32(env, initialisations, &value);
  napi_set_named_property(env, exports, "initialisations", value);
#ifdef RETURNS_NULL
  return NULL;
#endif
  return exports;
}

#if defined(REGISTERS)
static napi_module module = {1, 0, "loading.c", init, "loading", NULL, {0}};
__attribute__((constructor)) static void constructor(void) { napi_module_register(&module); }
#elif defined(REGISTERS_NULL)
static napi_module module = {1, 0, "loading.c", NULL, "loading", NULL, {0}};
__attribute__((constructor)) static void constructor(void) { napi_module_register(&module); }
#elif !defined(NO_ENTRY)
napi_value napi_register_module_v1(napi_env env, napi_value exports) { return init(env, exports); }
#endif

#ifdef VERSION
int32_t node_api_module_get_api_version_v1(void) { return VERSION; }
#endif
