// Puts native objects of its own into objects that it is given.
#include "node_api.h"

static int own;

// The statuses, and whether what was wrapped is what is found: tag, check, unwrap before, wrap, unwrap,
// wrap again, remove, unwrap after.
static napi_value wrap(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value object, answers;
  napi_get_cb_info(env, info, &count, &object, NULL, NULL);
  napi_type_tag tag = {1, 2};
  void *found = NULL;
  bool is_tagged = false;
  int all[10];
  all[0] = napi_check_object_type_tag(env, object, &tag, &is_tagged) * 10 + is_tagged;
  all[1] = napi_unwrap(env, object, &found);
  all[2] = napi_type_tag_object(env, object, &tag);
  all[3] = napi_check_object_type_tag(env, object, &tag, &is_tagged) * 10 + is_tagged;
  all[4] = napi_wrap(env, object, &own, NULL, NULL, NULL);
  all[5] = napi_unwrap(env, object, &found);
  all[6] = found == &own;
  all[7] = napi_wrap(env, object, &own, NULL, NULL, NULL);
  all[8] = napi_remove_wrap(env, object, &found);
  all[9] = napi_unwrap(env, object, &found);
  napi_create_array(env, &answers);
  for (int i = 0; i < 10; i++) {
    napi_value number;
    napi_create_int32(env, all[i], &number);
    napi_set_element(env, answers, i, number);
  }
  return answers;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  export_function(env, exports, "wrap", wrap);
  return exports;
}
