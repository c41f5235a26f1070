//! `Atomics.wait` and `Atomics.notify`. Not the engine's, which waits for ever: a worker that waits
//! can be ended.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a waiter takes to see that it is to end.
const SLICE: Duration = Duration::from_millis(20);

/// How a wait has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    Notified,
    NotEqual,
    TimedOut,
    Stopped,
}

/// Who waits, oldest first.
#[derive(Default)]
struct Queue {
    waiters: Vec<Waiter>,
    next: u64,
}

struct Waiter {
    number: u64,
    address: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue {
    waiters: Vec::new(),
    next: 0,
});
static CHANGED: Condvar = Condvar::new();

fn lock() -> MutexGuard<'static, Queue> {
    // What runs under the lock reads memory and moves numbers.
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until somebody notifies the address, if what is there is what is expected.
pub(super) fn wait(
    address: usize,
    is_expected: impl FnOnce() -> bool,
    deadline: Option<Instant>,
    is_stopped: impl Fn() -> bool,
) -> Woken {
    let mut queue = lock();
    // Under the lock that notifying takes too: what changes the value notifies later.
    if !is_expected() {
        return Woken::NotEqual;
    }
    let number = queue.next;
    queue.next += 1;
    queue.waiters.push(Waiter { number, address });
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let place = queue
            .waiters
            .iter()
            .position(|waiter| waiter.number == number);
        let Some(place) = place else {
            return Woken::Notified;
        };
        let end = match left {
            _ if is_stopped() => Some(Woken::Stopped),
            Some(Duration::ZERO) => Some(Woken::TimedOut),
            _ => None,
        };
        if let Some(end) = end {
            queue.waiters.remove(place);
            return end;
        }
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        queue = CHANGED
            .wait_timeout(queue, slice)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}

/// Wakes the oldest who wait at the address; how many.
pub(super) fn notify(address: usize, count: usize) -> usize {
    let mut queue = lock();
    let mut woken = 0;
    queue.waiters.retain(|waiter| {
        let wakes = waiter.address == address && woken < count;
        woken += usize::from(wakes);
        !wakes
    });
    drop(queue);
    CHANGED.notify_all();
    woken
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    #[test]
    fn a_wait_ends_in_one_of_four_ways() {
        static STOP: AtomicBool = AtomicBool::new(false);
        let stopped = || STOP.load(Ordering::Relaxed);
        assert_eq!(wait(1, || false, None, stopped), Woken::NotEqual);
        let soon = Instant::now() + Duration::from_millis(5);
        assert_eq!(wait(1, || true, Some(soon), stopped), Woken::TimedOut);
        assert_eq!(notify(1, 5), 0);

        let waiters =
            [1, 1, 2].map(|address| thread::spawn(move || wait(address, || true, None, stopped)));
        while lock().waiters.len() < 3 {
            thread::yield_now();
        }
        assert_eq!(notify(1, 1), 1);
        assert_eq!(notify(1, usize::MAX), 1);
        STOP.store(true, Ordering::Relaxed);
        let ends = waiters.map(|waiter| waiter.join().unwrap());
        assert_eq!(ends, [Woken::Notified, Woken::Notified, Woken::Stopped]);
    }
}
