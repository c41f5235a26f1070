//! ReferenceManager: the lifetime of `napi_ref`, and what else outlives scopes for a value's sake:
//! wrapped pointers, type tags, finalizers.
//!
//! Every value that something hangs on has one [`Meta`], which the engine keeps attached to it and
//! gives back when the value is gone. A [`Reference`] belongs to the environment that made it. It
//! owns the value while its count is above zero; at zero it is weak and hears of the value's end
//! through the meta.
//!
//! Finalizers are the ledger's: [`Finalizers`] runs each exactly once, after the collection that
//! ended its value or at teardown, never in the middle of one.

mod finalizers;
mod foreign;
mod lingering;
mod list;
mod meta;
#[cfg(test)]
mod tests;

pub(crate) use finalizers::{Finalizer, Finalizers};
pub(crate) use foreign::Change;
use foreign::HandedIn;
use lingering::Lingering;
use list::{Links, List};
use meta::Meta;
pub(crate) use meta::Side;

use crate::host::engine::{Errors, Outcome, Primitives, Roots, ValueType};
use nodeapi_sys::{napi_ref, napi_type_tag};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What references need of the engine whose values they refer to.
pub(crate) trait Referable: Primitives + Roots + Errors {}
impl<E: Primitives + Roots + Errors> Referable for E {}

/// Who deletes a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The addon, by `napi_delete_reference`.
    Addon,
    /// The host, when the value is gone.
    Host,
}

/// A reference.
pub(crate) struct Reference<E: Referable> {
    /// The references that this one is of.
    manager: *const ReferenceManager<E>,
    /// The value: owned while `count` is above zero, borrowed while weak, a hole once it is gone.
    value: Cell<E::Value>,
    /// Only its own thread changes it; others may look.
    count: AtomicU32,
    can_be_weak: bool,
    /// Whether the value is never given up: a registered symbol, which the engine cannot tell the
    /// end of, and which the same key finds again anyhow.
    is_pinned: bool,
    owner: Owner,
    /// What `napi_wrap` tied to the value, or the pointer of the finalizer.
    data: Cell<*mut c_void>,
    /// To run when the value is gone; shared with the ledger while it waits there.
    finalizer: Cell<Option<Rc<Finalizer>>>,
    /// Whether its environment has been torn down.
    is_orphan: Cell<bool>,
    /// The value's meta while this hears of its end.
    meta: Cell<*mut Meta<E>>,
    /// Among the references of the environment.
    of_environment: Links<Reference<E>>,
    /// Among the references of the value.
    of_value: Links<Reference<E>>,
}

/// The references of one environment, which it stays with: references point back at it.
pub(crate) struct ReferenceManager<E: Referable> {
    side: Side,
    references: List<Reference<E>>,
    /// At teardown: references of the addon's, whose finalizers may still delete them.
    orphans: List<Reference<E>>,
    finalizers: Rc<Finalizers>,
    handed_in: HandedIn,
    lingering: Lingering<E::Value>,
}

impl<E: Referable> ReferenceManager<E> {
    pub(crate) fn new(finalizers: Rc<Finalizers>, side: Side) -> Self {
        ReferenceManager {
            side,
            references: List::new(|reference| &reference.of_environment),
            orphans: List::new(|reference| &reference.of_environment),
            finalizers,
            handed_in: HandedIn::new(),
            lingering: Lingering::new(),
        }
    }

    /// `napi_create_reference`.
    pub(crate) fn create(&self, engine: &E, value: E::Value, count: u32) -> Outcome<napi_ref> {
        let reference = self.add(engine, value, count, Owner::Addon, None)?;
        Ok(reference.cast())
    }

