//! What stands where libuv would be, without the feature `libuv`: no loop of its, and nothing that it
//! keeps alive.

use super::EventLoop;
use crate::host::engine::Engine;
use crate::host::environment::Isolate;
use nodeapi_sys::uv_loop_s;
use std::ffi::c_void;

/// The version of libuv that Node.js would tell of: some packages look at its first number.
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "it is JavaScript that asks")
)]
pub(crate) const VERSION: &str = "1.0.0";

/// Functions of libuv's, and those that the event loop has in their place.
pub(crate) const IN_PLACE: &[(*const c_void, *const c_void)] = &[];

/// The place of libuv's loop.
pub(super) struct Uv;

impl Uv {
    pub(super) fn new() -> Self {
        Uv
    }

    pub(super) fn note_alive(&self) {}

    pub(super) fn is_alive(&self) -> bool {
        false
    }
}

impl<E: Engine> EventLoop<E> {
    /// `napi_get_uv_event_loop`: there is none.
    pub(crate) fn uv_loop(&self, _: &Isolate<E>) -> Option<*mut uv_loop_s> {
        None
    }

    pub(crate) fn announce(&self, _: &Isolate<E>) {}

    pub(super) fn turn_uv(&self, _: &Isolate<E>, _: bool) -> bool {
        false
    }

    pub(super) fn tear_down_uv(&self, _: &Isolate<E>) {}
}
