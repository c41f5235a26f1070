/* Array buffers, shared ones, typed arrays, data views, Buffers. */

static char memory[64];

static const struct {
  const char *name, *source;
} BUFFERS[] = {
  { "16 bytes", "new ArrayBuffer(16)" },
  { "none", "new ArrayBuffer(0)" },
  { "resizable", "new ArrayBuffer(8, { maxByteLength: 16 })" },
  { "shared", "new SharedArrayBuffer(16)" },
  { "growable shared", "new SharedArrayBuffer(8, { maxByteLength: 16 })" },
  { "detached", "((b) => (structuredClone(b, { transfer: [b] }), b))(new ArrayBuffer(16))" },
  { "a Buffer's", "Buffer.alloc(16).buffer" },
  { "typed array", "new Uint8Array(16)" },
  { "data view", "new DataView(new ArrayBuffer(16))" },
  { "object", "{}" },
  { "number", "1" },
  { "undefined", "undefined" },
  { "proxy", "new Proxy(new ArrayBuffer(16), {})" },
  { "derived", "new (class extends ArrayBuffer {})(16)" },
};

static void view(size_t b, int type, size_t length, size_t offset) {
  set_case("%s, type %d, length %zd at %zd", BUFFERS[b].name, type, length, offset);
  TRY_VALUE(napi_create_typedarray, env, type, length, js(BUFFERS[b].source), offset);
}

static void views_of(size_t b) {
  /* Node.js crashes for what is too great together. */
  static const size_t lengths[] = { 0, 1, 8, 17, TOO_LONG };
  static const size_t offsets[] = { 0, 1, 8, 17, TOO_LONG };
  for (size_t o = 0; o < COUNT(offsets); o++) {
    for (size_t l = 0; l < (b < 2 ? COUNT(lengths) : 3); l++) {
      view(b, 1, lengths[l], offsets[o]);
      view(b, 8, lengths[l], offsets[o]);
      set_case("%s, length %zd at %zd", BUFFERS[b].name, lengths[l], offsets[o]);
      TRY_VALUE(napi_create_dataview, env, lengths[l], js(BUFFERS[b].source), offsets[o]);
      TRY_VALUE(node_api_create_buffer_from_arraybuffer, env, js(BUFFERS[b].source), offsets[o], lengths[l]);
    }
  }
  for (int type = -1; b == 0 && type <= 12; type++) {
    view(b, type, 1, 0);
    view(b, type, 1, 1);
    view(b, type, 1, 4);
    view(b, type, 3, 16);
  }
}

static void buffers_of_all_kinds(void) {
  for (size_t b = 0; b < COUNT(BUFFERS); b++) {
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
    napi_value value = js(BUFFERS[b].source);
    void *data = NULL;
    size_t length = 99;
    set_case("%s", BUFFERS[b].name);
    if (TRY(napi_get_arraybuffer_info, env, value, &data, &length) == 0) show("%zu", length);
    TRY_BOOL(napi_is_arraybuffer, env, value);
    TRY_BOOL(node_api_is_sharedarraybuffer, env, value);
    TRY_BOOL(napi_is_detached_arraybuffer, env, value);
    set_case("%s", BUFFERS[b].name);
    TRY(napi_detach_arraybuffer, env, value);
    TRY_BOOL(napi_is_detached_arraybuffer, env, value);
    set_case("%s, detached", BUFFERS[b].name);
    TRY(napi_detach_arraybuffer, env, value);
    if (TRY(napi_get_arraybuffer_info, env, value, &data, &length) == 0) show("%zu", length);
    views_of(b);
    napi_close_handle_scope(env, scope);
  }
}

static const struct {
  const char *name, *source;
} VIEWS[] = {
  { "Int8", "new Int8Array(4)" },
  { "Uint8Clamped", "new Uint8ClampedArray(4)" },
  { "Uint16 at 2", "new Uint16Array(new ArrayBuffer(8), 2, 2)" },
  { "Float32", "new Float32Array(4)" },
  { "BigUint64", "new BigUint64Array(2)" },
  { "empty", "new Uint8Array(0)" },
  { "of a shared", "new Uint8Array(new SharedArrayBuffer(8))" },
  { "of a detached", "((a) => (structuredClone(a.buffer, { transfer: [a.buffer] }), a))(new Uint16Array(8))" },
  { "tracks its length", "new Uint16Array(new ArrayBuffer(8, { maxByteLength: 16 }))" },
  { "out of bounds", "((b) => { const a = new Uint16Array(b, 4, 2); b.resize(2); return a })(new ArrayBuffer(8, { maxByteLength: 16 }))" },
  { "Buffer", "Buffer.alloc(3)" },
  { "data view", "new DataView(new ArrayBuffer(8), 2, 4)" },
  { "data view of a shared", "new DataView(new SharedArrayBuffer(8), 2, 4)" },
  { "data view of a detached", "((b) => { const a = new DataView(b, 2, 4); structuredClone(b, { transfer: [b] }); return a })(new ArrayBuffer(8))" },
  { "data view out of bounds", "((b) => { const a = new DataView(b, 4, 2); b.resize(2); return a })(new ArrayBuffer(8, { maxByteLength: 16 }))" },
  { "data view that tracks", "new DataView(new ArrayBuffer(8, { maxByteLength: 16 }), 2)" },
  { "proxy", "new Proxy(new Uint8Array(4), {})" },
  { "derived", "new (class extends Uint8Array {})(4)" },
};

