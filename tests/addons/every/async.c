/* Promises, asynchronous work, contexts, callback scopes, thread-safe functions. */

static void promises(void) {
  napi_deferred deferred = NULL;
  napi_value promise = NULL, one = number(1);
  STEP("no deferred", napi_create_promise, env, NULL, &promise);
  STEP("no promise", napi_create_promise, env, &deferred, NULL);
  STEP("ok", napi_create_promise, env, &deferred, &promise);
  STEP("no value", napi_resolve_deferred, env, deferred, NULL);
  STEP("ok", napi_resolve_deferred, env, deferred, one);
  napi_create_promise(env, &deferred, &promise);
  napi_call_function(env, undefined(), js("(p) => { p.catch(() => {}) }"), 1, &promise, NULL);
  STEP("no value", napi_reject_deferred, env, deferred, NULL);
  STEP("ok", napi_reject_deferred, env, deferred, one);
  napi_create_promise(env, &deferred, &promise);
  STEP("a throwing thenable", napi_resolve_deferred, env, deferred, js("{ get then() {" MINE "} }"));
  napi_call_function(env, undefined(), js("(p) => { p.catch(() => {}) }"), 1, &promise, NULL);
  napi_create_promise(env, &deferred, &promise);
  STEP("itself", napi_resolve_deferred, env, deferred, promise);
  napi_call_function(env, undefined(), js("(p) => { p.catch(() => {}) }"), 1, &promise, NULL);
  napi_create_promise(env, &deferred, &promise);
  napi_throw(env, one);
  STEP("one pending", napi_resolve_deferred, env, deferred, one);
  STEP("after that", napi_resolve_deferred, env, deferred, one);
}

/* Values of the wrong kind for a resource and a name, in each function that takes them. */
static void resources(void) {
  static const char *const kinds[] = { "{}", "undefined", "null", "1", "'text'", "Symbol('s')", "function () {}", "{ toString() {" MINE "} }", "new String('text')", REVOKED("{}"), "Object.create(null)" };
  for (size_t i = 0; i < COUNT(kinds) * 2; i++) {
    bool is_name = i >= COUNT(kinds);
    const char *kind = kinds[i % COUNT(kinds)];
    napi_async_context context = NULL;
    napi_async_work work = NULL;
    napi_threadsafe_function function = NULL;
    napi_value value = js(kind), resource = is_name ? NULL : value, name = is_name ? value : text("name");
    set_case("%s as %s", kind, is_name ? "name" : "resource");
    if (TRY(napi_async_init, env, resource, name, &context) == 0) {
      TRY_VALUE(napi_make_callback, env, context, js("{}"), js("() => 1"), 0, NULL);
      napi_callback_scope scope = NULL;
      if (TRY(napi_open_callback_scope, env, resource, context, &scope) == 0) TRY(napi_close_callback_scope, env, scope);
      TRY(napi_async_destroy, env, context);
    }
    if (TRY(napi_create_async_work, env, resource, name, (napi_execute)nothing, NULL, NULL, &work) == 0) {
      TRY(napi_delete_async_work, env, work);
    }
    if (TRY(napi_create_threadsafe_function, env, js("() => {}"), resource, name, 0, 1, NULL, NULL, NULL, NULL, &function) == 0) {
      TRY(napi_release_threadsafe_function, function, 0);
    }
    set_case("%s as %s of none", kind, is_name ? "function" : "receiver");
    if (is_name) {
      TRY_VALUE(napi_make_callback, env, NULL, js("{}"), value, 0, NULL);
    } else {
      TRY_VALUE(napi_make_callback, env, NULL, value, js("() => 1"), 0, NULL);
    }
  }
  napi_async_context context = NULL;
  STEP("no resource", napi_async_init, env, NULL, text("name"), &context);
  STEP_VALUE("throws", napi_make_callback, env, context, js("{}"), js("thrower"), 0, NULL);
  STEP_VALUE("no arguments, but a count", napi_make_callback, env, context, js("{}"), js("() => 1"), 1, NULL);
  STEP("result not wanted", napi_make_callback, env, context, js("{}"), js("() => 1"), 0, NULL, NULL);
  STEP_VALUE("no receiver", napi_make_callback, env, context, NULL, js("() => 1"), 0, NULL);
  STEP_VALUE("no function", napi_make_callback, env, context, js("{}"), NULL, 0, NULL);
  STEP("no context", napi_async_destroy, env, NULL);
  STEP("ok", napi_async_destroy, env, context);
}

