/* Scopes, references, instance data, hooks, memory, what a module asks of its host. */

static void scopes(void) {
  napi_handle_scope outer, inner, third;
  napi_escapable_handle_scope escapable, other;
  napi_value value = number(1), escaped = NULL;
  STEP("ok", napi_open_handle_scope, env, &outer);
  STEP("ok", napi_close_handle_scope, env, outer);
  napi_open_handle_scope(env, &outer);
  napi_open_handle_scope(env, &inner);
  STEP("the inner one", napi_close_handle_scope, env, inner);
  STEP("the outer one", napi_close_handle_scope, env, outer);
  napi_open_handle_scope(env, &third);
  STEP("null", napi_close_handle_scope, env, NULL);
  napi_close_handle_scope(env, third);
  STEP("ok", napi_open_escapable_handle_scope, env, &escapable);
  STEP_VALUE("once", napi_escape_handle, env, escapable, value);
  STEP_VALUE("twice", napi_escape_handle, env, escapable, value);
  STEP_VALUE("no value", napi_escape_handle, env, escapable, NULL);
  STEP_VALUE("no scope", napi_escape_handle, env, NULL, value);
  STEP("no result", napi_escape_handle, env, escapable, value, NULL);
  napi_open_escapable_handle_scope(env, &other);
  STEP_VALUE("an inner one", napi_escape_handle, env, other, value);
  STEP("an inner one", napi_close_escapable_handle_scope, env, other);
  STEP("ok", napi_close_escapable_handle_scope, env, escapable);
  STEP("null", napi_close_escapable_handle_scope, env, NULL);
  napi_open_escapable_handle_scope(env, &other);
  STEP("without result", napi_escape_handle, env, other, value, &escaped);
  napi_close_escapable_handle_scope(env, other);
}

/* More scopes closed than the callback has opened: none of them is its own. */
static napi_value closes_too_many(napi_env e, napi_callback_info info) {
  napi_handle_scope scope;
  napi_open_handle_scope(e, &scope);
  STEP("its own, in a callback", napi_close_handle_scope, e, scope);
  return NULL;
}

static napi_value closes_what_is_not_open(napi_env e, napi_callback_info info) {
  static char fake[64];
  STEP("none open", napi_close_handle_scope, e, (napi_handle_scope)fake);
  STEP("none open", napi_close_escapable_handle_scope, e, (napi_escapable_handle_scope)fake);
  return NULL;
}

static void references(void) {
  static const struct {
    const char *name, *source;
  } kinds[] = { { "object", "{}" }, { "function", "function () {}" }, { "symbol", "Symbol('s')" }, { "text", "'text'" }, { "number", "1" } };
  for (size_t i = 0; i < COUNT(kinds); i++) {
    napi_ref reference = NULL;
    uint32_t count = 99;
    set_case("%s, at 2", kinds[i].name);
    if (TRY(napi_create_reference, env, js(kinds[i].source), 2, &reference) != 0) continue;
    if (TRY(napi_reference_ref, env, reference, &count) == 0) show("%u", count);
    if (TRY(napi_reference_unref, env, reference, &count) == 0) show("%u", count);
    TRY(napi_reference_unref, env, reference, NULL);
    TRY(napi_reference_unref, env, reference, NULL);
    set_case("%s, at 0", kinds[i].name);
    if (TRY(napi_reference_unref, env, reference, &count) == 0) show("%u", count);
    TRY_VALUE(napi_get_reference_value, env, reference);
    TRY(napi_reference_ref, env, reference, NULL);
    TRY(napi_delete_reference, env, reference);
    set_case("%s, at UINT32_MAX", kinds[i].name);
    if (TRY(napi_create_reference, env, js(kinds[i].source), UINT32_MAX, &reference) == 0) {
      if (TRY(napi_reference_unref, env, reference, &count) == 0) show("%u", count);
      TRY(napi_delete_reference, env, reference);
    }
  }
}

/* References to what is gone. */
static void dead_references(void) {
  napi_ref weak = NULL, wrap = NULL;
  napi_handle_scope scope;
  uint32_t count = 99;
  napi_open_handle_scope(env, &scope);
  napi_create_reference(env, js("{}"), 0, &weak);
  napi_wrap(env, js("{}"), &env, finalize_nothing, NULL, &wrap);
  napi_close_handle_scope(env, scope);
  js("gc()");
  STEP_VALUE("to what is gone", napi_get_reference_value, env, weak);
  if (STEP("to what is gone", napi_reference_ref, env, weak, &count) == 0) show("%u", count);
  STEP("to what is gone", napi_reference_unref, env, weak, &count);
  STEP("to what is gone", napi_delete_reference, env, weak);
  STEP_VALUE("to a wrapped that is gone", napi_get_reference_value, env, wrap);
  if (STEP("to a wrapped that is gone", napi_reference_ref, env, wrap, &count) == 0) show("%u", count);
  STEP("to a wrapped that is gone", napi_delete_reference, env, wrap);
}

