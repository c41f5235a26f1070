//! The memory that handle slots come from.

use super::Misuse;
use crate::host::engine::Values;
use std::cell::Cell;
use std::ptr::{self, NonNull};

/// Slots in a chunk: 64 KiB of them. Fewer in Miri, which looks at every step.
pub(super) const SLOTS: usize = if cfg!(miri) { 64 } else { 4096 };

/// How many chunks of closed slots the checked mode keeps out of use before it gives the oldest
/// back: a million handles.
pub(super) const QUARANTINE: usize = if cfg!(miri) { 4 } else { 256 };

struct Chunk<V> {
    /// [`SLOTS`] of them, all initialised. This owns them, but by no reference and no `Box`, which would
    /// claim that nobody else writes to them: handles point in here.
    slots: NonNull<V>,
    /// Checked: what is known of each slot.
    histories: Box<[Cell<History>]>,
    /// Counts up for ever in the checked mode; otherwise the place in the list.
    serial: usize,
}

/// Where a handle was made, and where its scope was closed: names of functions.
#[derive(Clone, Copy)]
struct History {
    made: &'static str,
    closed: &'static str,
}

impl History {
    const NONE: History = History {
        made: "",
        closed: "",
    };
}

impl<V: Copy> Chunk<V> {
    fn new(hole: V, checked: bool, serial: usize) -> Self {
        let slots = Box::into_raw(vec![hole; SLOTS].into_boxed_slice());
        let known = if checked { SLOTS } else { 0 };
        Chunk {
            slots: NonNull::new(slots.cast()).expect("a box is not null"),
            histories: vec![Cell::new(History::NONE); known].into(),
            serial,
        }
    }
}

impl<V> Drop for Chunk<V> {
    fn drop(&mut self) {
        let slots = ptr::slice_from_raw_parts_mut(self.slots.as_ptr(), SLOTS);
        // SAFETY: it was made of such a box in `new`; who drops a chunk has no handle in it any more.
        drop(unsafe { Box::from_raw(slots) });
    }
}

impl<V> Chunk<V> {
    /// A slot's place.
    fn index_of(&self, slot: *const V) -> usize {
        (slot.addr() - self.start().addr()) / size_of::<V>()
    }

    fn start(&self) -> *mut V {
        self.slots.as_ptr()
    }

    fn end(&self) -> *mut V {
        self.start().wrapping_add(SLOTS)
    }
}

/// The chunks of one runtime; the last in use is the current one.
pub(super) struct Chunks<E: Values> {
    list: Vec<Chunk<E::Value>>,
    /// The place of the current chunk in the list.
    current: usize,
    next_serial: usize,
    checked: bool,
}

impl<E: Values> Chunks<E> {
    pub(super) fn new(checked: bool) -> Self {
        Chunks {
            list: Vec::new(),
            current: 0,
            next_serial: 0,
            checked,
        }
    }

    /// Goes on to the next chunk; gives its first slot and its end.
    pub(super) fn add(&mut self) -> (*mut E::Value, *mut E::Value) {
        if !self.checked && self.current + 1 < self.list.len() {
            self.current += 1;
        } else {
            if self.checked && self.list.len() > QUARANTINE {
                self.give_back_oldest();
            }
            let chunk = Chunk::new(E::HOLE, self.checked, self.next_serial);
            self.list.push(chunk);
            self.next_serial += 1;
            self.current = self.list.len() - 1;
        }
        let chunk = &self.list[self.current];
        (chunk.start(), chunk.end())
    }

    fn give_back_oldest(&mut self) {
        let is_closed = |chunk: &Chunk<E::Value>| {
            (0..SLOTS).all(|index| {
                let slot = chunk.start().wrapping_add(index);
                // SAFETY: slots are initialised when the chunk is made, and there are so many.
                E::is_hole(unsafe { *slot })
            })
        };
        if let Some(index) = self.list.iter().position(is_closed) {
            self.list.remove(index);
        }
    }

    /// The serial of the current chunk.
    #[inline]
    pub(super) fn current(&self) -> usize {
        if self.checked {
            self.next_serial - 1
        } else {
            self.current
        }
    }

    /// Where the current chunk's part of a scope begins, and the chunk's serial.
    pub(super) fn start_of_last(&self, top: *mut E::Value, chunk: usize) -> (*mut E::Value, usize) {
        let last = self.current();
        (
            if last == chunk {
                top
            } else {
                self.list[self.current].start()
            },
            last,
        )
    }

    /// Goes back to the chunk before; gives its end as the next free slot, and as the limit.
    pub(super) fn back(&mut self) -> (*mut E::Value, *mut E::Value) {
        self.current -= 1;
        let end = self.list[self.current].end();
        (end, end)
    }

    /// The first slot of all.
    pub(super) fn first(&self) -> (*mut E::Value, usize) {
        (self.list[0].start(), self.list[0].serial)
    }

    /// Checked: remembers where the handle in a slot of the current chunk was made.
    pub(super) fn record(&self, slot: *const E::Value, made: &'static str) {
        let chunk = &self.list[self.current];
        chunk.histories[chunk.index_of(slot)].set(History { made, closed: "" });
    }

    /// Checked: empties a scope's slots, up to the next free one, and gives what they held.
    pub(super) fn take_above(
        &self,
        mark: (*mut E::Value, usize),
        top: *mut E::Value,
        closed: &'static str,
    ) -> Vec<E::Value> {
        let (start, first) = mark;
        let mut values = Vec::new();
        for chunk in &self.list {
            if chunk.serial < first {
                continue;
            }
            let mut slot = if chunk.serial == first {
                start
            } else {
                chunk.start()
            };
            let end = if chunk.serial == self.current() {
                top
            } else {
                chunk.end()
            };
            while slot < end {
                let history = &chunk.histories[chunk.index_of(slot)];
                if history.get().closed.is_empty() {
                    history.set(History {
                        closed,
                        ..history.get()
                    });
                }
                // SAFETY: slots are initialised when the chunk is made.
                let value = unsafe { slot.replace(E::HOLE) };
                if !E::is_hole(value) {
                    values.push(value);
                }
                slot = slot.wrapping_add(1);
            }
        }
        values
    }

    /// Whether the slot holds a value that `used` may read.
    pub(super) fn look_up(
        &self,
        slot: *const E::Value,
        top: *mut E::Value,
        used: &'static str,
    ) -> Result<(), Misuse> {
        let in_use = &self.list[..=self.current];
        let Some((index, chunk)) = in_use.iter().enumerate().rfind(|(_, chunk)| {
            (chunk.start().cast_const()..chunk.end().cast_const()).contains(&slot)
        }) else {
            return Err(Misuse::ForeignHandle { used });
        };
        if !(slot.addr() - chunk.start().addr()).is_multiple_of(size_of::<E::Value>()) {
            return Err(Misuse::ForeignHandle { used });
        }
        // SAFETY: slots are initialised when the chunk is made, and these are of one.
        if (index == self.current && slot >= top.cast_const()) || E::is_hole(unsafe { *slot }) {
            let history = chunk.histories.get(chunk.index_of(slot)).map(Cell::get);
            let History { made, closed } = history.unwrap_or(History::NONE);
            return Err(Misuse::UseAfterScope { used, made, closed });
        }
        Ok(())
    }
}
