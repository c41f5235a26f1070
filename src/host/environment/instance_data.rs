//! One pointer that a module keeps with its environment.

use crate::host::reference_manager::Finalizer;
use nodeapi_sys::{napi_env, napi_finalize};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

/// The pointer of `napi_set_instance_data`, and how to finalize it.
pub(crate) struct InstanceData {
    data: Cell<*mut c_void>,
    finalize: Cell<napi_finalize>,
    hint: Cell<*mut c_void>,
}

impl Default for InstanceData {
    fn default() -> Self {
        InstanceData {
            data: Cell::new(ptr::null_mut()),
            finalize: Cell::new(None),
            hint: Cell::new(ptr::null_mut()),
        }
    }
}

impl InstanceData {
    /// Replaces the pointer. The finalizer of the one before is not run, as Node-API has it.
    pub(crate) fn set(&self, data: *mut c_void, finalize: napi_finalize, hint: *mut c_void) {
        self.data.set(data);
        self.finalize.set(finalize);
        self.hint.set(hint);
    }

    /// The pointer, or null.
    pub(crate) fn get(&self) -> *mut c_void {
        self.data.get()
    }

    /// The finalizer, once. The pointer stays for it to find.
    pub(super) fn take(&self, env: napi_env) -> Option<Finalizer> {
        let finalize = self.finalize.take()?;
        Some(Finalizer::new(
            env,
            Some(finalize),
            self.data.get(),
            self.hint.get(),
            false,
        ))
    }
}
