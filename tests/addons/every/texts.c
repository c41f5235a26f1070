/* Texts: their making with all lengths, their reading into room of all sizes, and scripts. */

static const size_t LENGTHS[] = { 0, 1, 3, AUTO_LENGTH, INT32_MAX, TOO_LONG, SIZE_MAX - 1, SIZE_MAX / 2 };

/* INT_MAX itself is allowed, but there is no room for that. */
#define IS_TOO_MUCH(length) ((length) == INT32_MAX)

static void making_texts(void) {
  for (size_t i = 0; i < COUNT(LENGTHS); i++) {
    size_t length = LENGTHS[i];
    for (int is_null = 0; is_null < 2; is_null++) {
      if (IS_TOO_MUCH(length) && !is_null) continue;
      set_case("%s, length %zd", is_null ? "null" : "a\\xe9\\0d", length);
      const char *narrow = is_null ? NULL : "a\xe9\0d";
      const char *utf8 = is_null ? NULL : "a\xc3\xa9\0d";
      const char16_t *wide = is_null ? NULL : (const char16_t *)u"a\xe9\0d";
      bool is_copied = false;
      napi_value result;
      TRY_VALUE(napi_create_string_latin1, env, narrow, length);
      TRY_VALUE(napi_create_string_utf8, env, utf8, length);
      TRY_VALUE(napi_create_string_utf16, env, wide, length);
      TRY_VALUE(node_api_create_property_key_latin1, env, narrow, length);
      TRY_VALUE(node_api_create_property_key_utf8, env, utf8, length);
      TRY_VALUE(node_api_create_property_key_utf16, env, wide, length);
      if (TRY(node_api_create_external_string_latin1, env, (char *)narrow, length, NULL, NULL, &result, &is_copied) == 0) {
        show("%s", shown(result));
      }
      /* Node.js crashes for no text at all. */
      if ((!is_null || length != 0) &&
          TRY(node_api_create_external_string_utf16, env, (char16_t *)wide, length, NULL, NULL, &result, &is_copied) == 0) {
        show("%s", shown(result));
      }
      TRY_VALUE(node_api_symbol_for, env, utf8, length);
      TRY_VALUE(napi_create_function, env, utf8, length, nothing, NULL);
      set_case("%s, length %zd", is_null ? "null" : "a\\xe9\\0d", length);
      TRY_VALUE(napi_define_class, env, utf8, length, nothing, NULL, 0, NULL);
    }
  }
  static const char *const broken[] = { "\xff", "a\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xed\xa0\x80", "\xc0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\x98\x80" };
  for (size_t i = 0; i < COUNT(broken); i++) {
    napi_value result;
    size_t length = 0;
    char16_t units[16] = { 0 };
    set_case("broken text %zu", i);
    TRY_VALUE(napi_create_string_utf8, env, broken[i], AUTO_LENGTH);
    napi_create_string_utf8(env, broken[i], AUTO_LENGTH, &result);
    TRY(napi_get_value_string_utf16, env, result, units, 16, &length);
    show("%zu: %x %x %x %x", length, units[0], units[1], units[2], units[3]);
    TRY_VALUE(node_api_symbol_for, env, broken[i], AUTO_LENGTH);
    napi_property_descriptor property = { .utf8name = broken[i], .value = result };
    TRY(napi_define_properties, env, js("{}"), 1, &property);
    TRY(napi_set_named_property, env, js("{}"), broken[i], result);
  }
}

