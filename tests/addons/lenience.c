// Does what Node-API forbids and Node.js lets through.
#include "node_api.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

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

// What a wrapped object holds: how many of them are gone is counted.
struct box {
  int is_open;
};

static int gone;

static void close_box(napi_env env, void *data, void *hint) {
  ((struct box *)data)->is_open = 0;
  gone++;
}

// Work that remembers the pointer alone, and keeps no reference to its object.
struct work {
  struct box *box;
  napi_async_work work;
  napi_deferred deferred;
  int was_open;
};

static void look(napi_env env, void *data) {
  struct work *work = data;
  usleep(20000);
  work->was_open = work->box->is_open;
}

static void tell(napi_env env, int status, void *data) {
  struct work *work = data;
  napi_value result;
  napi_get_boolean(env, work->was_open && work->box->is_open, &result);
  napi_resolve_deferred(env, work->deferred, result);
  napi_delete_async_work(env, work->work);
  free(work);
}

// Wraps a box in an object that nobody keeps, and promises whether it was there to the end of some work.
static napi_value look_later(napi_env env, napi_callback_info info) {
  napi_value object, name, promise;
  struct work *work = calloc(1, sizeof *work);
  work->box = calloc(1, sizeof *work->box);
  work->box->is_open = 1;
  napi_create_object(env, &object);
  napi_wrap(env, object, work->box, close_box, NULL, NULL);
  napi_create_string_utf8(env, "look", AUTO_LENGTH, &name);
  napi_create_promise(env, &work->deferred, &promise);
  napi_create_async_work(env, NULL, name, look, tell, work, &work->work);
  napi_queue_async_work(env, work->work);
  return promise;
}

// Wraps so many objects that nobody keeps; gives how many boxes are gone.
static napi_value wrap_many(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, object;
  int32_t most = 0;
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  napi_get_value_int32(env, value, &most);
  for (int i = 0; i < most; i++) {
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
    napi_create_object(env, &object);
    napi_wrap(env, object, calloc(1, sizeof(struct box)), close_box, NULL, NULL);
    napi_close_handle_scope(env, scope);
  }
  napi_create_int32(env, gone, &value);
  return value;
}

// Coerces what needs it not, in a scope that it closes: the handles are the outer scope's.
static napi_value coerce(napi_env env, napi_callback_info info) {
  napi_value object, number, string, result[3];
  napi_create_object(env, &object);
  napi_create_int32(env, 7, &number);
  napi_create_string_utf8(env, "text", AUTO_LENGTH, &string);
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_coerce_to_object(env, object, &result[0]);
  napi_coerce_to_number(env, number, &result[1]);
  napi_coerce_to_string(env, string, &result[2]);
  napi_close_handle_scope(env, scope);
  return numbers(env, 3, (int[]){result[0] == object, result[1] == number, result[2] == string});
}

// The status and the count that a finalizer was answered for a reference, at the end of an environment.
static int at_end[2];

static void count_down(napi_env env, void *data, void *hint) {
  uint32_t count = 99;
  at_end[0] = napi_reference_unref(env, *(napi_ref *)data, &count);
  at_end[1] = count;
}

// Gives what was answered last, and an object to keep whose finalizer asks again.
static napi_value count_at_end(napi_env env, napi_callback_info info) {
  napi_value object, other, answers = numbers(env, 2, at_end);
  static napi_ref reference;
  at_end[0] = -1;
  napi_create_object(env, &other);
  napi_create_object(env, &object);
  napi_create_reference(env, other, 1, &reference);
  napi_wrap(env, object, &reference, count_down, NULL, NULL);
  napi_set_named_property(env, answers, "object", object);
  return answers;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  export_function(env, exports, "returnClosed", return_closed);
  export_function(env, exports, "releaseElsewhere", release_elsewhere);
  export_function(env, exports, "countElsewhere", count_elsewhere);
  export_function(env, exports, "lookLater", look_later);
  export_function(env, exports, "wrapMany", wrap_many);
  export_function(env, exports, "coerce", coerce);
  export_function(env, exports, "countAtEnd", count_at_end);
  return exports;
}
