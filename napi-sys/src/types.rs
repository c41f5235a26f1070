//! Node-API's types: opaque handles, open enumerations, callbacks and structures.

use crate::napi_status;
use static_assertions::{assert_eq_align, assert_eq_size, const_assert_eq};
use std::ffi::{c_char, c_int, c_uint, c_void};
use std::mem::offset_of;

/// Says to the string functions that a string ends at its first NUL.
pub const NAPI_AUTO_LENGTH: usize = usize::MAX;

/// `nm_version` of [`napi_module`].
pub const NAPI_MODULE_VERSION: c_int = 1;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident = $target:ident;)*) => {
        $(
            #[doc = concat!("What a [`", stringify!($name), "`] points at.")]
            #[repr(C)]
            #[derive(Debug)]
            pub struct $target {
                _private: [u8; 0],
            }
            $(#[$doc])*
            pub type $name = *mut $target;
            assert_eq_size!($name, *mut c_void);
        )*
    };
}

opaque! {
    /// The environment of one module in one JavaScript context. Bound to its thread.
    napi_env = napi_env__;
    /// A JavaScript value, live while its handle scope is open.
    napi_value = napi_value__;
    /// A reference, which outlives handle scopes.
    napi_ref = napi_ref__;
    /// An open handle scope.
    napi_handle_scope = napi_handle_scope__;
    /// An open handle scope that one handle may leave.
    napi_escapable_handle_scope = napi_escapable_handle_scope__;
    /// The call that a callback serves; live until it returns.
    napi_callback_info = napi_callback_info__;
    /// The settling half of a promise.
    napi_deferred = napi_deferred__;
    /// An open callback scope.
    napi_callback_scope = napi_callback_scope__;
    /// An asynchronous context.
    napi_async_context = napi_async_context__;
    /// A piece of work for the thread pool.
    napi_async_work = napi_async_work__;
    /// A function that any thread may call.
    napi_threadsafe_function = napi_threadsafe_function__;
    /// A registered asynchronous cleanup hook.
    napi_async_cleanup_hook_handle = napi_async_cleanup_hook_handle__;
}

/// libuv's event loop.
#[repr(C)]
#[derive(Debug)]
pub struct uv_loop_s {
    _private: [u8; 0],
}

/// The environment as functions take it that may be called while the engine collects garbage.
pub type node_api_basic_env = napi_env;

