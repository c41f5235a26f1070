/* Errors: making and throwing them, what is pending, and what the last error tells. */

static void throwing(void) {
  static const char *const codes[] = { NULL, "", "ERR_MINE" };
  static const char *const messages[] = { NULL, "", "mine" };
  for (size_t c = 0; c < 3; c++) {
    for (size_t m = 0; m < 3; m++) {
      set_case("code %s, message %s", codes[c] ? codes[c] : "null", messages[m] ? messages[m] : "null");
      TRY(napi_throw_error, env, codes[c], messages[m]);
      TRY(napi_throw_type_error, env, codes[c], messages[m]);
      TRY(napi_throw_range_error, env, codes[c], messages[m]);
      TRY(node_api_throw_syntax_error, env, codes[c], messages[m]);
    }
  }
  STEP("broken text", napi_throw_error, env, "ERR_\xff", "mine \xff");
  napi_value error = NULL, message = text("mine"), code = text("ERR_MINE");
  STEP_VALUE("code and message", napi_create_error, env, code, message);
  STEP_VALUE("code and message", napi_create_type_error, env, code, message);
  STEP_VALUE("code and message", napi_create_range_error, env, code, message);
  STEP_VALUE("code and message", node_api_create_syntax_error, env, code, message);
  STEP_VALUE("no message", napi_create_error, env, code, NULL);
  STEP_VALUE("a message that is none", napi_create_error, env, code, number(1));
  STEP_VALUE("code and message that are none", napi_create_error, env, number(1), number(1));

  /* A program may have changed what errors are. */
  js("globalThis.RealError = Error, globalThis.Error = function () { throw new RangeError('mine') }");
  STEP_VALUE("Error replaced", napi_create_error, env, code, message);
  STEP("Error replaced", napi_throw_error, env, "ERR_MINE", "mine");
  js("globalThis.Error = RealError");
  js("Object.defineProperty(Error.prototype, 'code', { set() {" MINE "}, configurable: true })");
  STEP_VALUE("a throwing setter of code", napi_create_error, env, code, message);
  STEP_VALUE("a throwing setter of code", napi_create_type_error, env, code, message);
  STEP_VALUE("a throwing setter of code", napi_create_range_error, env, code, message);
  STEP_VALUE("a throwing setter of code", node_api_create_syntax_error, env, code, message);
  STEP("a throwing setter of code", napi_throw_error, env, "ERR_MINE", "mine");
  STEP("a throwing setter of code", napi_throw_type_error, env, "ERR_MINE", "mine");
  STEP("a throwing setter of code", napi_throw_range_error, env, "ERR_MINE", "mine");
  STEP("a throwing setter of code", node_api_throw_syntax_error, env, "ERR_MINE", "mine");
  STEP("a throwing setter of code", napi_create_typedarray, env, 1, 9, js("new ArrayBuffer(8)"), 0, &error);
  js("delete Error.prototype.code");
  js("Object.defineProperty(Error.prototype, 'code', { value: 1, writable: false, configurable: true })");
  STEP_VALUE("a code that is not writable", napi_create_error, env, code, message);
  STEP("a code that is not writable", napi_throw_error, env, "ERR_MINE", "mine");
  js("delete Error.prototype.code");
  js("RealError.prepareStackTrace = () => {" MINE "}");
  STEP_VALUE("a throwing prepareStackTrace", napi_create_error, env, code, message);
  js("delete Error.prepareStackTrace");
}

static void pending(void) {
  napi_value value = NULL, one = number(1);
  bool is_pending = false;
  STEP_VALUE("nothing pending", napi_get_and_clear_last_exception, env);
  STEP_BOOL("nothing pending", napi_is_exception_pending, env);
  napi_throw(env, js("undefined"));
  set_case("undefined pending");
  napi_is_exception_pending(env, &is_pending);
  function_name = "napi_is_exception_pending";
  show("%d", is_pending);
  STEP_VALUE("undefined pending", napi_get_and_clear_last_exception, env);
  napi_throw(env, one);
  STEP("a second", napi_throw, env, one);
  napi_throw(env, one);
  STEP("a second", napi_throw_error, env, "ERR_MINE", "mine");
  napi_throw(env, one);
  STEP("no error", napi_throw, env, NULL);
  napi_throw(env, one);
  STEP("no message", napi_throw_error, env, "ERR_MINE", NULL);
  napi_throw(env, one);
  STEP_VALUE("a number pending", napi_get_and_clear_last_exception, env);
  STEP_VALUE("cleared", napi_get_and_clear_last_exception, env);
  napi_throw(env, one);
  STEP("a null pending", napi_get_and_clear_last_exception, env, NULL);
  napi_throw(env, one);
  STEP("a failing call with one pending", napi_get_value_int32, env, NULL, NULL);
  STEP("a failing call", napi_get_value_int32, env, text("x"), (int32_t *)&value);
}