static void callback_scopes(void) {
  napi_async_context context;
  napi_callback_scope outer = NULL, inner = NULL;
  napi_async_init(env, NULL, text("name"), &context);
  static long fake[64];
  STEP("none open", napi_close_callback_scope, env, (napi_callback_scope)fake);
  STEP("no result", napi_open_callback_scope, env, NULL, context, NULL);
  STEP("null", napi_close_callback_scope, env, NULL);
  STEP("ok", napi_open_callback_scope, env, NULL, context, &outer);
  STEP("in another", napi_open_callback_scope, env, NULL, context, &inner);
  STEP("the inner one", napi_close_callback_scope, env, inner);
  napi_throw_error(env, NULL, "mine");
  STEP("with one pending", napi_close_callback_scope, env, outer);
  STEP("too often", napi_close_callback_scope, env, (napi_callback_scope)fake);
  napi_throw_error(env, NULL, "mine");
  STEP("with one pending", napi_open_callback_scope, env, NULL, context, &outer);
  napi_close_callback_scope(env, outer);
  napi_async_destroy(env, context);
}

/* Without an environment. */
static void without_environment(void) {
  napi_async_context context = NULL;
  napi_callback_scope scope = NULL;
  napi_async_work work = NULL;
  napi_deferred deferred = NULL;
  napi_threadsafe_function function_of_none = NULL;
  napi_value promise = NULL, result = NULL, name = text("name");
  napi_async_init(env, NULL, name, &context);
  napi_create_promise(env, &deferred, &promise);
  napi_create_async_work(env, NULL, name, (napi_execute)nothing, NULL, NULL, &work);
  napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, (napi_call_js)finalize_nothing, &function_of_none);
  set_case("no environment");
  TRY(napi_async_init, NULL, NULL, name, &context);
  TRY(napi_async_destroy, NULL, context);
  TRY(napi_make_callback, NULL, NULL, promise, name, 0, NULL, &result);
  TRY(napi_open_callback_scope, NULL, NULL, context, &scope);
  TRY(napi_close_callback_scope, NULL, scope);
  TRY(napi_create_async_work, NULL, NULL, name, (napi_execute)nothing, NULL, NULL, &work);
  TRY(napi_queue_async_work, NULL, work);
  TRY(napi_cancel_async_work, NULL, work);
  TRY(napi_delete_async_work, NULL, work);
  TRY(napi_create_promise, NULL, &deferred, &promise);
  TRY(napi_resolve_deferred, NULL, deferred, name);
  TRY(napi_reject_deferred, NULL, deferred, name);
  TRY(napi_fatal_exception, NULL, name);
  TRY(napi_unref_threadsafe_function, NULL, function_of_none);
  TRY(napi_ref_threadsafe_function, NULL, function_of_none);
  TRY(napi_remove_env_cleanup_hook, NULL, hook_nothing, NULL);
  napi_release_threadsafe_function(function_of_none, 0);
  napi_delete_async_work(env, work);
  napi_async_destroy(env, context);
}

/* All threads of the pool are kept busy, so that what is queued stays so. */
enum { POOL = 4 };
static sem_t busy, go_on;
static napi_async_work blocking[POOL], queued, running_work, never, done;
static int finished;

static void block(napi_env e, void *data) {
  sem_post(&busy);
  sem_wait(&go_on);
}
static void do_nothing(napi_env e, void *data) {}

static void thread_safe_functions(void);

