//! The memory of `SharedArrayBuffer`s: counted, for the engines of several threads may see it.

use crate::host::engine::Memory;
use rquickjs::qjs::{self, JSRuntime};
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Memory made here.
struct Allocation {
    /// Buffers, and messages under way.
    references: usize,
    layout: Layout,
}

static ALLOCATIONS: LazyLock<Mutex<HashMap<usize, Allocation>>> = LazyLock::new(Mutex::default);

fn allocations() -> MutexGuard<'static, HashMap<usize, Allocation>> {
    // No code of others runs under the lock.
    ALLOCATIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that native code lends to the engines of one thread, as often as it has lent it.
#[derive(Default)]
struct Loan {
    /// Buffers.
    references: usize,
    lenders: Vec<Memory>,
}

thread_local! {
    static LOANS: RefCell<HashMap<usize, Loan>> = RefCell::default();
}

/// A reference to shared memory that no engine holds.
pub(crate) struct SharedMemory {
    bytes: *mut u8,
    pub(super) length: usize,
}

// SAFETY: an address and a length; what is there is counted under a lock, and JavaScript's memory
// model says what threads see of it.
unsafe impl Send for SharedMemory {}
// SAFETY: as above.
unsafe impl Sync for SharedMemory {}

impl SharedMemory {
    /// A reference to the memory of a live buffer; `None` where native code lends it.
    pub(super) fn of(bytes: *mut u8, length: usize) -> Option<SharedMemory> {
        if LOANS.with_borrow(|loans| loans.contains_key(&bytes.addr())) {
            return None;
        }
        allocations().get_mut(&bytes.addr())?.references += 1;
        Some(SharedMemory { bytes, length })
    }

    pub(super) fn bytes(&self) -> *mut u8 {
        self.bytes
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        release(self.bytes);
    }
}

/// Has the engine keep the memory of shared buffers here.
///
/// # Safety
///
/// The runtime is live.
pub(super) unsafe fn install(runtime: *mut JSRuntime) {
    let functions = qjs::JSSharedArrayBufferFunctions {
        sab_alloc: Some(allocate),
        sab_free: Some(free),
        sab_dup: Some(retain),
        sab_opaque: ptr::null_mut(),
    };
    // SAFETY: the caller's promise; the engine copies the table.
    unsafe { qjs::JS_SetSharedArrayBufferFunctions(runtime, &functions) }
}

/// Knows memory that native code lends, before the engine makes a buffer of it.
pub(super) fn lend(memory: Memory) {
    let address = memory.bytes.addr();
    LOANS.with_borrow_mut(|loans| loans.entry(address).or_default().lenders.push(memory));
}

/// Takes a loan back of which the engine has made nothing.
pub(super) fn give_back(bytes: *mut u8) {
    retain_one(bytes);
    release(bytes);
}

unsafe extern "C" fn allocate(_: *mut c_void, size: qjs::size_t) -> *mut c_void {
    // As the engine's own allocator aligns; `Atomics` needs eight.
    let Ok(layout) = Layout::from_size_align((size as usize).max(1), 16) else {
        return ptr::null_mut();
    };
    // SAFETY: the size is not zero.
    let bytes = unsafe { alloc_zeroed(layout) };
    if !bytes.is_null() {
        let allocation = Allocation {
            references: 1,
            layout,
        };
        allocations().insert(bytes.addr(), allocation);
    }
    bytes.cast()
}

unsafe extern "C" fn retain(_: *mut c_void, bytes: *mut c_void) {
    retain_one(bytes.cast());
}

unsafe extern "C" fn free(_: *mut c_void, bytes: *mut c_void) {
    release(bytes.cast());
}

/// Counts one reference more.
fn retain_one(bytes: *mut u8) {
    let is_loan = LOANS.with_borrow_mut(|loans| {
        let loan = loans.get_mut(&bytes.addr());
        loan.map(|loan| loan.references += 1).is_some()
    });
    if !is_loan && let Some(allocation) = allocations().get_mut(&bytes.addr()) {
        allocation.references += 1;
    }
}

/// Counts one reference less; the last frees the memory, or gives it back to who lent it.
fn release(bytes: *mut u8) {
    let lenders = LOANS.with_borrow_mut(|loans| {
        let loan = loans.get_mut(&bytes.addr())?;
        loan.references -= 1;
        if loan.references > 0 {
            return Some(Vec::new());
        }
        loans.remove(&bytes.addr()).map(|loan| loan.lenders)
    });
    if let Some(lenders) = lenders {
        for memory in lenders {
            // SAFETY: the promise of who lent it; once for each loan.
            unsafe { (memory.release)(memory.context) };
        }
        return;
    }
    let mut allocations = allocations();
    let Some(allocation) = allocations.get_mut(&bytes.addr()) else {
        return;
    };
    allocation.references -= 1;
    if allocation.references == 0 {
        let layout = allocation.layout;
        allocations.remove(&bytes.addr());
        // SAFETY: `allocate` made it so, and nobody refers to it any more.
        unsafe { dealloc(bytes, layout) };
    }
}
