/* Functions, classes, wrapped pointers, type tags, externals. */

static napi_value tells_info(napi_env e, napi_callback_info info) {
  napi_value arguments[4] = { NULL }, this_arg = NULL, target = NULL;
  size_t count = 4;
  void *data = NULL;
  if (TRY(napi_get_cb_info, e, info, &count, arguments, &this_arg, &data) == 0) {
    show("%zu: %s %s %s, data %d", count, shown(arguments[0]), shown(arguments[1]), shown(arguments[3]), data == &env);
  }
  if (TRY(napi_get_new_target, e, info, &target) == 0) show("%s", shown(target));
  count = 0;
  if (TRY(napi_get_cb_info, e, info, &count, NULL, NULL, NULL) == 0) show("%zu", count);
  count = 1;
  if (TRY(napi_get_cb_info, e, info, &count, arguments, NULL, NULL) == 0) show("%zu", count);
  count = 0;
  if (TRY(napi_get_cb_info, e, info, &count, arguments, NULL, NULL) == 0) show("%zu", count);
  TRY(napi_get_cb_info, e, info, NULL, arguments, NULL, NULL);
  TRY(napi_get_cb_info, e, info, NULL, NULL, NULL, NULL);
  TRY(napi_get_cb_info, e, NULL, &count, NULL, NULL, NULL);
  TRY(napi_get_new_target, e, NULL, &target);
  TRY(napi_get_new_target, e, info, NULL);
  return arguments[0];
}

static napi_value gives_a_number(napi_env e, napi_callback_info info) { return number(1); }
static napi_value gives_an_object(napi_env e, napi_callback_info info) { return js("{ own: 1 }"); }