static void blocked(napi_env e, int status, void *data) {
  napi_handle_scope scope;
  napi_open_handle_scope(e, &scope);
  if (data == &running_work) {
    set_case("complete of what ran");
    function_name = "napi_queue_async_work";
    show("%s", status_name(status));
    STEP("what is done", napi_cancel_async_work, e, running_work);
    STEP("what is done", napi_delete_async_work, e, running_work);
  }
  napi_close_handle_scope(e, scope);
  if (++finished == POOL) thread_safe_functions();
}

static void cancelled(napi_env e, int status, void *data) {
  set_case("complete of what was cancelled");
  function_name = "napi_cancel_async_work";
  show("%s", status_name(status));
  STEP("what was cancelled", napi_delete_async_work, e, queued);
  napi_throw_error(e, "ERR_COMPLETE", "mine");
}

static void not_called(napi_env e, int status, void *data) { say("called"); }

static void works(void) {
  napi_value name = text("name");
  STEP("no execute", napi_create_async_work, env, NULL, name, NULL, not_called, NULL, &never);
  STEP("no name", napi_create_async_work, env, NULL, NULL, do_nothing, not_called, NULL, &never);
  STEP("no complete", napi_create_async_work, env, NULL, name, do_nothing, NULL, NULL, &done);
  STEP("ok", napi_create_async_work, env, NULL, name, do_nothing, not_called, NULL, &never);
  /* Node.js would cancel what was never queued by memory that it has not written. */
  STEP("never queued", napi_delete_async_work, env, never);
  STEP("null", napi_queue_async_work, env, NULL);
  STEP("null", napi_cancel_async_work, env, NULL);
  STEP("null", napi_delete_async_work, env, NULL);
  STEP("without complete", napi_delete_async_work, env, done);
  sem_init(&busy, 0, 0);
  sem_init(&go_on, 0, 0);
  for (int i = 0; i < POOL; i++) {
    napi_create_async_work(env, NULL, name, block, blocked, i == 0 ? &running_work : NULL, &blocking[i]);
    if (i == 0) running_work = blocking[i];
    napi_queue_async_work(env, blocking[i]);
  }
  for (int i = 0; i < POOL; i++) sem_wait(&busy);
  STEP("what runs", napi_cancel_async_work, env, running_work);
  napi_create_async_work(env, NULL, name, do_nothing, cancelled, NULL, &queued);
  STEP("ok", napi_queue_async_work, env, queued);
  STEP("what is queued", napi_cancel_async_work, env, queued);
  STEP("what is cancelled", napi_cancel_async_work, env, queued);
  for (int i = 0; i < POOL; i++) sem_post(&go_on);
}

/* Thread-safe functions, from this thread and from another: three, one after the other. */
static napi_threadsafe_function function;
static int calls_done;

static void call_js(napi_env e, napi_value callback, void *context, void *data) {
  set_case("call_js %d", ++calls_done);
  function_name = "napi_call_threadsafe_function";
  show("%s, function %s, context %d, data %d", e == NULL ? "no environment" : "environment",
       callback ? "given" : "not given", context == memory, data == memory);
}

static void aborted(void);
static void on_another_thread(void);

static void finalized(napi_env e, void *next, void *hint) {
  napi_handle_scope scope;
  napi_open_handle_scope(e, &scope);
  set_case("finalizer of %s", next == aborted ? "one with room for 1" : next == NULL ? "the last" : "one aborted");
  function_name = "napi_create_threadsafe_function";
  show("after call_js %d, %s, hint %d", calls_done, e == NULL ? "no environment" : "environment", hint == memory);
  if (next != NULL) ((void (*)(void))next)();
  napi_close_handle_scope(e, scope);
}

