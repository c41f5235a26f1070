//! What the engine's C interface lacks and JavaScript has: constructors and methods, captured when
//! the context is made, before any program can patch them.

use rquickjs::qjs::{self, JSContext, JSValue};

macro_rules! intrinsics {
    ($($(#[$doc:meta])* $name:ident = $source:literal,)*) => {
        /// The captured functions.
        pub(super) struct Intrinsics {
            $($(#[$doc])* pub(super) $name: JSValue,)*
        }

        const SOURCE: &str = concat!(
            "(() => { const getter = (object, key) => ",
            "Object.getOwnPropertyDescriptor(object, key).get; return [",
            $($source, ", ",)*
            "]; })()\0"
        );

        impl Intrinsics {
            /// # Safety
            ///
            /// The context is live and has run nothing yet.
            pub(super) unsafe fn capture(context: *mut JSContext) -> Intrinsics {
                // SAFETY: the source ends with a NUL that its length does not count; the list has
                // an element a field.
                unsafe {
                    let list = qjs::JS_Eval(
                        context,
                        SOURCE.as_ptr().cast(),
                        (SOURCE.len() - 1) as _,
                        c"<intrinsics>".as_ptr(),
                        qjs::JS_EVAL_TYPE_GLOBAL as i32,
                    );
                    assert!(!qjs::JS_IsException(list), "the engine lacks an intrinsic");
                    let mut index = 0..;
                    let mut next =
                        || qjs::JS_GetPropertyUint32(context, list, index.next().unwrap_or(u32::MAX));
                    let intrinsics = Intrinsics { $($name: next(),)* };
                    qjs::JS_FreeValue(context, list);
                    intrinsics
                }
            }

            /// # Safety
            ///
            /// The context is live, and nothing uses the intrinsics afterwards.
            pub(super) unsafe fn free(&self, context: *mut JSContext) {
                // SAFETY: each field holds one reference.
                unsafe { $(qjs::JS_FreeValue(context, self.$name);)* }
            }
        }
    };
}

intrinsics! {
    error = "Error",
    type_error = "TypeError",
    range_error = "RangeError",
    syntax_error = "SyntaxError",
    symbol = "Symbol",
    symbol_for = "Symbol.for",
    symbol_key_for = "Symbol.keyFor",
    bigint = "BigInt",
    bigint_to_string = "BigInt.prototype.toString",
    /// `-x`, for BigInts.
    negate = "(x) => -x",
    date_value_of = "Date.prototype.valueOf",
    /// Where to keep the news of an object's end.
    weak_map = "new WeakMap()",
    weak_map_set = "WeakMap.prototype.set",
    reflect_set = "Reflect.set",
    detached = "getter(ArrayBuffer.prototype, 'detached')",
    shared_array_buffer = "SharedArrayBuffer",
    typed_array_buffer = "getter(Object.getPrototypeOf(Int8Array.prototype), 'buffer')",
    data_view = "DataView",
    data_view_buffer = "getter(DataView.prototype, 'buffer')",
    data_view_byte_length = "getter(DataView.prototype, 'byteLength')",
    data_view_byte_offset = "getter(DataView.prototype, 'byteOffset')",
}
