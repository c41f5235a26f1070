/* An addon that uses libuv, as addons do: work, a thread that sends, timers, handles of the loop's
 * phases, a descriptor to wait for, and what is left when the environment ends. What happens is told
 * by calling a function that JavaScript gives. */
#include "node_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#define PENDING_EXCEPTION 10
#define CHECK(call)                                       \
  do {                                                    \
    int result_ = (call);                                 \
    if (result_ != 0) fail(__LINE__, #call, result_);     \
  } while (0)

static void fail(int line, const char *call, int result) {
  fprintf(stderr, "uv.c:%d: %s: %d\n", line, call, result);
  abort();
}

/* One addon, one environment: the programs that use this have no workers. */
static napi_env env;
static napi_ref teller;
static napi_async_context context;

/* Tells, by `napi_make_callback` or by a bare call, after which no microtask runs. */
static void tell_by(bool bare, const char *what) {
  napi_handle_scope scope;
  napi_value function, global, text;
  /* Not when the environment has ended, and its loop is being closed. */
  if (napi_open_handle_scope(env, &scope) != 0) return;
  CHECK(napi_get_reference_value(env, teller, &function));
  CHECK(napi_get_global(env, &global));
  CHECK(napi_create_string_utf8(env, what, AUTO_LENGTH, &text));
  int status = bare ? napi_call_function(env, global, function, 1, &text, NULL)
                    : napi_make_callback(env, context, global, function, 1, &text, NULL);
  if (status == PENDING_EXCEPTION) {
    napi_value exception;
    CHECK(napi_get_and_clear_last_exception(env, &exception));
    CHECK(napi_fatal_exception(env, exception));
  } else {
    CHECK(status);
  }
  CHECK(napi_close_handle_scope(env, scope));
}

static void tell(const char *what) { tell_by(false, what); }

/* useDefaultLoop(): from then on, `uv_default_loop` gives the loop. */
static bool uses_default;
static napi_value use_default_loop(napi_env e, napi_callback_info info) {
  uses_default = true;
  return NULL;
}

static uv_loop_t *event_loop(void) {
  uv_loop_t *loop = NULL;
  if (uses_default) return uv_default_loop();
  CHECK(napi_get_uv_event_loop(env, &loop));
  return loop;
}

static void tell_and_free(uv_handle_t *handle) {
  if (handle->data) tell(handle->data);
  free(handle);
}

static void release(uv_handle_t *handle) { free(handle); }

static int argument(napi_callback_info info) {
  int32_t number = 0;
  size_t count = 1;
  napi_value value;
  CHECK(napi_get_cb_info(env, info, &count, &value, NULL, NULL));
  CHECK(napi_get_value_int32(env, value, &number));
  return number;
}

/* setTeller(function) */
static napi_value set_teller(napi_env e, napi_callback_info info) {
  size_t count = 1;
  napi_value function, name;
  env = e;
  CHECK(napi_get_cb_info(env, info, &count, &function, NULL, NULL));
  CHECK(napi_create_reference(env, function, 1, &teller));
  CHECK(napi_create_string_utf8(env, "uv", AUTO_LENGTH, &name));
  CHECK(napi_async_init(env, NULL, name, &context));
  return NULL;
}

/* queueWork(ms): sleeps on a thread of libuv's pool. */
static void work(uv_work_t *request) { uv_sleep((unsigned)(size_t)request->data); }
static void after_work(uv_work_t *request, int status) {
  tell(status == 0 ? "work" : "work that failed");
  free(request);
}
static napi_value queue_work(napi_env e, napi_callback_info info) {
  uv_work_t *request = malloc(sizeof *request);
  request->data = (void *)(size_t)argument(info);
  CHECK(uv_queue_work(event_loop(), request, work, after_work));
  return NULL;
}

/* sendFromThread(count): a thread sends so often, and libuv may make one of many. */
static struct {
  uv_thread_t thread;
  uv_mutex_t mutex;
  uv_async_t async;
  int sent, received, end;
} sender;
static void send_all(void *unused) {
  for (int i = 0; i < sender.end; i++) {
    uv_mutex_lock(&sender.mutex);
    sender.sent++;
    uv_mutex_unlock(&sender.mutex);
    CHECK(uv_async_send(&sender.async));
  }
}
static void on_sender_closed(uv_handle_t *handle) { tell("sender closed"); }
static void receive(uv_async_t *async) {
  uv_mutex_lock(&sender.mutex);
  sender.received = sender.sent;
  uv_mutex_unlock(&sender.mutex);
  if (sender.received < sender.end) return;
  CHECK(uv_thread_join(&sender.thread));
  uv_mutex_destroy(&sender.mutex);
  tell("all sent");
  uv_close((uv_handle_t *)async, on_sender_closed);
}
static napi_value send_from_thread(napi_env e, napi_callback_info info) {
  sender.end = argument(info);
  sender.sent = sender.received = 0;
  CHECK(uv_mutex_init(&sender.mutex));
  CHECK(uv_async_init(event_loop(), &sender.async, receive));
  CHECK(uv_thread_create(&sender.thread, send_all, NULL));
  return NULL;
}

/* setTimer(ms) */
static void on_timer(uv_timer_t *timer) {
  tell("timer");
  uv_close((uv_handle_t *)timer, release);
}
static napi_value set_timer(napi_env e, napi_callback_info info) {
  uv_timer_t *timer = malloc(sizeof *timer);
  CHECK(uv_timer_init(event_loop(), timer));
  CHECK(uv_timer_start(timer, on_timer, argument(info), 0));
  return NULL;
}

/* setUnrefTimer(ms): one that keeps nothing alive. */
static napi_value set_unref_timer(napi_env e, napi_callback_info info) {
  static uv_timer_t timer;
  CHECK(uv_timer_init(event_loop(), &timer));
  CHECK(uv_timer_start(&timer, on_timer, argument(info), 0));
  uv_unref((uv_handle_t *)&timer);
  return NULL;
}

/* startPhases(): each phase of one turn, once. */
static void on_idle(uv_idle_t *idle) {
  tell("idle");
  idle->data = NULL;
  uv_close((uv_handle_t *)idle, release);
}
static void on_prepare(uv_prepare_t *prepare) {
  tell("prepare");
  prepare->data = NULL;
  uv_close((uv_handle_t *)prepare, release);
}
static void on_check(uv_check_t *check) {
  tell("check");
  check->data = "close";
  uv_close((uv_handle_t *)check, tell_and_free);
}
static napi_value start_phases(napi_env e, napi_callback_info info) {
  uv_idle_t *idle = malloc(sizeof *idle);
  uv_prepare_t *prepare = malloc(sizeof *prepare);
  uv_check_t *check = malloc(sizeof *check);
  CHECK(uv_idle_init(event_loop(), idle));
  CHECK(uv_idle_start(idle, on_idle));
  CHECK(uv_prepare_init(event_loop(), prepare));
  CHECK(uv_prepare_start(prepare, on_prepare));
  CHECK(uv_check_init(event_loop(), check));
  CHECK(uv_check_start(check, on_check));
  return NULL;
}

/* setBareTimer(): calls JavaScript as nobody should, without a callback scope. */
static void on_bare_timer(uv_timer_t *timer) {
  tell_by(true, "bare call");
  uv_close((uv_handle_t *)timer, release);
}
static napi_value set_bare_timer(napi_env e, napi_callback_info info) {
  uv_timer_t *timer = malloc(sizeof *timer);
  CHECK(uv_timer_init(event_loop(), timer));
  CHECK(uv_timer_start(timer, on_bare_timer, argument(info), 0));
  return NULL;
}

/* waitForPipe(): a thread writes into a pipe whose end the loop polls. */
static int ends[2];
static void write_to_pipe(void *unused) {
  uv_sleep(20);
  if (write(ends[1], "x", 1) != 1) abort();
}
static void on_readable(uv_poll_t *poll, int status, int events) {
  char byte;
  if (status != 0 || !(events & UV_READABLE) || read(ends[0], &byte, 1) != 1) abort();
  CHECK(uv_thread_join(poll->data));
  free(poll->data);
  close(ends[0]);
  close(ends[1]);
  tell("readable");
  uv_close((uv_handle_t *)poll, release);
}
static napi_value wait_for_pipe(napi_env e, napi_callback_info info) {
  uv_poll_t *poll = malloc(sizeof *poll);
  if (pipe(ends) != 0) abort();
  poll->data = malloc(sizeof(uv_thread_t));
  CHECK(uv_poll_init(event_loop(), poll, ends[0]));
  CHECK(uv_poll_start(poll, UV_READABLE, on_readable));
  CHECK(uv_thread_create(poll->data, write_to_pipe, NULL));
  return NULL;
}

/* resolveFromWork(): a promise that is settled when work is done, in no callback scope. */
static napi_deferred deferred;
static void resolve(uv_work_t *request, int status) {
  napi_handle_scope scope;
  napi_value value;
  free(request);
  if (napi_open_handle_scope(env, &scope) != 0) return;
  CHECK(napi_create_string_utf8(env, "resolved", AUTO_LENGTH, &value));
  CHECK(napi_resolve_deferred(env, deferred, value));
  CHECK(napi_close_handle_scope(env, scope));
  tell("work of a promise");
}
static napi_value resolve_from_work(napi_env e, napi_callback_info info) {
  napi_value promise;
  uv_work_t *request = calloc(1, sizeof *request);
  CHECK(napi_create_promise(env, &deferred, &promise));
  CHECK(uv_queue_work(event_loop(), request, work, resolve));
  return promise;
}

/* runOnce(): a turn of the loop in the middle of a call. */
static napi_value run_once(napi_env e, napi_callback_info info) {
  uv_run(event_loop(), UV_RUN_ONCE);
  return NULL;
}

/* cleanUpLater(): an asynchronous cleanup hook that needs the loop; a hook that was there before it
 * says at the end what has happened. */
static struct {
  uv_async_t async;
  uv_timer_t timer;
  napi_async_cleanup_hook_handle hook;
} cleanup;
static void on_cleaned_up(uv_handle_t *handle) {
  puts("hook: closed");
  CHECK(napi_remove_async_cleanup_hook(cleanup.hook));
}
static void on_cleanup_timer(uv_timer_t *timer) {
  puts("hook: timer");
  uv_close((uv_handle_t *)timer, on_cleaned_up);
}
static void on_cleanup_sent(uv_async_t *async) {
  puts("hook: sent");
  uv_close((uv_handle_t *)async, NULL);
  CHECK(uv_timer_init(event_loop(), &cleanup.timer));
  CHECK(uv_timer_start(&cleanup.timer, on_cleanup_timer, 5, 0));
}
static void clean_up(napi_async_cleanup_hook_handle hook, void *unused) {
  puts("hook: begun");
  cleanup.hook = hook;
  CHECK(uv_async_init(event_loop(), &cleanup.async, on_cleanup_sent));
  CHECK(uv_async_send(&cleanup.async));
}
static void say_end(void *unused) {
  puts("last hook");
}
static napi_value clean_up_later(napi_env e, napi_callback_info info) {
  /* In the order in which things happen, whoever else writes. */
  setvbuf(stdout, NULL, _IONBF, 0);
  CHECK(napi_add_env_cleanup_hook(env, say_end, NULL));
  CHECK(napi_add_async_cleanup_hook(env, clean_up, NULL, NULL));
  return NULL;
}

napi_value napi_register_module_v1(napi_env e, napi_value exports) {
  static const struct {
    const char *name;
    napi_callback callback;
  } functions[] = {
      {"setTeller", set_teller},         {"queueWork", queue_work},
      {"sendFromThread", send_from_thread}, {"setTimer", set_timer},
      {"setUnrefTimer", set_unref_timer}, {"startPhases", start_phases},
      {"setBareTimer", set_bare_timer},  {"waitForPipe", wait_for_pipe},
      {"resolveFromWork", resolve_from_work}, {"cleanUpLater", clean_up_later},
      {"useDefaultLoop", use_default_loop}, {"runOnce", run_once},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value function;
    CHECK(napi_create_function(e, functions[i].name, AUTO_LENGTH, functions[i].callback, NULL,
                               &function));
    CHECK(napi_set_named_property(e, exports, functions[i].name, function));
  }
  return exports;
}