static void thread_safe_functions(void) {
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_value callee = js("() => {}"), name = text("name");
  void *context = NULL;
  napi_create_threadsafe_function(env, js("thrower"), NULL, name, 0, 1, NULL, NULL, NULL, NULL, &function);
  STEP("one that throws", napi_call_threadsafe_function, function, NULL, 0);
  napi_release_threadsafe_function(function, 0);
  STEP("no threads", napi_create_threadsafe_function, env, callee, NULL, name, 0, 0, NULL, NULL, NULL, NULL, &function);
  STEP("neither function nor callback", napi_create_threadsafe_function, env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, NULL, &function);
  STEP("no function", napi_create_threadsafe_function, env, js("{}"), NULL, name, 0, 1, NULL, NULL, NULL, call_js, &function);
  STEP("no name", napi_create_threadsafe_function, env, callee, NULL, NULL, 0, 1, NULL, NULL, NULL, call_js, &function);
  STEP("no result", napi_create_threadsafe_function, env, callee, NULL, name, 0, 1, NULL, NULL, NULL, call_js, NULL);
  STEP("room for 1", napi_create_threadsafe_function, env, NULL, NULL, name, 1, 1, aborted, finalized, memory, call_js, &function);
  if (STEP("ok", napi_get_threadsafe_function_context, function, &context) == 0) show("%d", context == memory);
  STEP("ok", napi_unref_threadsafe_function, env, function);
  STEP("twice", napi_unref_threadsafe_function, env, function);
  STEP("ok", napi_ref_threadsafe_function, env, function);
  STEP("first", napi_call_threadsafe_function, function, memory, 0);
  STEP("full", napi_call_threadsafe_function, function, memory, 0);
  STEP("ok", napi_acquire_threadsafe_function, function);
  STEP("one of two", napi_release_threadsafe_function, function, 0);
  STEP("the second of two", napi_release_threadsafe_function, function, 0);
  STEP("released by all", napi_release_threadsafe_function, function, 0);
  STEP("held by none", napi_call_threadsafe_function, function, memory, 0);
  STEP("held by none", napi_acquire_threadsafe_function, function);
  STEP("held again", napi_release_threadsafe_function, function, 0);
  napi_close_handle_scope(env, scope);
}

static void aborted(void) {
  napi_create_threadsafe_function(env, NULL, NULL, text("name"), 0, 3, on_another_thread, finalized, NULL, call_js, &function);
  STEP("queued, then aborted", napi_call_threadsafe_function, function, memory, 0);
  STEP("abort", napi_release_threadsafe_function, function, 1);
  STEP("closing", napi_acquire_threadsafe_function, function);
  STEP("closing", napi_call_threadsafe_function, function, memory, 0);
  STEP("closing", napi_unref_threadsafe_function, env, function);
  STEP("closing", napi_ref_threadsafe_function, env, function);
  STEP("closing, by the last", napi_release_threadsafe_function, function, 0);
  STEP("closing, by one too many", napi_release_threadsafe_function, function, 0);
  STEP("closing, by one too many", napi_call_threadsafe_function, function, memory, 0);
}

static void *elsewhere(void *data) {
  void *context;
  set_case("on another thread");
  TRY(napi_get_threadsafe_function_context, function, &context);
  TRY(napi_acquire_threadsafe_function, function);
  TRY(napi_call_threadsafe_function, function, memory, 0);
  set_case("on another thread, full");
  TRY(napi_call_threadsafe_function, function, memory, 0);
  set_case("on another thread");
  TRY(napi_release_threadsafe_function, function, 1);
  set_case("on another thread, closing");
  TRY(napi_acquire_threadsafe_function, function);
  TRY(napi_call_threadsafe_function, function, memory, 0);
  return NULL;
}

static void on_another_thread(void) {
  pthread_t thread;
  napi_create_threadsafe_function(env, js("() => {}"), NULL, text("name"), 1, 2, NULL, finalized, memory, call_js, &function);
  is_elsewhere = true;
  pthread_create(&thread, NULL, elsewhere, NULL);
  pthread_join(thread, NULL);
  is_elsewhere = false;
  STEP("after another thread", napi_call_threadsafe_function, function, memory, 0);
  STEP("mode 7", napi_release_threadsafe_function, function, 7);
}

static void async(void) {
  promises();
  resources();
  callback_scopes();
  without_environment();
  works();
}
