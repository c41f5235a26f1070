//! The ledger of finalizers: who waits to run, and that each runs once.

use nodeapi_sys::{napi_env, napi_finalize};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::c_void;
use std::rc::Rc;

/// A finalizer as an addon gave it.
pub(crate) struct Finalizer {
    /// The environment that it is called with.
    pub(crate) env: napi_env,
    callback: Cell<napi_finalize>,
    pub(crate) data: *mut c_void,
    pub(crate) hint: *mut c_void,
    /// Whether it promises to call basic functions alone, and so may run before `gc()` returns.
    basic: bool,
}

impl Finalizer {
    pub(crate) fn new(
        env: napi_env,
        callback: napi_finalize,
        data: *mut c_void,
        hint: *mut c_void,
        basic: bool,
    ) -> Self {
        Finalizer {
            env,
            callback: Cell::new(callback),
            data,
            hint,
            basic,
        }
    }

    /// The callback, for the one time that it runs; `None` afterwards, or where it was cancelled or
    /// never given.
    pub(crate) fn take(&self) -> napi_finalize {
        self.callback.take()
    }

    /// Whether it promises to call basic functions alone.
    pub(crate) fn is_basic(&self) -> bool {
        self.basic
    }

    pub(super) fn cancel(&self) {
        self.callback.set(None);
    }
}

/// The finalizers of one runtime that wait for a moment when native code may run.
#[derive(Default)]
pub(crate) struct Finalizers {
    queue: RefCell<VecDeque<Rc<Finalizer>>>,
}

impl Finalizers {
    /// Appends a finalizer that has something to call. Runs nothing.
    pub(crate) fn enqueue(&self, finalizer: Rc<Finalizer>) {
        if finalizer.callback.get().is_none() {
            return;
        }
        self.queue.borrow_mut().push_back(finalizer);
    }

    /// Whether any waits.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.queue.borrow().is_empty()
    }

    /// The next to run, of all of them.
    pub(crate) fn next(&self) -> Option<Rc<Finalizer>> {
        self.queue.borrow_mut().pop_front()
    }

    /// The next basic one.
    pub(crate) fn next_basic(&self) -> Option<Rc<Finalizer>> {
        self.next_where(|finalizer| finalizer.basic)
    }

    /// All that wait of one environment whose callback is at one of these addresses.
    pub(crate) fn take_of(&self, env: napi_env, callbacks: &[usize]) -> Vec<Rc<Finalizer>> {
        let mut queue = self.queue.borrow_mut();
        let (taken, left) = queue.drain(..).partition(|finalizer| {
            let callback = finalizer.callback.get().map(|callback| callback as usize);
            finalizer.env == env && callback.is_some_and(|callback| callbacks.contains(&callback))
        });
        *queue = left;
        taken.into()
    }

    /// The next of one environment.
    pub(crate) fn next_of(&self, env: napi_env) -> Option<Rc<Finalizer>> {
        self.next_where(|finalizer| finalizer.env == env)
    }

    fn next_where(&self, condition: impl Fn(&Finalizer) -> bool) -> Option<Rc<Finalizer>> {
        let mut queue = self.queue.borrow_mut();
        let index = queue.iter().position(|finalizer| condition(finalizer))?;
        queue.remove(index)
    }
}
