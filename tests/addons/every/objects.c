/* Objects and their properties: each kind of object with each function that takes one. */

static const struct {
  const char *name, *source;
} OBJECTS[] = {
  { "object", "{ x: 1 }" },
  { "frozen", "Object.freeze({ x: 1 })" },
  { "sealed", "Object.seal({ x: 1 })" },
  { "not extensible", "Object.preventExtensions({ y: 1 })" },
  { "throwing accessors", "{ get x() {" MINE "}, set x(_) {" MINE "}, get 1() {" MINE "}, set 1(_) {" MINE "} }" },
  { "throwing accessors above", "Object.create({ get x() {" MINE "}, set x(_) {" MINE "}, set 1(_) {" MINE "} })" },
  { "getter alone", "{ get x() { return 1 } }" },
  { "setter alone", "{ set x(_) {} }" },
  { "not writable", "Object.defineProperty({}, 'x', { value: 1, configurable: true })" },
  { "not configurable", "Object.defineProperty({}, 'x', { value: 1, writable: true })" },
  { "not writable above", "Object.create(Object.freeze({ x: 1, 1: 1 }))" },
  { "without prototype", "Object.create(null)" },
  { "throwing proxy", "new Proxy({}, " TRAPS(MINE) ")" },
  { "throwing proxy above", "Object.create(new Proxy({}, " TRAPS(MINE) "))" },
  { "refusing proxy", "new Proxy({}, " TRAPS("return false") ")" },
  { "lying proxy", "new Proxy(Object.freeze({ x: 1 }), " TRAPS("return 1") ")" },
  { "revoked proxy", REVOKED("{}") },
  { "revoked proxy of a function", REVOKED("function () {}") },
  { "proxy without traps", "new Proxy({ x: 1 }, {})" },
  { "proxy of a class", "new Proxy(class {}, {})" },
  { "array", "[1, , 3]" },
  { "frozen array", "Object.freeze([1, 2])" },
  { "array of fixed length", "Object.defineProperty([1], 'length', { writable: false })" },
  { "function", "function named(a) {}" },
  { "arrow", "() => 1" },
  { "class", "class Named { static x = 1 }" },
  { "bound", "function () {}.bind()" },
  { "throwing class", "class Named { constructor() {" MINE "} }" },
  { "throwing hasInstance", "{ [Symbol.hasInstance]() {" MINE "} }" },
  { "function with throwing hasInstance", "Object.defineProperty(function () {}, Symbol.hasInstance, { value() {" MINE "} })" },
  { "function without prototype property", "Object.assign(function () {}, { prototype: 1 })" },
  { "instance", "new (class Named { x = 1 })" },
  { "typed array", "new Uint8Array(2)" },
  { "text object", "new String('ab')" },
  { "date", "new Date(0)" },
  { "error", "new Error('mine')" },
  { "promise", "Promise.resolve(1)" },
  { "map", "new Map([[1, 2]])" },
  { "regular expression", "/x/" },
  { "text", "'ab'" },
  { "empty text", "''" },
  { "number", "1" },
  { "boolean", "true" },
  { "symbol", "Symbol('s')" },
  { "bigint", "1n" },
  { "undefined", "undefined" },
  { "null", "null" },
};

/* So many of them are looked at with keys and filters of all kinds. */
#define THOROUGH 20

static const struct {
  const char *name, *source;
} KEYS[] = {
  { "x", "'x'" },
  { "symbol", "Symbol.for('s')" },
  { "index", "1" },
  { "fraction", "1.5" },
  { "undefined", "undefined" },
  { "bigint", "1n" },
  { "object", "{ toString() { return 'x' } }" },
  { "throwing object", "{ toString() {" MINE "} }" },
  { "object without text", "Object.create(null)" },
  { "object with two wrong texts", "{ toString() { return {} }, valueOf() { return {} } }" },
};

