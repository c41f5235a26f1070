//! References and what hangs on values, on an engine that counts. `scripts/miri` looks at every access.

use super::{Change, Finalizer, Finalizers, Owner, ReferenceManager, Side};
use crate::host::counting::Counting;
use crate::host::engine::{Primitives, ValueType, Values};
use nodeapi_sys::{napi_ref, napi_type_tag};
use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;

/// An environment's references, and the ledger that their finalizers wait in.
struct Fixture {
    engine: Counting,
    finalizers: Rc<Finalizers>,
    references: ReferenceManager<Counting>,
}

impl Fixture {
    fn new() -> Box<Self> {
        let finalizers = Rc::<Finalizers>::default();
        Box::new(Fixture {
            engine: Counting::new(),
            references: ReferenceManager::new(finalizers.clone(), Side::Addons),
            finalizers,
        })
    }

    fn is_there(&self, reference: napi_ref) -> bool {
        // SAFETY: the tests' own references, until they delete them; so everywhere here.
        unsafe { self.references.value(&self.engine, reference) }.is_some()
    }

    fn increment(&self, reference: napi_ref) -> u32 {
        // SAFETY: as above.
        unsafe { self.references.increment(&self.engine, reference) }
    }

    fn decrement(&self, reference: napi_ref) -> Option<u32> {
        // SAFETY: as above.
        unsafe { self.references.decrement(&self.engine, reference) }.unwrap()
    }

    fn delete(&self, reference: napi_ref) {
        // SAFETY: as above.
        unsafe { self.references.delete(&self.engine, reference) }
    }

    /// Runs what waits; gives the data of each, in order.
    fn run_finalizers(&self) -> Vec<usize> {
        let mut ran = Vec::new();
        while let Some(finalizer) = self.finalizers.next() {
            let callback = finalizer.take();
            assert!(callback.is_none() || callback.is_some_and(|it| ptr::fn_addr_eq(it, NOTHING)));
            if callback.is_some() {
                ran.push(finalizer.data.addr());
            }
        }
        ran
    }

    fn end(&self) {
        self.references.tear_down(&self.engine);
        self.references.delete_orphans(&self.engine);
        assert_eq!(self.engine.alive(), 0);
    }
}

const NOTHING: unsafe extern "C" fn(nodeapi_sys::napi_env, *mut c_void, *mut c_void) = nothing;
unsafe extern "C" fn nothing(_: nodeapi_sys::napi_env, _: *mut c_void, _: *mut c_void) {}

fn finalizer(data: usize) -> Finalizer {
    let data = ptr::without_provenance_mut(data);
    Finalizer::new(ptr::null_mut(), Some(NOTHING), data, ptr::null_mut(), false)
}

#[test]
fn a_count_above_zero_keeps_the_value() {
    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    let object = engine.object();
    let reference = references.create(engine, object, 1).unwrap();
    let weak = references.create(engine, object, 0).unwrap();
    engine.free(object);
    assert!(fixture.is_there(reference) && fixture.is_there(weak));
    assert_eq!(fixture.increment(reference), 2);
    assert_eq!(fixture.decrement(reference), Some(1));
    assert_eq!(fixture.increment(weak), 1);
    assert_eq!(fixture.decrement(reference), Some(0));
    assert_eq!(engine.count(object), 1);
    assert_eq!(fixture.decrement(weak), Some(0));
    assert_eq!(engine.count(object), 0);
    for gone in [reference, weak] {
        assert!(!fixture.is_there(gone));
        assert_eq!(
            (fixture.increment(gone), fixture.decrement(gone)),
            (0, None)
        );
        fixture.delete(gone);
    }
    fixture.end();
}

#[test]
fn what_cannot_be_weak_is_given_up_but_for_registered_symbols() {
    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    for (type_, stays) in [(ValueType::Number, false), (ValueType::Symbol, true)] {
        let value = engine.make(type_);
        let reference = references.create(engine, value, 1).unwrap();
        engine.free(value);
        assert_eq!(fixture.decrement(reference), Some(0));
        assert_eq!(fixture.is_there(reference), stays);
        assert_eq!(engine.count(value), usize::from(stays));
        fixture.delete(reference);
        assert_eq!(engine.alive(), 0);
    }
    let reference = references.create(engine, Counting::NULL, 0).unwrap();
    assert!(!fixture.is_there(reference));
    fixture.end();
}

#[test]
fn a_finalizer_waits_once_its_value_is_gone() {
    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    let object = engine.object();
    references
        .add_finalizer(engine, object, finalizer(1), Owner::Host)
        .unwrap();
    let owned = references
        .add_finalizer(engine, object, finalizer(2), Owner::Addon)
        .unwrap();
    let forgotten = references
        .add_finalizer(engine, object, finalizer(3), Owner::Addon)
        .unwrap();
    fixture.delete(forgotten);
    assert!(fixture.finalizers.is_empty());
    engine.free(object);
    assert_eq!(fixture.run_finalizers(), [2, 1]);
    assert!(!fixture.is_there(owned));
    fixture.delete(owned);
    // Deleted after the value's end and before it ran: forgotten too.
    let object = engine.object();
    let late = references
        .add_finalizer(engine, object, finalizer(4), Owner::Addon)
        .unwrap();
    engine.free(object);
    fixture.delete(late);
    assert!(fixture.run_finalizers().is_empty());
    fixture.end();
}