/* Whether a process says this, and dies. */
static void fatal(const char *name, const char *location, size_t location_length, const char *message,
                  size_t message_length, const char *expected) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return;
  pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], 2), close(pipe_ends[0]), close(pipe_ends[1]);
    alarm(20);
    napi_fatal_error(location, location_length, message, message_length);
    _exit(0);
  }
  close(pipe_ends[1]);
  const char *said = all_of(pipe_ends[0]);
  int status = 0;
  close(pipe_ends[0]), waitpid(child, &status, 0);
  say("napi_fatal_error: %s: = %s, %s", name, strstr(said, expected) ? "says so" : "says nothing of it",
      WIFEXITED(status) ? "goes on" : "dies");
}

static void fatal_errors(void) {
  fatal("ended by zeros", "here", AUTO_LENGTH, "mine", AUTO_LENGTH, "FATAL ERROR: here mine");
  fatal("with lengths", "hereabouts", 4, "mine, not yours", 4, "FATAL ERROR: here mine\n");
  fatal("no location", NULL, 0, "mine", AUTO_LENGTH, "mine");
}

static void instance(void) {
  void *data = &data;
  if (STEP("none", napi_get_instance_data, env, &data) == 0) show("%d", data == NULL);
  STEP("first", napi_set_instance_data, env, &env, finalize_nothing, NULL);
  STEP("second", napi_set_instance_data, env, memory, NULL, NULL);
  if (STEP("second", napi_get_instance_data, env, &data) == 0) show("%d", data == memory);
  STEP("null", napi_set_instance_data, env, NULL, NULL, NULL);
  STEP("no result", napi_get_instance_data, env, NULL);
}

static void hook_nothing(void *data) {}
static void async_hook(napi_async_cleanup_hook_handle handle, void *data) { napi_remove_async_cleanup_hook(handle); }

static void hooks(void) {
  napi_async_cleanup_hook_handle handle = NULL;
  STEP("ok", napi_add_env_cleanup_hook, env, hook_nothing, memory);
  STEP("ok", napi_remove_env_cleanup_hook, env, hook_nothing, memory);
  STEP("removed", napi_remove_env_cleanup_hook, env, hook_nothing, memory);
  STEP("null", napi_add_env_cleanup_hook, env, NULL, memory);
  STEP("null", napi_remove_env_cleanup_hook, env, NULL, memory);
  STEP("no environment", napi_add_env_cleanup_hook, NULL, hook_nothing, memory);
  STEP("ok", napi_add_async_cleanup_hook, env, async_hook, memory, &handle);
  STEP("ok", napi_remove_async_cleanup_hook, handle);
  STEP("null", napi_remove_async_cleanup_hook, NULL);
  STEP("null", napi_add_async_cleanup_hook, env, NULL, memory, &handle);
  STEP("no environment", napi_add_async_cleanup_hook, NULL, async_hook, memory, &handle);
}

static void host(void) {
  int64_t adjusted = 0;
  const napi_node_version *version = NULL;
  const char *file = NULL;
  struct uv_loop_s *loop = NULL;
  uint32_t number_of = 0;
  STEP("more", napi_adjust_external_memory, env, 1000, &adjusted);
  int64_t before = adjusted;
  if (STEP("less", napi_adjust_external_memory, env, -1000, &adjusted) == 0) show("%ld less", before - adjusted);
  STEP("no result", napi_adjust_external_memory, env, 0, NULL);
  STEP("ok", napi_get_version, env, &number_of);
  STEP("no result", napi_get_version, env, NULL);
  if (STEP("ok", napi_get_node_version, env, &version) == 0) show("%s", version->release);
  if (STEP("ok", node_api_get_module_file_name, env, &file) == 0) show("%.7s", file);
  STEP("ok", napi_get_uv_event_loop, env, &loop);
  STEP("no result", napi_get_uv_event_loop, env, NULL);
  STEP("no environment", napi_get_uv_event_loop, NULL, &loop);
  STEP("no callback", node_api_post_finalizer, env, NULL, NULL, NULL);
  STEP("no environment", node_api_post_finalizer, NULL, finalize_nothing, NULL, NULL);
}

static void lifetimes(void) {
  napi_value function, result;
  scopes();
  napi_create_function(env, "closes", AUTO_LENGTH, closes_too_many, NULL, &function);
  napi_call_function(env, undefined(), function, 0, NULL, &result);
  napi_create_function(env, "closes", AUTO_LENGTH, closes_what_is_not_open, NULL, &function);
  napi_call_function(env, undefined(), function, 0, NULL, &result);
  references();
  dead_references();
  fatal_errors();
  instance();
  hooks();
  host();
}
