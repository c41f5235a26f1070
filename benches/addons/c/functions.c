// The eight functions by hand: every status checked, every argument's type, nothing more.
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define CHECK(call) \
  do { \
    if ((call) != napi_ok) return failed(env, #call); \
  } while (0)

static napi_value failed(napi_env env, const char* call) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_type_error(env, NULL, call);
  return NULL;
}

static napi_value Add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value args[2], result;
  int32_t a, b;
  CHECK(napi_get_cb_info(env, info, &count, args, NULL, NULL));
  CHECK(napi_get_value_int32(env, args[0], &a));
  CHECK(napi_get_value_int32(env, args[1], &b));
  CHECK(napi_create_int32(env, (int32_t)((uint32_t)a + (uint32_t)b), &result));
  return result;
}

// Short strings in the frame, long ones in memory of their own.
static napi_value Echo(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value args[1], result;
  char few[2048];
  CHECK(napi_get_cb_info(env, info, &count, args, NULL, NULL));
  CHECK(napi_get_value_string_utf8(env, args[0], few, sizeof few, &length));
  if (length + 4 < sizeof few) {
    CHECK(napi_create_string_utf8(env, few, length, &result));
    return result;
  }
  CHECK(napi_get_value_string_utf8(env, args[0], NULL, 0, &length));
  char* many = malloc(length + 1);
  if (many == NULL) return failed(env, "malloc");
  napi_status status = napi_get_value_string_utf8(env, args[0], many, length + 1, &length);
  if (status == napi_ok) status = napi_create_string_utf8(env, many, length, &result);
  free(many);
  CHECK(status);
  return result;
}

static napi_value Make(napi_env env, napi_callback_info info) {
  napi_value object, value;
  CHECK(napi_create_object(env, &object));
  CHECK(napi_create_uint32(env, 7, &value));
  CHECK(napi_set_named_property(env, object, "id", value));
  CHECK(napi_create_string_utf8(env, "a record", 8, &value));
  CHECK(napi_set_named_property(env, object, "name", value));
  CHECK(napi_create_double(env, 1.5, &value));
  CHECK(napi_set_named_property(env, object, "x", value));
  CHECK(napi_create_double(env, 2.5, &value));
  CHECK(napi_set_named_property(env, object, "y", value));
  CHECK(napi_get_boolean(env, true, &value));
  CHECK(napi_set_named_property(env, object, "active", value));
  return object;
}

static napi_value Read(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value args[1], value, result;
  uint32_t id;
  double x, y;
  bool active;
  char name[64];
  CHECK(napi_get_cb_info(env, info, &count, args, NULL, NULL));
  CHECK(napi_get_named_property(env, args[0], "id", &value));
  CHECK(napi_get_value_uint32(env, value, &id));
  CHECK(napi_get_named_property(env, args[0], "name", &value));
  CHECK(napi_get_value_string_utf8(env, value, name, sizeof name, &length));
  CHECK(napi_get_named_property(env, args[0], "x", &value));
  CHECK(napi_get_value_double(env, value, &x));
  CHECK(napi_get_named_property(env, args[0], "y", &value));
  CHECK(napi_get_value_double(env, value, &y));
  CHECK(napi_get_named_property(env, args[0], "active", &value));
  CHECK(napi_get_value_bool(env, value, &active));
  CHECK(napi_create_double(env, id + (double)length + x + y + active, &result));
  return result;
}

static napi_value Sum(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1], value, result;
  uint32_t length;
  CHECK(napi_get_cb_info(env, info, &count, args, NULL, NULL));
  CHECK(napi_get_array_length(env, args[0], &length));
  double* numbers = malloc(length * sizeof *numbers);
  if (numbers == NULL) return failed(env, "malloc");
  napi_status status = napi_ok;
  for (uint32_t i = 0; i < length && status == napi_ok; i++) {
    status = napi_get_element(env, args[0], i, &value);
    if (status == napi_ok) status = napi_get_value_double(env, value, &numbers[i]);
  }
  double sum = 0;
  for (uint32_t i = 0; i < length && status == napi_ok; i++) sum += numbers[i];
  free(numbers);
  CHECK(status);
  CHECK(napi_create_double(env, sum, &result));
  return result;
}

