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
    sleep: Sleep,
    /// Wakes a loop that sleeps elsewhere.
    #[cfg(feature = "libuv")]
    alarm: Option<Alarm>,
    /// Whether the loop is gone, so that letters are dropped.
    is_closed: bool,
}

/// Where the loop sleeps, if nobody has woken it yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sleep {
    Awake,
    Here,
    #[cfg(feature = "libuv")]
    Elsewhere,
}

/// Wakes a loop; on any thread, and quickly: the inbox is locked meanwhile.
#[cfg(feature = "libuv")]
pub(super) type Alarm = Box<dyn Fn() + Send>;

impl<T> Inbox<T> {
    /// An empty inbox.
    pub(super) fn new() -> Self {
        Inbox {
            state: Mutex::new(State {
                letters: VecDeque::new(),
                sleep: Sleep::Awake,
                #[cfg(feature = "libuv")]
                alarm: None,
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
        match std::mem::replace(&mut state.sleep, Sleep::Awake) {
            Sleep::Awake => {}
            Sleep::Here => {
                drop(state);
                self.arrival.notify_one();
            }
            // Under the lock: the alarm is there until the inbox is closed.
            #[cfg(feature = "libuv")]
            Sleep::Elsewhere => {
                if let Some(alarm) = &state.alarm {
                    alarm();
                }
            }
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
            state.sleep = Sleep::Here;
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
        state.sleep = Sleep::Awake;
    }

    /// Drops what is there and whatever comes later.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        #[cfg(feature = "libuv")]
        drop(state.alarm.take());
        let letters = std::mem::take(&mut state.letters);
        drop(state);
        // Dropped without the lock: a letter may hold the last share of something.
        drop(letters);
    }
}

/// For a loop that sleeps elsewhere than here.
#[cfg(feature = "libuv")]
impl<T> Inbox<T> {
    /// Sets what wakes the loop then.
    pub(super) fn set_alarm(&self, alarm: Alarm) {
        self.lock().alarm = Some(alarm);
    }

    /// Says that the loop goes to sleep; `false`, and it does not, where a letter is there.
    pub(super) fn sleep_elsewhere(&self) -> bool {
        let mut state = self.lock();
        let sleeps = state.letters.is_empty();
        if sleeps {
            state.sleep = Sleep::Elsewhere;
        }
        sleeps
    }

    /// Says that the loop is up.
    pub(super) fn wake_up(&self) {
        self.lock().sleep = Sleep::Awake;
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
        const EACH: usize = if cfg!(miri) { 50 } else { 10_000 };
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

    #[cfg(feature = "libuv")]
    #[test]
    fn a_loop_that_sleeps_elsewhere_is_woken_once() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let rings = Arc::new(AtomicUsize::new(0));
        let inbox = Inbox::new();
        let count = Arc::clone(&rings);
        inbox.set_alarm(Box::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
        }));
        inbox.post(1);
        assert!(!inbox.sleep_elsewhere());
        assert_eq!(take_all(&inbox), [1]);
        assert!(inbox.sleep_elsewhere());
        inbox.post(2);
        inbox.post(3);
        assert_eq!(rings.load(Ordering::SeqCst), 1);
        assert_eq!(take_all(&inbox), [2, 3]);
        assert!(inbox.sleep_elsewhere());
        inbox.wake_up();
        inbox.post(4);
        assert_eq!(rings.load(Ordering::SeqCst), 1);
        // The alarm is gone with the inbox.
        inbox.close();
        assert_eq!(Arc::strong_count(&rings), 1);
    }
}