#[test]
fn an_object_wraps_one_pointer_and_bears_one_tag() {
    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    let object = engine.object();
    assert!(references.wrapped(engine, object).is_none());
    for owner in [Owner::Host, Owner::Addon] {
        let reference = references
            .wrap(engine, object, finalizer(5), owner)
            .unwrap();
        assert_eq!(
            references.wrapped(engine, object).map(<*mut c_void>::addr),
            Some(5)
        );
        let data = references.remove_wrap(engine, object);
        assert_eq!(data.map(<*mut c_void>::addr), Some(5));
        assert!(references.remove_wrap(engine, object).is_none());
        if owner == Owner::Addon {
            assert!(fixture.is_there(reference));
            fixture.delete(reference);
        }
    }
    let tag = |lower| napi_type_tag { lower, upper: 0 };
    assert_eq!(references.set_type_tag(engine, object, tag(1)), Ok(true));
    assert_eq!(references.set_type_tag(engine, object, tag(2)), Ok(false));
    assert_eq!(references.type_tag(engine, object), Some(tag(1)));
    // The pointer that is wrapped at the value's end is finalized.
    references
        .wrap(engine, object, finalizer(6), Owner::Host)
        .unwrap();
    engine.free(object);
    assert_eq!(fixture.run_finalizers(), [6]);
    fixture.end();
}

#[test]
fn builtins_and_addons_do_not_see_what_the_other_has_wrapped() {
    let fixture = Fixture::new();
    let (engine, of_addons) = (&fixture.engine, &fixture.references);
    let of_builtins = Box::new(ReferenceManager::new(
        fixture.finalizers.clone(),
        Side::Builtins,
    ));
    let object = engine.object();
    let tag = |lower| napi_type_tag { lower, upper: 0 };
    for (references, data) in [(&*of_builtins, 1), (of_addons, 2)] {
        assert!(references.wrapped(engine, object).is_none());
        assert_eq!(references.type_tag(engine, object), None);
        references
            .wrap(engine, object, finalizer(data), Owner::Host)
            .unwrap();
        let tagged = references.set_type_tag(engine, object, tag(data as u64));
        assert_eq!(tagged, Ok(true));
    }
    assert_eq!(
        of_builtins.wrapped(engine, object).map(<*mut c_void>::addr),
        Some(1)
    );
    assert_eq!(of_builtins.type_tag(engine, object), Some(tag(1)));
    let taken = of_addons.remove_wrap(engine, object);
    assert_eq!(taken.map(<*mut c_void>::addr), Some(2));
    assert!(of_builtins.wrapped(engine, object).is_some());
    engine.free(object);
    assert_eq!(fixture.run_finalizers(), [1]);
    of_builtins.tear_down(engine);
    fixture.end();
}

#[test]
fn teardown_lets_go_and_finalizes_newest_first() {
    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    let object = engine.object();
    let other = engine.object();
    let strong = references.create(engine, object, 1).unwrap();
    references
        .wrap(engine, object, finalizer(1), Owner::Host)
        .unwrap();
    let owned = references
        .add_finalizer(engine, other, finalizer(2), Owner::Addon)
        .unwrap();
    let left = references.create(engine, other, 0).unwrap();
    references.tear_down(engine);
    assert_eq!((engine.count(object), engine.count(other)), (1, 1));
    // A finalizer may delete references, its own too.
    assert!(!fixture.is_there(strong) && !fixture.is_there(left));
    fixture.delete(strong);
    assert_eq!(fixture.run_finalizers(), [2, 1]);
    fixture.delete(owned);
    references.delete_orphans(engine);
    engine.free(object);
    engine.free(other);
    assert_eq!(engine.alive(), 0);
    assert!(fixture.finalizers.is_empty());
}

#[test]
fn what_other_threads_ask_is_done_at_home() {
    struct Foreign<'a>(&'a ReferenceManager<Counting>, napi_ref);
    // SAFETY: `hand_in` alone is called on the other thread, which is what it is for.
    unsafe impl Send for Foreign<'_> {}
    impl Foreign<'_> {
        fn ask(&self, change: Change) -> Option<u32> {
            // SAFETY: the reference lives until the last request is done.
            unsafe { self.0.hand_in(self.1, change) }
        }
    }

    let fixture = Fixture::new();
    let (engine, references) = (&fixture.engine, &fixture.references);
    let object = engine.object();
    let reference = references.create(engine, object, 1).unwrap();
    engine.free(object);
    let foreign = Foreign(references, reference);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let foreign = foreign;
            assert_eq!(foreign.ask(Change::Increment), Some(2));
            assert_eq!(foreign.ask(Change::Decrement), Some(1));
            assert_eq!(foreign.ask(Change::Decrement), Some(0));
            assert_eq!(foreign.ask(Change::Decrement), None);
            assert_eq!(foreign.ask(Change::Delete), Some(0));
        });
    });
    assert_eq!(engine.count(object), 1);
    references.take_in(engine);
    assert_eq!(engine.count(object), 0);
    fixture.end();
}