macro_rules! enumeration {
    ($(#[$doc:meta])* $name:ident: $repr:ty { $($(#[$case_doc:meta])* $case:ident = $value:expr;)* }) => {
        $(#[$doc])*
        ///
        /// Open: any number may come from the other side.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(transparent)]
        pub struct $name(pub $repr);
        $($(#[$case_doc])* pub const $case: $name = $name($value);)*
        assert_eq_size!($name, c_int);
    };
}

enumeration! {
    /// The type of a JavaScript value.
    napi_valuetype: c_uint {
        /// `undefined`.
        napi_undefined = 0;
        /// `null`.
        napi_null = 1;
        /// A boolean.
        napi_boolean = 2;
        /// A number.
        napi_number = 3;
        /// A string.
        napi_string = 4;
        /// A symbol.
        napi_symbol = 5;
        /// An object that is neither function nor external.
        napi_object = 6;
        /// A function.
        napi_function = 7;
        /// An external: a value that holds a native pointer.
        napi_external = 8;
        /// A BigInt.
        napi_bigint = 9;
    }
}

enumeration! {
    /// The element type of a typed array.
    napi_typedarray_type: c_uint {
        /// `Int8Array`.
        napi_int8_array = 0;
        /// `Uint8Array`.
        napi_uint8_array = 1;
        /// `Uint8ClampedArray`.
        napi_uint8_clamped_array = 2;
        /// `Int16Array`.
        napi_int16_array = 3;
        /// `Uint16Array`.
        napi_uint16_array = 4;
        /// `Int32Array`.
        napi_int32_array = 5;
        /// `Uint32Array`.
        napi_uint32_array = 6;
        /// `Float32Array`.
        napi_float32_array = 7;
        /// `Float64Array`.
        napi_float64_array = 8;
        /// `BigInt64Array`.
        napi_bigint64_array = 9;
        /// `BigUint64Array`.
        napi_biguint64_array = 10;
        /// `Float16Array`.
        napi_float16_array = 11;
    }
}

enumeration! {
    /// Whether `napi_get_all_property_names` climbs the prototype chain.
    napi_key_collection_mode: c_uint {
        /// It does.
        napi_key_include_prototypes = 0;
        /// Own keys alone.
        napi_key_own_only = 1;
    }
}

enumeration! {
    /// What `napi_get_all_property_names` makes of index keys.
    napi_key_conversion: c_uint {
        /// Numbers.
        napi_key_keep_numbers = 0;
        /// Strings.
        napi_key_numbers_to_strings = 1;
    }
}

enumeration! {
    /// How `napi_release_threadsafe_function` lets go.
    napi_threadsafe_function_release_mode: c_uint {
        /// This thread is done.
        napi_tsfn_release = 0;
        /// Nobody shall queue any more calls.
        napi_tsfn_abort = 1;
    }
}

enumeration! {
    /// What `napi_call_threadsafe_function` does where the queue is full.
    napi_threadsafe_function_call_mode: c_uint {
        /// It answers `napi_queue_full`.
        napi_tsfn_nonblocking = 0;
        /// It waits.
        napi_tsfn_blocking = 1;
    }
}

bitflags::bitflags! {
    /// The attributes of a property.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[repr(transparent)]
    pub struct napi_property_attributes: c_uint {
        /// The value can be set.
        const writable = 1 << 0;
        /// `for…in` and `Object.keys` see it.
        const enumerable = 1 << 1;
        /// It can be deleted and changed.
        const configurable = 1 << 2;
        /// A property of the class itself, in `napi_define_class`.
        const static_ = 1 << 10;
        /// What the methods of a class have: writable and configurable.
        const default_method = Self::writable.bits() | Self::configurable.bits();
        /// What `object[key] = value` makes: all three.
        const default_jsproperty = Self::default_method.bits() | Self::enumerable.bits();
        const _ = !0;
    }
}

bitflags::bitflags! {
    /// Which keys `napi_get_all_property_names` lets through.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[repr(transparent)]
    pub struct napi_key_filter: c_uint {
        /// Writable properties alone.
        const writable = 1 << 0;
        /// Enumerable properties alone.
        const enumerable = 1 << 1;
        /// Configurable properties alone.
        const configurable = 1 << 2;
        /// No string keys.
        const skip_strings = 1 << 3;
        /// No symbol keys.
        const skip_symbols = 1 << 4;
        const _ = !0;
    }
}

assert_eq_size!(napi_property_attributes, c_int);
assert_eq_size!(napi_key_filter, c_int);

/// A native function as JavaScript calls it.
pub type napi_callback =
    Option<unsafe extern "C" fn(env: napi_env, info: napi_callback_info) -> napi_value>;
/// Called when what it was registered for is gone.
pub type napi_finalize =
    Option<unsafe extern "C" fn(env: napi_env, data: *mut c_void, hint: *mut c_void)>;
/// As [`napi_finalize`], but may run while the engine collects garbage.
pub type node_api_basic_finalize = napi_finalize;
/// A finalizer that may run on any thread, without an environment.
pub type node_api_noenv_finalize =
    Option<unsafe extern "C" fn(data: *mut c_void, hint: *mut c_void)>;
/// A module's initialiser: gets `exports`, gives what to export instead, or null.
pub type napi_addon_register_func =
    Option<unsafe extern "C" fn(env: napi_env, exports: napi_value) -> napi_value>;
/// Says which Node-API version a module was written for.
pub type node_api_addon_get_api_version_func = Option<unsafe extern "C" fn() -> i32>;
/// Runs when an environment is torn down.
pub type napi_cleanup_hook = Option<unsafe extern "C" fn(arg: *mut c_void)>;
/// Runs when an environment is torn down, and may finish later.
pub type napi_async_cleanup_hook =
    Option<unsafe extern "C" fn(handle: napi_async_cleanup_hook_handle, data: *mut c_void)>;
/// The part of asynchronous work that runs on the pool.
pub type napi_async_execute_callback =
    Option<unsafe extern "C" fn(env: napi_env, data: *mut c_void)>;
/// The part of asynchronous work that runs on the JavaScript thread.
pub type napi_async_complete_callback =
    Option<unsafe extern "C" fn(env: napi_env, status: napi_status, data: *mut c_void)>;
/// Makes the JavaScript call of a thread-safe function.
pub type napi_threadsafe_function_call_js = Option<
    unsafe extern "C" fn(
        env: napi_env,
        js_callback: napi_value,
        context: *mut c_void,
        data: *mut c_void,
    ),
>;

/// One property for `napi_define_properties` and `napi_define_class`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_property_descriptor {
    /// The name, NUL-terminated, or null where `name` is given.
    pub utf8name: *const c_char,
    /// The name, a string or a symbol, or null where `utf8name` is given.
    pub name: napi_value,
    /// Makes it a method.
    pub method: napi_callback,
    /// Makes it an accessor that can be read.
    pub getter: napi_callback,
    /// Makes it an accessor that can be set.
    pub setter: napi_callback,
    /// Makes it a plain value.
    pub value: napi_value,
    /// Its attributes.
    pub attributes: napi_property_attributes,
    /// What its callbacks find as their data.
    pub data: *mut c_void,
}

/// What `napi_get_last_error_info` gives.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_extended_error_info {
    /// What happened, NUL-terminated, or null.
    pub error_message: *const c_char,
    /// The engine's.
    pub engine_reserved: *mut c_void,
    /// The engine's.
    pub engine_error_code: u32,
    /// The status that the last call answered.
    pub error_code: napi_status,
}

/// A 128-bit tag that tells an object's native type.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct napi_type_tag {
    /// The low half.
    pub lower: u64,
    /// The high half.
    pub upper: u64,
}

/// What `napi_get_node_version` gives.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_node_version {
    /// The major version.
    pub major: u32,
    /// The minor version.
    pub minor: u32,
    /// The patch version.
    pub patch: u32,
    /// The release's name, NUL-terminated.
    pub release: *const c_char,
}

