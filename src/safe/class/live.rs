//! Which cells of this image objects own: what tells an object of ours from one that somebody else
//! wraps something in.
//!
//! A host answers with a pointer, and whose it is, only its address can say before it is read. Type tags
//! (`napi_check_object_type_tag`) say it too, but a call of a method would take twice as long, and an
//! object keeps its tag where another addon wraps something of its own in it.

use super::cell::Header;
use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Addresses alone, which nobody outside chooses: one multiplication spreads them.
#[derive(Default)]
struct Address(u64);

impl Hasher for Address {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }
    #[inline]
    fn write_usize(&mut self, address: usize) {
        let spread = (self.0 ^ address as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // Tables look at both ends.
        self.0 = spread ^ (spread >> 32);
    }
}

thread_local! {
    /// Objects stay on their thread.
    static LIVE: RefCell<HashSet<*const Header, BuildHasherDefault<Address>>> =
        const { RefCell::new(HashSet::with_hasher(BuildHasherDefault::new())) };
}

/// An object owns the cell from now on. Where the thread is ending, nobody can look at it any more.
pub(super) fn begin(cell: *const Header) {
    let _ = LIVE.try_with(|live| live.borrow_mut().insert(cell));
}

/// The object gives the cell up. Before its count is: another cell may get the same address.
pub(super) fn end(cell: *const Header) {
    let _ = LIVE.try_with(|live| live.borrow_mut().remove(&cell));
}

/// Whether an object of this thread owns a cell at this address.
#[inline]
pub(super) fn owned(cell: *const Header) -> bool {
    LIVE.try_with(|live| live.borrow().contains(&cell))
        .unwrap_or(false)
}
