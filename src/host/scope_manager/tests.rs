//! Slots, scopes and frames, on an engine that counts. `scripts/miri` looks at every access.

use super::chunks::{QUARANTINE, SLOTS};
use super::{EscapeError, Frame, Misuse, ScopeManager};
use crate::host::counting::{Counting, Token};
use crate::host::engine::{Call, Primitives, Values};
use nodeapi_sys::napi_value;

/// Runs `f` with handles, checked and not; at the end no value is left.
fn with(f: impl Fn(&Counting, &ScopeManager<Counting>)) {
    for checked in [false, true] {
        let engine = Counting::new();
        let scopes = ScopeManager::new(&engine, checked);
        f(&engine, &scopes);
        scopes.tear_down(&engine);
        assert_eq!(engine.alive(), 0);
    }
}

/// What a handle that its maker knows to be live stands for.
fn get(scopes: &ScopeManager<Counting>, handle: napi_value) -> Token {
    // SAFETY: the tests' own word.
    unsafe { scopes.get(handle) }.expect("a live handle")
}

#[test]
fn a_scope_frees_what_came_since_it_was_opened() {
    with(|engine, scopes| {
        let (outside, inside) = (engine.object(), engine.object());
        let outer = scopes.push(outside);
        let mark = scopes.open();
        let inner = scopes.push(inside);
        assert_eq!((get(scopes, outer), get(scopes, inner)), (outside, inside));
        scopes.close(engine, mark);
        assert_eq!((engine.count(outside), engine.count(inside)), (1, 0));
        assert_eq!(get(scopes, outer), outside);
    });
}

#[test]
fn scopes_may_be_longer_than_a_chunk() {
    with(|engine, scopes| {
        let first = engine.object();
        let before = scopes.push(first);
        let mark = scopes.open();
        for count in [SLOTS / 2, 3 * SLOTS] {
            let inner = scopes.open();
            let values: Vec<_> = (0..count)
                .map(|_| {
                    let value = engine.object();
                    (scopes.push(value), value)
                })
                .collect();
            for (handle, value) in &values {
                assert_eq!(get(scopes, *handle), *value);
            }
            assert_eq!(engine.alive(), 1 + count);
            scopes.close(engine, inner);
            assert_eq!(engine.alive(), 1);
        }
        scopes.close(engine, mark);
        assert_eq!(get(scopes, before), first);
    });
}

#[test]
fn one_value_leaves_an_escapable_scope() {
    with(|engine, scopes| {
        let scope = scopes.open_escapable_scope();
        let (result, other) = (engine.object(), engine.object());
        scopes.push(engine.dup(result));
        let escaped = scopes.escape(scope, result).unwrap();
        assert_eq!(scopes.escape(scope, other), Err(EscapeError::Twice));
        engine.free(other);
        scopes.close_scope(engine, scope.cast()).unwrap();
        assert_eq!(get(scopes, escaped), result);
        assert_eq!(engine.count(result), 1);
        // Nothing has escaped: what is kept outside is `undefined`.
        let scope = scopes.open_escapable_scope();
        scopes.close_scope(engine, scope.cast()).unwrap();
        let plain = scopes.open_scope();
        assert_eq!(
            scopes.escape(plain.cast(), Counting::UNDEFINED),
            Err(EscapeError::Mismatch)
        );
        scopes.close_scope(engine, plain).unwrap();
    });
}

#[test]
fn a_scope_is_closed_once_and_by_its_own_call() {
    with(|engine, scopes| {
        let outer = scopes.open_scope();
        let floor = scopes.enter_native();
        let mismatch = Err(Misuse::ScopeMismatch { used: "" });
        assert_eq!(scopes.close_scope(engine, outer), mismatch);
        let inner = scopes.open_scope();
        scopes.push(engine.object());
        assert_eq!(scopes.close_scope(engine, inner), Ok(()));
        assert_eq!(scopes.close_scope(engine, inner), mismatch);
        // Another one in the same place has another name.
        let again = scopes.open_scope();
        assert_ne!(inner, again);
        assert_eq!(scopes.close_scope(engine, inner), mismatch);
        assert_eq!(scopes.leave_native(floor), Err(Misuse::UnbalancedScopes));
        assert_eq!(scopes.close_scope(engine, outer), Ok(()));
        assert_eq!(engine.alive(), 0);
    });
}

