//! What the handle scope that native code closed last held.
//!
//! Some callbacks return a value whose scope they have just closed: the destructor of a C++ scope
//! runs after the return value is made. In Node.js that works, since a closed handle keeps its value
//! until another takes its place. So the values wait here until the next scope is closed or
//! JavaScript has come to its end, and only then are freed.

use std::cell::{Cell, RefCell};

/// Of how many handles the memory is kept for the next scope.
const KEPT: usize = 4096;

/// The values of one closed scope, by their slots.
pub(super) struct LastClosed<V> {
    values: RefCell<Vec<(*const V, V)>>,
    is_empty: Cell<bool>,
}

impl<V> LastClosed<V> {
    pub(super) fn new() -> Self {
        LastClosed {
            values: RefCell::default(),
            is_empty: Cell::new(true),
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty.get()
    }

    /// Adds a value, which it takes over, by the slot that it was in.
    #[inline]
    pub(super) fn push(&self, slot: *const V, value: V) {
        self.values.borrow_mut().push((slot, value));
        self.is_empty.set(false);
    }

    /// Gives out the value that was in a slot.
    pub(super) fn take(&self, slot: *const V) -> Option<V> {
        let mut values = self.values.borrow_mut();
        let index = values.iter().rposition(|(place, _)| *place == slot)?;
        Some(values.swap_remove(index).1)
    }

    /// Gives every value to `free`. No borrow is held meanwhile.
    #[cold]
    pub(super) fn clear(&self, free: impl Fn(V)) {
        self.is_empty.set(true);
        let mut values = self.values.take();
        for (_, value) in values.drain(..) {
            free(value);
        }
        if values.capacity() <= KEPT && self.is_empty.get() {
            self.values.replace(values);
        }
    }
}
