//! How deep calls may go on this thread's stack.

use rquickjs::qjs::{self, JSRuntime};
use std::cell::Cell;

/// What stays free for native code below the deepest JavaScript call.
const RESERVE: usize = 256 * 1024;

/// The most that JavaScript may use, where the thread has more.
const MOST: usize = 8 * 1024 * 1024;

/// What to go by where the thread's stack cannot be found out.
const FALLBACK: usize = 512 * 1024;

/// The stack of the engine's thread.
pub(super) struct Stack {
    /// The lowest address that belongs to the stack, where known.
    bottom: Option<usize>,
    /// The lowest address that calls may reach; see [`Stack::is_exhausted`].
    limit: Cell<usize>,
}

impl Stack {
    pub(super) fn of_this_thread() -> Stack {
        Stack {
            bottom: bottom(),
            limit: Cell::new(0),
        }
    }

    /// Tells the engine where the stack stands and how far it may go.
    ///
    /// # Safety
    ///
    /// The runtime is live, and this is its thread.
    pub(super) unsafe fn enter(&self, runtime: *mut JSRuntime) {
        let here = here();
        let size = match self.bottom {
            Some(bottom) => here
                .saturating_sub(bottom)
                .saturating_sub(RESERVE)
                .clamp(64 * 1024, MOST),
            None => FALLBACK,
        };
        self.limit.set(here.saturating_sub(size));
        // SAFETY: the caller's promise.
        unsafe {
            qjs::JS_SetMaxStackSize(runtime, size as _);
            qjs::JS_UpdateStackTop(runtime);
        }
    }

    /// Whether a call must be refused: the engine checks its own calls alone, not those of native
    /// functions that call each other.
    #[inline]
    pub(super) fn is_exhausted(&self) -> bool {
        here() < self.limit.get()
    }
}

/// An address in the frame of the caller.
#[inline(always)]
fn here() -> usize {
    let local = 0u8;
    (&raw const local).addr()
}

#[cfg(target_os = "linux")]
fn bottom() -> Option<usize> {
    // SAFETY: the attributes are initialised by the first call and destroyed after their use.
    unsafe {
        let mut attributes = std::mem::MaybeUninit::uninit();
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let mut attributes = attributes.assume_init();
        let (mut address, mut size) = (std::ptr::null_mut(), 0);
        let found = libc::pthread_attr_getstack(&attributes, &mut address, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        (found == 0).then(|| address.addr())
    }
}

#[cfg(target_os = "macos")]
fn bottom() -> Option<usize> {
    // SAFETY: both functions take any thread and only read.
    unsafe {
        let thread = libc::pthread_self();
        Some(libc::pthread_get_stackaddr_np(thread).addr() - libc::pthread_get_stacksize_np(thread))
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn bottom() -> Option<usize> {
    None
}
