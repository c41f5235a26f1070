//! Immediates: what runs at the end of the turn.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Names an immediate. No two immediates of a loop have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ImmediateId(u64);

impl ImmediateId {
    /// The number that names the immediate, never 0.
    pub(crate) fn get(self) -> u64 {
        self.0
    }

    /// The immediate of a number; one that names none is ignored wherever it is given.
    pub(crate) fn from_raw(number: u64) -> Self {
        ImmediateId(number)
    }
}

/// The immediates of one loop; `C` is what is called.
pub(super) struct Immediates<C> {
    state: RefCell<State<C>>,
}

/// The immediates in the order in which they were set.
struct State<C> {
    immediates: BTreeMap<ImmediateId, Immediate<C>>,
    next: u64,
    /// How many keep the loop alive.
    referenced: usize,
}

/// An immediate that is set.
struct Immediate<C> {
    callback: C,
    is_referenced: bool,
}

impl<C> Immediates<C> {
    /// No immediates.
    pub(super) fn new() -> Self {
        let state = State {
            immediates: BTreeMap::new(),
            next: 1,
            referenced: 0,
        };
        Immediates {
            state: RefCell::new(state),
        }
    }

    /// Sets an immediate, which keeps the loop alive.
    pub(super) fn set(&self, callback: C) -> ImmediateId {
        let state = &mut *self.state.borrow_mut();
        let id = ImmediateId(state.next);
        state.next += 1;
        state.referenced += 1;
        state.immediates.insert(
            id,
            Immediate {
                callback,
                is_referenced: true,
            },
        );
        id
    }

    /// Forgets an immediate. One that has run, or was cleared before, is none.
    pub(super) fn clear(&self, id: ImmediateId) {
        let immediate = self.state.borrow_mut().remove(id);
        // Dropped without the borrow: a callback owns what it likes.
        drop(immediate);
    }

    /// Says whether the immediate keeps the loop alive.
    pub(super) fn set_ref(&self, id: ImmediateId, is_referenced: bool) {
        let state = &mut *self.state.borrow_mut();
        if let Some(immediate) = state.immediates.get_mut(&id)
            && immediate.is_referenced != is_referenced
        {
            immediate.is_referenced = is_referenced;
            if is_referenced {
                state.referenced += 1
            } else {
                state.referenced -= 1
            }
        }
    }

    /// Whether any immediate keeps the loop alive.
    pub(super) fn is_alive(&self) -> bool {
        self.state.borrow().referenced > 0
    }

    /// Whether none is set.
    pub(super) fn is_empty(&self) -> bool {
        self.state.borrow().immediates.is_empty()
    }

    /// Begins a turn, which runs what is set now. What is set meanwhile waits for the next.
    pub(super) fn begin(&self) -> ImmediateId {
        ImmediateId(self.state.borrow().next)
    }

    /// The next immediate of the turn that began with `end`.
    pub(super) fn next(&self, end: ImmediateId) -> Option<C> {
        let state = &mut *self.state.borrow_mut();
        let (&id, _) = state
            .immediates
            .first_key_value()
            .filter(|&(&id, _)| id < end)?;
        state.remove(id).map(|immediate| immediate.callback)
    }

    /// Forgets all immediates.
    pub(super) fn tear_down(&self) {
        let immediates = {
            let state = &mut *self.state.borrow_mut();
            state.referenced = 0;
            std::mem::take(&mut state.immediates)
        };
        drop(immediates);
    }
}

impl<C> State<C> {
    /// Takes an immediate out, if it is set.
    fn remove(&mut self, id: ImmediateId) -> Option<Immediate<C>> {
        let immediate = self.immediates.remove(&id)?;
        if immediate.is_referenced {
            self.referenced -= 1;
        }
        Some(immediate)
    }
}

#[cfg(test)]
mod tests {
    use super::Immediates;

    #[test]
    fn immediates_run_in_order_and_new_ones_wait() {
        let immediates = Immediates::new();
        immediates.set("a");
        let cleared = immediates.set("b");
        immediates.set("c");
        let end = immediates.begin();
        let mut ran = String::new();
        while let Some(name) = immediates.next(end) {
            ran += name;
            if name == "a" {
                immediates.clear(cleared);
                immediates.set("d");
            }
        }
        assert_eq!(ran, "ac");
        assert_eq!(immediates.next(immediates.begin()), Some("d"));
        assert!(immediates.is_empty() && !immediates.is_alive());
    }

    #[test]
    fn references_keep_the_loop_alive() {
        let immediates = Immediates::new();
        let id = immediates.set("a");
        assert!(immediates.is_alive());
        immediates.set_ref(id, false);
        immediates.set_ref(id, false);
        assert!(!immediates.is_alive() && !immediates.is_empty());
        immediates.set_ref(id, true);
        assert!(immediates.is_alive());
        immediates.clear(id);
        immediates.clear(id);
        assert!(!immediates.is_alive() && immediates.is_empty());
    }
}