static bool is_object(napi_value value) {
  int type = 0;
  napi_typeof(env, value, &type);
  return type == 6 || type == 7;
}

static void objects_of_all_kinds(void) {
  static const napi_type_tag tag = { 1, 2 }, other_tag = { 1, 3 };
  for (size_t i = 0; i < COUNT(OBJECTS); i++) {
    const char *name = OBJECTS[i].name;
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
#define FRESH js(OBJECTS[i].source)
    for (size_t k = 0; k < (i < THOROUGH ? COUNT(KEYS) : 3); k++) {
      set_case("%s, key %s", name, KEYS[k].name);
      napi_value object = FRESH, key = js(KEYS[k].source);
      TRY_BOOL(napi_has_property, env, object, key);
      TRY_BOOL(napi_has_own_property, env, object, key);
      TRY_VALUE(napi_get_property, env, object, key);
      TRY(napi_set_property, env, object, key, text("set"));
      TRY_VALUE(napi_get_property, env, object, key);
      TRY_BOOL(napi_delete_property, env, object, key);
      napi_property_descriptor property = { .name = key, .value = number(2), .attributes = 7 };
      TRY(napi_define_properties, env, FRESH, 1, &property);
    }
    set_case("%s", name);
    napi_value object = FRESH;
    TRY_BOOL(napi_has_named_property, env, object, "x");
    TRY_VALUE(napi_get_named_property, env, object, "x");
    TRY(napi_set_named_property, env, object, "x", text("set"));
    set_case("%s, again", name);
    TRY_VALUE(napi_get_named_property, env, object, "x");
    set_case("%s", name);
    object = FRESH;
    TRY_BOOL(napi_has_element, env, object, 1);
    TRY_VALUE(napi_get_element, env, object, 1);
    TRY(napi_set_element, env, object, 1, text("set"));
    TRY_BOOL(napi_delete_element, env, object, 1);
    set_case("%s, greatest index", name);
    TRY(napi_set_element, env, object, UINT32_MAX, text("set"));
    TRY_BOOL(napi_has_element, env, object, UINT32_MAX);
    set_case("%s", name);
    object = FRESH;
    uint32_t length = 0;
    if (TRY(napi_get_array_length, env, object, &length) == 0) show("%u", length);
    TRY_VALUE(napi_get_prototype, env, object);
    TRY_VALUE(napi_get_property_names, env, object);
    for (int mode = 0; mode < 2; mode++) {
      static const int filters[] = { 0, 1, 2, 4, 6, 8, 16 };
      for (size_t f = 0; f < (i < THOROUGH ? COUNT(filters) : 1); f++) {
        napi_value keys = NULL;
        set_case("%s, mode %d filter %d", name, mode, filters[f]);
        if (TRY(napi_get_all_property_names, env, object, mode, filters[f], f & 1, &keys) == 0) {
          napi_call_function(env, undefined(), js("given"), 1, &keys, &keys);
          show("%s", shown(keys));
        }
      }
    }
    set_case("%s", name);
    TRY(napi_object_seal, env, object);
    set_case("%s, sealed", name);
    TRY(napi_set_named_property, env, object, "new", number(1));
    set_case("%s", name);
    object = FRESH;
    TRY(napi_object_freeze, env, object);
    set_case("%s, frozen by freeze", name);
    TRY(napi_set_named_property, env, object, "x", number(1));
    napi_value prototype = js("{ p: 1 }");
    set_case("%s", name);
    TRY(node_api_set_prototype, env, FRESH, prototype);
    set_case("%s, to null", name);
    TRY(node_api_set_prototype, env, FRESH, js("null"));
    set_case("%s as prototype", name);
    TRY(node_api_set_prototype, env, js("{}"), FRESH);
    set_case("%s, to itself", name);
    object = FRESH;
    TRY(node_api_set_prototype, env, object, object);

    set_case("%s", name);
    object = FRESH;
    TRY(napi_type_tag_object, env, object, &tag);
    TRY_BOOL(napi_check_object_type_tag, env, object, &tag);
    set_case("%s, twice", name);
    TRY(napi_type_tag_object, env, object, &tag);
    set_case("%s, other tag", name);
    TRY(napi_type_tag_object, env, object, &other_tag);
    TRY_BOOL(napi_check_object_type_tag, env, object, &other_tag);

    set_case("%s", name);
    object = FRESH;
    void *data = NULL;
    TRY(napi_unwrap, env, object, &data);
    TRY(napi_remove_wrap, env, object, &data);
    TRY(napi_wrap, env, object, &env, NULL, NULL, NULL);
    set_case("%s, wrapped", name);
    TRY(napi_wrap, env, object, &env, NULL, NULL, NULL);
    if (TRY(napi_unwrap, env, object, &data) == 0) show("%s", data == &env ? "the pointer" : "another");
    TRY(napi_remove_wrap, env, object, &data);
    set_case("%s, wrapped no more", name);
    TRY(napi_remove_wrap, env, object, &data);
    TRY(napi_unwrap, env, object, &data);
    TRY(napi_wrap, env, object, &env, NULL, NULL, NULL);
    napi_ref reference = NULL;
    set_case("%s", name);
    if (TRY(napi_create_reference, env, FRESH, 1, &reference) == 0) napi_delete_reference(env, reference);
    TRY(napi_add_finalizer, env, FRESH, NULL, finalize_nothing, NULL, NULL);

    object = FRESH;
    TRY_BOOL(napi_instanceof, env, js("{}"), object);
    set_case("%s on the left", name);
    TRY_BOOL(napi_instanceof, env, object, js("Object"));
    set_case("%s", name);
    napi_value argument = number(1);
    TRY_VALUE(napi_new_instance, env, object, 1, &argument);
    TRY_VALUE(napi_call_function, env, undefined(), object, 1, &argument);
    set_case("%s as receiver", name);
    TRY_VALUE(napi_call_function, env, object, js("function () { 'use strict'; return typeof this }"), 0, NULL);
    set_case("%s as receiver", name);
    TRY_VALUE(napi_make_callback, env, NULL, object, js("function () { 'use strict'; return typeof this }"), 0, NULL);
    set_case("%s as callee", name);
    TRY_VALUE(napi_make_callback, env, NULL, js("{}"), object, 1, &argument);
    set_case("%s", name);
    TRY(napi_throw, env, object);
    TRY_BOOL(napi_is_error, env, object);
    TRY_BOOL(napi_is_promise, env, object);
    TRY_BOOL(napi_is_array, env, object);
    set_case("%s as prototype", name);
    /* Node.js crashes for prototypes that are none. */
    if (is_object(object)) TRY_VALUE(node_api_create_object_with_properties, env, object, NULL, NULL, 0);
    napi_value names[] = { object, text("b") }, values[] = { number(1), object };
    set_case("%s as name", name);
    TRY_VALUE(node_api_create_object_with_properties, env, NULL, names, values, 2);
    napi_close_handle_scope(env, scope);
  }
}

