// The eight functions by hand, as plain as they can be: what the others are measured by.
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

static napi_value add(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value argv[2], result;
  int32_t a, b;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok ||
      napi_get_value_int32(env, argv[0], &a) != napi_ok ||
      napi_get_value_int32(env, argv[1], &b) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected two numbers");
    return NULL;
  }
  if (napi_create_int32(env, a + b, &result) != napi_ok) return NULL;
  return result;
}

static napi_value echo(napi_env env, napi_callback_info info) {
  size_t argc = 1, length;
  napi_value argv[1], result;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok ||
      napi_get_value_string_utf8(env, argv[0], NULL, 0, &length) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected a string");
    return NULL;
  }
  char small[256];
  char *text = length < sizeof small ? small : malloc(length + 1);
  napi_get_value_string_utf8(env, argv[0], text, length + 1, &length);
  napi_status status = napi_create_string_utf8(env, text, length, &result);
  if (text != small) free(text);
  return status == napi_ok ? result : NULL;
}

static napi_value object(napi_env env, napi_callback_info info) {
  static const char *const names[] = {"a", "b", "c", "d", "e"};
  size_t argc = 1;
  napi_value argv[1], result, value;
  double numbers[5];
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok) return NULL;
  for (int i = 0; i < 5; i++) {
    if (napi_get_named_property(env, argv[0], names[i], &value) != napi_ok ||
        napi_get_value_double(env, value, &numbers[i]) != napi_ok) {
      napi_throw_type_error(env, NULL, "expected numbers");
      return NULL;
    }
  }
  if (napi_create_object(env, &result) != napi_ok) return NULL;
  for (int i = 0; i < 5; i++) {
    if (napi_create_double(env, numbers[i] + 1, &value) != napi_ok ||
        napi_set_named_property(env, result, names[i], value) != napi_ok)
      return NULL;
  }
  return result;
}

static napi_value sum(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argv[1], result, value;
  uint32_t length;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok ||
      napi_get_array_length(env, argv[0], &length) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected an array");
    return NULL;
  }
  double *numbers = malloc(length * sizeof *numbers), total = 0;
  for (uint32_t i = 0; i < length; i++) {
    if (napi_get_element(env, argv[0], i, &value) != napi_ok ||
        napi_get_value_double(env, value, &numbers[i]) != napi_ok) {
      free(numbers);
      napi_throw_type_error(env, NULL, "expected numbers");
      return NULL;
    }
  }
  for (uint32_t i = 0; i < length; i++) total += numbers[i];
  free(numbers);
  return napi_create_double(env, total, &result) == napi_ok ? result : NULL;
}

static napi_value callback(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value argv[2], this, result;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) != napi_ok ||
      napi_get_undefined(env, &this) != napi_ok ||
      napi_call_function(env, this, argv[0], 1, &argv[1], &result) != napi_ok)
    return NULL;
  double number;
  if (napi_get_value_double(env, result, &number) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected a number");
    return NULL;
  }
  return napi_create_double(env, number, &result) == napi_ok ? result : NULL;
}

static const napi_type_tag tag = {0x8b5c1f0e52a14c2b, 0x8f3a6b7e0d4c1a25};

static void drop(napi_env env, void *data, void *hint) { free(data); }

static napi_value construct(napi_env env, napi_callback_info info) {
  napi_value this;
  int32_t *count = calloc(1, sizeof *count);
  if (napi_get_cb_info(env, info, NULL, NULL, &this, NULL) != napi_ok ||
      napi_wrap(env, this, count, drop, NULL, NULL) != napi_ok ||
      napi_type_tag_object(env, this, &tag) != napi_ok)
    return NULL;
  return this;
}

// With the check without which it is no method to be called by everybody.
static napi_value increment(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argv[1], this, result;
  int32_t by, *count;
  bool ours;
  if (napi_get_cb_info(env, info, &argc, argv, &this, NULL) != napi_ok ||
      napi_check_object_type_tag(env, this, &tag, &ours) != napi_ok || !ours ||
      napi_unwrap(env, this, (void **)&count) != napi_ok ||
      napi_get_value_int32(env, argv[0], &by) != napi_ok) {
    napi_throw_type_error(env, NULL, "expected a Counter and a number");
    return NULL;
  }
  *count += by;
  return napi_create_int32(env, *count, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  napi_property_descriptor methods[] = {
      {"increment", NULL, increment, NULL, NULL, NULL, napi_default_method, NULL}};
  napi_value counter;
  napi_define_class(env, "Counter", NAPI_AUTO_LENGTH, construct, NULL, 1, methods, &counter);
  napi_property_descriptor all[] = {
      {"add", NULL, add, NULL, NULL, NULL, napi_enumerable, NULL},
      {"echo", NULL, echo, NULL, NULL, NULL, napi_enumerable, NULL},
      {"object", NULL, object, NULL, NULL, NULL, napi_enumerable, NULL},
      {"sum", NULL, sum, NULL, NULL, NULL, napi_enumerable, NULL},
      {"callback", NULL, callback, NULL, NULL, NULL, napi_enumerable, NULL},
      {"Counter", NULL, NULL, NULL, NULL, counter, napi_enumerable, NULL}};
  napi_define_properties(env, exports, sizeof all / sizeof *all, all);
  return exports;
}
