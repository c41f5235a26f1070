//! Unchecked: the objects that were wrapped last.
//!
//! The engine gives an object up with its last use. In Node.js none goes before a collection, and some
//! addons count on it: they start work on another thread with the wrapped pointer and keep no reference
//! to its object meanwhile, or hold the pointer of an object that only a handle ever held. So the newest
//! objects stay a while, as those of Node.js do: until as many newer ones are wrapped, much memory
//! outside the engine is reported, or garbage is collected.

use super::Referable;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// How many objects stay.
const MOST: usize = 64;

/// The objects, owned, oldest first.
pub(super) struct Lingering<V> {
    objects: RefCell<VecDeque<V>>,
    is_closed: Cell<bool>,
}

impl<V: Copy> Lingering<V> {
    pub(super) fn new() -> Self {
        Lingering {
            objects: RefCell::default(),
            is_closed: Cell::new(false),
        }
    }

    /// Keeps an object, and lets the oldest go where there are too many.
    pub(super) fn keep<E: Referable<Value = V>>(&self, engine: &E, object: V) {
        if self.is_closed.get() {
            return;
        }
        let oldest = {
            let mut objects = self.objects.borrow_mut();
            objects.push_back(engine.dup(object));
            (objects.len() > MOST)
                .then(|| objects.pop_front())
                .flatten()
        };
        if let Some(oldest) = oldest {
            engine.free(oldest);
        }
    }

    /// Lets all go. No borrow is held meanwhile.
    pub(super) fn let_go<E: Referable<Value = V>>(&self, engine: &E) {
        for object in self.objects.take() {
            engine.free(object);
        }
    }

    /// Lets all go, and keeps none any more.
    pub(super) fn close<E: Referable<Value = V>>(&self, engine: &E) {
        self.is_closed.set(true);
        self.let_go(engine);
    }
}
