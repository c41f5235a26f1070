// Does what Node-API forbids and Node.js lets through.
#include "node_api.h"

#include <pthread.h>
#include <stdlib.h>

static napi_value numbers(napi_env env, int count, const int *of) {
  napi_value array, number;
  napi_create_array(env, &array);
  for (int i = 0; i < count; i++) {
    napi_create_int32(env, of[i], &number);
    napi_set_element(env, array, i, number);
  }
  return array;
}

// Makes an array of 1, 2, 3 in a scope of its own, and returns it when the scope is closed.
static napi_value return_closed(napi_env env, napi_callback_info info) {
  napi_value before;
  napi_create_int32(env, 0, &before);
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_value array = numbers(env, 3, (int[]){1, 2, 3});
  napi_close_handle_scope(env, scope);
  return array;
}

// What a thread does with a reference, and what it is answered.
struct job {
  napi_env env;
  napi_ref reference;
  int keeps;
  int answers[6];
};

static void *count(void *argument) {
  struct job *job = argument;
  uint32_t result = 99;
  job->answers[0] = napi_reference_ref(job->env, job->reference, &result);
  job->answers[1] = result;
  napi_reference_unref(job->env, job->reference, NULL);
  job->answers[2] = napi_reference_unref(job->env, job->reference, &result);
  job->answers[3] = result;
  job->answers[4] = napi_reference_unref(job->env, job->reference, &result);
  job->answers[5] = job->keeps ? 0 : napi_delete_reference(job->env, job->reference);
  return NULL;
}

static struct job job_for(napi_env env, napi_callback_info info, int keeps) {
  size_t count = 1;
  napi_value value;
  struct job job = {.env = env, .keeps = keeps};
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  napi_create_reference(env, value, 1, &job.reference);
  return job;
}

// Counts a reference to the argument down to nothing and deletes it, on another thread.
static napi_value release_elsewhere(napi_env env, napi_callback_info info) {
  struct job job = job_for(env, info, 0);
  pthread_t thread;
  pthread_create(&thread, NULL, count, &job);
  pthread_join(thread, NULL);
  return numbers(env, 6, job.answers);
}

// The same without deleting it, and then asks for the count here.
static napi_value count_elsewhere(napi_env env, napi_callback_info info) {
  struct job job = job_for(env, info, 1);
  pthread_t thread;
  pthread_create(&thread, NULL, count, &job);
  pthread_join(thread, NULL);
  uint32_t up = 99, down = 99;
  napi_reference_ref(env, job.reference, &up);
  napi_reference_unref(env, job.reference, &down);
  napi_delete_reference(env, job.reference);
  return numbers(env, 8, (int[]){job.answers[0], job.answers[1], job.answers[2], job.answers[3], job.answers[4], job.answers[5], up, down});
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  export_function(env, exports, "returnClosed", return_closed);
  export_function(env, exports, "releaseElsewhere", release_elsewhere);
  export_function(env, exports, "countElsewhere", count_elsewhere);
  return exports;
}