static void calls(void) {
  napi_value function, arguments[20], object = js("{}");
  napi_create_function(env, "tells", AUTO_LENGTH, tells_info, &env, &function);
  for (size_t i = 0; i < COUNT(arguments); i++) arguments[i] = number(i);
  set_case("called with 2");
  TRY_VALUE(napi_call_function, env, undefined(), function, 2, arguments);
  set_case("called with 20");
  TRY_VALUE(napi_call_function, env, undefined(), function, 20, arguments);
  set_case("called with none");
  TRY_VALUE(napi_call_function, env, undefined(), function, 0, arguments);
  set_case("constructed");
  TRY_VALUE(napi_new_instance, env, function, 1, arguments);
  set_case("called by JavaScript");
  TRY_VALUE(napi_call_function, env, undefined(), js("f => f.call(1)"), 1, &function);
  set_case("constructed through Reflect");
  TRY_VALUE(napi_call_function, env, undefined(), js("f => Reflect.construct(f, [], Map)"), 1, &function);
  STEP("result not wanted", napi_call_function, env, undefined(), function, 0, NULL, NULL);
  STEP_VALUE("a null receiver", napi_call_function, env, NULL, function, 0, NULL);
  STEP_VALUE("no arguments, but a count", napi_call_function, env, undefined(), function, 1, NULL);
  STEP_VALUE("a throwing one", napi_call_function, env, undefined(), js("thrower"), 0, NULL);
  STEP_VALUE("a throwing proxy", napi_call_function, env, undefined(), js("new Proxy(thrower, " TRAPS(MINE) ")"), 0, NULL);
  STEP_VALUE("a revoked proxy", napi_call_function, env, undefined(), js(REVOKED("function () {}")), 0, NULL);
  STEP_VALUE("a class", napi_call_function, env, undefined(), js("class {}"), 0, NULL);
  STEP_VALUE("throws undefined", napi_call_function, env, undefined(), js("() => { throw undefined }"), 0, NULL);
  STEP_VALUE("throws null", napi_call_function, env, undefined(), js("() => { throw null }"), 0, NULL);
  STEP_VALUE("calls itself", napi_call_function, env, undefined(), js("function f() { f() }"), 0, NULL);
  STEP_VALUE("no arguments, but a count", napi_new_instance, env, js("Map"), 1, NULL);
  STEP_VALUE("a throwing constructor", napi_new_instance, env, js("class { constructor() {" MINE "} }"), 0, NULL);
  STEP_VALUE("an arrow", napi_new_instance, env, js("() => {}"), 0, NULL);
  STEP_VALUE("a method", napi_new_instance, env, js("{ m() {} }.m"), 0, NULL);
  STEP_VALUE("a generator", napi_new_instance, env, js("function* () {}"), 0, NULL);
  STEP_VALUE("an async function", napi_new_instance, env, js("async function () {}"), 0, NULL);
  STEP_VALUE("Symbol", napi_new_instance, env, js("Symbol"), 0, NULL);
  STEP_VALUE("BigInt", napi_new_instance, env, js("BigInt"), 0, NULL);
  STEP_VALUE("Date with an argument", napi_new_instance, env, js("Date"), 1, arguments);
  STEP_VALUE("Promise without one", napi_new_instance, env, js("Promise"), 0, NULL);
  STEP_VALUE("a derived class without super", napi_new_instance, env, js("class extends Map { constructor() {} }"), 0, NULL);
  STEP_VALUE("a class that gives a number", napi_new_instance, env, js("class extends Map { constructor() { return 1 } }"), 0, NULL);
  STEP_VALUE("a bound arrow", napi_new_instance, env, js("(() => {}).bind()"), 0, NULL);
  STEP_VALUE("a throwing proxy", napi_new_instance, env, js("new Proxy(class {}, " TRAPS(MINE) ")"), 0, NULL);
  STEP_VALUE("a proxy whose construct gives a number", napi_new_instance, env,
             js("new Proxy(class {}, { construct() { return 1 } })"), 0, NULL);
  STEP_VALUE("a throwing prototype", napi_new_instance, env,
             js("Object.defineProperty(function () {}.bind(), 'prototype', { get() {" MINE "} })"), 0, NULL);
  STEP_BOOL("a throwing prototype", napi_instanceof, env, object,
            js("Object.defineProperty(function () {}.bind(), 'prototype', { get() {" MINE "} })"));
  STEP_BOOL("hasInstance gives a text", napi_instanceof, env, object,
            js("Object.defineProperty(function () {}, Symbol.hasInstance, { value() { return 'yes' } })"));
  STEP_BOOL("hasInstance is no function", napi_instanceof, env, object,
            js("Object.defineProperty(function () {}, Symbol.hasInstance, { value: 1 })"));
  STEP_BOOL("an arrow", napi_instanceof, env, object, js("() => {}"));
  STEP_BOOL("a number and an arrow", napi_instanceof, env, number(1), js("() => {}"));
  STEP_BOOL("a throwing prototype on the left", napi_instanceof, env, js("new Proxy({}, " TRAPS(MINE) ")"), js("Map"));
}

static void made_functions(void) {
  napi_value function, argument = number(1);
  napi_create_function(env, NULL, 0, this_of, NULL, &function);
  STEP_VALUE("without a name", napi_get_named_property, env, function, "name");
  STEP_VALUE("without a name", napi_get_named_property, env, function, "length");
  napi_create_function(env, "name", 2, this_of, NULL, &function);
  STEP_VALUE("part of a name", napi_get_named_property, env, function, "name");
  STEP_VALUE("made", napi_get_all_property_names, env, function, 1, 0, 1);
  STEP_VALUE("made", napi_get_prototype, env, function);
  STEP_VALUE("made", napi_new_instance, env, function, 0, NULL);
  STEP_VALUE("made", napi_call_function, env, undefined(), function, 0, NULL);
  STEP("frozen", napi_object_freeze, env, function);
  napi_create_function(env, "f", AUTO_LENGTH, gives_a_number, NULL, &function);
  STEP_VALUE("gives a number", napi_new_instance, env, function, 1, &argument);
  napi_create_function(env, "f", AUTO_LENGTH, gives_an_object, NULL, &function);
  STEP_VALUE("gives an object", napi_new_instance, env, function, 1, &argument);
  STEP("no callback", napi_create_function, env, "f", AUTO_LENGTH, NULL, NULL, &function);
  STEP("no result", napi_create_function, env, "f", AUTO_LENGTH, nothing, NULL, NULL);
}

