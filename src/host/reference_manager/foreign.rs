//! What other threads ask of references.
//!
//! Node-API has this done on the environment's own thread. In Node.js a reference can be counted and
//! deleted on any thread all the same, as long as nobody else uses the engine at that moment, and
//! addons do so, mostly by the destructor of what a thread has dropped. Here it is handed in, and done
//! on the own thread before that uses a reference again: for an addon that orders its threads, that
//! is as if it had been done at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What to do with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Increment,
    Decrement,
    Delete,
}

/// A reference, by its address: only its own thread looks behind that.
type Request = (usize, Change);

/// What other threads have handed in.
pub(super) struct HandedIn {
    /// Whether `requests` has any.
    is_waiting: AtomicBool,
    /// `None` once nothing is taken any more.
    requests: Mutex<Option<Vec<Request>>>,
}

impl HandedIn {
    pub(super) fn new() -> Self {
        HandedIn {
            is_waiting: AtomicBool::new(false),
            requests: Mutex::new(Some(Vec::new())),
        }
    }

    /// Leaves a request; on any thread. `count` is how often the reference is counted, as far as its
    /// own thread knows; gives how often it will be, or `None` where that cannot be done.
    pub(super) fn push(&self, reference: usize, change: Change, count: u32) -> Option<u32> {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let requests = requests.as_mut()?;
        let earlier = requests.iter().filter(|(of, _)| *of == reference);
        let count = earlier.fold(count, |count, (_, change)| change.applied_to(count));
        if change == Change::Decrement && count == 0 {
            return None;
        }
        requests.push((reference, change));
        self.is_waiting.store(true, Ordering::Release);
        Some(change.applied_to(count))
    }

    #[inline]
    pub(super) fn is_waiting(&self) -> bool {
        self.is_waiting.load(Ordering::Acquire)
    }

    /// What has come, oldest first.
    pub(super) fn take(&self) -> Vec<Request> {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_waiting.store(false, Ordering::Release);
        requests.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Takes nothing any more.
    pub(super) fn close(&self) {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Change {
    fn applied_to(self, count: u32) -> u32 {
        match self {
            Change::Increment => count.saturating_add(1),
            Change::Decrement => count.saturating_sub(1),
            Change::Delete => 0,
        }
    }
}
