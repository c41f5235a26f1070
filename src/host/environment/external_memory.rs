//! Memory of the addon's that array buffers lie over.

use crate::host::reference_manager::{Finalizer, Finalizers};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::rc::Rc;

/// The memory that an environment has lent to the engine: what to finalize when the engine is done
/// with it, or when the environment ends before.
pub(crate) struct ExternalMemory {
    lent: Rc<RefCell<HashMap<*const Finalizer, Rc<Finalizer>>>>,
    finalizers: Rc<Finalizers>,
}

/// What the engine holds for one piece of memory.
struct Loan {
    finalizer: Rc<Finalizer>,
    lent: Rc<RefCell<HashMap<*const Finalizer, Rc<Finalizer>>>>,
    finalizers: Rc<Finalizers>,
}

impl ExternalMemory {
    pub(super) fn new(finalizers: Rc<Finalizers>) -> Self {
        ExternalMemory {
            lent: Rc::default(),
            finalizers,
        }
    }

    /// What the engine calls, and with what, when it is done with the memory. The finalizer runs
    /// later: the engine may be in the middle of a collection.
    pub(crate) fn lend(&self, finalizer: Finalizer) -> (unsafe fn(*mut c_void), *mut c_void) {
        let finalizer = Rc::new(finalizer);
        self.lent
            .borrow_mut()
            .insert(Rc::as_ptr(&finalizer), finalizer.clone());
        let loan = Loan {
            finalizer,
            lent: self.lent.clone(),
            finalizers: self.finalizers.clone(),
        };
        (give_back, Box::into_raw(Box::new(loan)).cast())
    }

    /// At teardown: hands the finalizers that have not run to the ledger.
    pub(super) fn tear_down(&self) {
        for (_, finalizer) in self.lent.take() {
            self.finalizers.enqueue(finalizer);
        }
    }
}

/// # Safety
///
/// `loan` is what [`ExternalMemory::lend`] gave, and is given back once.
unsafe fn give_back(loan: *mut c_void) {
    // SAFETY: the caller's promise.
    let loan = unsafe { Box::from_raw(loan.cast::<Loan>()) };
    if loan
        .lent
        .borrow_mut()
        .remove(&Rc::as_ptr(&loan.finalizer))
        .is_some()
    {
        loan.finalizers.enqueue(loan.finalizer);
    }
}
