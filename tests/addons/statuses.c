/* Calls every function of Node-API with good arguments, then with each pointer NULL in turn, and
 * tells what each call answered. Runs in Node.js and in nodeapi; the answers are compared.
 *
 * Functions are looked up by name, so that the addon loads wherever some are missing. They are all
 * called through one type: on the machines where this is built, integers and pointers travel alike,
 * and arguments beyond those that a function takes are ignored. A number that travels as a double
 * is whatever it happens to be: no status depends on it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *napi_env, *napi_value;
typedef intptr_t word;
typedef int (*function)(word, word, word, word, word, word, word, word, word, word, word);

/* What an argument is. Capital letters are pointers, which are set to NULL in turn. */
enum {
  ENV = 'E',      /* the environment */
  RESULT = 'R',   /* room for a result */
  OBJECT = 'O',   /* {} */
  STRING = 'S',   /* 'text' */
  SYMBOL = 'Y',
  NUMBER = 'N',
  BOOLEAN = 'B',
  BIGINT = 'I',
  FUNCTION = 'F', /* a JavaScript function */
  CLASS = 'L',    /* a JavaScript class */
  ARRAY = 'A',
  DATE = 'D',
  ERROR = 'X',
  ARRAY_BUFFER = 'U',
  TYPED_ARRAY = 'T',
  DATA_VIEW = 'V',
  PROMISE = 'P',
  EXTERNAL = 'Z',
  UNDEFINED = 'u',
  NULL_VALUE = 'v',
  WRAPPED = 'W',  /* an object with a native pointer */
  TEXT = 'C',     /* char * */
  WIDE = 'H',     /* char16_t * */
  CALLBACK = 'K',
  FINALIZER = 'J',
  DATA = 'd',     /* a pointer that may be anything */
  REFERENCE = 'M',
  SCOPE = 'Q',    /* one that is just open */
  ESCAPABLE = 'G',
  INFO = 'i',     /* the running call; not set to NULL where Node.js would crash */
  COUNT = 'n',    /* a count of one */
  ZERO = '0',
  ONE = '1',
  LENGTH = 'l',   /* NAPI_AUTO_LENGTH */
  HANDLES = 'h',  /* napi_value[1] */
  HANDLES_OR_NULL = 'a',
  PROPERTIES = 'p',
  WORDS = 'w',
  TAG = 't',
  ROOM = 'm',     /* size_t * that holds 4 */
};

struct call { const char *name, *arguments; };

static const struct call calls[] = {
#define CALL(name, arguments) { #name, arguments },
#include "statuses.inc"
};

static napi_env env;
static napi_value values[128];
static void *info;
static char *out;
static char buffer[1 << 18];
static size_t out_length;

static function find(const char *name) {
  return (function)dlsym(RTLD_DEFAULT, name);
}

static int call(const char *name, word a, word b, word c, word d, word e, word f) {
  return find(name)(a, b, c, d, e, f, 0, 0, 0, 0, 0);
}

static napi_value callback(napi_env env, void *info) { return NULL; }
static void finalizer(napi_env env, void *data, void *hint) {}

static napi_value run_script(const char *source) {
  napi_value script, result = NULL;
  call("napi_create_string_utf8", (word)env, (word)source, -1, (word)&script, 0, 0);
  call("napi_run_script", (word)env, (word)script, (word)&result, 0, 0, 0);
  return result;
}

static struct {
  char text[8];
  uint16_t wide[8];
  uint64_t words[4];
  uint64_t tag[2];
  size_t room;
  napi_value handles[2];
  struct { const char *utf8name; napi_value name; void *method, *getter, *setter; napi_value value; int attributes; void *data; } property;
  char results[12][64];
} memory;

