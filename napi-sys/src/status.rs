//! `napi_status`: what every call answers.

use std::fmt;

/// What a Node-API call answers. Open: a host may answer with a number that this crate does not
/// know yet, which is a value like any other.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
#[must_use = "a status that is not looked at hides a failed call"]
pub struct napi_status(pub i32);

static_assertions::assert_eq_size!(napi_status, std::ffi::c_int);

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: napi_status = napi_status($value);)*

        impl napi_status {
            /// The constant's name in `js_native_api_types.h`, or `None` for an unknown number.
            ///
            /// ```
            /// assert_eq!(nodeapi_sys::napi_invalid_arg.name(), Some("napi_invalid_arg"));
            /// assert_eq!(nodeapi_sys::napi_status(99).name(), None);
            /// ```
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some(stringify!($name)),)*
                    _ => None,
                }
            }
        }
    };
}

statuses! {
    /// The call did what was asked.
    napi_ok = 0;
    /// An argument is null or out of range.
    napi_invalid_arg = 1;
    /// The value is not an object.
    napi_object_expected = 2;
    /// The value is not a string.
    napi_string_expected = 3;
    /// The value is not a string or a symbol.
    napi_name_expected = 4;
    /// The value is not a function.
    napi_function_expected = 5;
    /// The value is not a number.
    napi_number_expected = 6;
    /// The value is not a boolean.
    napi_boolean_expected = 7;
    /// The value is not an array.
    napi_array_expected = 8;
    /// Something else went wrong.
    napi_generic_failure = 9;
    /// A JavaScript exception is pending, or the call threw one.
    napi_pending_exception = 10;
    /// The asynchronous work was cancelled.
    napi_cancelled = 11;
    /// A second handle was to leave an escapable scope.
    napi_escape_called_twice = 12;
    /// A handle scope was closed that is not open.
    napi_handle_scope_mismatch = 13;
    /// A callback scope was closed that is not open.
    napi_callback_scope_mismatch = 14;
    /// The thread-safe function's queue is full.
    napi_queue_full = 15;
    /// The thread-safe function or the environment is closing.
    napi_closing = 16;
    /// The value is not a BigInt.
    napi_bigint_expected = 17;
    /// The value is not a `Date`.
    napi_date_expected = 18;
    /// The value is not an `ArrayBuffer`.
    napi_arraybuffer_expected = 19;
    /// The `ArrayBuffer` cannot be detached.
    napi_detachable_arraybuffer_expected = 20;
    /// Waiting would never end. No longer used by Node.js.
    napi_would_deadlock = 21;
    /// This host allows no buffers over foreign memory.
    napi_no_external_buffers_allowed = 22;
    /// JavaScript cannot run now.
    napi_cannot_run_js = 23;
    /// Not of Node-API: the table has no such function. [`take_missing`](crate::take_missing)
    /// names it. Negative, so that no host answers it.
    napi_function_missing = -1;
}

impl fmt::Debug for napi_status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "napi_status({})", self.0),
        }
    }
}

impl fmt::Display for napi_status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