#[test]
fn arguments_are_read_where_the_engine_has_them() {
    with(|engine, scopes| {
        let arguments = [engine.object(), engine.object()];
        let this = engine.object();
        let call = Call {
            this,
            new_target: None,
            arguments: &arguments,
        };
        let frame = Frame::new(&call);
        // SAFETY: the frame stays until it is popped.
        unsafe { scopes.push_frame(&frame) };
        assert!(scopes.is_in_callback());
        let mark = scopes.open();
        let handles: Vec<_> = arguments
            .iter()
            .chain([&call.this])
            .map(|slot| scopes.borrowed(engine, slot))
            .collect();
        // Looked up or not.
        for verify in [false, true] {
            scopes.set_verify(verify);
            for (handle, value) in handles.iter().zip(arguments.iter().chain([&this])) {
                assert_eq!(get(scopes, *handle), *value);
            }
        }
        scopes.set_verify(false);
        scopes.close(engine, mark);
        scopes.pop_frame(&frame);
        assert!(!scopes.is_in_callback());
        for value in arguments.into_iter().chain([this]) {
            assert_eq!(engine.count(value), 1);
            engine.free(value);
        }
    });
}

#[test]
fn a_result_is_moved_out_of_its_slot() {
    with(|engine, scopes| {
        for before in [0, 1] {
            let mark = scopes.open();
            for _ in 0..before {
                scopes.push(engine.object());
            }
            let result = engine.object();
            let handle = scopes.push(result);
            assert_eq!(scopes.take_if_above(handle, mark), Some(result));
            assert_eq!(scopes.take_if_above(scopes.undefined(), mark), None);
            scopes.close(engine, mark);
            assert_eq!(engine.count(result), 1);
            engine.free(result);
            assert_eq!(engine.alive(), 0);
        }
    });
}

#[test]
fn a_callback_may_return_what_its_closed_scope_held() {
    let engine = Counting::new();
    let scopes = ScopeManager::new(&engine, false);
    let this = engine.object();
    let call = Call {
        this,
        new_target: None,
        arguments: &[],
    };
    let frame = Frame::new(&call);
    // SAFETY: the frame stays until it is popped.
    unsafe { scopes.push_frame(&frame) };
    let scope = scopes.open_scope();
    let (result, rest) = (engine.object(), engine.object());
    let handle = scopes.push(result);
    scopes.push(rest);
    scopes.close_scope(&engine, scope).unwrap();
    assert_eq!(scopes.take_closed(handle), Some(result));
    assert_eq!(scopes.take_closed(handle), None);
    scopes.free_closed(&engine);
    assert_eq!((engine.count(result), engine.count(rest)), (1, 0));
    engine.free(result);
    scopes.pop_frame(&frame);
    engine.free(this);
    scopes.tear_down(&engine);
    assert_eq!(engine.alive(), 0);
}

#[test]
fn checked_handles_say_what_is_wrong_with_them() {
    let engine = Counting::new();
    let (ours, theirs) = (
        ScopeManager::new(&engine, true),
        ScopeManager::new(&engine, true),
    );
    let look = |handle| {
        // SAFETY: every handle is looked up.
        unsafe { ours.get(handle) }
    };
    ours.set_running("napi_create_object");
    let mark = ours.open();
    let stale = ours.push(engine.object());
    ours.close(&engine, mark);
    ours.set_running("napi_typeof");
    assert_eq!(
        look(stale),
        Err(Misuse::UseAfterScope {
            used: "napi_typeof",
            made: "napi_create_object",
            closed: "the return of native code",
        })
    );
    let foreign = Err(Misuse::ForeignHandle {
        used: "napi_typeof",
    });
    assert_eq!(look(theirs.push(engine.object())), foreign);
    assert_eq!(look(theirs.undefined()), foreign);
    let live = ours.push(engine.object());
    assert!(look(live).is_ok());
    assert_eq!(look(live.wrapping_byte_add(1)), foreign);
    assert_eq!(look(ours.global()), Ok(engine.global()));
    engine.free(engine.global());
    for manager in [&ours, &theirs] {
        manager.tear_down(&engine);
    }
    assert_eq!(engine.alive(), 0);
}

#[test]
fn checked_slots_come_back_into_use_after_long() {
    let engine = Counting::new();
    let scopes = ScopeManager::new(&engine, true);
    let kept = engine.object();
    let handle = scopes.push(kept);
    // More than are kept out of use.
    for _ in 0..QUARANTINE + 8 {
        let mark = scopes.open();
        for _ in 0..SLOTS {
            scopes.push(engine.dup(kept));
        }
        scopes.close(&engine, mark);
        assert_eq!(engine.count(kept), 1);
    }
    assert_eq!(get(&scopes, handle), kept);
    scopes.tear_down(&engine);
    assert_eq!(engine.alive(), 0);
}