static word argument(char kind, int index) {
  static void *pointer;
  switch (kind) {
    case ENV: return (word)env;
    case RESULT: return (word)memory.results[index];
    case UNDEFINED: return (word)run_script("undefined");
    case NULL_VALUE: return (word)run_script("null");
    case OBJECT: return (word)run_script("({})");
    case STRING: return (word)run_script("'text'");
    case SYMBOL: return (word)run_script("Symbol('text')");
    case NUMBER: return (word)run_script("1");
    case BOOLEAN: return (word)run_script("true");
    case BIGINT: return (word)run_script("1n");
    case FUNCTION: return (word)run_script("(() => 1)");
    case CLASS: return (word)run_script("(class {})");
    case ARRAY: return (word)run_script("[1, 2]");
    case DATE: return (word)run_script("new Date(0)");
    case ERROR: return (word)run_script("new Error('text')");
    case ARRAY_BUFFER: return (word)run_script("new ArrayBuffer(16)");
    case TYPED_ARRAY: return (word)run_script("new Uint8Array(8)");
    case DATA_VIEW: return (word)run_script("new DataView(new ArrayBuffer(8))");
    case PROMISE: return (word)run_script("Promise.resolve(1)");
    case EXTERNAL: {
      napi_value external;
      call("napi_create_external", (word)env, (word)&memory, 0, 0, (word)&external, 0);
      return (word)external;
    }
    case WRAPPED: {
      napi_value object = run_script("({})");
      call("napi_wrap", (word)env, (word)object, (word)&memory, 0, 0, 0);
      return (word)object;
    }
    case TEXT: return (word)strcpy(memory.text, "text");
    case WIDE: return (word)memcpy(memory.wide, u"text", 10);
    case CALLBACK: return (word)callback;
    case FINALIZER: return (word)finalizer;
    case DATA: return (word)&memory;
    case REFERENCE:
      call("napi_create_reference", (word)env, (word)run_script("({})"), 1, (word)&pointer, 0, 0);
      return (word)pointer;
    case SCOPE:
      call("napi_open_handle_scope", (word)env, (word)&pointer, 0, 0, 0, 0);
      return (word)pointer;
    case ESCAPABLE:
      call("napi_open_escapable_handle_scope", (word)env, (word)&pointer, 0, 0, 0, 0);
      return (word)pointer;
    case INFO: return (word)info;
    case COUNT: case ONE: return 1;
    case LENGTH: return -1;
    case HANDLES: case HANDLES_OR_NULL:
      memory.handles[0] = run_script("'text'");
      return (word)memory.handles;
    case PROPERTIES:
      memset(&memory.property, 0, sizeof memory.property);
      memory.property.utf8name = "name";
      memory.property.value = run_script("1");
      return (word)&memory.property;
    case WORDS: memory.words[0] = 1; return (word)memory.words;
    case TAG: memory.tag[0] = 1; return (word)memory.tag;
    case ROOM: memory.room = 4; return (word)&memory.room;
    default: return 0;
  }
}