#define LAST(name) \
  do { \
    const napi_extended_error_info *info = NULL; \
    set_case("%s", name); \
    function_name = "napi_get_last_error_info"; \
    int got = napi_get_last_error_info(env, &info); \
    show("%s: %s, %s, %u", status_name(got), status_name(info->error_code), \
         info->error_message ? info->error_message : "null", info->engine_error_code); \
  } while (0)

static void last_error(void) {
  int32_t number_out;
  bool flag;
  napi_value value = text("x"), one = number(1), buffer = js("new ArrayBuffer(2)");
  napi_get_undefined(env, &value);
  LAST("after a success");
  napi_get_undefined(env, NULL);
  LAST("invalid_arg");
  LAST("twice");
  napi_is_exception_pending(env, &flag);
  LAST("after is_exception_pending");
  napi_set_property(env, value, value, value);
  LAST("object_expected");
  napi_get_and_clear_last_exception(env, &value);
  LAST("after get_and_clear");
  napi_create_error(env, one, one, &value);
  LAST("string_expected");
  napi_has_own_property(env, js("{}"), one, &flag);
  LAST("name_expected");
  napi_instanceof(env, one, one, &flag);
  LAST("function_expected");
  napi_get_and_clear_last_exception(env, &value);
  napi_get_value_int32(env, text("x"), &number_out);
  LAST("number_expected");
  napi_get_value_bool(env, one, &flag);
  LAST("boolean_expected");
  napi_get_array_length(env, one, (uint32_t *)&number_out);
  LAST("array_expected");
  napi_get_value_bigint_int64(env, one, (int64_t *)&value, &flag);
  LAST("bigint_expected");
  napi_get_date_value(env, one, (double *)&value);
  LAST("date_expected");
  napi_detach_arraybuffer(env, one);
  LAST("arraybuffer_expected");
  napi_call_function(env, js("{}"), js("thrower"), 0, NULL, &value);
  LAST("pending_exception");
  napi_get_property(env, buffer, one, &value);
  LAST("pending_exception again");
  napi_get_and_clear_last_exception(env, &value);
  LAST("cleared");
  napi_detach_arraybuffer(env, buffer);
  LAST("detached");
  napi_escapable_handle_scope scope;
  napi_open_escapable_handle_scope(env, &scope);
  napi_escape_handle(env, scope, one, &value);
  napi_escape_handle(env, scope, one, &value);
  LAST("escape_called_twice");
  napi_close_escapable_handle_scope(env, scope);
  uint64_t word = 0;
  napi_create_bigint_words(env, 0, (1 << 24) + 1, &word, &value);
  LAST("too many words");
  napi_get_and_clear_last_exception(env, &value);
  napi_create_bigint_words(env, 0, SIZE_MAX, &word, &value);
  LAST("too many words for an int");
  napi_throw(env, one);
  napi_throw(env, one);
  LAST("thrown with one pending");
  napi_get_value_int32(env, one, &number_out);
  LAST("a success with one pending");
  napi_get_and_clear_last_exception(env, &value);

  /* What a callback does is not seen by its caller, nor the other way. */
  napi_get_undefined(env, NULL);
  const char *name;
  node_api_get_module_file_name(env, &name);
  LAST("after node_api_get_module_file_name");
  napi_get_undefined(env, NULL);
  napi_add_env_cleanup_hook(env, (napi_cleanup_hook)free, NULL);
  LAST("after napi_add_env_cleanup_hook");
  napi_remove_env_cleanup_hook(env, (napi_cleanup_hook)free, NULL);
  LAST("after napi_remove_env_cleanup_hook");
  napi_get_undefined(env, NULL);
  int64_t adjusted;
  napi_adjust_external_memory(env, 0, &adjusted);
  LAST("after napi_adjust_external_memory");
  napi_get_undefined(env, NULL);
  napi_handle_scope handle_scope;
  napi_open_handle_scope(env, &handle_scope);
  LAST("after napi_open_handle_scope");
  napi_get_undefined(env, NULL);
  napi_close_handle_scope(env, handle_scope);
  LAST("after napi_close_handle_scope");
  napi_get_undefined(env, NULL);
  napi_get_instance_data(env, (void **)&name);
  LAST("after napi_get_instance_data");
}

static napi_value fails(napi_env e, napi_callback_info info) {
  LAST("when a callback begins");
  napi_get_undefined(e, NULL);
  return NULL;
}

static napi_value throws_and_returns(napi_env e, napi_callback_info info) {
  napi_throw_error(e, "ERR_MINE", "mine");
  return info == NULL ? NULL : undefined();
}

static napi_value catches(napi_env e, napi_callback_info info) {
  napi_value result, error;
  napi_call_function(e, undefined(), js("thrower"), 0, NULL, &result);
  napi_get_and_clear_last_exception(e, &error);
  return error;
}