static void views_of_all_kinds(void) {
  for (size_t v = 0; v < COUNT(VIEWS); v++) {
    napi_value value = js(VIEWS[v].source), buffer = NULL;
    int type = -1;
    size_t length = 99, offset = 99;
    void *data = NULL;
    set_case("%s", VIEWS[v].name);
    if (TRY(napi_get_typedarray_info, env, value, &type, &length, &data, &buffer, &offset) == 0) {
      show("type %d, %zu at %zu, %s", type, length, offset, shown(buffer));
    }
    TRY(napi_get_typedarray_info, env, value, NULL, NULL, NULL, NULL, NULL);
    if (TRY(napi_get_dataview_info, env, value, &length, &data, &buffer, &offset) == 0) {
      show("%zu at %zu, %s", length, offset, shown(buffer));
    }
    TRY(napi_get_dataview_info, env, value, NULL, NULL, NULL, NULL);
    TRY_BOOL(napi_is_typedarray, env, value);
    TRY_BOOL(napi_is_dataview, env, value);
    TRY_BOOL(napi_is_buffer, env, value);
    if (strcmp(VIEWS[v].name, "proxy") != 0 && strncmp(VIEWS[v].name, "data view of a d", 16) != 0) {
      if (TRY(napi_get_buffer_info, env, value, &data, &length) == 0) show("%zu", length);
    }
    TRY(napi_get_arraybuffer_info, env, value, &data, &length);
    TRY(napi_detach_arraybuffer, env, value);
  }
}

static void making_buffers(void) {
  void *data = NULL;
  napi_value result = NULL;
  char *own = malloc(8);
  STEP_VALUE("8 bytes", napi_create_arraybuffer, env, 8, &data);
  STEP_VALUE("none", napi_create_arraybuffer, env, 0, &data);
  STEP_VALUE("data not wanted", napi_create_arraybuffer, env, 8, NULL);
  STEP_VALUE("8 bytes", node_api_create_sharedarraybuffer, env, 8, &data);
  STEP_VALUE("none", node_api_create_sharedarraybuffer, env, 0, &data);
  STEP_VALUE("8 bytes", napi_create_buffer, env, 8, &data);
  STEP_VALUE("none", napi_create_buffer, env, 0, &data);
  STEP_VALUE("data not wanted", napi_create_buffer, env, 8, NULL);
  STEP_VALUE("too many", napi_create_buffer, env, SIZE_MAX, &data);
  STEP_VALUE("2^46", napi_create_buffer, env, 1LL << 46, &data);
  STEP_VALUE("2^46", napi_create_buffer_copy, env, 1LL << 46, memory, &data);
  STEP_VALUE("2^53", napi_create_buffer, env, 1LL << 53, &data);
  STEP_VALUE("5 bytes", napi_create_buffer_copy, env, 5, memory, &data);
  STEP_VALUE("none", napi_create_buffer_copy, env, 0, memory, &data);
  STEP_VALUE("none of null", napi_create_buffer_copy, env, 0, NULL, &data);
  STEP_VALUE("data not wanted", napi_create_buffer_copy, env, 5, memory, NULL);
  STEP_VALUE("too many", napi_create_buffer_copy, env, SIZE_MAX, memory, &data);
  STEP_VALUE("5 bytes", napi_create_external_buffer, env, 5, memory, finalize_nothing, NULL);
  STEP_VALUE("none", napi_create_external_buffer, env, 0, memory + 8, finalize_nothing, NULL);
  STEP_VALUE("none of null", napi_create_external_buffer, env, 0, NULL, finalize_nothing, NULL);
  STEP_VALUE("without finalizer", napi_create_external_buffer, env, 5, memory + 16, NULL, NULL);
  STEP_VALUE("too many", napi_create_external_buffer, env, SIZE_MAX, memory, NULL, NULL);
  STEP_VALUE("5 bytes", napi_create_external_arraybuffer, env, memory + 24, 5, finalize_nothing, NULL);
  STEP_VALUE("none", napi_create_external_arraybuffer, env, memory + 32, 0, finalize_nothing, NULL);
  STEP_VALUE("none of null", napi_create_external_arraybuffer, env, NULL, 0, finalize_nothing, NULL);
  STEP_VALUE("without finalizer", napi_create_external_arraybuffer, env, memory + 40, 5, NULL, NULL);
  STEP("an external one", napi_create_external_arraybuffer, env, memory + 48, 5, finalize_nothing, NULL, &result);
  STEP("an external one", napi_detach_arraybuffer, env, result);
  STEP_BOOL("an external one", napi_is_detached_arraybuffer, env, result);
  STEP_VALUE("8 bytes", node_api_create_external_sharedarraybuffer, env, own, 8, finalize_without_env, NULL);
  STEP_VALUE("none", node_api_create_external_sharedarraybuffer, env, own, 0, NULL, NULL);
  STEP_VALUE("no environment", node_api_create_external_sharedarraybuffer, NULL, own, 8, NULL, NULL);
  STEP("no result", node_api_create_external_sharedarraybuffer, env, own, 8, NULL, NULL, NULL);
  STEP_VALUE("a length of 3", napi_create_array_with_length, env, 3);
  STEP_VALUE("none", napi_create_array_with_length, env, 0);
  STEP_VALUE("as long as can be", napi_create_array_with_length, env, UINT32_MAX);
  STEP_VALUE("more than INT_MAX", napi_create_array_with_length, env, TOO_LONG);
  STEP_VALUE("2^32", napi_create_array_with_length, env, 1LL << 32);
  STEP_VALUE("2^32+1", napi_create_array_with_length, env, (1LL << 32) + 1);
  STEP_VALUE("SIZE_MAX", napi_create_array_with_length, env, SIZE_MAX);
}

static void buffers(void) {
  making_buffers();
  views_of_all_kinds();
  buffers_of_all_kinds();
}