static napi_value getter_throws(napi_env e, napi_callback_info info) {
  napi_throw_error(e, "ERR_MINE", "mine");
  return NULL;
}

static void definitions_of_properties(void) {
  napi_value class_ = js("class { static get x() { return 1 } }");
  struct {
    const char *name;
    napi_property_descriptor property;
  } cases[] = {
    { "value", { .utf8name = "p", .value = number(1) } },
    { "all attributes", { .utf8name = "p", .value = number(1), .attributes = 7 } },
    { "unknown attributes", { .utf8name = "p", .value = number(1), .attributes = 0x7ff8 } },
    { "static", { .utf8name = "p", .value = number(1), .attributes = 1024 } },
    { "method", { .utf8name = "p", .method = this_of, .attributes = 5 } },
    { "getter", { .utf8name = "p", .getter = this_of, .attributes = 4 } },
    { "setter", { .utf8name = "p", .setter = this_of, .attributes = 2 } },
    { "getter and setter", { .utf8name = "p", .getter = this_of, .setter = this_of, .attributes = 7 } },
    { "getter, method and value", { .utf8name = "p", .getter = this_of, .method = this_of, .value = number(1) } },
    { "method and value", { .utf8name = "p", .method = this_of, .value = number(1) } },
    { "nothing", { .utf8name = "p" } },
    { "both names", { .utf8name = "p", .name = text("q"), .value = number(1) } },
    { "symbol", { .name = js("Symbol('s')"), .method = this_of } },
    { "number as name", { .name = number(1), .value = number(1) } },
    { "empty name", { .utf8name = "", .method = this_of } },
    { "throwing getter", { .utf8name = "p", .getter = getter_throws, .attributes = 4 } },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    set_case("%s", cases[i].name);
    napi_value object = js("{}"), result = NULL;
    if (TRY(napi_define_properties, env, object, 1, &cases[i].property) == 0) {
      show("%s", shown(object));
      set_case("%s, read", cases[i].name);
      TRY_VALUE(napi_get_named_property, env, object, "p");
      set_case("%s, twice", cases[i].name);
      TRY(napi_define_properties, env, object, 1, &cases[i].property);
    }
    for (int on_frozen = 0; on_frozen < 3; on_frozen++) {
      static const char *const targets[] = { "frozen", "a proxy", "a revoked proxy" };
      static const char *const sources[] = { "Object.freeze({})", "new Proxy({}, " TRAPS(MINE) ")", REVOKED("{}") };
      set_case("%s on %s", cases[i].name, targets[on_frozen]);
      TRY(napi_define_properties, env, js(sources[on_frozen]), 1, &cases[i].property);
    }
    /* Node.js crashes for a class's member that is nothing. */
    for (int is_static = 0; is_static < 2 && strcmp(cases[i].name, "nothing") != 0; is_static++) {
      napi_property_descriptor property = cases[i].property;
      if (is_static) property.attributes |= 1024;
      set_case("%s%s", cases[i].name, is_static ? ", made static" : "");
      if (TRY(napi_define_class, env, "Class", AUTO_LENGTH, this_of, NULL, 1, &property, &result) == 0) {
        show("%s", shown(result));
        napi_get_named_property(env, result, "prototype", &result);
        show("prototype %s", shown(result));
      }
    }
  }
  napi_property_descriptor twice[] = {
    { .utf8name = "p", .value = number(1) }, { .utf8name = "p", .value = number(2) },
  };
  STEP("one name twice", napi_define_properties, env, js("{}"), 2, twice);
  STEP("no properties", napi_define_properties, env, js("{}"), 0, NULL);
  STEP("no properties of undefined", napi_define_properties, env, undefined(), 0, NULL);
  STEP_VALUE("one name twice", napi_define_class, env, "C", AUTO_LENGTH, this_of, NULL, 2, twice);
  napi_property_descriptor taken[] = { { .utf8name = "prototype", .value = number(1), .attributes = 1024 } };
  STEP_VALUE("a static prototype", napi_define_class, env, "C", AUTO_LENGTH, this_of, NULL, 1, taken);
  taken[0].utf8name = "name";
  STEP_VALUE("a static name", napi_define_class, env, "C", AUTO_LENGTH, this_of, NULL, 1, taken);
  taken[0].utf8name = "constructor";
  taken[0].attributes = 0;
  STEP_VALUE("a constructor of its own", napi_define_class, env, "C", AUTO_LENGTH, this_of, NULL, 1, taken);
  STEP("on a class's accessor", napi_define_properties, env, class_, 1, twice);
}