/* Texts that are too long for the engine, of memory that is only there when it is read. */
static void texts_that_are_too_long(void) {
  size_t length = 1 << 30;
  char *much = mmap(NULL, 2 * length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  napi_value result;
  bool is_copied = false;
  if (much == MAP_FAILED) return;
  set_case("2^30");
  TRY(napi_create_string_latin1, env, much, length, &result);
  TRY(napi_create_string_utf8, env, much, length, &result);
  TRY(napi_create_string_utf16, env, (char16_t *)much, length, &result);
  TRY(node_api_create_property_key_latin1, env, much, length, &result);
  TRY(node_api_create_property_key_utf8, env, much, length, &result);
  TRY(node_api_create_property_key_utf16, env, (char16_t *)much, length, &result);
  TRY(node_api_create_external_string_latin1, env, much, length, NULL, NULL, &result, &is_copied);
  TRY(node_api_create_external_string_utf16, env, (char16_t *)much, length, NULL, NULL, &result, &is_copied);
  TRY(node_api_symbol_for, env, much, length, &result);
  TRY(napi_create_function, env, much, length, nothing, NULL, &result);
  TRY(napi_define_class, env, much, length, nothing, NULL, 0, NULL, &result);
  munmap(much, 2 * length);
}

static const char *hex(const void *bytes, size_t count) {
  static char buffer[100];
  for (size_t i = 0; i < count; i++) sprintf(buffer + 2 * i, "%02x", ((const unsigned char *)bytes)[i]);
  return buffer;
}

static void reading_texts(void) {
  static const char *const texts[] = { "''", "'abc'", "'\\u00e9\\u00e9'", "'\\u20ac\\u20ac'", "'a\\u{1f600}b'", "'\\ud800'", "'x\\udc00y'", "'a\\0b'" };
  static const size_t sizes[] = { 0, 1, 2, 3, 4, 5, 6, 7, 12 };
  for (size_t i = 0; i < COUNT(texts); i++) {
    napi_value value = js(texts[i]);
    for (size_t s = 0; s < COUNT(sizes); s++) {
      char narrow[16];
      char16_t wide[16];
      size_t length = 99;
      set_case("text %zu, room for %zu", i, sizes[s]);
      memset(narrow, 0x77, sizeof narrow);
      memset(wide, 0x77, sizeof wide);
      if (TRY(napi_get_value_string_latin1, env, value, narrow, sizes[s], &length) == 0) {
        show("%zu: %s", length, hex(narrow, sizeof narrow));
      }
      memset(narrow, 0x77, sizeof narrow);
      if (TRY(napi_get_value_string_utf8, env, value, narrow, sizes[s], &length) == 0) {
        show("%zu: %s", length, hex(narrow, sizeof narrow));
      }
      if (TRY(napi_get_value_string_utf16, env, value, wide, sizes[s], &length) == 0) {
        show("%zu: %s", length, hex(wide, sizeof wide));
      }
      memset(narrow, 0x77, sizeof narrow);
      set_case("text %zu, room for %zu, length not wanted", i, sizes[s]);
      if (TRY(napi_get_value_string_utf8, env, value, narrow, sizes[s], NULL) == 0) show("%s", hex(narrow, 16));
      TRY(napi_get_value_string_latin1, env, value, narrow, sizes[s], NULL);
      TRY(napi_get_value_string_utf16, env, value, wide, sizes[s], NULL);
    }
    set_case("text %zu, nothing wanted", i);
    TRY(napi_get_value_string_latin1, env, value, NULL, 0, NULL);
    TRY(napi_get_value_string_utf8, env, value, NULL, 0, NULL);
    TRY(napi_get_value_string_utf16, env, value, NULL, 0, NULL);
    char narrow[16];
    char16_t wide[16];
    size_t length = 99;
    set_case("text %zu, all the room there is", i);
    if (TRY(napi_get_value_string_latin1, env, value, narrow, AUTO_LENGTH, &length) == 0) show("%zu", length);
    if (TRY(napi_get_value_string_utf8, env, value, narrow, AUTO_LENGTH, &length) == 0) show("%zu", length);
    if (TRY(napi_get_value_string_utf16, env, value, wide, AUTO_LENGTH, &length) == 0) show("%zu", length);
  }
}

static void scripts(void) {
  static const char *const sources[] = {
    "", "1 + 1", "throw new RangeError('mine')", "throw 1", "throw undefined", "var", "(", "'use strict'; with (1) {}", "undeclared",
    "null.x", "1; // comment", "await 1", "import('x').catch(() => {}); 1", "import x from 'x'", "return 1", "#!interpreter\n7", "let it_is = 1", "let it_is = 2",
    "var it_was = 3", "it_was", "it_is", "this === globalThis", "new.target", "(function f() { f() })()",
  };
  for (size_t i = 0; i < COUNT(sources); i++) {
    set_case("%s", *sources[i] ? sources[i] : "no text");
    TRY_VALUE(napi_run_script, env, text(sources[i]));
  }
}

static void texts(void) {
  making_texts();
  texts_that_are_too_long();
  reading_texts();
  scripts();
}
