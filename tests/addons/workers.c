// Counts the environments it has been loaded in and those that have ended, keeps asynchronous work
// going in each, and calls back from a thread.
#include "node_api.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { ok = 0, closing = 16, nonblocking = 0 };

static atomic_int loaded, hooks, finalized, completed;

static void ended(void *argument) { atomic_fetch_add(&hooks, 1); }

static void deleted(napi_env env, void *data, void *hint) {
  atomic_fetch_add(&finalized, 1);
  free(data);
}

static void nap(void) {
  struct timespec millisecond = {0, 1000000};
  nanosleep(&millisecond, NULL);
}

static void execute(napi_env env, void *data) { nap(); }

static void complete(napi_env env, int status, void *data) {
  atomic_fetch_add(&completed, 1);
  napi_delete_async_work(env, *(napi_async_work *)data);
  free(data);
}

// work(): queues work; whether that could be done.
static napi_value work(napi_env env, napi_callback_info info) {
  napi_async_work *queued = malloc(sizeof *queued);
  napi_value name, done;
  bool could = napi_create_string_utf8(env, "work", AUTO_LENGTH, &name) == ok &&
               napi_create_async_work(env, NULL, name, execute, complete, queued, queued) == ok &&
               napi_queue_async_work(env, *queued) == ok;
  return napi_get_boolean(env, could, &done) == ok ? done : NULL;
}

static void *produce(void *function) {
  while (napi_call_threadsafe_function(function, NULL, nonblocking) != closing) nap();
  return NULL;
}

// produce(callback): calls it from a thread, for as long as there is a runtime.
static napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value callback, name;
  napi_threadsafe_function function;
  pthread_t thread;
  if (napi_get_cb_info(env, info, &count, &callback, NULL, NULL) != ok ||
      napi_create_string_utf8(env, "produce", AUTO_LENGTH, &name) != ok ||
      napi_create_threadsafe_function(env, callback, NULL, name, 0, 1, NULL, NULL, NULL, NULL, &function) != ok) {
    return NULL;
  }
  if (pthread_create(&thread, NULL, produce, function) == 0) pthread_detach(thread);
  return NULL;
}

// counts(): [loaded, hooks, finalized]
static napi_value counts(napi_env env, napi_callback_info info) {
  int numbers[] = {atomic_load(&loaded), atomic_load(&hooks), atomic_load(&finalized)};
  napi_value array, number;
  napi_create_array(env, &array);
  for (int i = 0; i < 3; i++) {
    napi_create_int32(env, numbers[i], &number);
    napi_set_element(env, array, i, number);
  }
  return array;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  atomic_fetch_add(&loaded, 1);
  napi_add_env_cleanup_hook(env, ended, NULL);
  napi_set_instance_data(env, malloc(1), deleted, NULL);
  export_function(env, exports, "work", work);
  export_function(env, exports, "produce", start);
  export_function(env, exports, "counts", counts);
  return exports;
}
