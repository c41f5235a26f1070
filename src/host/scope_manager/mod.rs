//! ScopeManager: the lifetime of `napi_value`.
//!
//! A `napi_value` points at a slot that holds a value of the engine. Slots are handed out one after
//! the other from chunks; opening a scope remembers where that stands, and closing it frees the
//! values above. What needs no slot gets none: the arguments of a callback are read where the
//! engine keeps them ([`Frame`]), and `undefined`, `null`, `true`, `false` and the global object
//! have slots of their own for good.
//!
//! **Checked**, a closed slot is emptied and kept out of use, and every handle that comes in is
//! looked up before it is read: a stale handle, or one of another runtime, is recognised and reads
//! nothing. The two modes lay slots out alike; unchecked, the price is one branch a handle. The
//! look-up is also on while two runtimes are entered on one thread, whose handles the types cannot
//! tell apart.

mod chunks;
mod closed;
mod frame;
mod misuse;
#[cfg(test)]
mod tests;

pub(crate) use frame::Frame;
pub(crate) use misuse::Misuse;

use crate::host::engine::Primitives;
use chunks::Chunks;
use closed::LastClosed;
use nodeapi_sys::{napi_escapable_handle_scope, napi_handle_scope, napi_value};
use std::cell::{Cell, RefCell};
use std::ptr;

/// Where a scope began.
#[derive(Clone, Copy)]
pub(crate) struct Mark<V> {
    top: *mut V,
    chunk: usize,
}

/// Who closes the scope of a call into native code.
const RETURN: &str = "the return of native code";

/// Why a value could not leave an escapable scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EscapeError {
    Twice,
    Mismatch,
}

/// A scope that native code opened, as `napi_handle_scope` names it.
struct OpenScope<V> {
    mark: Mark<V>,
    /// Tells this scope from all others that stood in the same place.
    serial: u32,
    /// In an escapable scope the slot outside, while nothing has escaped.
    escape: Option<*mut V>,
    escapable: bool,
}

/// The handles of one runtime.
pub(crate) struct ScopeManager<E: Primitives> {
    /// The next free slot.
    top: Cell<*mut E::Value>,
    /// The end of the chunk that `top` is in.
    limit: Cell<*mut E::Value>,
    /// The same, where the checked mode has `limit` equal `top`, so that it hears of every handle.
    end: Cell<*mut E::Value>,
    /// Checked: the function of Node-API that runs, as far as is known.
    running: Cell<&'static str>,
    /// The serial of that chunk.
    chunk: Cell<usize>,
    /// Whether handles are looked up before they are read.
    verify: Cell<bool>,
    checked: bool,
    constants: Box<Constants<E::Value>>,
    frames: Cell<*const Frame<E::Value>>,
    chunks: RefCell<Chunks<E>>,
    scopes: RefCell<Vec<OpenScope<E::Value>>>,
    /// Unchecked: what the scope held that a callback has closed last.
    closed: LastClosed<E::Value>,
    /// How many scopes are open.
    open: Cell<usize>,
    /// How many open scopes belong to callers of the running callback, which may not close them.
    floor: Cell<usize>,
    next_serial: Cell<u32>,
}

/// The slots of values that are always there.
#[repr(C)]
struct Constants<V> {
    undefined: V,
    null: V,
    true_: V,
    false_: V,
    global: V,
}

impl<E: Primitives> ScopeManager<E> {
    pub(crate) fn new(engine: &E, checked: bool) -> Self {
        let mut chunks = Chunks::new(checked);
        let (top, limit) = chunks.add();
        ScopeManager {
            top: Cell::new(top),
            limit: Cell::new(if checked { top } else { limit }),
            end: Cell::new(limit),
            running: Cell::new(""),
            chunk: Cell::new(chunks.current()),
            verify: Cell::new(checked),
            checked,
            constants: Box::new(Constants {
                undefined: E::UNDEFINED,
                null: E::NULL,
                true_: E::TRUE,
                false_: E::FALSE,
                global: engine.global(),
            }),
            frames: Cell::new(ptr::null()),
            chunks: RefCell::new(chunks),
            scopes: RefCell::default(),
            closed: LastClosed::new(),
            open: Cell::new(0),
            floor: Cell::new(0),
            next_serial: Cell::new(1),
        }
    }

