//! What hangs on one value.

use super::list::List;
use super::{Referable, Reference};
use crate::host::engine::Outcome;
use nodeapi_sys::napi_type_tag;
use std::cell::{Cell, OnceCell};
use std::ffi::c_void;
use std::ptr;

/// What hangs on one value: the references that hear of its end, and what native code has put into it.
/// The engine keeps it attached to the value.
pub(super) struct Meta<E: Referable> {
    references: List<Reference<E>>,
    of_addons: Put<E>,
    of_builtins: OnceCell<Box<Put<E>>>,
}

/// Who puts native objects into values. Neither sees what the other has put there: to an addon, the
/// objects of a builtin are as empty as Node.js's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Addons,
    Builtins,
}

/// What one side has put into a value.
struct Put<E: Referable> {
    /// The reference that wraps a native object.
    wrapped: Cell<*mut Reference<E>>,
    type_tag: Cell<Option<napi_type_tag>>,
}

impl<E: Referable> Default for Put<E> {
    fn default() -> Self {
        Put {
            wrapped: Cell::new(ptr::null_mut()),
            type_tag: Cell::new(None),
        }
    }
}

impl<E: Referable> Meta<E> {
    /// The value's meta, if it has one.
    pub(super) fn of(engine: &E, value: E::Value) -> Option<&Self> {
        let meta = engine.attachment(value).cast::<Self>();
        // SAFETY: `of_or_new` alone attaches pointers, and the meta lives as long as the value.
        unsafe { meta.as_ref() }
    }

    /// The value's meta; makes one where there is none.
    pub(super) fn of_or_new(engine: &E, value: E::Value) -> Outcome<&Self> {
        if let Some(meta) = Self::of(engine, value) {
            return Ok(meta);
        }
        let meta = Box::into_raw(Box::new(Meta::<E> {
            references: List::new(|reference| &reference.of_value),
            of_addons: Put::default(),
            of_builtins: OnceCell::new(),
        }));
        if let Err(thrown) = engine.attach(value, meta.cast(), Self::on_death) {
            // SAFETY: boxed above; the engine has not taken it.
            drop(unsafe { Box::from_raw(meta) });
            return Err(thrown);
        }
        // SAFETY: boxed above, and attached until the value's end.
        Ok(unsafe { &*meta })
    }

    /// Has the reference hear of the value's end.
    ///
    /// # Safety
    ///
    /// The reference is live, listens to no value, and is [forgotten](Self::forget) before it is
    /// deleted.
    pub(super) unsafe fn remember(&self, reference: *mut Reference<E>) {
        // SAFETY: the caller's promise.
        unsafe {
            (*reference).meta.set(ptr::from_ref(self).cast_mut());
            self.references.push(reference);
        }
    }

    /// The reverse.
    ///
    /// # Safety
    ///
    /// The reference is live, and listens to this value.
    pub(super) unsafe fn forget(&self, reference: *mut Reference<E>) {
        // SAFETY: the caller's promise.
        unsafe {
            (*reference).meta.set(ptr::null_mut());
            self.references.remove(reference);
        }
        for put in [Some(&self.of_addons), self.put(Side::Builtins)]
            .into_iter()
            .flatten()
        {
            if ptr::eq(put.wrapped.get(), reference) {
                put.wrapped.set(ptr::null_mut());
            }
        }
    }

    /// What a side has put into the value, if that was ever anything.
    fn put(&self, side: Side) -> Option<&Put<E>> {
        match side {
            Side::Addons => Some(&self.of_addons),
            Side::Builtins => self.of_builtins.get().map(|put| &**put),
        }
    }

    fn put_or_new(&self, side: Side) -> &Put<E> {
        match side {
            Side::Addons => &self.of_addons,
            Side::Builtins => self.of_builtins.get_or_init(Box::default),
        }
    }

    pub(super) fn wrapped(&self, side: Side) -> Option<*mut Reference<E>> {
        let wrapped = self.put(side)?.wrapped.get();
        (!wrapped.is_null()).then_some(wrapped)
    }

    pub(super) fn set_wrapped(&self, side: Side, reference: *mut Reference<E>) {
        self.put_or_new(side).wrapped.set(reference);
    }

    pub(super) fn take_wrapped(&self, side: Side) -> Option<*mut Reference<E>> {
        let wrapped = self.put(side)?.wrapped.replace(ptr::null_mut());
        (!wrapped.is_null()).then_some(wrapped)
    }

    pub(super) fn type_tag(&self, side: Side) -> Option<napi_type_tag> {
        self.put(side)?.type_tag.get()
    }

    /// Sets the tag; `false` where there is one already.
    pub(super) fn set_type_tag(&self, side: Side, tag: napi_type_tag) -> bool {
        let put = self.put_or_new(side);
        let is_new = put.type_tag.get().is_none();
        if is_new {
            put.type_tag.set(Some(tag));
        }
        is_new
    }

    /// The value is gone. Possibly in the middle of a collection: only queues and frees.
    unsafe fn on_death(meta: *mut c_void) {
        // SAFETY: `of_or_new` boxed it, and the engine gives it back once.
        let meta = unsafe { Box::from_raw(meta.cast::<Self>()) };
        while let Some(reference) = meta.references.first() {
            // SAFETY: remembered references are live, and their manager outlives them.
            unsafe {
                meta.forget(reference);
                (*reference).value.set(E::HOLE);
                (*(*reference).manager).value_is_gone(reference);
            }
        }
    }
}
