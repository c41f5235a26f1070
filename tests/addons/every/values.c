/* Values: conversion, numbers, BigInts, dates, symbols; what is read of values of each kind. */

static const struct {
  const char *name, *source;
} VALUES[] = {
  { "NaN", "NaN" }, { "Infinity", "Infinity" }, { "-Infinity", "-Infinity" }, { "0", "0" }, { "-0", "-0" },
  { "0.5", "0.5" }, { "-0.5", "-0.5" }, { "-1.9", "-1.9" }, { "2^31-1", "2**31-1" }, { "2^31", "2**31" },
  { "-2^31-1", "-(2**31)-1" }, { "2^32-1", "2**32-1" }, { "2^32", "2**32" }, { "2^32+1.5", "2**32+1.5" },
  { "2^53", "2**53" }, { "-2^53", "-(2**53)" }, { "2^63", "2**63" }, { "-2^63", "-(2**63)" }, { "2^64", "2**64" },
  { "2^63-1024", "2**63-1024" }, { "2^84", "2**84" }, { "1e300", "1e300" }, { "-1e300", "-1e300" },
  { "5e-324", "5e-324" },
  { "text", "'text'" }, { "empty text", "''" }, { "text of a number", "' 12 '" }, { "text of a bigint", "'1n'" },
  { "true", "true" }, { "false", "false" }, { "undefined", "undefined" }, { "null", "null" },
  { "symbol", "Symbol('s')" }, { "symbol without description", "Symbol()" }, { "registered symbol", "Symbol.for('s')" },
  { "0n", "0n" }, { "1n", "1n" }, { "-1n", "-1n" }, { "2n^63-1", "2n**63n-1n" }, { "2n^63", "2n**63n" },
  { "-2n^63", "-(2n**63n)" }, { "-2n^63-1", "-(2n**63n)-1n" }, { "2n^64-1", "2n**64n-1n" }, { "2n^64", "2n**64n" },
  { "2n^64+5n", "2n**64n+5n" }, { "-2n^200", "-(2n**200n)" },
  { "object", "{}" }, { "object without prototype", "Object.create(null)" },
  { "throwing valueOf", "{ valueOf() {" MINE "} }" }, { "throwing toString", "{ toString() {" MINE "} }" },
  { "both throwing", "{ valueOf() {" MINE "}, toString() {" MINE "} }" },
  { "throwing toPrimitive", "{ [Symbol.toPrimitive]() {" MINE "} }" },
  { "toPrimitive gives an object", "{ [Symbol.toPrimitive]() { return {} } }" },
  { "toPrimitive gives a symbol", "{ [Symbol.toPrimitive]() { return Symbol('s') } }" },
  { "toPrimitive is no function", "{ [Symbol.toPrimitive]: 1 }" },
  { "valueOf gives a bigint", "{ valueOf() { return 1n }, toString() { return 'text' } }" },
  { "throwing proxy", "new Proxy({}, " TRAPS(MINE) ")" }, { "revoked proxy", REVOKED("{}") },
  { "revoked proxy of an array", REVOKED("[]") }, { "revoked proxy of a function", REVOKED("function () {}") },
  { "array", "[1, 2]" }, { "proxy of an array", "new Proxy([], {})" }, { "array with a throwing text", "[{ toString() {" MINE "} }]" },
  { "date", "new Date(5)" }, { "invalid date", "new Date(NaN)" }, { "proxy of a date", "new Proxy(new Date(5), {})" },
  { "derived date", "new (class extends Date {})(5)" },
  { "error", "new TypeError('mine')" }, { "derived error", "new (class Mine extends Error {})('mine')" },
  { "what inherits from an error", "Object.create(new Error('mine'))" }, { "proxy of an error", "new Proxy(new Error('mine'), {})" },
  { "aggregate error", "new AggregateError([], 'mine')" },
  { "promise", "Promise.resolve()" }, { "thenable", "{ then() {} }" }, { "derived promise", "new (class extends Promise {})(() => {})" },
  { "function", "function () {}" }, { "async function", "async () => {}" }, { "class", "class {}" },
  { "wrapped number", "Object(1)" }, { "wrapped text", "Object('text')" }, { "wrapped boolean", "Object(false)" },
  { "wrapped symbol", "Object(Symbol('s'))" }, { "wrapped bigint", "Object(1n)" },
  { "array buffer", "new ArrayBuffer(8)" }, { "shared array buffer", "new SharedArrayBuffer(8)" },
  { "typed array", "new Float32Array(2)" }, { "buffer", "Buffer.from('ab')" }, { "data view", "new DataView(new ArrayBuffer(8))" },
  { "global", "globalThis" }, { "arguments", "(function () { return arguments })(1)" },
};