/* Leaves a last error, and nothing else. */
static napi_value fails_quietly(napi_env e, napi_callback_info info) {
  napi_get_undefined(e, NULL);
  return undefined();
}

/* What native code has failed in that runs within a call. */
static void failures_within(void) {
  static const struct {
    const char *name, *source;
  } kinds[] = {
    { "an accessor", "f => ({ get x() { f(); return 1 }, set x(_) { f() } })" },
    { "traps", "f => new Proxy({}, { get() { f() }, set() { f(); return true }, has() { f() }, deleteProperty() { f(); return true }, "
               "defineProperty() { f(); return true }, ownKeys() { f(); return [] }, getOwnPropertyDescriptor() { f() }, "
               "getPrototypeOf() { f(); return null }, preventExtensions() { f(); return false } })" },
    { "conversions", "f => ({ toString() { f(); return 'x' }, valueOf() { f(); return 1 } })" },
    { "a function", "f => Object.assign(function () { f(); return 1 }, { x: 1 })" },
    { "a class", "f => class { constructor() { f() } static [Symbol.hasInstance]() { f() } }" },
  };
  napi_value native;
  napi_create_function(env, "fails", AUTO_LENGTH, fails_quietly, NULL, &native);
  for (size_t i = 0; i < COUNT(kinds); i++) {
    napi_value value = NULL, key = text("x"), plain = js("{}"), made = NULL;
    bool flag;
    napi_call_function(env, undefined(), js(kinds[i].source), 1, &native, &value);
    set_case("%s that fails within", kinds[i].name);
    TRY(napi_get_property, env, value, key, &made);
    TRY(napi_get_named_property, env, value, "x", &made);
    TRY(napi_get_element, env, value, 0, &made);
    TRY(napi_set_property, env, value, key, key);
    TRY(napi_set_named_property, env, value, "x", key);
    TRY(napi_set_element, env, value, 0, key);
    TRY(napi_has_property, env, value, key, &flag);
    TRY(napi_has_named_property, env, value, "x", &flag);
    TRY(napi_has_own_property, env, value, key, &flag);
    TRY(napi_has_element, env, value, 0, &flag);
    TRY(napi_delete_property, env, value, text("y"), &flag);
    TRY(napi_delete_element, env, value, 0, &flag);
    TRY(napi_get_property, env, plain, value, &made);
    TRY(napi_get_property_names, env, value, &made);
    TRY(napi_get_all_property_names, env, value, 0, 0, 0, &made);
    TRY(napi_coerce_to_string, env, value, &made);
    TRY(napi_coerce_to_number, env, value, &made);
    TRY(napi_instanceof, env, plain, value, &flag);
    TRY(napi_call_function, env, undefined(), value, 0, NULL, &made);
    TRY(napi_new_instance, env, value, 0, NULL, &made);
    TRY(napi_make_callback, env, NULL, plain, value, 0, NULL, &made);
    TRY(napi_object_freeze, env, value);
    napi_property_descriptor property = { .utf8name = "p", .value = key };
    TRY(napi_define_properties, env, value, 1, &property);
  }
  napi_value global = js("globalThis");
  napi_set_named_property(env, global, "failing", native);
  STEP_VALUE("a script that fails within", napi_run_script, env, text("failing()"));
  STEP_VALUE("a text that fails within", napi_create_error, env, NULL, text("mine"));
}

static void through_callbacks(void) {
  napi_value function, result;
  napi_create_function(env, "fails", AUTO_LENGTH, fails, NULL, &function);
  napi_get_undefined(env, NULL);
  STEP_VALUE("a callback that fails", napi_call_function, env, undefined(), function, 0, NULL);
  napi_call_function(env, undefined(), function, 0, NULL, &result);
  LAST("after a callback that failed");
  napi_create_function(env, "throws", AUTO_LENGTH, throws_and_returns, NULL, &function);
  STEP_VALUE("a callback that throws", napi_call_function, env, undefined(), function, 0, NULL);
  STEP_VALUE("a callback that throws", napi_new_instance, env, function, 0, NULL);
  STEP_VALUE("a callback that throws", napi_make_callback, env, NULL, js("{}"), function, 0, NULL);
  napi_create_function(env, "catches", AUTO_LENGTH, catches, NULL, &function);
  STEP_VALUE("a callback that catches", napi_call_function, env, undefined(), function, 0, NULL);
}

static void fatal_exceptions(void) {
  STEP("an error", napi_fatal_exception, env, js("new RangeError('mine')"));
  STEP("undefined", napi_fatal_exception, env, undefined());
  STEP("a symbol", napi_fatal_exception, env, js("Symbol('s')"));
  STEP("none", napi_fatal_exception, env, NULL);
}

static void errors(void) {
  throwing();
  fatal_exceptions();
  pending();
  last_error();
  through_callbacks();
  failures_within();
}