    fn add(
        &self,
        engine: &E,
        value: E::Value,
        count: u32,
        owner: Owner,
        finalizer: Option<Finalizer>,
    ) -> Outcome<*mut Reference<E>> {
        let can_be_weak = engine.can_be_weak(value);
        let is_pinned = !can_be_weak && engine.type_of(value) == ValueType::Symbol;
        let data = finalizer
            .as_ref()
            .map_or(ptr::null_mut(), |finalizer| finalizer.data);
        let reference = Box::into_raw(Box::new(Reference {
            manager: self,
            value: Cell::new(E::HOLE),
            count: AtomicU32::new(count),
            can_be_weak,
            is_pinned,
            owner,
            data: Cell::new(data),
            finalizer: Cell::new(finalizer.map(Rc::new)),
            is_orphan: Cell::new(false),
            meta: Cell::new(ptr::null_mut()),
            of_environment: Links::new(),
            of_value: Links::new(),
        }));
        // SAFETY: just boxed; until it is listed, nobody else knows of it.
        let this = unsafe { &*reference };
        // A strong reference without a finalizer needs no news of the value, until it is weak.
        if can_be_weak && (count == 0 || has_finalizer(this)) {
            // SAFETY: live, and listening to nothing yet.
            if let Err(thrown) = unsafe { listen(engine, reference, value) } {
                // SAFETY: boxed above, and still known to nobody.
                drop(unsafe { Box::from_raw(reference) });
                return Err(thrown);
            }
        }
        if this.is_owning() {
            this.value.set(engine.dup(value));
        } else if can_be_weak {
            this.value.set(value);
        }
        // SAFETY: the list holds the reference until it is deleted.
        unsafe { self.references.push(reference) };
        Ok(reference)
    }

    /// `napi_delete_reference`. A finalizer that has not run is forgotten.
    ///
    /// # Safety
    ///
    /// The reference is live and of this environment: the addon's promise.
    pub(crate) unsafe fn delete(&self, engine: &E, reference: napi_ref) {
        self.take_in(engine);
        // SAFETY: the caller's promise.
        unsafe { self.remove(engine, reference.cast()) }
    }

    /// Has something done with a reference, on another thread than its own; gives the count that it
    /// will have, or `None` where that cannot be done.
    ///
    /// # Safety
    ///
    /// The reference is live and of this environment: the addon's promise.
    pub(crate) unsafe fn hand_in(&self, reference: napi_ref, change: Change) -> Option<u32> {
        // SAFETY: the caller's promise; of the reference, other threads use this field alone.
        let count = unsafe { &(*reference.cast::<Reference<E>>()).count };
        let count = count.load(Ordering::Relaxed);
        self.handed_in
            .push(reference.expose_provenance(), change, count)
    }

    /// Does what other threads have handed in.
    #[inline]
    pub(crate) fn take_in(&self, engine: &E) {
        if self.handed_in.is_waiting() {
            self.do_handed_in(engine);
        }
    }

    #[cold]
    fn do_handed_in(&self, engine: &E) {
        for (reference, change) in self.handed_in.take() {
            let reference = ptr::with_exposed_provenance_mut(reference);
            // SAFETY: live when it was handed in; only what came later may have deleted it, and that
            // is done later too.
            unsafe {
                match change {
                    Change::Increment => drop(self.count_up(engine, reference)),
                    Change::Decrement => {
                        if self.count_down(engine, reference).is_err() {
                            engine.discard_exception();
                        }
                    }
                    Change::Delete => self.remove(engine, reference),
                }
            }
        }
    }

    /// # Safety
    ///
    /// The reference is live and of this environment, and is not used afterwards.
    unsafe fn remove(&self, engine: &E, reference: *mut Reference<E>) {
        // SAFETY: the caller's promise.
        let this = unsafe { &*reference };
        // SAFETY: `add` listed it with its manager.
        unsafe { this.list().remove(reference) };
        if let Some(finalizer) = this.finalizer.take() {
            finalizer.cancel();
        }
        // SAFETY: the meta lives until the value's end, which unsets the field.
        unsafe { this.stop_listening(reference) };
        let value = this.value.get();
        let is_owned = this.is_owning() && !E::is_hole(value);
        // SAFETY: `add` boxed it; nobody knows of it any more.
        drop(unsafe { Box::from_raw(reference) });
        if is_owned {
            engine.free(value);
        }
    }

    /// `napi_reference_ref`; gives the new count, 0 where the value is gone.
    ///
    /// # Safety
    ///
    /// The reference is live: the addon's promise.
    pub(crate) unsafe fn increment(&self, engine: &E, reference: napi_ref) -> u32 {
        self.take_in(engine);
        // SAFETY: the caller's promise.
        unsafe { self.count_up(engine, reference.cast()) }
    }

    /// # Safety
    ///
    /// The reference is live.
    unsafe fn count_up(&self, engine: &E, reference: *mut Reference<E>) -> u32 {
        // SAFETY: the caller's promise.
        let reference = unsafe { &*reference };
        if E::is_hole(reference.value.get()) {
            return 0;
        }
        if !reference.is_owning() {
            engine.dup(reference.value.get());
        }
        let count = reference.count() + 1;
        reference.set_count(count);
        count
    }