static void values_of_all_kinds(void) {
  for (size_t i = 0; i < COUNT(VALUES); i++) {
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
    napi_value value = js(VALUES[i].source), result;
    set_case("%s", VALUES[i].name);
    int type = -1;
    if (TRY(napi_typeof, env, value, &type) == 0) show("%d", type);
    double real = 0;
    int32_t small = 0;
    uint32_t positive = 0;
    int64_t large = 0;
    uint64_t unsigned_large = 0;
    bool flag = false, lossless = false;
    size_t length = 0;
    if (TRY(napi_get_value_double, env, value, &real) == 0) show("%g", real);
    if (TRY(napi_get_value_int32, env, value, &small) == 0) show("%d", small);
    if (TRY(napi_get_value_uint32, env, value, &positive) == 0) show("%u", positive);
    if (TRY(napi_get_value_int64, env, value, &large) == 0) show("%ld", large);
    if (TRY(napi_get_value_bool, env, value, &flag) == 0) show("%d", flag);
    if (TRY(napi_get_value_bigint_int64, env, value, &large, &lossless) == 0) show("%ld %d", large, lossless);
    if (TRY(napi_get_value_bigint_uint64, env, value, &unsigned_large, &lossless) == 0) {
      show("%lu %d", unsigned_large, lossless);
    }
    uint64_t words[6] = { 7, 7, 7, 7, 7, 7 };
    for (size_t count = 0; count < 6; count += count < 2 ? 1 : 3) {
      int sign = 9;
      size_t words_of = count;
      set_case("%s, %zu words", VALUES[i].name, count);
      if (TRY(napi_get_value_bigint_words, env, value, &sign, &words_of, words) == 0) {
        show("sign %d, %zu: %lx %lx %lx %lx %lx", sign, words_of, words[0], words[1], words[2], words[3], words[4]);
      }
    }
    set_case("%s, no words", VALUES[i].name);
    if (TRY(napi_get_value_bigint_words, env, value, NULL, &length, NULL) == 0) show("%zu", length);
    set_case("%s", VALUES[i].name);
    if (TRY(napi_get_value_string_latin1, env, value, NULL, 0, &length) == 0) show("%zu", length);
    if (TRY(napi_get_value_string_utf8, env, value, NULL, 0, &length) == 0) show("%zu", length);
    if (TRY(napi_get_value_string_utf16, env, value, NULL, 0, &length) == 0) show("%zu", length);
    void *pointer = NULL;
    TRY(napi_get_value_external, env, value, &pointer);
    if (TRY(napi_get_date_value, env, value, &real) == 0) show("%g", real);
    TRY_BOOL(napi_is_date, env, value);
    TRY_BOOL(napi_is_error, env, value);
    TRY_BOOL(napi_is_promise, env, value);
    TRY_BOOL(napi_is_array, env, value);
    TRY_BOOL(napi_is_arraybuffer, env, value);
    TRY_BOOL(node_api_is_sharedarraybuffer, env, value);
    TRY_BOOL(napi_is_typedarray, env, value);
    TRY_BOOL(napi_is_dataview, env, value);
    TRY_BOOL(napi_is_buffer, env, value);
    TRY_BOOL(napi_is_detached_arraybuffer, env, value);
    TRY_VALUE(napi_coerce_to_bool, env, value);
    TRY_VALUE(napi_coerce_to_number, env, value);
    TRY_VALUE(napi_coerce_to_string, env, value);
    set_case("%s", VALUES[i].name);
    if (TRY(napi_coerce_to_object, env, value, &result) == 0) {
      napi_typeof(env, result, &type);
      show("type %d", type);
    }
    TRY_BOOL(napi_strict_equals, env, value, value);
    TRY_VALUE(napi_create_symbol, env, value);
    TRY_VALUE(napi_run_script, env, value);
    TRY_VALUE(napi_create_error, env, NULL, value);
    set_case("%s as code", VALUES[i].name);
    TRY_VALUE(napi_create_error, env, value, text("mine"));
    TRY_VALUE(napi_create_type_error, env, value, text("mine"));
    TRY_VALUE(napi_create_range_error, env, value, text("mine"));
    TRY_VALUE(node_api_create_syntax_error, env, value, text("mine"));
    napi_ref reference = NULL;
    set_case("%s", VALUES[i].name);
    for (uint32_t count = 0; count < 2; count++) {
      set_case("%s, count %u", VALUES[i].name, count);
      if (TRY(napi_create_reference, env, value, count, &reference) == 0) {
        TRY_VALUE(napi_get_reference_value, env, reference);
        set_case("%s, count %u", VALUES[i].name, count);
        if (TRY(napi_reference_unref, env, reference, &positive) == 0) show("%u", positive);
        if (TRY(napi_reference_ref, env, reference, &positive) == 0) show("%u", positive);
        napi_delete_reference(env, reference);
      }
    }
    napi_close_handle_scope(env, scope);
  }
}