/// What `napi_module_register` takes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct napi_module {
    /// [`NAPI_MODULE_VERSION`].
    pub nm_version: c_int,
    /// Zero.
    pub nm_flags: c_uint,
    /// The source file, NUL-terminated.
    pub nm_filename: *const c_char,
    /// The initialiser.
    pub nm_register_func: napi_addon_register_func,
    /// The module's name, NUL-terminated.
    pub nm_modname: *const c_char,
    /// The module's own.
    pub nm_priv: *mut c_void,
    /// The host's own.
    pub reserved: [*mut c_void; 4],
}

// The layouts of the C headers, on a machine with 64-bit pointers.
#[cfg(target_pointer_width = "64")]
mod layout {
    use super::*;

    assert_eq_size!(napi_property_descriptor, [u64; 8]);
    const_assert_eq!(offset_of!(napi_property_descriptor, attributes), 48);
    const_assert_eq!(offset_of!(napi_property_descriptor, data), 56);
    assert_eq_size!(napi_extended_error_info, [u64; 3]);
    const_assert_eq!(offset_of!(napi_extended_error_info, error_code), 20);
    assert_eq_size!(napi_node_version, [u64; 3]);
    assert_eq_size!(napi_module, [u64; 9]);
    const_assert_eq!(offset_of!(napi_module, nm_register_func), 16);
    const_assert_eq!(offset_of!(napi_module, reserved), 40);
}

assert_eq_size!(napi_type_tag, [u64; 2]);
assert_eq_align!(napi_type_tag, u64);
assert_eq_size!(napi_callback, *mut c_void);
assert_eq_size!(napi_finalize, *mut c_void);
