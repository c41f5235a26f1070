//! The object that many calls in a row are about.
//!
//! A host takes long to say what an object wraps: Node.js, longer than for all the rest of a short
//! method. Whether an object is a certain other one, it says sooner. So once many calls in a row were
//! about the same object, the thread knows that, by a weak reference, and what it wraps. Where objects
//! take turns, nothing is known, and nothing is asked in vain.

use super::cell::Header;
use super::live;
use crate::safe::env::Env;
use crate::safe::reference::WeakRef;
use crate::safe::value::{JsValue, Object, Value};
use nodeapi_sys as sys;
use std::cell::RefCell;
use std::ptr;

/// How many calls in a row make an object known. To know one costs as much as a few calls save.
const ENOUGH: u32 = 16;

struct Receiver {
    /// What the object of the last call wraps.
    cell: *const Header,
    /// How many calls in a row were about it.
    calls: u32,
    /// The object, once it is known.
    object: Option<WeakRef<Object<'static>>>,
}

impl Receiver {
    const NONE: Receiver = Receiver {
        cell: ptr::null(),
        calls: 0,
        object: None,
    };
}

thread_local! {
    static LAST: RefCell<Receiver> = const { RefCell::new(Receiver::NONE) };
}

/// What the value wraps, where it is the object that is known: a cell that its object owns.
#[inline]
pub(super) fn known(env: &Env<'_>, value: Value<'_>) -> Option<*const Header> {
    LAST.try_with(|last| {
        let last = last.try_borrow().ok()?;
        let object = last.object.as_ref()?.get(env).ok()??;
        let mut is_same = false;
        // Where the environment is just being ended, the host says no more than that.
        // SAFETY: the environment is live, and so are both handles.
        let _ =
            unsafe { sys::napi_strict_equals(env.raw(), object.raw(), value.raw(), &mut is_same) };
        // What is alive has not been finalized; that its object still owns the cell is looked at all
        // the same.
        (is_same && live::owned(last.cell)).then_some(last.cell)
    })
    .ok()?
}

/// A call is about an object that wraps this cell, and that was not known.
#[inline]
pub(super) fn seen(env: &Env<'_>, object: Object<'_>, cell: *const Header) {
    let is_enough = LAST.try_with(|last| {
        let Ok(mut last) = last.try_borrow_mut() else {
            return false;
        };
        if !ptr::eq(last.cell, cell) {
            *last = Receiver {
                cell,
                calls: 0,
                object: None,
            };
        }
        last.calls = last.calls.saturating_add(1);
        last.calls == ENOUGH
    });
    if is_enough == Ok(true) {
        know(env, object, cell);
    }
}

#[cold]
fn know(env: &Env<'_>, object: Object<'_>, cell: *const Header) {
    let object = env.weak_reference(object).ok();
    let _ = LAST.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut()
            && ptr::eq(last.cell, cell)
        {
            last.object = object;
        }
    });
}

/// The cell's object is gone: another may get its address. Where a collection comes in the middle of
/// the above, the dead object stays, which no value is.
pub(super) fn gone(cell: *const Header) {
    let _ = LAST.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut()
            && ptr::eq(last.cell, cell)
        {
            *last = Receiver::NONE;
        }
    });
}