    /// `napi_reference_unref`; gives the new count, `None` where it is 0 already.
    ///
    /// # Safety
    ///
    /// The reference is live: the addon's promise.
    pub(crate) unsafe fn decrement(&self, engine: &E, reference: napi_ref) -> Outcome<Option<u32>> {
        self.take_in(engine);
        // SAFETY: the caller's promise.
        unsafe { self.count_down(engine, reference.cast()) }
    }

    /// # Safety
    ///
    /// The reference is live.
    unsafe fn count_down(&self, engine: &E, reference: *mut Reference<E>) -> Outcome<Option<u32>> {
        // SAFETY: the caller's promise.
        let this = unsafe { &*reference };
        let value = this.value.get();
        if this.count() == 0 {
            return Ok(None);
        }
        // At teardown values go before what counts them.
        if E::is_hole(value) {
            return Ok(Some(0));
        }
        let count = this.count() - 1;
        if count == 0 && !this.is_pinned {
            if !this.can_be_weak {
                this.value.set(E::HOLE);
            } else if this.meta.get().is_null() {
                // SAFETY: live, and listening to nothing.
                unsafe { listen(engine, reference, value) }?;
            }
            this.set_count(0);
            engine.free(value);
        } else {
            this.set_count(count);
        }
        Ok(Some(count))
    }

    /// What the reference refers to, borrowed; `None` where it is gone.
    ///
    /// # Safety
    ///
    /// The reference is live: the addon's promise.
    pub(crate) unsafe fn value(&self, engine: &E, reference: napi_ref) -> Option<E::Value> {
        self.take_in(engine);
        // SAFETY: the caller's promise.
        let value = unsafe { (*reference.cast::<Reference<E>>()).value.get() };
        (!E::is_hole(value)).then_some(value)
    }

    /// `napi_add_finalizer`; gives a reference where the addon wants to own it.
    pub(crate) fn add_finalizer(
        &self,
        engine: &E,
        value: E::Value,
        finalizer: Finalizer,
        owner: Owner,
    ) -> Outcome<napi_ref> {
        let reference = self.add(engine, value, 0, owner, Some(finalizer))?;
        Ok(reference.cast())
    }

    /// `napi_wrap` of an object that has nothing wrapped.
    pub(crate) fn wrap(
        &self,
        engine: &E,
        object: E::Value,
        finalizer: Finalizer,
        owner: Owner,
    ) -> Outcome<napi_ref> {
        let reference = self.add(engine, object, 0, owner, Some(finalizer))?;
        // SAFETY: just made, and linked to its meta.
        unsafe { (*(*reference).meta.get()).set_wrapped(self.side, reference) };
        Ok(reference.cast())
    }

    /// Keeps an object that an addon has just wrapped from going at once.
    pub(crate) fn linger(&self, engine: &E, object: E::Value) {
        if self.side == Side::Addons {
            self.lingering.keep(engine, object);
        }
    }

    /// Lets the objects go that only [`ReferenceManager::linger`] has kept.
    pub(crate) fn let_lingering_go(&self, engine: &E) {
        self.lingering.let_go(engine);
    }

    /// The pointer that is wrapped in an object.
    pub(crate) fn wrapped(&self, engine: &E, object: E::Value) -> Option<*mut c_void> {
        let reference = Meta::<E>::of(engine, object)?.wrapped(self.side)?;
        // SAFETY: the meta forgets a wrapped reference when that is deleted, so this one is live.
        Some(unsafe { (*reference).data.get() })
    }

    /// `napi_type_tag_object`; `false` where the object bears a tag already.
    pub(crate) fn set_type_tag(
        &self,
        engine: &E,
        object: E::Value,
        tag: napi_type_tag,
    ) -> Outcome<bool> {
        Ok(Meta::<E>::of_or_new(engine, object)?.set_type_tag(self.side, tag))
    }

    /// The tag that an object bears.
    pub(crate) fn type_tag(&self, engine: &E, object: E::Value) -> Option<napi_type_tag> {
        Meta::<E>::of(engine, object)?.type_tag(self.side)
    }

    /// `napi_remove_wrap`: unties the pointer and gives it.
    pub(crate) fn remove_wrap(&self, engine: &E, object: E::Value) -> Option<*mut c_void> {
        let reference = Meta::<E>::of(engine, object)?.take_wrapped(self.side)?;
        // SAFETY: the meta forgets a wrapped reference when that is deleted, so this one is live.
        let (data, owner) = unsafe { ((*reference).data.get(), (*reference).owner) };
        match owner {
            // SAFETY: as above; only the host knows of it.
            Owner::Host => unsafe { self.remove(engine, reference) },
            Owner::Addon => {
                // SAFETY: as above.
                if let Some(finalizer) = unsafe { (*reference).finalizer.take() } {
                    finalizer.cancel();
                }
            }
        }
        Some(data)
    }