static void keys_that_are_no_enumerations(void) {
  napi_value object = js("{ a: 1, 1: 1 }");
  const int modes[] = { 2, -1, INT32_MAX }, filters[] = { 32, 64, -1 };
  for (size_t i = 0; i < 3; i++) {
    set_case("mode %d", modes[i]);
    TRY_VALUE(napi_get_all_property_names, env, object, modes[i], 0, 0);
    set_case("conversion %d", modes[i]);
    TRY_VALUE(napi_get_all_property_names, env, object, 1, 0, modes[i]);
    set_case("filter %d", filters[i]);
    TRY_VALUE(napi_get_all_property_names, env, object, 1, filters[i], 0);
  }
  STEP_VALUE("numbers kept", napi_get_all_property_names, env, object, 1, 0, 0);
  STEP_VALUE("numbers to texts", napi_get_all_property_names, env, object, 1, 0, 1);
  STEP_VALUE("a typed array's", napi_get_all_property_names, env, js("new Uint8Array(2)"), 1, 0, 0);
  STEP_VALUE("a text's", napi_get_all_property_names, env, text("ab"), 1, 0, 0);
  STEP_VALUE("with a symbol", napi_get_all_property_names, env, js("{ [Symbol('s')]: 1, a: 1 }"), 1, 8, 1);
  STEP_VALUE("with accessors, writable", napi_get_all_property_names, env, js("{ get a() {}, b: 1 }"), 1, 1, 1);
  STEP_VALUE("shadowed", napi_get_property_names, env,
             js("Object.create({ a: 1, b: 2 }, { a: { value: 1, enumerable: false } })"));
  STEP_VALUE("ownKeys gives a number", napi_get_property_names, env, js("new Proxy({}, { ownKeys() { return [1] } })"));
  STEP_VALUE("ownKeys gives the same twice", napi_get_all_property_names, env,
             js("new Proxy({}, { ownKeys() { return ['a', 'a'] } })"), 1, 0, 0);
  STEP_VALUE("ownKeys gives what is not there", napi_get_all_property_names, env,
             js("new Proxy({}, { ownKeys() { return ['a'] } })"), 1, 2, 0);
}

