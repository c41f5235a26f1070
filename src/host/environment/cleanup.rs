//! Cleanup hooks: what runs when an environment ends.

use nodeapi_sys::{napi_async_cleanup_hook, napi_async_cleanup_hook_handle, napi_cleanup_hook};
use std::cell::{Cell, RefCell};
use std::ffi::c_void;

/// A registered hook.
enum Hook {
    Sync {
        hook: napi_cleanup_hook,
        argument: *mut c_void,
    },
    Async(*const AsyncHook),
}

/// What a `napi_async_cleanup_hook_handle` points at.
struct AsyncHook {
    hook: napi_async_cleanup_hook,
    argument: *mut c_void,
    /// The hooks that this one is of, which outlive it.
    hooks: *const CleanupHooks,
}

/// The hooks of one environment, in the order of their registration.
#[derive(Default)]
pub(crate) struct CleanupHooks {
    hooks: RefCell<Vec<Hook>>,
    /// Asynchronous hooks that were called and have not said yet that they are done.
    pending: Cell<usize>,
}

impl CleanupHooks {
    /// `napi_add_env_cleanup_hook`.
    pub(crate) fn add(&self, hook: napi_cleanup_hook, argument: *mut c_void) {
        self.hooks.borrow_mut().push(Hook::Sync { hook, argument });
    }

    /// `napi_remove_env_cleanup_hook`; what is not registered is left alone.
    pub(crate) fn remove(&self, hook: napi_cleanup_hook, argument: *mut c_void) {
        let address = |hook: napi_cleanup_hook| hook.map(|hook| hook as usize);
        let mut hooks = self.hooks.borrow_mut();
        let index = hooks.iter().rposition(|registered| match registered {
            Hook::Sync {
                hook: other,
                argument: other_argument,
            } => address(*other) == address(hook) && *other_argument == argument,
            Hook::Async(_) => false,
        });
        if let Some(index) = index {
            hooks.remove(index);
        }
    }

    /// `napi_add_async_cleanup_hook`.
    pub(crate) fn add_async(
        &self,
        hook: napi_async_cleanup_hook,
        argument: *mut c_void,
    ) -> napi_async_cleanup_hook_handle {
        let hook = Box::into_raw(Box::new(AsyncHook {
            hook,
            argument,
            hooks: self,
        }));
        self.hooks.borrow_mut().push(Hook::Async(hook));
        hook.cast()
    }

    /// `napi_remove_async_cleanup_hook`: the hook is done, or shall not be called.
    ///
    /// # Safety
    ///
    /// The handle is live, and is not used afterwards: the addon's promise.
    pub(crate) unsafe fn remove_async(handle: napi_async_cleanup_hook_handle) {
        // SAFETY: the caller's promise; `add_async` boxed the hook.
        let hook = unsafe { Box::from_raw(handle.cast::<AsyncHook>()) };
        // SAFETY: the hooks outlive each of them.
        let hooks = unsafe { &*hook.hooks };
        let is_this =
            |other: &Hook| matches!(other, Hook::Async(other) if std::ptr::eq(*other, &*hook));
        let mut list = hooks.hooks.borrow_mut();
        match list.iter().position(is_this) {
            Some(index) => drop(list.remove(index)),
            None => hooks.pending.set(hooks.pending.get().saturating_sub(1)),
        }
    }

    /// Calls every hook, newest first, those that hooks add too, and waits for the asynchronous
    /// ones. `wait` lets the event loop turn once, and says whether anything may still come.
    pub(super) fn run(&self, mut wait: impl FnMut() -> bool) {
        loop {
            let next = self.hooks.borrow_mut().pop();
            match next {
                Some(Hook::Sync {
                    hook: Some(hook),
                    argument,
                }) => {
                    // SAFETY: the addon gave hook and argument for this.
                    unsafe { hook(argument) }
                }
                Some(Hook::Sync { hook: None, .. }) => {}
                Some(Hook::Async(handle)) => {
                    self.pending.set(self.pending.get() + 1);
                    // SAFETY: registered hooks are live.
                    let AsyncHook { hook, argument, .. } = unsafe { &*handle };
                    if let Some(hook) = *hook {
                        // SAFETY: the addon gave hook and argument for this, and gives the handle
                        // back when it is done.
                        unsafe { hook(handle.cast_mut().cast(), *argument) }
                    }
                }
                None if self.pending.get() > 0 && wait() => {}
                None => return,
            }
        }
    }
}