    /// Whether this is the checked mode.
    pub(crate) fn is_checked(&self) -> bool {
        self.checked
    }

    /// Has handles looked up, or where the mode allows it no longer so.
    pub(crate) fn set_verify(&self, verify: bool) {
        self.verify.set(verify || self.checked);
    }

    /// A handle in the innermost scope; it takes the value over.
    #[inline]
    pub(crate) fn push(&self, value: E::Value) -> napi_value {
        let slot = self.top.get();
        if slot == self.limit.get() {
            return self.push_slowly(value);
        }
        // SAFETY: between `top` and `limit` are free slots of a chunk.
        unsafe { slot.write(value) };
        self.top.set(slot.wrapping_add(1));
        slot.cast()
    }

    /// Goes on to the next chunk where this one is full; checked, also remembers who makes the
    /// handle.
    #[cold]
    fn push_slowly(&self, value: E::Value) -> napi_value {
        let mut chunks = self.chunks.borrow_mut();
        if self.top.get() == self.end.get() {
            let (top, end) = chunks.add();
            self.top.set(top);
            self.end.set(end);
            self.chunk.set(chunks.current());
        }
        let slot = self.top.get();
        // SAFETY: between `top` and `end` are free slots of a chunk.
        unsafe { slot.write(value) };
        self.top.set(slot.wrapping_add(1));
        if self.checked {
            chunks.record(slot, self.running.get());
            self.limit.set(self.top.get());
        } else {
            self.limit.set(self.end.get());
        }
        slot.cast()
    }

    /// Says which function of Node-API runs, for what the checked mode remembers.
    pub(crate) fn set_running(&self, function: &'static str) {
        self.running.set(function);
    }

    /// What a handle stands for, borrowed. The handle is not null.
    ///
    /// # Safety
    ///
    /// Unless handles are looked up, it is a live handle of this runtime: its maker's promise.
    #[inline]
    pub(crate) unsafe fn get(&self, handle: napi_value) -> Result<E::Value, Misuse> {
        if self.verify.get() {
            self.look_up(handle)?;
        }
        // SAFETY: the caller's promise, or looked up.
        Ok(unsafe { *handle.cast::<E::Value>() })
    }

    #[cold]
    fn look_up(&self, handle: napi_value) -> Result<(), Misuse> {
        let slot = handle.cast::<E::Value>().cast_const();
        let constants = ptr::from_ref(&*self.constants).cast::<E::Value>();
        if (constants..constants.wrapping_add(5)).contains(&slot) {
            return Ok(());
        }
        // SAFETY: linked frames are those of running calls; `pop_frame` unlinks them.
        if !self.checked && unsafe { Frame::any_holds(self.frames.get(), slot) } {
            return Ok(());
        }
        self.chunks
            .borrow()
            .look_up(slot, self.top.get(), self.running.get())
    }

    /// Opens a scope of the host's own; pairs with [`close`](Self::close).
    #[inline]
    pub(crate) fn open(&self) -> Mark<E::Value> {
        Mark {
            top: self.top.get(),
            chunk: self.chunk.get(),
        }
    }

    /// Closes the scope that began at the mark, and every one within.
    #[inline]
    pub(crate) fn close(&self, engine: &E, mark: Mark<E::Value>) {
        if self.top.get() == mark.top {
            return;
        }
        if self.checked {
            self.set_running(RETURN);
        }
        self.free_above(engine, mark);
    }

    fn free_above(&self, engine: &E, mark: Mark<E::Value>) {
        if self.checked {
            // `top` stays where it is: closed slots are out of use.
            let mark = (mark.top, mark.chunk);
            let values = self
                .chunks
                .borrow()
                .take_above(mark, self.top.get(), self.running.get());
            for value in values {
                engine.free(value);
            }
            return;
        }
        self.free_closed(engine);
        // Freeing runs class finalizers, which touch no handles; still, no borrow is held then.
        self.empty_above(mark, |_, value| engine.free(value));
    }

