//! What other threads hand to the loop's thread.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A queue that any thread posts letters to and the loop's thread empties. The loop sleeps here.
///
/// Waking costs a system call, so it is done only while the loop sleeps, and once for all letters
/// that come in before it is up.
pub(super) struct Inbox<T> {
    state: Mutex<State<T>>,
    arrival: Condvar,
}

/// What the lock guards.
struct State<T> {
    letters: VecDeque<T>,
    /// Whether the loop sleeps and nobody has woken it yet.
    is_asleep: bool,
    /// Whether the loop is gone, so that letters are dropped.
    is_closed: bool,
}

impl<T> Inbox<T> {
    /// An empty inbox.
    pub(super) fn new() -> Self {
        Inbox {
            state: Mutex::new(State {
                letters: VecDeque::new(),
                is_asleep: false,
                is_closed: false,
            }),
            arrival: Condvar::new(),
        }
    }

    /// The state, for as long as the guard lives.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code of others runs under the lock, so that a panic leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves a letter; from any thread. Once the inbox is closed, the letter is dropped.
    pub(super) fn post(&self, letter: T) {
        let mut state = self.lock();
        if state.is_closed {
            drop(state);
            return drop(letter);
        }
        state.letters.push_back(letter);
        let wakes = std::mem::take(&mut state.is_asleep);
        drop(state);
        if wakes {
            self.arrival.notify_one();
        }
    }

    /// Moves all letters to the end of `received`, oldest first.
    pub(super) fn take(&self, received: &mut VecDeque<T>) {
        received.append(&mut self.lock().letters);
    }

    /// Waits for a letter, until the deadline or without end. Returns at once where one is there.
    pub(super) fn wait(&self, deadline: Option<Instant>) {
        let mut state = self.lock();
        while state.letters.is_empty() && !state.is_closed {
            state.is_asleep = true;
            state = match deadline {
                None => self
                    .arrival
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        break;
                    }
                    let result = self.arrival.wait_timeout(state, left);
                    result.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        state.is_asleep = false;
    }

    /// Drops what is there and whatever comes later.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let letters = std::mem::take(&mut state.letters);
        drop(state);
        // Dropped without the lock: a letter may hold the last share of something.
        drop(letters);
    }
}

#[cfg(test)]
mod tests {
    use super::Inbox;
    use std::collections::VecDeque;
    use std::sync::Arc;
    use std::thread;
    use std::time::{Duration, Instant};

    fn take_all<T>(inbox: &Inbox<T>) -> Vec<T> {
        let mut received = VecDeque::new();
        inbox.take(&mut received);
        received.into()
    }

    #[test]
    fn letters_come_in_order() {
        let inbox = Inbox::new();
        (0..100).for_each(|letter| inbox.post(letter));
        assert_eq!(take_all(&inbox), (0..100).collect::<Vec<_>>());
        assert!(take_all(&inbox).is_empty());
    }

    #[test]
    fn a_wait_ends_at_its_deadline() {
        let inbox = Inbox::<()>::new();
        let start = Instant::now();
        inbox.wait(Some(start + Duration::from_millis(20)));
        assert!(start.elapsed() >= Duration::from_millis(20));
        // One that has passed is no wait at all.
        inbox.wait(Some(start));
    }

    #[test]
    fn a_letter_that_is_there_is_not_waited_for() {
        let inbox = Inbox::new();
        inbox.post(1);
        inbox.wait(None);
        assert_eq!(take_all(&inbox), [1]);
    }

    #[test]
    fn no_letter_is_lost_and_the_sleeper_is_always_woken() {
        const THREADS: usize = 8;
        const EACH: usize = 10_000;
        let inbox = Arc::new(Inbox::new());
        let posters: Vec<_> = (0..THREADS)
            .map(|poster| {
                let inbox = Arc::clone(&inbox);
                thread::spawn(move || (0..EACH).for_each(|number| inbox.post((poster, number))))
            })
            .collect();
        let mut next = [0; THREADS];
        let mut count = 0;
        while count < THREADS * EACH {
            inbox.wait(None);
            for (poster, number) in take_all(&inbox) {
                // Each thread's letters stay in order.
                assert_eq!(number, next[poster]);
                next[poster] += 1;
                count += 1;
            }
        }
        posters
            .into_iter()
            .for_each(|poster| poster.join().unwrap());
        assert!(take_all(&inbox).is_empty());
    }

    #[test]
    fn a_closed_inbox_holds_nothing() {
        let inbox = Inbox::new();
        let letter = Arc::new(());
        inbox.post(Arc::clone(&letter));
        inbox.close();
        inbox.post(Arc::clone(&letter));
        assert_eq!(Arc::strong_count(&letter), 1);
        inbox.wait(None);
    }
}
