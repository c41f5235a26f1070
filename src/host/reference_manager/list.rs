//! An intrusive list: its members hold the links, so that one is added or removed at once.

use std::cell::Cell;
use std::ptr;

/// A member's place in a list.
pub(super) struct Links<T> {
    previous: Cell<*const T>,
    next: Cell<*const T>,
}

impl<T> Links<T> {
    pub(super) const fn new() -> Self {
        Links {
            previous: Cell::new(ptr::null()),
            next: Cell::new(ptr::null()),
        }
    }
}

/// A list, newest member first.
pub(super) struct List<T> {
    first: Cell<*const T>,
    links: fn(&T) -> &Links<T>,
}

impl<T> List<T> {
    pub(super) const fn new(links: fn(&T) -> &Links<T>) -> Self {
        List {
            first: Cell::new(ptr::null()),
            links,
        }
    }

    /// # Safety
    ///
    /// The member is in no list through the same links, and stays where it is until it is removed.
    pub(super) unsafe fn push(&self, member: &T) {
        let first = self.first.replace(member);
        (self.links)(member).next.set(first);
        if !first.is_null() {
            // SAFETY: members stay where they are.
            unsafe { (self.links)(&*first).previous.set(member) };
        }
    }

    /// # Safety
    ///
    /// The member is in this list.
    pub(super) unsafe fn remove(&self, member: &T) {
        let Links { previous, next } = (self.links)(member);
        let (previous, next) = (previous.replace(ptr::null()), next.replace(ptr::null()));
        // SAFETY: neighbours are members, which stay where they are.
        unsafe {
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
    pub(super) fn first(&self) -> Option<*const T> {
        let first = self.first.get();
        (!first.is_null()).then_some(first)
    }
}