static void objects_with_properties(void) {
  napi_value names[] = { text("a"), js("Symbol('s')"), text("1") }, values[] = { number(1), text("b"), undefined() };
  napi_value same[] = { text("a"), text("a"), text("__proto__") };
  napi_value wrong[] = { number(1), text("a"), undefined() };
  STEP_VALUE("three", node_api_create_object_with_properties, env, NULL, names, values, 3);
  STEP_VALUE("of null", node_api_create_object_with_properties, env, js("null"), names, values, 3);
  STEP_VALUE("of an object", node_api_create_object_with_properties, env, js("{ up: 1 }"), names, values, 3);
  STEP_VALUE("of a throwing proxy", node_api_create_object_with_properties, env,
             js("new Proxy({}, " TRAPS(MINE) ")"), names, values, 3);
  STEP_VALUE("the same name twice", node_api_create_object_with_properties, env, NULL, same, values, 3);
  STEP_VALUE("names that are none", node_api_create_object_with_properties, env, NULL, wrong, values, 3);
  STEP_VALUE("no names", node_api_create_object_with_properties, env, NULL, NULL, values, 3);
  STEP_VALUE("no values", node_api_create_object_with_properties, env, NULL, names, NULL, 3);
  STEP_VALUE("none", node_api_create_object_with_properties, env, NULL, NULL, NULL, 0);
  STEP_VALUE("no environment", node_api_create_object_with_properties, NULL, NULL, NULL, NULL, 0);
  STEP("no result", node_api_create_object_with_properties, env, NULL, NULL, NULL, 0, NULL);
  STEP("no environment", node_api_set_prototype, NULL, js("{}"), js("{}"));
  STEP("no object", node_api_set_prototype, env, NULL, js("{}"));
  STEP("no prototype", node_api_set_prototype, env, js("{}"), NULL);
}

static void objects(void) {
  objects_of_all_kinds();
  definitions_of_properties();
  keys_that_are_no_enumerations();
  objects_with_properties();
}