/* One call. With `null_at` that argument is NULL; with `kind` it is a value of that kind. */
static void one(const struct call *c, int null_at, char kind) {
  if (getenv("STATUSES_TRACE")) fprintf(stderr, "%s %d\n", c->name, null_at);
  word a[11] = { 0 };
  int count = strlen(c->arguments);
  function f = find(c->name);
  napi_value ignored;
  void *scope;
  bool pending = false;
  const struct { const char *message; void *reserved; uint32_t engine; int code; } *last = NULL;

  call("napi_open_handle_scope", (word)env, (word)&scope, 0, 0, 0, 0);
  word opened[11];
  for (int i = 0; i < count; i++) a[i] = opened[i] = argument(c->arguments[i], i);
  if (null_at >= 0) a[null_at] = kind ? argument(kind, null_at) : 0;
  call("napi_get_undefined", (word)env, (word)&ignored, 0, 0, 0, 0);
  int status = f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]);
  if (null_at != 0 || kind) call("napi_get_last_error_info", (word)env, (word)&last, 0, 0, 0, 0);
  int code = last == NULL ? -1 : last->code;
  call("napi_is_exception_pending", (word)env, (word)&pending, 0, 0, 0, 0);
  if (pending) call("napi_get_and_clear_last_exception", (word)env, (word)&ignored, 0, 0, 0, 0);

  char where[16] = "-";
  if (null_at >= 0) snprintf(where, sizeof where, kind ? "%d%c" : "%d", null_at, kind);
  out_length += snprintf(out + out_length, sizeof buffer - out_length, "%s %s %d %d%s\n",
                         c->name, where, status, code, pending ? " throws" : "");

  /* Give back what the call made. */
  word made = status == 0 ? *(word *)memory.results[count - 1] : 0;
  if (made && !strcmp(c->name, "napi_open_handle_scope")) {
    call("napi_close_handle_scope", (word)env, made, 0, 0, 0, 0);
  } else if (made && !strcmp(c->name, "napi_open_escapable_handle_scope")) {
    call("napi_close_escapable_handle_scope", (word)env, made, 0, 0, 0, 0);
  } else if (made && !strcmp(c->name, "napi_create_threadsafe_function")) {
    call("napi_release_threadsafe_function", made, 1, 0, 0, 0, 0);
  } else if (made && !strcmp(c->name, "napi_create_async_work")) {
    call("napi_delete_async_work", (word)env, made, 0, 0, 0, 0);
  } else if (made && !strcmp(c->name, "napi_async_init")) {
    call("napi_async_destroy", (word)env, made, 0, 0, 0, 0);
  }

  /* Close what the call has not. */
  bool closed = status == 0 && strncmp(c->name, "napi_close", 10) == 0;
  for (int i = 0; i < count && !closed; i++) {
    if (c->arguments[i] == SCOPE) call("napi_close_handle_scope", (word)env, opened[i], 0, 0, 0, 0);
    if (c->arguments[i] == ESCAPABLE) {
      call("napi_close_escapable_handle_scope", (word)env, opened[i], 0, 0, 0, 0);
    }
  }
  call("napi_close_handle_scope", (word)env, (word)scope, 0, 0, 0, 0);
}

#define VALUES "OSYNBIFLADXUTVPZW"

/* run(): a line for each call. */
static napi_value run(napi_env e, void *i) {
  napi_value result = NULL;
  env = e;
  info = i;
  out = buffer;
  out_length = 0;
  for (size_t n = 0; n < sizeof calls / sizeof *calls; n++) {
    const struct call *c = &calls[n];
    if (find(c->name) == NULL) {
      out_length += snprintf(out + out_length, sizeof buffer - out_length, "%s missing\n", c->name);
      continue;
    }
    one(c, -1, 0);
    for (int a = 0; c->arguments[a]; a++) {
      if (strchr("EROSYNBIFLADXUTVPZWCHKMhptw", c->arguments[a])) one(c, a, 0);
    }
  }
  call("napi_create_string_utf8", (word)env, (word)buffer, -1, (word)&result, 0, 0);
  return result;
}

/* kinds(): a line for each call with a value of each kind in each place where a value is taken. */
static napi_value kinds(napi_env e, void *i) {
  napi_value result = NULL;
  env = e;
  info = i;
  out = buffer;
  out_length = 0;
  for (size_t n = 0; n < sizeof calls / sizeof *calls; n++) {
    const struct call *c = &calls[n];
    if (find(c->name) == NULL) continue;
    for (int a = 0; c->arguments[a]; a++) {
      if (strchr(VALUES, c->arguments[a]) == NULL) continue;
      /* Node.js crashes for what is no buffer, and for wrapping an external. */
      if (!strcmp(c->name, "napi_get_buffer_info")) continue;
      bool is_wrap = strstr(c->name, "wrap") != NULL;
      for (const char *kind = VALUES "uv"; *kind; kind++) {
        if (*kind == EXTERNAL && is_wrap) continue;
        one(c, a, *kind);
      }
    }
  }
  call("napi_create_string_utf8", (word)env, (word)buffer, -1, (word)&result, 0, 0);
  return result;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env e, napi_value exports) {
  napi_value f;
  env = e;
  call("napi_create_function", (word)e, (word)"run", -1, (word)run, 0, (word)&f);
  call("napi_set_named_property", (word)e, (word)exports, (word)"run", (word)f, 0, 0);
  call("napi_create_function", (word)e, (word)"kinds", -1, (word)kinds, 0, (word)&f);
  call("napi_set_named_property", (word)e, (word)exports, (word)"kinds", (word)f, 0, 0);
  return exports;
}

__attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1(void) { return 9; }
