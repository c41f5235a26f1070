//! libuv: its sources compiled and linked in, and those of its functions that a host of Node-API
//! calls itself. No type has a layout here: libuv says how large its structures are, and sets and
//! gets what is in them.
//!
//! Addons have libuv's own headers; they are in [`INCLUDE`].

#![no_std]
#![allow(non_camel_case_types, reason = "the names are libuv's")]

use core::ffi::{c_char, c_int, c_uint, c_void};
use core::marker::{PhantomData, PhantomPinned};

/// The folder of the headers that libuv was compiled with.
pub const INCLUDE: &str = env!("NODEAPI_UV_INCLUDE");

/// The version of libuv.
pub const VERSION: &str = "1.53.0";

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Never on the stack, never moved, one thread's.
        #[repr(C)]
        pub struct $name {
            _nothing: [u8; 0],
            _not_send: PhantomData<(*mut u8, PhantomPinned)>,
        }
    )*};
}

opaque! {
    /// An event loop.
    uv_loop_t
    /// A handle of any type.
    uv_handle_t
    /// A handle that wakes the loop from any thread.
    uv_async_t
    /// A handle that comes after the loop has waited.
    uv_check_t
    /// A handle that comes in each turn, and has the loop not wait.
    uv_idle_t
    /// A handle that comes before the loop waits.
    uv_prepare_t
    /// A handle that comes at a time.
    uv_timer_t
}

/// What kind a handle is of.
pub type uv_handle_type = c_uint;
/// [`uv_async_t`].
pub const UV_ASYNC: uv_handle_type = 1;
/// [`uv_check_t`].
pub const UV_CHECK: uv_handle_type = 2;
/// [`uv_idle_t`].
pub const UV_IDLE: uv_handle_type = 6;
/// [`uv_prepare_t`].
pub const UV_PREPARE: uv_handle_type = 9;
/// [`uv_timer_t`].
pub const UV_TIMER: uv_handle_type = 13;

/// How long [`uv_run`] runs.
pub type uv_run_mode = c_uint;
/// Until nothing keeps the loop alive.
pub const UV_RUN_DEFAULT: uv_run_mode = 0;
/// One turn, which may wait.
pub const UV_RUN_ONCE: uv_run_mode = 1;
/// One turn that does not wait.
pub const UV_RUN_NOWAIT: uv_run_mode = 2;

/// Called when a handle is closed.
pub type uv_close_cb = Option<unsafe extern "C" fn(handle: *mut uv_handle_t)>;
/// Called for each handle of a loop.
pub type uv_walk_cb = Option<unsafe extern "C" fn(handle: *mut uv_handle_t, arg: *mut c_void)>;
/// Called when a [`uv_async_t`] was sent.
pub type uv_async_cb = Option<unsafe extern "C" fn(handle: *mut uv_async_t)>;
/// Called after the loop has waited.
pub type uv_check_cb = Option<unsafe extern "C" fn(handle: *mut uv_check_t)>;
/// Called in each turn.
pub type uv_idle_cb = Option<unsafe extern "C" fn(handle: *mut uv_idle_t)>;
/// Called before the loop waits.
pub type uv_prepare_cb = Option<unsafe extern "C" fn(handle: *mut uv_prepare_t)>;
/// Called when a time has come.
pub type uv_timer_cb = Option<unsafe extern "C" fn(handle: *mut uv_timer_t)>;

// libuv's documentation says what each does, and what it wants.
#[allow(missing_docs, reason = "they are libuv's, and documented there")]
unsafe extern "C" {
    pub fn uv_version() -> c_uint;
    pub fn uv_version_string() -> *const c_char;
    pub fn uv_strerror(error: c_int) -> *const c_char;

    pub fn uv_default_loop() -> *mut uv_loop_t;
    pub fn uv_loop_size() -> usize;
    pub fn uv_loop_init(uv_loop: *mut uv_loop_t) -> c_int;
    pub fn uv_loop_close(uv_loop: *mut uv_loop_t) -> c_int;
    pub fn uv_loop_alive(uv_loop: *const uv_loop_t) -> c_int;
    pub fn uv_run(uv_loop: *mut uv_loop_t, mode: uv_run_mode) -> c_int;
    pub fn uv_update_time(uv_loop: *mut uv_loop_t);
    pub fn uv_walk(uv_loop: *mut uv_loop_t, walk_cb: uv_walk_cb, arg: *mut c_void);

    pub fn uv_handle_size(handle_type: uv_handle_type) -> usize;
    pub fn uv_handle_type_name(handle_type: uv_handle_type) -> *const c_char;
    pub fn uv_handle_get_data(handle: *const uv_handle_t) -> *mut c_void;
    pub fn uv_handle_set_data(handle: *mut uv_handle_t, data: *mut c_void);
    pub fn uv_close(handle: *mut uv_handle_t, close_cb: uv_close_cb);
    pub fn uv_is_closing(handle: *const uv_handle_t) -> c_int;
    pub fn uv_ref(handle: *mut uv_handle_t);
    pub fn uv_unref(handle: *mut uv_handle_t);

    pub fn uv_async_init(
        uv_loop: *mut uv_loop_t,
        handle: *mut uv_async_t,
        cb: uv_async_cb,
    ) -> c_int;
    pub fn uv_async_send(handle: *mut uv_async_t) -> c_int;
    pub fn uv_check_init(uv_loop: *mut uv_loop_t, handle: *mut uv_check_t) -> c_int;
    pub fn uv_check_start(handle: *mut uv_check_t, cb: uv_check_cb) -> c_int;
    pub fn uv_idle_init(uv_loop: *mut uv_loop_t, handle: *mut uv_idle_t) -> c_int;
    pub fn uv_idle_start(handle: *mut uv_idle_t, cb: uv_idle_cb) -> c_int;
    pub fn uv_idle_stop(handle: *mut uv_idle_t) -> c_int;
    pub fn uv_prepare_init(uv_loop: *mut uv_loop_t, handle: *mut uv_prepare_t) -> c_int;
    pub fn uv_prepare_start(handle: *mut uv_prepare_t, cb: uv_prepare_cb) -> c_int;
    pub fn uv_timer_init(uv_loop: *mut uv_loop_t, handle: *mut uv_timer_t) -> c_int;
    pub fn uv_timer_start(
        handle: *mut uv_timer_t,
        cb: uv_timer_cb,
        timeout: u64,
        repeat: u64,
    ) -> c_int;
    pub fn uv_timer_stop(handle: *mut uv_timer_t) -> c_int;
}
