// An addon that aborts, or throws, while it is loaded or when it is called: as the file is compiled.
#include <stddef.h>
#include <stdlib.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);

int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_throw_error(napi_env, const char *, const char *);

static napi_value end(napi_env env, napi_callback_info info) {
  abort();
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
#ifdef THROWS
  napi_throw_error(env, "E_INIT", "while loading");
#endif
#ifdef ABORTS
  abort();
#endif
  napi_create_function(env, "end", 3, end, NULL, &exports);
  return exports;
}
