// An addon that aborts, or throws, while it is loaded or when it is called: as the file is compiled.
#include "node_api.h"

#include <stdlib.h>

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