static void classes(void) {
  napi_value class_ = NULL, object;
  napi_property_descriptor members[] = {
    { .utf8name = "method", .method = this_of, .attributes = 7 },
    { .utf8name = "value", .value = number(1), .attributes = 7 },
    { .utf8name = "accessor", .getter = this_of, .setter = this_of, .attributes = 4 },
    { .utf8name = "fixed", .method = this_of, .attributes = 1024 },
    { .name = js("Symbol.toStringTag"), .value = text("Mine"), .attributes = 4 },
  };
  STEP("five members", napi_define_class, env, "Mine", AUTO_LENGTH, this_of, NULL, 5, members, &class_);
  show("%s", shown(class_));
  STEP_VALUE("called without new", napi_call_function, env, undefined(), class_, 0, NULL);
  STEP_VALUE("called without new on an object", napi_call_function, env, js("{}"), class_, 0, NULL);
  STEP("made", napi_new_instance, env, class_, 0, NULL, &object);
  STEP_BOOL("made", napi_instanceof, env, object, class_);
  STEP_VALUE("a method elsewhere", napi_call_function, env, js("{}"), js("{}"), 0, NULL);
  napi_value method, both[2];
  napi_get_named_property(env, object, "method", &method);
  STEP_VALUE("a method on another", napi_call_function, env, js("{}"), method, 0, NULL);
  STEP_VALUE("a method on undefined", napi_call_function, env, undefined(), method, 0, NULL);
  STEP_VALUE("a method on a number", napi_call_function, env, number(1), method, 0, NULL);
  STEP_VALUE("a method on its own", napi_call_function, env, object, method, 0, NULL);
  both[0] = class_, both[1] = object;
  STEP_VALUE("a getter on another", napi_call_function, env, undefined(), js("(c) => c.prototype.accessor"), 1, both);
  STEP_VALUE("a method through a proxy", napi_call_function, env, undefined(), js("(c, o) => new Proxy(o, {}).method()"), 2, both);
  STEP_VALUE("a method from below", napi_call_function, env, undefined(), js("(c, o) => typeof Object.create(o).method()"), 2, both);
  STEP_VALUE("derived", napi_call_function, env, undefined(), js("(c) => typeof new (class extends c {})().method()"), 1, both);
  STEP_VALUE("Reflect.construct", napi_call_function, env, undefined(), js("(c) => { try { return typeof Reflect.construct(Object, [], c).method() } catch (e) { return e } }"), 1, both);
  STEP_VALUE("a method constructed", napi_new_instance, env, method, 0, NULL);
  STEP("its prototype", napi_set_named_property, env, class_, "prototype", js("{}"));
}

