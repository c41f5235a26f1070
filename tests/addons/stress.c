/* Thread-safe functions and asynchronous work in numbers: threads that call at once, each call
 * counted; work of which a third is cancelled. */
#include "node_api.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define THREADS 8
enum { ok = 0, cancelled = 11, closing = 16, release = 0, abort_now = 1, blocking = 1 };

static napi_threadsafe_function function;
static pthread_t threads[THREADS];
static uint32_t each, abort_after;
/* How many calls were taken in, and how many came out: in JavaScript's time, and when it was over. */
static atomic_ulong sent, called, handed_back, refused;
static unsigned long misplaced, finalized;
static uint32_t next_of[THREADS];

static void *produce(void *argument) {
  uintptr_t thread = (uintptr_t)argument;
  for (uint32_t number = 0; number < each; number++) {
    uintptr_t data = (thread << 32 | number) + 1;
    int status = napi_call_threadsafe_function(function, (void *)data, blocking);
    if (status == closing) {
      /* The function is not to be touched any more. */
      atomic_fetch_add(&refused, 1);
      return NULL;
    }
    if (status != ok) abort();
    atomic_fetch_add(&sent, 1);
  }
  napi_release_threadsafe_function(function, release);
  return NULL;
}

/* Each thread's calls come in the order that they were made in, none left out and none twice. */
static void call_js(napi_env env, napi_value callback, void *context, void *data) {
  uintptr_t what = (uintptr_t)data - 1;
  uintptr_t thread = what >> 32;
  if (thread >= THREADS || next_of[thread]++ != (uint32_t)what) misplaced++;
  if (env == NULL) {
    atomic_fetch_add(&handed_back, 1);
    return;
  }
  if (atomic_fetch_add(&called, 1) + 1 == abort_after) napi_release_threadsafe_function(function, abort_now);
}

static void number(napi_env env, napi_value array, uint32_t index, double value) {
  napi_value element;
  napi_create_double(env, value, &element);
  napi_set_element(env, array, index, element);
}

/* When all is over: what was counted, for the callback. */
static void ended(napi_env env, void *data, void *context) { finalized++; }

/* produce(each, limit, abortAfter, callback): 8 threads call as often as `each` says. */
static napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value arguments[4], name;
  uint32_t limit;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_uint32(env, arguments[0], &each);
  napi_get_value_uint32(env, arguments[1], &limit);
  napi_get_value_uint32(env, arguments[2], &abort_after);
  napi_create_string_utf8(env, "stress", AUTO_LENGTH, &name);
  /* The thread that may abort has a count of its own. */
  size_t users = THREADS + (abort_after > 0);
  if (napi_create_threadsafe_function(env, arguments[3], NULL, name, limit, users, NULL, ended, NULL, call_js,
                                      &function) != ok) {
    abort();
  }
  for (uintptr_t thread = 0; thread < THREADS; thread++) {
    if (pthread_create(&threads[thread], NULL, produce, (void *)thread) != 0) abort();
  }
  return NULL;
}

/* counts(): waits for the threads; [sent, called, handedBack, refused, misplaced, finalized] */
static napi_value counts(napi_env env, napi_callback_info info) {
  napi_value array;
  for (int thread = 0; thread < THREADS; thread++) pthread_join(threads[thread], NULL);
  napi_create_array(env, &array);
  number(env, array, 0, atomic_load(&sent));
  number(env, array, 1, atomic_load(&called));
  number(env, array, 2, atomic_load(&handed_back));
  number(env, array, 3, atomic_load(&refused));
  number(env, array, 4, misplaced);
  number(env, array, 5, finalized);
  return array;
}

static atomic_uint executed;
static uint32_t completed, completed_cancelled, cancels;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* Whoever comes first waits, so that the others are still in the queue when they are cancelled. */
static void execute(napi_env env, void *data) {
  pthread_mutex_lock(&gate);
  pthread_mutex_unlock(&gate);
  atomic_fetch_add(&executed, 1);
}

static void complete(napi_env env, int status, void *data) {
  completed++;
  if (status == cancelled) completed_cancelled++;
  napi_delete_async_work(env, *(napi_async_work *)data);
  free(data);
}

/* work(count): queues so much, and cancels each third. */
static napi_value work(napi_env env, napi_callback_info info) {
  size_t argument_count = 1;
  napi_value argument, name;
  uint32_t count;
  napi_get_cb_info(env, info, &argument_count, &argument, NULL, NULL);
  napi_get_value_uint32(env, argument, &count);
  napi_create_string_utf8(env, "stress", AUTO_LENGTH, &name);
  pthread_mutex_lock(&gate);
  for (uint32_t index = 0; index < count; index++) {
    napi_async_work *item = malloc(sizeof *item);
    if (napi_create_async_work(env, NULL, name, execute, complete, item, item) != ok) abort();
    if (napi_queue_async_work(env, *item) != ok) abort();
    if (index % 3 == 0 && napi_cancel_async_work(env, *item) == ok) cancels++;
  }
  pthread_mutex_unlock(&gate);
  return NULL;
}

/* worked(): [completed, executed, cancels, completed as cancelled] */
static napi_value worked(napi_env env, napi_callback_info info) {
  napi_value array;
  napi_create_array(env, &array);
  number(env, array, 0, completed);
  number(env, array, 1, atomic_load(&executed));
  number(env, array, 2, cancels);
  number(env, array, 3, completed_cancelled);
  return array;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  export_function(env, exports, "produce", start);
  export_function(env, exports, "counts", counts);
  export_function(env, exports, "work", work);
  export_function(env, exports, "worked", worked);
  return exports;
}
