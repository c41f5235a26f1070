//! Handles of a running callback: the engine's own argument list, and what goes with it.

use crate::host::engine::Call;
use std::cell::Cell;

/// The values of one call, where the engine keeps them. Frames of nested calls are linked, so that
/// a handle can be looked up.
pub(crate) struct Frame<V: 'static> {
    /// The call that is served. It is not copied: what has just been written in pieces is slow to
    /// read as a whole.
    call: *const Call<'static, V>,
    previous: Cell<*const Frame<V>>,
}

impl<V: Copy + 'static> Frame<V> {
    /// The call must outlive the frame.
    #[inline]
    pub(crate) fn new(call: &Call<'_, V>) -> Self {
        Frame {
            call: std::ptr::from_ref(call).cast(),
            previous: Cell::new(std::ptr::null()),
        }
    }

    /// The call.
    ///
    /// # Safety
    ///
    /// It is still running.
    #[inline]
    pub(crate) unsafe fn call(&self) -> &Call<'_, V> {
        // SAFETY: the caller's promise; the lifetime is cut to the frame's.
        unsafe { &*self.call }
    }

    #[inline]
    pub(super) fn link(&self, previous: *const Frame<V>) {
        self.previous.set(previous);
    }

    #[inline]
    pub(super) fn previous(&self) -> *const Frame<V> {
        self.previous.get()
    }

    /// Whether the slot belongs to the frame or one of those below it.
    ///
    /// # Safety
    ///
    /// The frames are those of running calls.
    pub(super) unsafe fn any_holds(mut frame: *const Frame<V>, slot: *const V) -> bool {
        while !frame.is_null() {
            // SAFETY: the caller's promise.
            let (this, call) = unsafe { (&*frame, (*frame).call()) };
            if holds(call, slot) {
                return true;
            }
            frame = this.previous();
        }
        false
    }
}

fn holds<V>(call: &Call<'_, V>, slot: *const V) -> bool {
    let new_target = call.new_target.as_ref().map(std::ptr::from_ref);
    slot == &raw const call.this
        || Some(slot) == new_target
        || call.arguments.as_ptr_range().contains(&slot)
}