// A class as it is mostly written: a method trusts what it is called on. `Tagged` is the same with a
// tag that is looked at, so that a method can be called on nothing else, as it takes to be safe.
typedef struct {
  int32_t count;
} Counter;

static const napi_type_tag counter_tag = {0x8a5d1f6c3b2e4790, 0x91c7e0b45fd3a862};

static void FreeCounter(napi_env env, void* data, void* hint) { free(data); }

static napi_value NewCounter(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1], this;
  int32_t start;
  CHECK(napi_get_cb_info(env, info, &count, args, &this, NULL));
  CHECK(napi_get_value_int32(env, args[0], &start));
  Counter* counter = malloc(sizeof *counter);
  if (counter == NULL) return failed(env, "malloc");
  counter->count = start;
  napi_status status = napi_wrap(env, this, counter, FreeCounter, NULL, NULL);
  if (status != napi_ok) free(counter);
  CHECK(status);
  CHECK(napi_type_tag_object(env, this, &counter_tag));
  return this;
}

static napi_value TaggedAdd(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1], this, result;
  bool ours;
  int32_t amount;
  void* data;
  CHECK(napi_get_cb_info(env, info, &count, args, &this, NULL));
  CHECK(napi_check_object_type_tag(env, this, &counter_tag, &ours));
  if (!ours) return failed(env, "not a Counter");
  CHECK(napi_unwrap(env, this, &data));
  CHECK(napi_get_value_int32(env, args[0], &amount));
  Counter* counter = data;
  counter->count = (int32_t)((uint32_t)counter->count + (uint32_t)amount);
  CHECK(napi_create_int32(env, counter->count, &result));
  return result;
}

static napi_value CounterAdd(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value args[1], this, result;
  int32_t amount;
  void* data;
  CHECK(napi_get_cb_info(env, info, &count, args, &this, NULL));
  CHECK(napi_unwrap(env, this, &data));
  CHECK(napi_get_value_int32(env, args[0], &amount));
  Counter* counter = data;
  counter->count = (int32_t)((uint32_t)counter->count + (uint32_t)amount);
  CHECK(napi_create_int32(env, counter->count, &result));
  return result;
}

static napi_value Call(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value args[2], this, argument, answer, result;
  double number;
  CHECK(napi_get_cb_info(env, info, &count, args, NULL, NULL));
  CHECK(napi_get_value_double(env, args[1], &number));
  CHECK(napi_create_double(env, number, &argument));
  CHECK(napi_get_undefined(env, &this));
  CHECK(napi_call_function(env, this, args[0], 1, &argument, &answer));
  CHECK(napi_get_value_double(env, answer, &number));
  CHECK(napi_create_double(env, number, &result));
  return result;
}

NAPI_MODULE_INIT() {
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"add", Add}, {"echo", Echo}, {"make", Make},
                   {"read", Read}, {"sum", Sum}, {"call", Call}};
  napi_value value;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    CHECK(napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &value));
    CHECK(napi_set_named_property(env, exports, functions[i].name, value));
  }
  const struct {
    const char* name;
    napi_callback add;
  } classes[] = {{"Counter", CounterAdd}, {"Tagged", TaggedAdd}};
  for (size_t i = 0; i < 2; i++) {
    napi_property_descriptor add = {"add", NULL, classes[i].add, NULL, NULL, NULL, napi_default_method, NULL};
    CHECK(napi_define_class(env, classes[i].name, NAPI_AUTO_LENGTH, NewCounter, NULL, 1, &add, &value));
    CHECK(napi_set_named_property(env, exports, classes[i].name, value));
  }
  return exports;
}