static void wraps(void) {
  napi_ref reference = NULL;
  void *data = NULL;
  napi_value object = js("{}"), other = js("{}"), external = NULL, value;
  STEP("a reference and no finalizer", napi_wrap, env, object, &env, NULL, NULL, &reference);
  STEP("a reference and a finalizer", napi_wrap, env, object, &env, finalize_nothing, NULL, &reference);
  STEP("a second", napi_wrap, env, object, &env, finalize_nothing, NULL, NULL);
  STEP_VALUE("a wrap's reference", napi_get_reference_value, env, reference);
  uint32_t count = 9;
  if (STEP("a wrap's reference", napi_reference_ref, env, reference, &count) == 0) show("%u", count);
  if (STEP("a wrap's reference", napi_reference_unref, env, reference, &count) == 0) show("%u", count);
  if (STEP("a wrap's reference at 0", napi_reference_unref, env, reference, &count) == 0) show("%u", count);
  STEP("wrapped", napi_remove_wrap, env, object, NULL);
  STEP("removed", napi_unwrap, env, object, &data);
  STEP("removed", napi_remove_wrap, env, object, NULL);
  STEP_VALUE("removed", napi_get_reference_value, env, reference);
  STEP("again", napi_wrap, env, object, NULL, NULL, NULL, NULL);
  if (STEP("null wrapped", napi_unwrap, env, object, &data) == 0) show("%d", data == NULL);
  STEP("no result", napi_unwrap, env, object, NULL);
  STEP("what inherits from a wrapped", napi_unwrap, env, (napi_set_named_property(env, other, "o", object), js("{}")), &data);
  value = js("(o) => Object.create(o)");
  napi_call_function(env, undefined(), value, 1, &object, &other);
  STEP("what inherits", napi_unwrap, env, other, &data);
  STEP("what inherits", napi_remove_wrap, env, other, &data);
  STEP("what inherits", napi_wrap, env, other, &data, NULL, NULL, NULL);
  value = js("(o) => new Proxy(o, {})");
  napi_call_function(env, undefined(), value, 1, &object, &other);
  STEP("a proxy of one", napi_unwrap, env, other, &data);
  STEP("a proxy of one", napi_wrap, env, other, &data, NULL, NULL, NULL);
  other = js("Object.freeze({})");
  STEP("frozen", napi_wrap, env, other, &env, NULL, NULL, NULL);
  STEP("frozen", napi_unwrap, env, other, &data);
  STEP("frozen", napi_remove_wrap, env, other, &data);

  STEP("no finalizer", napi_create_external, env, &env, NULL, NULL, &external);
  if (STEP("ok", napi_get_value_external, env, external, &data) == 0) show("%d", data == &env);
  int type = 0;
  if (STEP("external", napi_typeof, env, external, &type) == 0) show("%d", type);
  STEP("null in it", napi_create_external, env, NULL, finalize_nothing, NULL, &external);
  if (STEP("null in it", napi_get_value_external, env, external, &data) == 0) show("%d", data == NULL);
  static const napi_type_tag tag = { 1, 2 }, zero = { 0, 0 }, greatest = { UINT64_MAX, UINT64_MAX };
  STEP("external", napi_type_tag_object, env, external, &tag);
  STEP("external, twice", napi_type_tag_object, env, external, &tag);
  STEP_BOOL("external", napi_check_object_type_tag, env, external, &tag);
  STEP("external", napi_unwrap, env, external, &data);
  STEP("external", napi_set_named_property, env, external, "x", text("x"));
  STEP_VALUE("external", napi_get_named_property, env, external, "x");
  STEP_VALUE("external", napi_get_property_names, env, external);
  STEP_VALUE("external", napi_get_prototype, env, external);
  STEP("external", napi_add_finalizer, env, external, NULL, finalize_nothing, NULL, NULL);
  STEP_VALUE("external", napi_coerce_to_string, env, external);
  STEP("external", napi_create_reference, env, external, 1, &reference);

  other = js("{}");
  STEP_BOOL("none", napi_check_object_type_tag, env, other, &tag);
  STEP("zeros", napi_type_tag_object, env, other, &zero);
  STEP_BOOL("zeros", napi_check_object_type_tag, env, other, &zero);
  STEP_BOOL("zeros and others", napi_check_object_type_tag, env, other, &tag);
  STEP("zeros, twice", napi_type_tag_object, env, other, &tag);
  other = js("{}");
  STEP("greatest", napi_type_tag_object, env, other, &greatest);
  STEP_BOOL("greatest", napi_check_object_type_tag, env, other, &greatest);
  STEP("no tag", napi_type_tag_object, env, js("{}"), NULL);
  STEP("no finalizer", napi_add_finalizer, env, object, NULL, NULL, NULL, NULL);
  STEP("wrapped", napi_add_finalizer, env, object, NULL, finalize_nothing, NULL, &reference);
  STEP_VALUE("a finalizer's reference", napi_get_reference_value, env, reference);
  STEP("a finalizer's reference", napi_delete_reference, env, reference);
}

static void functions(void) {
  calls();
  made_functions();
  classes();
  wraps();
}