static void numbers(void) {
  static const double doubles[] = { NAN, INFINITY, -0.0, 1e300 };
  static const int64_t integers[] = { 0, INT64_MIN, INT64_MAX, (1LL << 53) + 1, -1 };
  for (size_t i = 0; i < COUNT(doubles); i++) {
    set_case("%g", doubles[i]);
    TRY_VALUE(napi_create_double, env, doubles[i]);
    TRY_VALUE(napi_create_date, env, doubles[i]);
  }
  STEP_VALUE("past the last", napi_create_date, env, 8.64e15 + 1);
  STEP_VALUE("the last", napi_create_date, env, 8.64e15);
  STEP_VALUE("a fraction", napi_create_date, env, 1.9);
  STEP_VALUE("minus a fraction", napi_create_date, env, -0.9);
  for (size_t i = 0; i < COUNT(integers); i++) {
    set_case("%ld", integers[i]);
    TRY_VALUE(napi_create_int64, env, integers[i]);
    TRY_VALUE(napi_create_int32, env, (int32_t)integers[i]);
    TRY_VALUE(napi_create_uint32, env, (uint32_t)integers[i]);
    TRY_VALUE(napi_create_bigint_int64, env, integers[i]);
    TRY_VALUE(napi_create_bigint_uint64, env, (uint64_t)integers[i]);
  }
  STEP_VALUE("true", napi_get_boolean, env, true);
  STEP_VALUE("false", napi_get_boolean, env, false);
  STEP_VALUE("ok", napi_get_null, env);
  STEP_VALUE("ok", napi_get_undefined, env);
  STEP_VALUE("ok", napi_get_global, env);
  napi_value one = number(1);
  STEP_BOOL("1 and '1'", napi_strict_equals, env, one, text("1"));
  STEP_BOOL("two texts", napi_strict_equals, env, text("1"), text("1"));
  STEP_BOOL("two bigints", napi_strict_equals, env, js("1n"), js("1n"));
  STEP_BOOL("0 and -0", napi_strict_equals, env, number(0), number(-0.0));
  STEP_BOOL("two objects", napi_strict_equals, env, js("{}"), js("{}"));
}

static void bigints(void) {
  static const uint64_t words[] = { 5, 0, 1, 0 }, zeros[4];
  const int signs[] = { 0, 1, 2, -1 };
  for (size_t sign = 0; sign < COUNT(signs); sign++) {
    for (size_t count = 0; count <= 4; count++) {
      set_case("sign %d, %zu words", signs[sign], count);
      TRY_VALUE(napi_create_bigint_words, env, signs[sign], count, words);
      set_case("sign %d, %zu words of zero", signs[sign], count);
      TRY_VALUE(napi_create_bigint_words, env, signs[sign], count, zeros);
    }
  }
  STEP_VALUE("INT_MAX words", napi_create_bigint_words, env, 0, INT32_MAX, words);
  STEP_VALUE("more than INT_MAX words", napi_create_bigint_words, env, 0, TOO_LONG, words);
  STEP_VALUE("all words", napi_create_bigint_words, env, 0, SIZE_MAX, words);
  STEP_VALUE("2^24+1 words", napi_create_bigint_words, env, 0, (1 << 24) + 1, words);
  STEP_VALUE("2^24+1 words, negative", napi_create_bigint_words, env, 1, (1 << 24) + 1, words);
  uint64_t *many = calloc(1 << 14, sizeof *many);
  many[(1 << 14) - 1] = 1;
  STEP_VALUE("2^14 words", napi_create_bigint_words, env, 0, 1 << 14, many);
  free(many);
  int sign = 0;
  size_t count = 4;
  uint64_t room[4];
  napi_value value = js("-(2n**64n)");
  STEP("a sign and no words", napi_get_value_bigint_words, env, value, &sign, &count, NULL);
  STEP("words and no sign", napi_get_value_bigint_words, env, value, NULL, &count, room);
  STEP("no count", napi_get_value_bigint_words, env, value, &sign, NULL, room);
  count = TOO_LONG;
  if (STEP("room for more than INT_MAX", napi_get_value_bigint_words, env, js("1n"), &sign, &count, room) == 0) {
    show("%zu", count);
  }
}

static void symbols(void) {
  STEP_VALUE("no description", napi_create_symbol, env, NULL);
  STEP_VALUE("a description", napi_create_symbol, env, text("s"));
  STEP_VALUE("a text", node_api_symbol_for, env, "s", AUTO_LENGTH);
  STEP_VALUE("a part", node_api_symbol_for, env, "symbol", 3);
  STEP_VALUE("no text", node_api_symbol_for, env, NULL, 0);
  STEP_VALUE("null", node_api_symbol_for, env, NULL, AUTO_LENGTH);
  STEP_VALUE("null with a length", node_api_symbol_for, env, NULL, 3);
  STEP_VALUE("more than INT_MAX", node_api_symbol_for, env, "s", TOO_LONG);
  STEP_VALUE("all but one", node_api_symbol_for, env, "s", SIZE_MAX - 1);
}

static void values(void) {
  values_of_all_kinds();
  numbers();
  bigints();
  symbols();
}
