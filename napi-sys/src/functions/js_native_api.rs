//! The part of the declaration list that needs a JavaScript engine alone (`js_native_api.h`).

/// Step one of [`for_each_function!`](crate::for_each_function): hands its entries on to step two.
#[doc(hidden)]
#[macro_export]
macro_rules! __js_native_api_functions {
    ($callback:ident) => {
        $crate::__node_api_functions! { $callback
            // ---- Error handling ----
            /// Describes the status that the last call on this environment left.
            (1) fn napi_get_last_error_info(
                env: node_api_basic_env, result: *mut *const napi_extended_error_info,
            ) -> napi_status;
            /// Makes `error`, any value, the pending exception.
            (1) fn napi_throw(env: napi_env, error: napi_value) -> napi_status;
            /// Makes a new `Error` the pending exception; `code` may be null.
            (1) fn napi_throw_error(
                env: napi_env, code: *const c_char, msg: *const c_char,
            ) -> napi_status;
            /// Makes a new `TypeError` the pending exception; `code` may be null.
            (1) fn napi_throw_type_error(
                env: napi_env, code: *const c_char, msg: *const c_char,
            ) -> napi_status;
            /// Makes a new `RangeError` the pending exception; `code` may be null.
            (1) fn napi_throw_range_error(
                env: napi_env, code: *const c_char, msg: *const c_char,
            ) -> napi_status;
            /// Makes a new `SyntaxError` the pending exception; `code` may be null.
            (9) fn node_api_throw_syntax_error(
                env: napi_env, code: *const c_char, msg: *const c_char,
            ) -> napi_status;
            /// Tells whether the value is an `Error` object.
            (1) fn napi_is_error(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Makes an `Error` with a message and, unless null, a `code`.
            (1) fn napi_create_error(
                env: napi_env, code: napi_value, msg: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a `TypeError` with a message and, unless null, a `code`.
            (1) fn napi_create_type_error(
                env: napi_env, code: napi_value, msg: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a `RangeError` with a message and, unless null, a `code`.
            (1) fn napi_create_range_error(
                env: napi_env, code: napi_value, msg: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a `SyntaxError` with a message and, unless null, a `code`.
            (9) fn node_api_create_syntax_error(
                env: napi_env, code: napi_value, msg: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether an exception is pending on this environment.
            (1) fn napi_is_exception_pending(env: napi_env, result: *mut bool) -> napi_status;
            /// Takes the pending exception; `undefined` where there is none.
            (1) fn napi_get_and_clear_last_exception(
                env: napi_env, result: *mut napi_value,
            ) -> napi_status;

            // ---- Handle scopes ----
            /// Opens a handle scope.
            (1) fn napi_open_handle_scope(
                env: napi_env, result: *mut napi_handle_scope,
            ) -> napi_status;
            /// Closes the innermost handle scope; the handles made in it become invalid.
            (1) fn napi_close_handle_scope(env: napi_env, scope: napi_handle_scope) -> napi_status;
            /// Opens a handle scope that one handle may leave.
            (1) fn napi_open_escapable_handle_scope(
                env: napi_env, result: *mut napi_escapable_handle_scope,
            ) -> napi_status;
            /// Closes an escapable handle scope.
            (1) fn napi_close_escapable_handle_scope(
                env: napi_env, scope: napi_escapable_handle_scope,
            ) -> napi_status;
            /// Moves one handle into the scope outside; a second time is an error.
            (1) fn napi_escape_handle(
                env: napi_env, scope: napi_escapable_handle_scope, escapee: napi_value,
                result: *mut napi_value,
            ) -> napi_status;

            // ---- References ----
            /// Makes a reference; a count of 0 makes it weak.
            (1) fn napi_create_reference(
                env: napi_env, value: napi_value, initial_refcount: u32, result: *mut napi_ref,
            ) -> napi_status;
            /// Deletes a reference.
            (1) fn napi_delete_reference(
                env: node_api_basic_env, reference: napi_ref,
            ) -> napi_status;
            /// Adds one to the reference's count, which makes it strong.
            (1) fn napi_reference_ref(
                env: napi_env, reference: napi_ref, result: *mut u32,
            ) -> napi_status;
            /// Takes one from the reference's count; at 0 it is weak.
            (1) fn napi_reference_unref(
                env: napi_env, reference: napi_ref, result: *mut u32,
            ) -> napi_status;
            /// Gives the referenced value, or null where a weak one is gone.
            (1) fn napi_get_reference_value(
                env: napi_env, reference: napi_ref, result: *mut napi_value,
            ) -> napi_status;

            // ---- Environment life cycle ----
            /// Stores one pointer with the environment, and how to finalize it.
            (6) fn napi_set_instance_data(
                env: node_api_basic_env, data: *mut c_void, finalize_cb: napi_finalize,
                finalize_hint: *mut c_void,
            ) -> napi_status;
            /// Gives the pointer that `napi_set_instance_data` stored, or null.
            (6) fn napi_get_instance_data(
                env: node_api_basic_env, data: *mut *mut c_void,
            ) -> napi_status;
            /// Tells the engine how much native memory its objects keep alive, in bytes.
            (1) fn napi_adjust_external_memory(
                env: node_api_basic_env, change_in_bytes: i64, adjusted_value: *mut i64,
            ) -> napi_status;
            /// Runs a finalizer later, when it may use the whole API.
            (EXPERIMENTAL) fn node_api_post_finalizer(
                env: node_api_basic_env, finalize_cb: napi_finalize, finalize_data: *mut c_void,
                finalize_hint: *mut c_void,
            ) -> napi_status;

            // ---- Primitives ----
            /// Gives `undefined`.
            (1) fn napi_get_undefined(env: napi_env, result: *mut napi_value) -> napi_status;
            /// Gives `null`.
            (1) fn napi_get_null(env: napi_env, result: *mut napi_value) -> napi_status;
            /// Gives the global object.
            (1) fn napi_get_global(env: napi_env, result: *mut napi_value) -> napi_status;
            /// Gives `true` or `false`.
            (1) fn napi_get_boolean(
                env: napi_env, value: bool, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a number from an `f64`.
            (1) fn napi_create_double(
                env: napi_env, value: f64, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a number from an `i32`.
            (1) fn napi_create_int32(
                env: napi_env, value: i32, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a number from a `u32`.
            (1) fn napi_create_uint32(
                env: napi_env, value: u32, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a number from an `i64`; beyond 2^53 precision is lost.
            (1) fn napi_create_int64(
                env: napi_env, value: i64, result: *mut napi_value,
            ) -> napi_status;
            /// Gives the value's type; unlike `typeof`, it tells `null` and externals apart.
            (1) fn napi_typeof(
                env: napi_env, value: napi_value, result: *mut napi_valuetype,
            ) -> napi_status;
            /// Reads a number.
            (1) fn napi_get_value_double(
                env: napi_env, value: napi_value, result: *mut f64,
            ) -> napi_status;
            /// Reads a number as an `i32`: NaN and infinities give 0, more than 32 bits wraps.
            (1) fn napi_get_value_int32(
                env: napi_env, value: napi_value, result: *mut i32,
            ) -> napi_status;
            /// Reads a number as a `u32`: NaN and infinities give 0, more than 32 bits wraps.
            (1) fn napi_get_value_uint32(
                env: napi_env, value: napi_value, result: *mut u32,
            ) -> napi_status;
            /// Reads a number as an `i64`: NaN and infinities give 0, the rest saturates.
            (1) fn napi_get_value_int64(
                env: napi_env, value: napi_value, result: *mut i64,
            ) -> napi_status;
            /// Reads a boolean.
            (1) fn napi_get_value_bool(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Converts as `Boolean(value)` does.
            (1) fn napi_coerce_to_bool(
                env: napi_env, value: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Converts as `Number(value)` does; may run JavaScript.
            (1) fn napi_coerce_to_number(
                env: napi_env, value: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Converts as `Object(value)` does.
            (1) fn napi_coerce_to_object(
                env: napi_env, value: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Converts as `String(value)` does; may run JavaScript.
            (1) fn napi_coerce_to_string(
                env: napi_env, value: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Compares as `===` does.
            (1) fn napi_strict_equals(
                env: napi_env, lhs: napi_value, rhs: napi_value, result: *mut bool,
            ) -> napi_status;

            // ---- Strings ----
            /// Makes a string from ISO-8859-1 bytes; `NAPI_AUTO_LENGTH` reads to the NUL.
            (1) fn napi_create_string_latin1(
                env: napi_env, string: *const c_char, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a string from UTF-8; `NAPI_AUTO_LENGTH` reads to the NUL.
            (1) fn napi_create_string_utf8(
                env: napi_env, string: *const c_char, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a string from UTF-16 units; `NAPI_AUTO_LENGTH` reads to the NUL.
            (1) fn napi_create_string_utf16(
                env: napi_env, string: *const u16, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Copies a string as ISO-8859-1, or with a null buffer gives its length.
            (1) fn napi_get_value_string_latin1(
                env: napi_env, value: napi_value, buf: *mut c_char, bufsize: usize,
                result: *mut usize,
            ) -> napi_status;
            /// Copies a string as UTF-8, whole characters only, or with a null buffer gives its length in bytes.
            (1) fn napi_get_value_string_utf8(
                env: napi_env, value: napi_value, buf: *mut c_char, bufsize: usize,
                result: *mut usize,
            ) -> napi_status;
            /// Copies a string as UTF-16, or with a null buffer gives its length in units.
            (1) fn napi_get_value_string_utf16(
                env: napi_env, value: napi_value, buf: *mut u16, bufsize: usize,
                result: *mut usize,
            ) -> napi_status;
            /// Makes a string over foreign ISO-8859-1 memory, or a copy of it.
            (10) fn node_api_create_external_string_latin1(
                env: napi_env, string: *mut c_char, length: usize,
                finalize_callback: node_api_basic_finalize, finalize_hint: *mut c_void,
                result: *mut napi_value, copied: *mut bool,
            ) -> napi_status;
            /// Makes a string over foreign UTF-16 memory, or a copy of it.
            (10) fn node_api_create_external_string_utf16(
                env: napi_env, string: *mut u16, length: usize,
                finalize_callback: node_api_basic_finalize, finalize_hint: *mut c_void,
                result: *mut napi_value, copied: *mut bool,
            ) -> napi_status;
            /// Makes a string meant as a property key from ISO-8859-1.
            (10) fn node_api_create_property_key_latin1(
                env: napi_env, string: *const c_char, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a string meant as a property key from UTF-8.
            (10) fn node_api_create_property_key_utf8(
                env: napi_env, string: *const c_char, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a string meant as a property key from UTF-16.
            (10) fn node_api_create_property_key_utf16(
                env: napi_env, string: *const u16, length: usize, result: *mut napi_value,
            ) -> napi_status;

            // ---- Symbols ----
            /// Makes a new symbol; the description, a string, may be null.
            (1) fn napi_create_symbol(
                env: napi_env, description: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Gives the symbol of the global registry with this key, as `Symbol.for` does.
            (9) fn node_api_symbol_for(
                env: napi_env, utf8description: *const c_char, length: usize,
                result: *mut napi_value,
            ) -> napi_status;

            // ---- BigInts ----
            /// Makes a BigInt from an `i64`.
            (6) fn napi_create_bigint_int64(
                env: napi_env, value: i64, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a BigInt from a `u64`.
            (6) fn napi_create_bigint_uint64(
                env: napi_env, value: u64, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a BigInt from sign and 64-bit words, least significant first.
            (6) fn napi_create_bigint_words(
                env: napi_env, sign_bit: c_int, word_count: usize, words: *const u64,
                result: *mut napi_value,
            ) -> napi_status;
            /// Reads a BigInt's low 64 bits as an `i64`, and whether nothing was lost.
            (6) fn napi_get_value_bigint_int64(
                env: napi_env, value: napi_value, result: *mut i64, lossless: *mut bool,
            ) -> napi_status;
            /// Reads a BigInt's low 64 bits as a `u64`, and whether nothing was lost.
            (6) fn napi_get_value_bigint_uint64(
                env: napi_env, value: napi_value, result: *mut u64, lossless: *mut bool,
            ) -> napi_status;
            /// Reads a BigInt's sign and words; with null for both gives the word count.
            (6) fn napi_get_value_bigint_words(
                env: napi_env, value: napi_value, sign_bit: *mut c_int, word_count: *mut usize,
                words: *mut u64,
            ) -> napi_status;

            // ---- Dates ----
            /// Makes a `Date` from milliseconds since 1970, UTC.
            (5) fn napi_create_date(
                env: napi_env, time: f64, result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is a `Date`.
            (5) fn napi_is_date(
                env: napi_env, value: napi_value, is_date: *mut bool,
            ) -> napi_status;
            /// Reads a `Date` as milliseconds since 1970, UTC.
            (5) fn napi_get_date_value(
                env: napi_env, value: napi_value, result: *mut f64,
            ) -> napi_status;

            // ---- Objects and properties ----
            /// Makes an empty object.
            (1) fn napi_create_object(env: napi_env, result: *mut napi_value) -> napi_status;
            /// Makes an object with a prototype and properties in one call.
            (EXPERIMENTAL) fn node_api_create_object_with_properties(
                env: napi_env, prototype_or_null: napi_value, property_names: *const napi_value,
                property_values: *const napi_value, property_count: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Gives the object's prototype.
            (1) fn napi_get_prototype(
                env: napi_env, object: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Sets the object's prototype.
            (EXPERIMENTAL) fn node_api_set_prototype(
                env: napi_env, object: napi_value, value: napi_value,
            ) -> napi_status;
            /// Gives the enumerable string keys, inherited ones too, as an array.
            (1) fn napi_get_property_names(
                env: napi_env, object: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Gives the keys that a filter lets through, as an array.
            (6) fn napi_get_all_property_names(
                env: napi_env, object: napi_value, key_mode: napi_key_collection_mode,
                key_filter: napi_key_filter, key_conversion: napi_key_conversion,
                result: *mut napi_value,
            ) -> napi_status;
            /// Sets a property, as `object[key] = value` does.
            (1) fn napi_set_property(
                env: napi_env, object: napi_value, key: napi_value, value: napi_value,
            ) -> napi_status;
            /// Tells whether the object or its prototypes have the property.
            (1) fn napi_has_property(
                env: napi_env, object: napi_value, key: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Reads a property.
            (1) fn napi_get_property(
                env: napi_env, object: napi_value, key: napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Deletes an own property.
            (1) fn napi_delete_property(
                env: napi_env, object: napi_value, key: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Tells whether the object itself has the property; the key must be a name.
            (1) fn napi_has_own_property(
                env: napi_env, object: napi_value, key: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Sets a property whose name is NUL-terminated UTF-8.
            (1) fn napi_set_named_property(
                env: napi_env, object: napi_value, utf8name: *const c_char, value: napi_value,
            ) -> napi_status;
            /// Tells whether there is a property whose name is NUL-terminated UTF-8.
            (1) fn napi_has_named_property(
                env: napi_env, object: napi_value, utf8name: *const c_char, result: *mut bool,
            ) -> napi_status;
            /// Reads a property whose name is NUL-terminated UTF-8.
            (1) fn napi_get_named_property(
                env: napi_env, object: napi_value, utf8name: *const c_char,
                result: *mut napi_value,
            ) -> napi_status;
            /// Sets the element at an index.
            (1) fn napi_set_element(
                env: napi_env, object: napi_value, index: u32, value: napi_value,
            ) -> napi_status;
            /// Tells whether there is an element at an index.
            (1) fn napi_has_element(
                env: napi_env, object: napi_value, index: u32, result: *mut bool,
            ) -> napi_status;
            /// Reads the element at an index.
            (1) fn napi_get_element(
                env: napi_env, object: napi_value, index: u32, result: *mut napi_value,
            ) -> napi_status;
            /// Deletes the element at an index.
            (1) fn napi_delete_element(
                env: napi_env, object: napi_value, index: u32, result: *mut bool,
            ) -> napi_status;
            /// Defines properties from descriptors.
            (1) fn napi_define_properties(
                env: napi_env, object: napi_value, property_count: usize,
                properties: *const napi_property_descriptor,
            ) -> napi_status;
            /// Freezes the object, as `Object.freeze` does.
            (8) fn napi_object_freeze(env: napi_env, object: napi_value) -> napi_status;
            /// Seals the object, as `Object.seal` does.
            (8) fn napi_object_seal(env: napi_env, object: napi_value) -> napi_status;

            // ---- Arrays ----
            /// Makes an empty array.
            (1) fn napi_create_array(env: napi_env, result: *mut napi_value) -> napi_status;
            /// Makes an array of a length, all holes.
            (1) fn napi_create_array_with_length(
                env: napi_env, length: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is an array.
            (1) fn napi_is_array(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Gives an array's length.
            (1) fn napi_get_array_length(
                env: napi_env, value: napi_value, result: *mut u32,
            ) -> napi_status;

            // ---- Functions ----
            /// Makes a function that calls `cb`.
            (1) fn napi_create_function(
                env: napi_env, utf8name: *const c_char, length: usize, cb: napi_callback,
                data: *mut c_void, result: *mut napi_value,
            ) -> napi_status;
            /// Calls a function.
            (1) fn napi_call_function(
                env: napi_env, recv: napi_value, func: napi_value, argc: usize,
                argv: *const napi_value, result: *mut napi_value,
            ) -> napi_status;
            /// Calls a constructor as `new` does.
            (1) fn napi_new_instance(
                env: napi_env, constructor: napi_value, argc: usize, argv: *const napi_value,
                result: *mut napi_value,
            ) -> napi_status;
            /// Gives the arguments, `this` and data of the running callback.
            (1) fn napi_get_cb_info(
                env: napi_env, cbinfo: napi_callback_info, argc: *mut usize, argv: *mut napi_value,
                this_arg: *mut napi_value, data: *mut *mut c_void,
            ) -> napi_status;
            /// Gives `new.target` of the running callback, null where it was not constructed.
            (1) fn napi_get_new_target(
                env: napi_env, cbinfo: napi_callback_info, result: *mut napi_value,
            ) -> napi_status;
            /// Tells what `object instanceof constructor` does.
            (1) fn napi_instanceof(
                env: napi_env, object: napi_value, constructor: napi_value, result: *mut bool,
            ) -> napi_status;

            // ---- Classes and wrapped objects ----
            /// Makes a class from a constructor and property descriptors.
            (1) fn napi_define_class(
                env: napi_env, utf8name: *const c_char, length: usize, constructor: napi_callback,
                data: *mut c_void, property_count: usize,
                properties: *const napi_property_descriptor, result: *mut napi_value,
            ) -> napi_status;
            /// Ties a native pointer to an object.
            (1) fn napi_wrap(
                env: napi_env, js_object: napi_value, native_object: *mut c_void,
                finalize_cb: node_api_basic_finalize, finalize_hint: *mut c_void,
                result: *mut napi_ref,
            ) -> napi_status;
            /// Gives the pointer that `napi_wrap` tied to the object.
            (1) fn napi_unwrap(
                env: napi_env, js_object: napi_value, result: *mut *mut c_void,
            ) -> napi_status;
            /// Unties the pointer; its finalizer will not run.
            (1) fn napi_remove_wrap(
                env: napi_env, js_object: napi_value, result: *mut *mut c_void,
            ) -> napi_status;
            /// Has a finalizer run when the object is collected.
            (5) fn napi_add_finalizer(
                env: napi_env, js_object: napi_value, finalize_data: *mut c_void,
                finalize_cb: node_api_basic_finalize, finalize_hint: *mut c_void,
                result: *mut napi_ref,
            ) -> napi_status;
            /// Marks the object with a 128-bit tag, once.
            (8) fn napi_type_tag_object(
                env: napi_env, value: napi_value, type_tag: *const napi_type_tag,
            ) -> napi_status;
            /// Tells whether the object bears this tag.
            (8) fn napi_check_object_type_tag(
                env: napi_env, value: napi_value, type_tag: *const napi_type_tag,
                result: *mut bool,
            ) -> napi_status;
            /// Makes a value that holds a native pointer.
            (1) fn napi_create_external(
                env: napi_env, data: *mut c_void, finalize_cb: node_api_basic_finalize,
                finalize_hint: *mut c_void, result: *mut napi_value,
            ) -> napi_status;
            /// Gives the pointer of an external value.
            (1) fn napi_get_value_external(
                env: napi_env, value: napi_value, result: *mut *mut c_void,
            ) -> napi_status;

            // ---- Binary data ----
            /// Makes an `ArrayBuffer` of zeros; its length is in bytes.
            (1) fn napi_create_arraybuffer(
                env: napi_env, byte_length: usize, data: *mut *mut c_void, result: *mut napi_value,
            ) -> napi_status;
            /// Makes an `ArrayBuffer` over foreign memory.
            (1) fn napi_create_external_arraybuffer(
                env: napi_env, external_data: *mut c_void, byte_length: usize,
                finalize_cb: node_api_basic_finalize, finalize_hint: *mut c_void,
                result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is an `ArrayBuffer`.
            (1) fn napi_is_arraybuffer(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Gives an `ArrayBuffer`'s memory and length in bytes.
            (1) fn napi_get_arraybuffer_info(
                env: napi_env, arraybuffer: napi_value, data: *mut *mut c_void,
                byte_length: *mut usize,
            ) -> napi_status;
            /// Detaches an `ArrayBuffer`.
            (7) fn napi_detach_arraybuffer(env: napi_env, arraybuffer: napi_value) -> napi_status;
            /// Tells whether the value is a detached `ArrayBuffer`.
            (7) fn napi_is_detached_arraybuffer(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Makes a `SharedArrayBuffer` of zeros; its length is in bytes.
            (EXPERIMENTAL) fn node_api_create_sharedarraybuffer(
                env: napi_env, byte_length: usize, data: *mut *mut c_void, result: *mut napi_value,
            ) -> napi_status;
            /// Makes a `SharedArrayBuffer` over foreign memory.
            (EXPERIMENTAL) fn node_api_create_external_sharedarraybuffer(
                env: napi_env, external_data: *mut c_void, byte_length: usize,
                finalize_cb: node_api_noenv_finalize, finalize_hint: *mut c_void,
                result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is a `SharedArrayBuffer`.
            (EXPERIMENTAL) fn node_api_is_sharedarraybuffer(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Makes a typed array over an `ArrayBuffer`; the length is in elements.
            (1) fn napi_create_typedarray(
                env: napi_env, value_type: napi_typedarray_type, length: usize,
                arraybuffer: napi_value, byte_offset: usize, result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is a typed array.
            (1) fn napi_is_typedarray(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Gives a typed array's type, length in elements, memory, buffer and offset in bytes.
            (1) fn napi_get_typedarray_info(
                env: napi_env, typedarray: napi_value, value_type: *mut napi_typedarray_type,
                length: *mut usize, data: *mut *mut c_void, arraybuffer: *mut napi_value,
                byte_offset: *mut usize,
            ) -> napi_status;
            /// Makes a `DataView` over an `ArrayBuffer`; the length is in bytes.
            (1) fn napi_create_dataview(
                env: napi_env, length: usize, arraybuffer: napi_value, byte_offset: usize,
                result: *mut napi_value,
            ) -> napi_status;
            /// Tells whether the value is a `DataView`.
            (1) fn napi_is_dataview(
                env: napi_env, value: napi_value, result: *mut bool,
            ) -> napi_status;
            /// Gives a `DataView`'s length in bytes, memory, buffer and offset in bytes.
            (1) fn napi_get_dataview_info(
                env: napi_env, dataview: napi_value, bytelength: *mut usize,
                data: *mut *mut c_void, arraybuffer: *mut napi_value, byte_offset: *mut usize,
            ) -> napi_status;

            // ---- Promises ----
            /// Makes a promise, and the deferred that settles it.
            (1) fn napi_create_promise(
                env: napi_env, deferred: *mut napi_deferred, promise: *mut napi_value,
            ) -> napi_status;
            /// Resolves the promise and frees the deferred.
            (1) fn napi_resolve_deferred(
                env: napi_env, deferred: napi_deferred, resolution: napi_value,
            ) -> napi_status;
            /// Rejects the promise and frees the deferred.
            (1) fn napi_reject_deferred(
                env: napi_env, deferred: napi_deferred, rejection: napi_value,
            ) -> napi_status;
            /// Tells whether the value is a promise.
            (1) fn napi_is_promise(
                env: napi_env, value: napi_value, is_promise: *mut bool,
            ) -> napi_status;

            // ---- Scripts ----
            /// Runs a string as a script and gives its completion value.
            (1) fn napi_run_script(
                env: napi_env, script: napi_value, result: *mut napi_value,
            ) -> napi_status;

            // ---- Versions and modules ----
            /// Gives the highest Node-API version that the host serves.
            (1) fn napi_get_version(env: node_api_basic_env, result: *mut u32) -> napi_status;
        }
    };
}
