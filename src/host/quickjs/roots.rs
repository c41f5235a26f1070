//! What hangs on values, and the news of their end.
//!
//! Instances of native classes and externals have room for an attachment in their cell. For every
//! other value a weak map, captured before any program could patch it, holds a *holder* object
//! under the value as key: when the value dies, the map lets go of the holder, and the holder's
//! finalizer tells. A side table finds the attachment by the value's address, which belongs to the
//! value until then. Nothing of this is visible to programs, and it works for frozen objects and
//! proxies too.

use super::classes::{ExternalCell, InstanceCell};
use super::{QuickJs, address, classes, is_counted};
use crate::host::engine::{Errors, Outcome, Primitives, Roots, Values};
use rquickjs::qjs::{self, JSRuntime, JSValue};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::hash::{BuildHasherDefault, Hasher};
use std::ptr;

/// A pointer, and whom to tell when it is alone. Dropping it tells.
pub(super) struct Attachment {
    pointer: Cell<*mut c_void>,
    on_death: Cell<unsafe fn(*mut c_void)>,
}

impl Default for Attachment {
    fn default() -> Self {
        Attachment {
            pointer: Cell::new(ptr::null_mut()),
            on_death: Cell::new(|_| ()),
        }
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        let pointer = self.pointer.get();
        if !pointer.is_null() {
            // SAFETY: the promise of who attached the pointer; its value is gone.
            unsafe { (self.on_death.get())(pointer) }
        }
    }
}

/// The attachments of values that have no room of their own, by address.
pub(super) type Attachments =
    RefCell<HashMap<usize, *mut c_void, BuildHasherDefault<AddressHasher>>>;

/// Spreads addresses: they come from an allocator, not from an adversary.
#[derive(Default)]
pub(super) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ address as u64)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What a holder object holds.
struct HolderCell {
    attachment: Attachment,
    /// The address of the value that the holder stands for.
    key: usize,
    /// The engine's side table, which outlives the runtime.
    table: *const Attachments,
}

impl Drop for HolderCell {
    fn drop(&mut self) {
        // SAFETY: the side table outlives the runtime, whose finalizer runs this.
        unsafe { (*self.table).borrow_mut().remove(&self.key) };
    }
}

impl Roots for QuickJs {
    fn can_be_weak(&self, value: JSValue) -> bool {
        match value.tag as i32 {
            qjs::JS_TAG_OBJECT => true,
            qjs::JS_TAG_SYMBOL => {
                let key = self.call_intrinsic(
                    self.intrinsics.symbol_key_for,
                    self.intrinsics.symbol,
                    &[value],
                );
                match key {
                    Ok(key) => {
                        let registered = key.tag != i64::from(qjs::JS_TAG_UNDEFINED);
                        self.free(key);
                        !registered
                    }
                    Err(_) => {
                        self.discard_exception();
                        false
                    }
                }
            }
            _ => false,
        }
    }

    fn attachment(&self, value: JSValue) -> *mut c_void {
        if !is_counted(value) {
            return ptr::null_mut();
        }
        match self.own_attachment(value) {
            Some(attachment) => attachment.pointer.get(),
            None => self
                .attachments
                .borrow()
                .get(&address(value))
                .copied()
                .unwrap_or(ptr::null_mut()),
        }
    }

    fn attach(
        &self,
        value: JSValue,
        pointer: *mut c_void,
        on_death: unsafe fn(*mut c_void),
    ) -> Outcome<()> {
        if let Some(attachment) = self.own_attachment(value) {
            attachment.on_death.set(on_death);
            attachment.pointer.set(pointer);
            return Ok(());
        }
        // SAFETY: the class is registered with this runtime, and its opaque is such a cell.
        let (holder, cell) = unsafe {
            let holder = self.outcome(qjs::JS_NewObjectProtoClass(
                self.context,
                Self::NULL,
                self.classes.holder,
            ))?;
            let cell = Box::into_raw(Box::new(HolderCell {
                attachment: Attachment::default(),
                key: address(value),
                table: &raw const *self.attachments,
            }));
            qjs::JS_SetOpaque(holder, cell.cast());
            (holder, cell)
        };
        let map = self.intrinsics.weak_map;
        let set = self.call_intrinsic(self.intrinsics.weak_map_set, map, &[value, holder]);
        if let Ok(map) = set {
            self.free(map);
            // SAFETY: the map holds the holder, which holds the cell.
            let attachment = unsafe { &(*cell).attachment };
            attachment.on_death.set(on_death);
            attachment.pointer.set(pointer);
            self.attachments
                .borrow_mut()
                .insert(address(value), pointer);
        }
        self.free(holder);
        set.map(drop)
    }

    fn collect_garbage(&self) {
        // SAFETY: the runtime is live, and this is its thread.
        unsafe { qjs::JS_RunGC(self.runtime) }
    }
}

impl QuickJs {
    /// The attachment of a value that has room for it.
    fn own_attachment(&self, value: JSValue) -> Option<&Attachment> {
        if !self.is_object(value) {
            return None;
        }
        let mut class = 0;
        // SAFETY: a live object; the class tells what its opaque is, and both cells begin with
        // their attachment.
        unsafe {
            let cell = qjs::JS_GetAnyOpaque(value, &mut class);
            if cell.is_null() {
                None
            } else if class == self.classes.instance {
                Some(&(*cell.cast::<InstanceCell>()).attachment)
            } else if class == self.classes.external {
                Some(&(*cell.cast::<ExternalCell>()).attachment)
            } else {
                None
            }
        }
    }
}

/// Runs when the weak map lets go of a holder: its value is gone.
pub(super) unsafe extern "C" fn finalize_holder(_runtime: *mut JSRuntime, holder: JSValue) {
    // SAFETY: an object of the holder class; dropping its cell tells of the value's end.
    unsafe { classes::free_cell::<HolderCell>(holder) }
}
