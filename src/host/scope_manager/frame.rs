//! Handles of a running callback: the engine's own argument list, and what goes with it.

use std::cell::Cell;

/// The values of one call, where the engine keeps them. Frames of nested calls are linked, so that
/// a handle can be looked up.
pub(crate) struct Frame<V> {
    pub(crate) this: V,
    /// `new.target`, in a construction.
    pub(crate) new_target: Option<V>,
    arguments: *const V,
    argument_count: usize,
    previous: Cell<*const Frame<V>>,
}

impl<V: Copy> Frame<V> {
    /// The slice must outlive the frame.
    pub(crate) fn new(this: V, new_target: Option<V>, arguments: &[V]) -> Self {
        Frame {
            this,
            new_target,
            arguments: arguments.as_ptr(),
            argument_count: arguments.len(),
            previous: Cell::new(std::ptr::null()),
        }
    }

    /// The arguments.
    ///
    /// # Safety
    ///
    /// The call is still running.
    #[inline]
    pub(crate) unsafe fn arguments(&self) -> &[V] {
        // SAFETY: the caller's promise.
        unsafe { std::slice::from_raw_parts(self.arguments, self.argument_count) }
    }

    pub(super) fn link(&self, previous: *const Frame<V>) {
        self.previous.set(previous);
    }

    pub(super) fn previous(&self) -> *const Frame<V> {
        self.previous.get()
    }

    fn holds(&self, slot: *const V) -> bool {
        let arguments = self.arguments..self.arguments.wrapping_add(self.argument_count);
        let new_target = self.new_target.as_ref().map(std::ptr::from_ref);
        slot == &raw const self.this || Some(slot) == new_target || arguments.contains(&slot)
    }

    /// Whether the slot belongs to the frame or one of those below it.
    pub(super) fn any_holds(mut frame: *const Frame<V>, slot: *const V) -> bool {
        while !frame.is_null() {
            // SAFETY: linked frames are those of running calls; `pop_frame` unlinks them.
            let this = unsafe { &*frame };
            if this.holds(slot) {
                return true;
            }
            frame = this.previous();
        }
        false
    }
}
