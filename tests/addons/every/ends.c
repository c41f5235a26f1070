/* Where JavaScript does not run: in the middle of a collection, when a worker is ended, at the environment's end. */

/* A finalizer of the experimental version runs in the middle of a collection, where most functions end the
 * process: each is called in a process of its own. Node.js crashes for napi_open_callback_scope. */
static void in_collection(napi_env e, void *data, void *hint) {
  struct kit whole = kit;
  memset(&kit, 0, sizeof kit);
  kit.threadsafe = whole.threadsafe;
#define BASIC(function, ...) \
  { \
    set_case("in a collection"); \
    say("%s: %s: %s", #function, case_name, status_name(function(__VA_ARGS__))); \
  }
#define CALL(function, ...) \
  { \
    int ends[2]; \
    set_case("in a collection"); \
    bool is_left_out = strcmp(#function, "napi_open_callback_scope") == 0; \
    pid_t child = is_left_out || function == NULL || pipe(ends) != 0 ? -1 : fork(); \
    if (child == 0) { \
      int silence = open("/dev/null", O_WRONLY); \
      dup2(silence, 1), dup2(ends[1], 2), close(ends[0]), close(ends[1]); \
      alarm(20); \
      _exit(100 + function(__VA_ARGS__)); \
    } \
    if (child < 0) { \
      say("%s: %s: missing", #function, case_name); \
    } else { \
      close(ends[1]); \
      bool refused = strstr(all_of(ends[0]), "may affect GC state") != NULL; \
      int status = 0; \
      close(ends[0]), waitpid(child, &status, 0); \
      say("%s: %s: %s", #function, case_name, refused ? "ends the process" : WIFEXITED(status) ? "goes on" : "crashes"); \
    } \
  }
#include "all.inc"
#undef BASIC
#undef CALL
  kit = whole;
}

/* Before that version, it runs later, and may throw; as may one that was posted. */
static void throwing_finalizer(napi_env e, void *data, void *hint) {
  napi_handle_scope scope;
  napi_open_handle_scope(e, &scope);
  set_case("%s", (const char *)data);
  TRY_VALUE(napi_call_function, e, undefined(), js("() => 1"), 0, NULL);
  napi_throw_error(e, "ERR_FINALIZER", data);
  napi_close_handle_scope(e, scope);
}

static void make_garbage(void) {
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_add_finalizer(env, js("{}"), "in a finalizer", VERSION > 10 ? in_collection : throwing_finalizer, NULL, NULL);
  napi_close_handle_scope(env, scope);
  node_api_post_finalizer(env, throwing_finalizer, "in a posted finalizer", NULL);
}

/* stopped(exit): in a worker whose JavaScript ends it. */
static napi_value stopped(napi_env e, napi_callback_info info) {
  napi_value exit = NULL;
  size_t count = 1;
  napi_get_cb_info(e, info, &count, &exit, NULL, NULL);
  make_kit();
  take_kit();
  kit.info = info;
  napi_open_callback_scope(env, NULL, kit.context, &kit.callback_scope);
  set_case("that ends its worker");
  TRY(napi_call_function, e, undefined(), exit, 0, NULL, NULL);
  sweep("in a worker that is ended", NULL);
  return NULL;
}

/* The environment ends: no JavaScript any more. */
static void at_the_end(void *data) {
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  take_kit();
  kit.info = NULL;
  sweep("at the end", NULL);
  napi_close_handle_scope(env, scope);
}

static void ends(void) {
  make_kit();
  take_kit();
  make_garbage();
  js("gc()");
  napi_add_env_cleanup_hook(env, at_the_end, NULL);
}