    /// Unchecked: empties the slots of the scope that began at the mark, and gives up what they held.
    #[inline(always)]
    fn empty_above(&self, mark: Mark<E::Value>, give_up: impl Fn(*const E::Value, E::Value)) {
        loop {
            let (start, serial) = self.chunks.borrow().start_of_last(mark.top, mark.chunk);
            let mut slot = self.top.get();
            while slot > start {
                slot = slot.wrapping_sub(1);
                // SAFETY: the slots from the start of this chunk, or the mark, to `top` are filled.
                let value = unsafe { slot.replace(E::HOLE) };
                if !E::is_hole(value) {
                    give_up(slot, value);
                }
            }
            self.top.set(start);
            if serial == mark.chunk {
                return;
            }
            let mut chunks = self.chunks.borrow_mut();
            let (top, end) = chunks.back();
            self.top.set(top);
            self.limit.set(end);
            self.end.set(end);
            self.chunk.set(chunks.current());
        }
    }

    /// Frees what the scope held that was closed last.
    #[inline]
    pub(crate) fn free_closed(&self, engine: &E) {
        if !self.closed.is_empty() {
            self.closed.clear(|value| engine.free(value));
        }
    }

    /// The value, owned, of a handle whose scope was closed last, and whose slot is still empty.
    #[cold]
    pub(crate) fn take_closed(&self, handle: napi_value) -> Option<E::Value> {
        self.closed.take(handle.cast::<E::Value>())
    }

    /// Whether a slot belongs to the scope that began at the mark, so that its value may be moved
    /// out when the scope is closed.
    #[inline]
    pub(crate) fn take_if_above(
        &self,
        handle: napi_value,
        mark: Mark<E::Value>,
    ) -> Option<E::Value> {
        let slot = handle.cast::<E::Value>();
        if slot < mark.top || slot >= self.top.get() || self.chunk.get() != mark.chunk {
            return None;
        }
        // SAFETY: a filled slot of the current chunk, above the mark.
        let value = unsafe { slot.replace(E::HOLE) };
        if slot == mark.top && self.top.get() == slot.wrapping_add(1) && !self.checked {
            // The only one: with it, the scope is empty.
            self.top.set(slot);
        }
        (!E::is_hole(value)).then_some(value)
    }

    /// `napi_open_handle_scope`.
    pub(crate) fn open_scope(&self) -> napi_handle_scope {
        self.push_scope(false, None)
    }

    /// `napi_close_handle_scope`.
    pub(crate) fn close_scope(&self, engine: &E, scope: napi_handle_scope) -> Result<(), Misuse> {
        let mark = {
            let mut scopes = self.scopes.borrow_mut();
            let index = self.find(&scopes, scope).ok_or_else(|| self.mismatch())?;
            let mark = scopes[index].mark;
            scopes.truncate(index);
            self.open.set(index);
            mark
        };
        if self.top.get() == mark.top {
            return Ok(());
        }
        if self.checked || !self.is_in_callback() {
            self.free_above(engine, mark);
        } else {
            // The callback may be about to return one of these.
            self.free_closed(engine);
            self.empty_above(mark, |slot, value| self.closed.push(slot, value));
        }
        Ok(())
    }

    /// What closing a scope that is not open is.
    pub(crate) fn mismatch(&self) -> Misuse {
        Misuse::ScopeMismatch {
            used: self.running.get(),
        }
    }

    /// `napi_open_escapable_handle_scope`: keeps a slot outside.
    pub(crate) fn open_escapable_scope(&self) -> napi_escapable_handle_scope {
        let slot = self.push(E::UNDEFINED);
        self.push_scope(true, Some(slot.cast())).cast()
    }

    /// `napi_escape_handle`; takes the value over where it succeeds.
    pub(crate) fn escape(
        &self,
        scope: napi_escapable_handle_scope,
        value: E::Value,
    ) -> Result<napi_value, EscapeError> {
        let mut scopes = self.scopes.borrow_mut();
        let index = self
            .find(&scopes, scope.cast())
            .ok_or(EscapeError::Mismatch)?;
        let scope = &mut scopes[index];
        if !scope.escapable {
            return Err(EscapeError::Mismatch);
        }
        let slot = scope.escape.take().ok_or(EscapeError::Twice)?;
        // SAFETY: the slot was filled when the scope was opened, and is outside it.
        unsafe { slot.write(value) };
        Ok(slot.cast())
    }

