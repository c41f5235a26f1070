//! An intrusive list: its members hold the links, so that one is added or removed at once.
//!
//! Members are known by the pointers that they were boxed to: one made of a reference could not free
//! them.

use std::cell::Cell;
use std::ptr;

/// A member's place in a list.
pub(super) struct Links<T> {
    previous: Cell<*mut T>,
    next: Cell<*mut T>,
}

impl<T> Links<T> {
    pub(super) const fn new() -> Self {
        Links {
            previous: Cell::new(ptr::null_mut()),
            next: Cell::new(ptr::null_mut()),
        }
    }
}

/// A list, newest member first.
pub(super) struct List<T> {
    first: Cell<*mut T>,
    links: fn(&T) -> &Links<T>,
}

impl<T> List<T> {
    pub(super) const fn new(links: fn(&T) -> &Links<T>) -> Self {
        List {
            first: Cell::new(ptr::null_mut()),
            links,
        }
    }

    /// # Safety
    ///
    /// The member is live, in no list through the same links, and stays where it is until it is
    /// removed.
    pub(super) unsafe fn push(&self, member: *mut T) {
        let first = self.first.replace(member);
        // SAFETY: the caller's promise; members stay where they are.
        unsafe {
            (self.links)(&*member).next.set(first);
            if let Some(first) = first.as_ref() {
                (self.links)(first).previous.set(member);
            }
        }
    }

    /// # Safety
    ///
    /// The member is in this list.
    pub(super) unsafe fn remove(&self, member: *mut T) {
        // SAFETY: the caller's promise; neighbours are members, which stay where they are.
        unsafe {
            let Links { previous, next } = (self.links)(&*member);
            let (previous, next) = (
                previous.replace(ptr::null_mut()),
                next.replace(ptr::null_mut()),
            );
            match previous.as_ref() {
                Some(previous) => (self.links)(previous).next.set(next),
                None => self.first.set(next),
            }
            if let Some(next) = next.as_ref() {
                (self.links)(next).previous.set(previous);
            }
        }
    }

    /// The newest member.
    pub(super) fn first(&self) -> Option<*mut T> {
        let first = self.first.get();
        (!first.is_null()).then_some(first)
    }
}
