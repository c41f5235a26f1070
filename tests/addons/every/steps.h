/* How the chapters of this addon call a function and tell what it answered: a line for each call,
 * `function: case: status`, then the exception that it has left, and what the chapter shows of the result. */
#pragma once
#include "../node_api.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What Node.js 20 does not have: null there. */
#pragma weak node_api_create_buffer_from_arraybuffer
#pragma weak node_api_create_external_sharedarraybuffer
#pragma weak node_api_create_object_with_properties
#pragma weak node_api_create_sharedarraybuffer
#pragma weak node_api_is_sharedarraybuffer
#pragma weak node_api_set_prototype

#define MISSING (-1)

static napi_env env;
/* The call that is under way. */
static const char *function_name;
static char case_name[200];
/* A function of main.js that describes a value. */
static napi_ref describe;

static const char *const STATUSES[] = {
  "ok", "invalid_arg", "object_expected", "string_expected", "name_expected", "function_expected",
  "number_expected", "boolean_expected", "array_expected", "generic_failure", "pending_exception",
  "cancelled", "escape_called_twice", "handle_scope_mismatch", "callback_scope_mismatch", "queue_full",
  "closing", "bigint_expected", "date_expected", "arraybuffer_expected", "detachable_arraybuffer_expected",
  "would_deadlock", "no_external_buffers_allowed", "cannot_run_js",
};

static const char *status_name(int status) {
  static char other[16];
  if (status >= 0 && status < (int)(sizeof STATUSES / sizeof *STATUSES)) return STATUSES[status];
  snprintf(other, sizeof other, "%d", status);
  return other;
}

/* Writes at once: should the process die, what came before is known. */
static void say(const char *format, ...) {
  char line[2000];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  if (length > (int)sizeof line - 2) length = sizeof line - 2;
  for (int i = 0; i < length; i++) {
    if (line[i] == '\n') line[i] = ' ';
  }
  line[length++] = '\n';
  for (int done = 0; done < length;) {
    int written = write(1, line + done, length - done);
    if (written > 0) done += written;
  }
}

/* Names the case of the steps that follow. */
static void set_case(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(case_name, sizeof case_name, format, arguments);
  va_end(arguments);
}

static napi_value undefined(void) {
  napi_value result = NULL;
  napi_get_undefined(env, &result);
  return result;
}

static napi_value text(const char *utf8) {
  napi_value result = NULL;
  napi_create_string_utf8(env, utf8, AUTO_LENGTH, &result);
  return result;
}

static napi_value number(double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}

/* What the source, an expression, gives. */
static napi_value js(const char *source) {
  napi_value result = NULL;
  char expression[3000];
  snprintf(expression, sizeof expression, "(%s)", source);
  if (napi_run_script(env, text(expression), &result) != 0) {
    say("does not run: %s", source);
    abort();
  }
  return result;
}

/* Describes a value, as main.js does; its text stays good for some calls. */
static const char *shown(napi_value value) {
  static char texts[4][400];
  static int next;
  char *buffer = texts[next = (next + 1) % 4];
  napi_value callee, result;
  if (value == NULL) return "nothing";
  strcpy(buffer, "cannot be described");
  if (napi_get_reference_value(env, describe, &callee) == 0 &&
      napi_call_function(env, undefined(), callee, 1, &value, &result) == 0) {
    napi_get_value_string_utf8(env, result, buffer, sizeof texts[0], NULL);
  } else {
    napi_get_and_clear_last_exception(env, &result);
  }
  return buffer;
}

/* Whether the steps are on a thread that is not the environment's: it cannot be asked more there. */
static bool is_elsewhere;

/* Tells what the call that is under way answered, and clears an exception. */
static int step(const char *function, int status) {
  const napi_extended_error_info *last = NULL;
  char code[64] = "", exception[500] = "";
  bool is_pending = false;
  napi_value value;
  function_name = function;
  if (status == MISSING) {
    say("%s: %s: missing", function, case_name);
    return status;
  }
  if (is_elsewhere) {
    say("%s: %s: %s", function, case_name, status_name(status));
    return status;
  }
  napi_get_last_error_info(env, &last);
  if (last != NULL && last->error_code != status) {
    snprintf(code, sizeof code, ", last error %s", status_name(last->error_code));
  }
  napi_is_exception_pending(env, &is_pending);
  if (is_pending) {
    napi_get_and_clear_last_exception(env, &value);
    snprintf(exception, sizeof exception, ", throws %s", shown(value));
  }
  say("%s: %s: %s%s%s", function, case_name, status_name(status), code, exception);
  return status;
}

/* What comes from a pipe until all its other ends are closed. */
static const char *all_of(int pipe_end) {
  static char said[1 << 16];
  size_t length = 0;
  for (ssize_t got = 1; got > 0 && length < sizeof said - 1; length += got > 0 ? got : 0) {
    got = read(pipe_end, said + length, sizeof said - 1 - length);
  }
  said[length] = 0;
  return said;
}

/* Tells more of the call that was last. */
static void show(const char *format, ...) {
  char line[600];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  say("%s: %s: = %s", function_name, case_name, line);
}

/* A call in the case that `set_case` has named. */
#define TRY(function, ...) \
  (function == NULL ? step(#function, MISSING) : step(#function, function(__VA_ARGS__)))
/* A call in a case of its own. */
#define STEP(name, function, ...) (set_case("%s", name), TRY(function, __VA_ARGS__))
/* A call that gives a value, which is shown. */
#define TRY_VALUE(function, ...) \
  do { \
    napi_value out_value = NULL; \
    if (TRY(function, __VA_ARGS__, &out_value) == 0) show("%s", shown(out_value)); \
  } while (0)
#define STEP_VALUE(name, function, ...) \
  do { \
    set_case("%s", name); \
    TRY_VALUE(function, __VA_ARGS__); \
  } while (0)
/* A call that gives a boolean. */
#define TRY_BOOL(function, ...) \
  do { \
    bool out_bool = false; \
    if (TRY(function, __VA_ARGS__, &out_bool) == 0) show("%s", out_bool ? "true" : "false"); \
  } while (0)
#define STEP_BOOL(name, function, ...) \
  do { \
    set_case("%s", name); \
    TRY_BOOL(function, __VA_ARGS__); \
  } while (0)

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TOO_LONG ((size_t)INT32_MAX + 1)

/* JavaScript that throws what the comparison is to see word by word. */
#define MINE "throw new RangeError('mine')"
#define TRAPS(body) \
  "{ get() {" body "}, set() {" body "}, has() {" body "}, deleteProperty() {" body "}, ownKeys() {" body \
  "}, getPrototypeOf() {" body "}, setPrototypeOf() {" body "}, defineProperty() {" body \
  "}, getOwnPropertyDescriptor() {" body "}, isExtensible() {" body "}, preventExtensions() {" body \
  "}, apply() {" body "}, construct() {" body "} }"
#define REVOKED(target) "(() => { const it = Proxy.revocable(" target ", {}); it.revoke(); return it.proxy })()"

static napi_value nothing(napi_env e, napi_callback_info info) { return NULL; }
static void finalize_nothing(napi_env e, void *data, void *hint) {}
static void finalize_without_env(void *data, void *hint) {}
static napi_value this_of(napi_env e, napi_callback_info info) {
  napi_value this_arg = NULL;
  napi_get_cb_info(e, info, NULL, NULL, &this_arg, NULL);
  return this_arg;
}