    /// The value of a reference is gone: queues its finalizer. Possibly in the middle of a
    /// collection.
    ///
    /// # Safety
    ///
    /// The reference is live and of this environment.
    unsafe fn value_is_gone(&self, reference: *mut Reference<E>) {
        // SAFETY: the caller's promise.
        let (finalizer, owner) = unsafe { ((*reference).finalizer.take(), (*reference).owner) };
        if let Some(finalizer) = finalizer.clone() {
            self.finalizers.enqueue(finalizer);
        }
        match owner {
            // The addon may still delete the reference, and so forget the finalizer.
            // SAFETY: the caller's promise.
            Owner::Addon => unsafe { (*reference).finalizer.set(finalizer) },
            // SAFETY: the caller's promise; only the host knows of the reference, and `add` boxed
            // it. It holds no value any more.
            Owner::Host => unsafe {
                (*reference).list().remove(reference);
                drop(Box::from_raw(reference));
            },
        }
    }

    /// At teardown: lets all values go and hands every finalizer that has not run to the ledger,
    /// newest first. References of the addon's stay until its finalizers have run, which may delete
    /// them.
    pub(crate) fn tear_down(&self, engine: &E) {
        self.take_in(engine);
        while let Some(reference) = self.references.first() {
            // SAFETY: listed references are live.
            let this = unsafe { &*reference };
            if let Some(finalizer) = this.finalizer.take() {
                self.finalizers.enqueue(finalizer);
            }
            if this.owner == Owner::Host {
                // SAFETY: as above; only the host knows of it.
                unsafe { self.remove(engine, reference) };
                continue;
            }
            // SAFETY: the meta lives until the value's end, which unsets the field.
            unsafe { this.stop_listening(reference) };
            let value = this.value.replace(E::HOLE);
            let is_owned = this.is_owning() && !E::is_hole(value);
            // SAFETY: it is in the first list, and then in the other alone.
            unsafe {
                self.references.remove(reference);
                this.is_orphan.set(true);
                self.orphans.push(reference);
            }
            if is_owned {
                engine.free(value);
            }
        }
        self.lingering.close(engine);
    }

    /// The end of teardown: deletes what the addon has left.
    pub(crate) fn delete_orphans(&self, engine: &E) {
        self.take_in(engine);
        self.handed_in.close();
        while let Some(reference) = self.orphans.first() {
            // SAFETY: listed references are live; teardown has ended the addon's use of them.
            unsafe { self.remove(engine, reference) };
        }
    }
}

impl<E: Referable> Reference<E> {
    fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    fn set_count(&self, count: u32) {
        self.count.store(count, Ordering::Relaxed);
    }

    /// Whether the value, if it is there, is owned.
    fn is_owning(&self) -> bool {
        self.count() > 0 || self.is_pinned
    }

    /// Hears no more of its value's end; `reference` is this one.
    ///
    /// # Safety
    ///
    /// If there is a meta, it is live.
    unsafe fn stop_listening(&self, reference: *mut Self) {
        // SAFETY: the caller's promise.
        if let Some(meta) = unsafe { self.meta.get().as_ref() } {
            // SAFETY: this one is live, and listens to that meta's value.
            unsafe { meta.forget(reference) };
        }
    }

    /// The list of its manager's that it is in.
    fn list(&self) -> &List<Reference<E>> {
        // SAFETY: a manager stays where it is, and outlives its references.
        let manager = unsafe { &*self.manager };
        if self.is_orphan.get() {
            &manager.orphans
        } else {
            &manager.references
        }
    }
}

/// Has the reference hear of the value's end.
///
/// # Safety
///
/// The reference is live, and listens to no value.
unsafe fn listen<E: Referable>(
    engine: &E,
    reference: *mut Reference<E>,
    value: E::Value,
) -> Outcome<()> {
    let meta = Meta::<E>::of_or_new(engine, value)?;
    // SAFETY: the caller's promise; who deletes a reference has its meta forget it.
    unsafe { meta.remember(reference) };
    Ok(())
}

fn has_finalizer<E: Referable>(reference: &Reference<E>) -> bool {
    let finalizer = reference.finalizer.take();
    let has = finalizer.is_some();
    reference.finalizer.set(finalizer);
    has
}
