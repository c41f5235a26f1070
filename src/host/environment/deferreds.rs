//! Promises that native code has still to settle.

use crate::host::engine::{Engine, Resolvers};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;

/// What `napi_deferred`s stand for: a number each, so that one that is settled twice is recognised.
pub(crate) struct Deferreds<E: Engine> {
    open: RefCell<HashMap<usize, Resolvers<E::Value>>>,
    next: Cell<usize>,
}

impl<E: Engine> Deferreds<E> {
    pub(super) fn new() -> Self {
        Deferreds {
            open: RefCell::default(),
            next: Cell::new(1),
        }
    }

    /// Keeps what settles a promise; takes the values over. The result is never null.
    pub(crate) fn add(&self, resolvers: Resolvers<E::Value>) -> *mut c_void {
        let number = self.next.get();
        self.next.set(number + 1);
        self.open.borrow_mut().insert(number, resolvers);
        std::ptr::without_provenance_mut(number)
    }

    /// Gives back what settles a promise, once; the values are the caller's.
    pub(crate) fn take(&self, deferred: *mut c_void) -> Option<Resolvers<E::Value>> {
        self.open.borrow_mut().remove(&deferred.addr())
    }

    pub(super) fn tear_down(&self, engine: &E) {
        for (_, Resolvers { resolve, reject }) in self.open.take() {
            engine.free(resolve);
            engine.free(reject);
        }
    }
}
