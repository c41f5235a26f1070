/* Exercises each status of each function of Node-API. Runs in Node.js and in nodeapi, which are to print the
 * same; main.js says which chapters. VERSION is the version of Node-API that the module declares. */
#define _GNU_SOURCE
#include "steps.h"

#include "objects.c"
#include "values.c"
#include "texts.c"
#include "errors.c"
#include "functions.c"
#include "buffers.c"
#include "lifetimes.c"
#include "async.c"
#include "sweeps.c"
#include "ends.c"

static const struct {
  const char *name;
  void (*run)(void);
} CHAPTERS[] = {
  { "objects", objects }, { "values", values }, { "texts", texts }, { "errors", errors }, { "functions", functions },
  { "buffers", buffers }, { "lifetimes", lifetimes }, { "async", async }, { "usual", sweep_as_usual },
  { "pending", sweep_pending }, { "ends", ends },
};

static napi_value run(napi_env e, napi_callback_info info) {
  void *chapter = NULL;
  napi_get_cb_info(e, info, NULL, NULL, NULL, &chapter);
  kit.info = info;
  CHAPTERS[(uintptr_t)chapter].run();
  return NULL;
}

static napi_value argument_of(napi_env e, napi_callback_info info) {
  napi_value argument = NULL;
  size_t count = 1;
  napi_get_cb_info(e, info, &count, &argument, NULL, NULL);
  return argument;
}

static napi_value start(napi_env e, napi_callback_info info) {
  napi_create_reference(e, argument_of(e, info), 1, &describe);
  return NULL;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env e, napi_value exports) {
  napi_value names, function;
  env = e;
  export_function(e, exports, "start", start);
  export_function(e, exports, "stopped", stopped);
  napi_create_array(e, &names);
  for (size_t i = 0; i < COUNT(CHAPTERS); i++) {
    napi_create_function(e, CHAPTERS[i].name, AUTO_LENGTH, run, (void *)i, &function);
    napi_set_named_property(e, exports, CHAPTERS[i].name, function);
    napi_set_element(e, names, i, text(CHAPTERS[i].name));
  }
  napi_set_named_property(e, exports, "chapters", names);
  return exports;
}

__attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1(void) { return VERSION; }