    fn push_scope(&self, escapable: bool, escape: Option<*mut E::Value>) -> napi_handle_scope {
        let serial = self.next_serial.get();
        self.next_serial.set(serial.wrapping_add(1).max(1));
        let mut scopes = self.scopes.borrow_mut();
        scopes.push(OpenScope {
            mark: self.open(),
            serial,
            escape,
            escapable,
        });
        self.open.set(scopes.len());
        name(scopes.len() - 1, serial)
    }

    /// The place of an open scope that the running callback may close.
    fn find(&self, scopes: &[OpenScope<E::Value>], scope: napi_handle_scope) -> Option<usize> {
        (self.floor.get()..scopes.len())
            .rev()
            .find(|&index| name(index, scopes[index].serial) == scope)
    }

    /// Begins a call into native code: its scopes are its own. Pairs with
    /// [`leave_native`](Self::leave_native).
    #[inline]
    pub(crate) fn enter_native(&self) -> usize {
        self.floor.replace(self.open.get())
    }

    /// Ends a call into native code; closes the scopes that it left open.
    #[inline]
    pub(crate) fn leave_native(&self, outer_floor: usize) -> Result<(), Misuse> {
        let floor = self.floor.replace(outer_floor);
        if self.open.get() > floor {
            Err(self.close_left_open(floor))
        } else {
            Ok(())
        }
    }

    #[cold]
    fn close_left_open(&self, floor: usize) -> Misuse {
        self.scopes.borrow_mut().truncate(floor);
        self.open.set(floor);
        Misuse::UnbalancedScopes
    }

    /// Has the frame's slots count as handles until [`pop_frame`](Self::pop_frame).
    ///
    /// # Safety
    ///
    /// The frame stays where it is until then.
    #[inline]
    pub(crate) unsafe fn push_frame(&self, frame: &Frame<E::Value>) {
        frame.link(self.frames.replace(frame));
    }

    /// Ends what [`push_frame`](Self::push_frame) began.
    #[inline]
    pub(crate) fn pop_frame(&self, frame: &Frame<E::Value>) {
        self.frames.set(frame.previous());
    }

    /// A handle for a value that the engine keeps alive until the running callback returns, at
    /// `slot`.
    #[inline]
    pub(crate) fn borrowed(&self, engine: &E, slot: &E::Value) -> napi_value {
        if self.checked {
            return self.push(engine.dup(*slot));
        }
        ptr::from_ref(slot).cast_mut().cast()
    }

    /// Whether a native function runs that JavaScript has called.
    pub(crate) fn is_in_callback(&self) -> bool {
        !self.frames.get().is_null()
    }

    /// The handle of `undefined`.
    #[inline]
    pub(crate) fn undefined(&self) -> napi_value {
        constant(&self.constants.undefined)
    }

    /// The handle of `null`.
    pub(crate) fn null(&self) -> napi_value {
        constant(&self.constants.null)
    }

    /// The handle of a boolean.
    pub(crate) fn boolean(&self, value: bool) -> napi_value {
        constant(if value {
            &self.constants.true_
        } else {
            &self.constants.false_
        })
    }

    /// The handle of the global object.
    pub(crate) fn global(&self) -> napi_value {
        constant(&self.constants.global)
    }

    /// Frees every value. No handle may be used afterwards.
    pub(crate) fn tear_down(&self, engine: &E) {
        self.scopes.borrow_mut().clear();
        self.open.set(0);
        let (top, chunk) = self.chunks.borrow().first();
        self.free_above(engine, Mark { top, chunk });
        self.free_closed(engine);
        engine.free(self.constants.global);
    }
}

/// The name of the scope at a place, which no other scope has had: never null.
fn name(index: usize, serial: u32) -> napi_handle_scope {
    ptr::without_provenance_mut((serial as usize) << 24 | ((index + 1) & 0xFF_FFFF))
}

fn constant<V>(slot: &V) -> napi_value {
    ptr::from_ref(slot).cast_mut().cast()
}

const _: () = assert!(usize::BITS == 64, "scope names need 56 bits");
