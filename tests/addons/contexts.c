/* Calls back in asynchronous contexts, in all the ways that Node-API has, and hands values through.
 * Runs in Node.js and in nodeapi. */
#include "node_api.h"

#include <pthread.h>
#include <stdlib.h>

/* The arguments of a call; those that are not given are undefined. */
static napi_value argument(napi_env env, napi_callback_info info, size_t index) {
  napi_value arguments[4];
  size_t count = 4;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  return arguments[index];
}

/* The value if it is an object, or NULL. */
static napi_value object(napi_env env, napi_value value) {
  int type;
  napi_typeof(env, value, &type);
  return type == 6 ? value : NULL;
}

static napi_value undefined(napi_env env) {
  napi_value result;
  napi_get_undefined(env, &result);
  return result;
}

/* init(resource, name): a context. */
static napi_value init(napi_env env, napi_callback_info info) {
  napi_async_context context;
  napi_value result;
  napi_async_init(env, object(env, argument(env, info, 0)), argument(env, info, 1), &context);
  napi_create_external(env, context, NULL, NULL, &result);
  return result;
}

static napi_async_context context_of(napi_env env, napi_value value) {
  int type;
  void *context = NULL;
  napi_typeof(env, value, &type);
  if (type == 8) napi_get_value_external(env, value, &context);
  return context;
}

static napi_value destroy(napi_env env, napi_callback_info info) {
  napi_async_destroy(env, context_of(env, argument(env, info, 0)));
  return undefined(env);
}

/* make(context, receiver, function) */
static napi_value make(napi_env env, napi_callback_info info) {
  napi_value result = NULL;
  napi_make_callback(env, context_of(env, argument(env, info, 0)), argument(env, info, 1), argument(env, info, 2), 0, NULL,
                     &result);
  return result;
}

/* scope(context, function): calls it in two scopes, one in the other. */
static napi_value scope(napi_env env, napi_callback_info info) {
  napi_async_context context = context_of(env, argument(env, info, 0));
  napi_callback_scope outer, inner;
  napi_value result = NULL;
  napi_open_callback_scope(env, NULL, context, &outer);
  napi_open_callback_scope(env, NULL, context, &inner);
  napi_call_function(env, undefined(env), argument(env, info, 1), 0, NULL, &result);
  napi_close_callback_scope(env, inner);
  napi_close_callback_scope(env, outer);
  return result;
}

struct work {
  napi_async_work work;
  napi_ref function;
};

static void execute(napi_env env, void *data) {}

static void complete(napi_env env, int status, void *data) {
  struct work *work = data;
  napi_value function;
  napi_get_reference_value(env, work->function, &function);
  napi_delete_reference(env, work->function);
  napi_delete_async_work(env, work->work);
  free(work);
  napi_call_function(env, undefined(env), function, 0, NULL, NULL);
}

/* work(resource, name, function) */
static napi_value work(napi_env env, napi_callback_info info) {
  struct work *work = malloc(sizeof *work);
  napi_create_reference(env, argument(env, info, 2), 1, &work->function);
  napi_create_async_work(env, object(env, argument(env, info, 0)), argument(env, info, 1), execute, complete, work,
                         &work->work);
  napi_queue_async_work(env, work->work);
  return undefined(env);
}

static void *call_twice(void *function) {
  napi_call_threadsafe_function(function, NULL, 1);
  napi_call_threadsafe_function(function, NULL, 1);
  napi_release_threadsafe_function(function, 0);
  return NULL;
}

/* threadsafe(resource, name, function): called twice from another thread. */
static napi_value threadsafe(napi_env env, napi_callback_info info) {
  napi_threadsafe_function function;
  pthread_t thread;
  napi_create_threadsafe_function(env, argument(env, info, 2), object(env, argument(env, info, 0)), argument(env, info, 1),
                                  0, 1, NULL, NULL, NULL, NULL, &function);
  pthread_create(&thread, NULL, call_twice, function);
  pthread_detach(thread);
  return undefined(env);
}

/* call(function, this, value) and create(class, value) */
static napi_value call(napi_env env, napi_callback_info info) {
  napi_value value = argument(env, info, 2), result = NULL;
  napi_call_function(env, argument(env, info, 1), argument(env, info, 0), 1, &value, &result);
  return result;
}

static napi_value create(napi_env env, napi_callback_info info) {
  napi_value value = argument(env, info, 1), result = NULL;
  napi_new_instance(env, argument(env, info, 0), 1, &value, &result);
  return result;
}

/* kind(value): what Node-API takes it for. */
static napi_value kind(napi_env env, napi_callback_info info) {
  static const struct {
    int (*is)(napi_env, napi_value, bool *);
    const char *name;
  } kinds[] = {
      {napi_is_error, "error"},         {napi_is_array, "array"},           {napi_is_date, "date"},
      {napi_is_promise, "promise"},     {napi_is_typedarray, "typedarray"}, {napi_is_arraybuffer, "arraybuffer"},
      {napi_is_dataview, "dataview"},
  };
  napi_value value = argument(env, info, 0), result;
  const char *name = "other";
  for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
    bool is = false;
    kinds[index].is(env, value, &is);
    if (is) name = kinds[index].name;
  }
  napi_create_string_utf8(env, name, (size_t)-1, &result);
  return result;
}

/* bufferOf(typedArray) */
static napi_value buffer_of(napi_env env, napi_callback_info info) {
  napi_value result = NULL;
  napi_get_typedarray_info(env, argument(env, info, 0), NULL, NULL, NULL, &result, NULL);
  return result;
}

/* wraps(object): whether it holds what it is given. */
static napi_value wraps(napi_env env, napi_callback_info info) {
  static int data;
  void *held = NULL;
  napi_value result;
  napi_wrap(env, argument(env, info, 0), &data, NULL, NULL, NULL);
  napi_unwrap(env, argument(env, info, 0), &held);
  napi_get_boolean(env, held == &data, &result);
  return result;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  static const struct {
    const char *name;
    napi_callback callback;
  } functions[] = {
      {"init", init},   {"destroy", destroy}, {"make", make},         {"scope", scope},
      {"work", work},   {"call", call},       {"create", create},     {"threadsafe", threadsafe},
      {"kind", kind},   {"wraps", wraps},     {"bufferOf", buffer_of},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    napi_value function;
    napi_create_function(env, functions[index].name, (size_t)-1, functions[index].callback, NULL, &function);
    napi_set_named_property(env, exports, functions[index].name, function);
  }
  return exports;
}
