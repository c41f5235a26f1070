/* Every function once in each state that an environment may be in: as usual, with an exception pending, in a
 * callback of a worker that is being ended, in the middle of a collection, at the environment's end.
 *
 * Without napi_fatal_error, which ends the process, and napi_module_register, which answers nothing. */

/* What the calls of `all.inc` are given. Values are kept by references, for the end makes none. */
#define KIT_VALUES(X) \
  X(object, "{ x: 1 }") X(function, "function () {}") X(array, "[1]") X(date, "new Date(0)") \
  X(error, "new RangeError('mine')") X(buffer, "new ArrayBuffer(8)") X(spare_buffer, "new ArrayBuffer(8)") \
  X(typed_array, "new Uint8Array(8)") X(view, "new DataView(new ArrayBuffer(8))") X(untagged, "{}") X(wrapped, "{}") \
  X(unwrapped, "{}")

struct kit {
#define X(name, source) napi_value name;
  KIT_VALUES(X)
#undef X
  napi_value text, number, boolean, bigint, external;
  napi_callback_info info;
  napi_ref reference, spare_reference;
  napi_deferred deferreds[2];
  napi_async_work spare_work, queued_work;
  napi_async_context context, spare_context;
  napi_callback_scope callback_scope;
  napi_async_cleanup_hook_handle hook;
  napi_threadsafe_function threadsafe;
};

static struct kit kit;
static struct {
#define X(name, source) napi_ref name;
  KIT_VALUES(X)
#undef X
} kit_values;
static napi_ref kit_external;
static const napi_type_tag kit_tag = { 3, 4 };
static const uint64_t kit_words[] = { 1 };
static napi_property_descriptor kit_property = { .utf8name = "defined", .method = nothing, .attributes = 7 };
static char outs[6][64];
static char hooked[16];
static int hooks_added;
#define OUT(index) ((void *)outs[index])

static void *kit_memory(size_t size) { return malloc(size); }
static void finalize_freeing(napi_env e, void *data, void *hint) { free(data); }
static void finalize_freeing_without_env(void *data, void *hint) { free(data); }
static void call_nothing(napi_env e, napi_value callback, void *context, void *data) {}

static napi_handle_scope opened;
static napi_escapable_handle_scope opened_escapable;
static napi_handle_scope open_scope(void) {
  napi_open_handle_scope(env, &opened);
  return opened;
}
static napi_escapable_handle_scope open_escapable(void) {
  napi_open_escapable_handle_scope(env, &opened_escapable);
  return opened_escapable;
}

/* Makes a new kit. */
static void make_kit(void) {
  napi_value object = js("{}"), promise, name = text("name");
#define X(name, source) napi_create_reference(env, js(source), 1, &kit_values.name);
  KIT_VALUES(X)
#undef X
  napi_create_external(env, NULL, NULL, NULL, &promise);
  napi_create_reference(env, promise, 1, &kit_external);
  napi_create_reference(env, object, 5, &kit.reference);
  napi_create_reference(env, object, 1, &kit.spare_reference);
  for (int i = 0; i < 2; i++) {
    napi_create_promise(env, &kit.deferreds[i], &promise);
    napi_call_function(env, undefined(), js("(p) => { p.catch(() => {}) }"), 1, &promise, NULL);
  }
  napi_create_async_work(env, NULL, name, do_nothing, NULL, NULL, &kit.spare_work);
  napi_create_async_work(env, NULL, name, do_nothing, NULL, NULL, &kit.queued_work);
  napi_async_init(env, NULL, name, &kit.context);
  napi_async_init(env, NULL, name, &kit.spare_context);
  napi_add_async_cleanup_hook(env, async_hook, NULL, &kit.hook);
  napi_create_threadsafe_function(env, NULL, NULL, name, 0, 100, NULL, NULL, NULL, call_nothing, &kit.threadsafe);
  napi_unref_threadsafe_function(env, kit.threadsafe);
  napi_get_reference_value(env, kit_values.wrapped, &kit.wrapped);
  napi_wrap(env, kit.wrapped, memory, NULL, NULL, NULL);
}

/* Gets the kit's values for the scope that is open. */
static void take_kit(void) {
#define X(name, source) napi_get_reference_value(env, kit_values.name, &kit.name);
  KIT_VALUES(X)
#undef X
  kit.text = text("1");
  kit.number = number(1);
  napi_get_boolean(env, true, &kit.boolean);
  napi_create_bigint_int64(env, 1, &kit.bigint);
  napi_get_reference_value(env, kit_external, &kit.external);
}

/* What a call has opened is closed again. */
static void tidy(const char *function, int status) {
  void *made = *(void **)outs[0];
  if (strcmp(function, "napi_escape_handle") == 0) napi_close_escapable_handle_scope(env, opened_escapable);
  if (strcmp(function, "napi_close_escapable_handle_scope") == 0 && status != 0) {
    napi_close_escapable_handle_scope(env, opened_escapable);
  }
  if (strcmp(function, "napi_close_handle_scope") == 0 && status != 0) napi_close_handle_scope(env, opened);
  if (status != 0) return;
  if (strcmp(function, "napi_open_handle_scope") == 0) napi_close_handle_scope(env, made);
  if (strcmp(function, "napi_open_escapable_handle_scope") == 0) napi_close_escapable_handle_scope(env, made);
  if (strcmp(function, "napi_open_callback_scope") == 0) napi_close_callback_scope(env, made);
  if (strcmp(function, "napi_create_threadsafe_function") == 0) napi_release_threadsafe_function(made, 0);
  if (strcmp(function, "napi_ref_threadsafe_function") == 0) napi_unref_threadsafe_function(env, kit.threadsafe);
}

/* Calls all, each after `before`. */
static void sweep(const char *state, void (*before)(void)) {
#define CALL(function, ...) \
  { \
    memset(outs, 0, sizeof outs); \
    set_case("%s", state); \
    if (before != NULL) before(); \
    tidy(#function, TRY(function, __VA_ARGS__)); \
  }
#define BASIC CALL
#include "all.inc"
#undef BASIC
#undef CALL
}

static void sweep_as_usual(void) {
  make_kit();
  take_kit();
  napi_open_callback_scope(env, NULL, kit.context, &kit.callback_scope);
  sweep("as usual", NULL);
}

static void throw_before(void) { napi_throw(env, kit.error); }

static void sweep_pending(void) {
  make_kit();
  take_kit();
  napi_open_callback_scope(env, NULL, kit.context, &kit.callback_scope);
  sweep("one pending", throw_before);
}
