//! The queue of a thread-safe function: which calls wait, which threads may add to them, and how
//! all of that ends. No engine and no Node-API in here.
//!
//! The queue is **open**, then **closing**, then **closed**. It leaves the first state when
//! somebody aborts, when the environment ends, or when no thread uses the function any more and
//! all calls were made; from then on no call gets in, and threads that wait for room are woken. It
//! is closed when the loop has taken out what was left.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The calls of one thread-safe function; `T` is what a call carries.
pub(super) struct Calls<T> {
    state: Mutex<State<T>>,
    /// Set to `false` under the lock, and then for good.
    is_open: AtomicBool,
    /// Tells threads that there is room, or that there never will be.
    room: Condvar,
    /// How many calls may wait; 0 for any number.
    limit: usize,
}

/// What the lock guards.
struct State<T> {
    waiting: VecDeque<T>,
    /// How many threads use the function.
    threads: usize,
    /// How many of them wait for room and were not told yet that there is some.
    blocked: usize,
    /// Whether the loop is going to look at this queue: it was told, and has not found it empty
    /// since.
    is_scheduled: bool,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    /// It waits. The loop must be told where `wake` is set.
    Accepted { wake: bool },
    /// There is no room, and the caller would not wait.
    Full,
    /// The queue is no longer open; the thread must [`leave`](Calls::leave).
    Closing,
}

/// What letting go of the function led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Released {
    /// The loop must be told.
    pub(super) wake: bool,
    /// No thread uses the function any more.
    pub(super) is_last: bool,
}

/// What the loop is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<T> {
    /// Make this call.
    Call(T),
    /// Nothing, until it is told again.
    Idle,
    /// Close the function.
    Close,
}

impl<T> Calls<T> {
    /// An open queue for so many calls, used by so many threads.
    pub(super) fn new(limit: usize, threads: usize) -> Self {
        Calls {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                threads,
                blocked: 0,
                is_scheduled: false,
            }),
            is_open: AtomicBool::new(true),
            room: Condvar::new(),
            limit,
        }
    }

    /// The state, for as long as the guard lives.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code of others runs under the lock, so that a panic leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether calls may still get in.
    fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }

    /// Lets no more calls in. The state is that of this queue, locked: a thread that waits for room
    /// must not miss this.
    fn shut(&self, _: &mut State<T>) {
        self.is_open.store(false, Ordering::Relaxed);
        self.room.notify_all();
    }

    /// Adds a call; where there is no room, waits for it or does not.
    pub(super) fn push(&self, call: T, waits: bool) -> Pushed {
        let mut state = self.lock();
        while self.is_open() && self.limit > 0 && state.waiting.len() >= self.limit {
            if !waits {
                return Pushed::Full;
            }
            state.blocked += 1;
            state = self
                .room
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if !self.is_open() {
            return Pushed::Closing;
        }
        state.waiting.push_back(call);
        Pushed::Accepted {
            wake: state.schedule(),
        }
    }

    /// One thread more uses the function. Whether no other does; `None` where it is too late.
    pub(super) fn acquire(&self) -> Option<bool> {
        let mut state = self.lock();
        if !self.is_open() {
            return None;
        }
        state.threads += 1;
        Some(state.threads == 1)
    }

    /// One thread fewer uses the function, and no other shall either if this aborts. `None` where
    /// no thread did.
    pub(super) fn release(&self, aborts: bool) -> Option<Released> {
        let mut state = self.lock();
        state.threads = state.threads.checked_sub(1)?;
        let is_last = state.threads == 0;
        let ends = self.is_open() && (is_last || aborts);
        if ends && aborts {
            self.shut(&mut state);
        }
        Some(Released {
            wake: ends && state.schedule(),
            is_last,
        })
    }

    /// One thread fewer uses the function, since it has found it closing. Whether it was the last;
    /// `None` where no thread did.
    pub(super) fn leave(&self) -> Option<bool> {
        let mut state = self.lock();
        state.threads = state.threads.checked_sub(1)?;
        Some(state.threads == 0)
    }

    /// For the loop: what to do next. `taken` is its own: calls that it has taken out together and
    /// not made yet.
    pub(super) fn next(&self, taken: &mut VecDeque<T>) -> Step<T> {
        if self.is_open()
            && let Some(call) = taken.pop_front()
        {
            return Step::Call(call);
        }
        let mut state = self.lock();
        if !self.is_open() {
            return Step::Close;
        }
        if self.limit == 0 {
            // All at once, so that the threads have the lock to themselves.
            std::mem::swap(&mut state.waiting, taken);
        } else if let Some(call) = state.waiting.pop_front() {
            taken.push_back(call);
            // Threads are woken all at once and when there is room for many calls: a switch of
            // threads costs more than a call.
            if state.blocked > 0 && state.waiting.len() <= self.limit / 2 {
                state.blocked = 0;
                self.room.notify_all();
            }
        }
        if let Some(call) = taken.pop_front() {
            return Step::Call(call);
        }
        if state.threads == 0 {
            self.shut(&mut state);
            return Step::Close;
        }
        state.is_scheduled = false;
        Step::Idle
    }

    /// For the loop: lets no more calls in.
    pub(super) fn close(&self) {
        self.shut(&mut self.lock());
    }

    /// For the loop, after [`close`](Self::close): appends the calls that waited to those that the
    /// loop has taken; none of them will be made.
    pub(super) fn drain(&self, taken: &mut VecDeque<T>) {
        taken.append(&mut self.lock().waiting);
    }
}

impl<T> State<T> {
    /// Whether the loop must be told to look here.
    fn schedule(&mut self) -> bool {
        !std::mem::replace(&mut self.is_scheduled, true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calls, Pushed, Released, Step};
    use crate::host::event_loop::inbox::Inbox;
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex};
    use std::thread::{self, JoinHandle};
    use std::time::Duration;

    const THREADS: usize = 8;
    /// Fewer in Miri, which looks at every step.
    const EACH: usize = if cfg!(miri) { 50 } else { 10_000 };

    /// A queue with the inbox that its loop sleeps at.
    struct Fixture {
        calls: Calls<(usize, usize)>,
        inbox: Inbox<()>,
        /// The loop's alone.
        taken: Mutex<VecDeque<(usize, usize)>>,
    }

    impl Fixture {
        fn new(limit: usize, threads: usize) -> Arc<Self> {
            let calls = Calls::new(limit, threads);
            Arc::new(Fixture {
                calls,
                inbox: Inbox::new(),
                taken: Mutex::default(),
            })
        }

        /// The calls that will not be made.
        fn drain(&self) -> VecDeque<(usize, usize)> {
            let mut taken = self.taken.lock().unwrap();
            self.calls.drain(&mut taken);
            std::mem::take(&mut taken)
        }

        /// Threads that each make their calls, let go, and tell how many calls got in.
        fn producers(self: &Arc<Self>, waits: bool) -> Vec<JoinHandle<usize>> {
            (0..THREADS)
                .map(|thread| {
                    let fixture = Arc::clone(self);
                    thread::spawn(move || fixture.produce(thread, waits))
                })
                .collect()
        }

        fn produce(&self, thread: usize, waits: bool) -> usize {
            let mut number = 0;
            while number < EACH {
                match self.calls.push((thread, number), waits) {
                    Pushed::Accepted { wake } => {
                        number += 1;
                        if wake {
                            self.inbox.post(());
                        }
                    }
                    Pushed::Full => thread::yield_now(),
                    Pushed::Closing => {
                        assert!(self.calls.leave().is_some());
                        return number;
                    }
                }
            }
            if self.calls.release(false).unwrap().wake {
                self.inbox.post(());
            }
            number
        }

        /// What the loop does, until the queue is to be closed or `each` says so.
        fn consume(&self, mut each: impl FnMut((usize, usize)) -> bool) {
            let mut received = VecDeque::new();
            let taken = &mut *self.taken.lock().unwrap();
            loop {
                self.inbox.wait(None);
                self.inbox.take(&mut received);
                // Coalesced: told at most once before it has looked.
                assert_eq!(received.len(), 1);
                received.clear();
                loop {
                    match self.calls.next(taken) {
                        Step::Call(call) if each(call) => {}
                        Step::Call(_) | Step::Close => return self.calls.close(),
                        Step::Idle => break,
                    }
                }
            }
        }
    }

    fn none_is_lost_or_doubled(limit: usize, waits: bool) {
        let fixture = Fixture::new(limit, THREADS);
        let producers = fixture.producers(waits);
        let mut next = [0; THREADS];
        fixture.consume(|(thread, number)| {
            assert_eq!(number, next[thread]);
            next[thread] += 1;
            true
        });
        assert_eq!(next, [EACH; THREADS]);
        for producer in producers {
            assert_eq!(producer.join().unwrap(), EACH);
        }
        assert!(fixture.drain().is_empty());
    }

    #[test]
    fn none_is_lost_where_threads_wait_for_room() {
        none_is_lost_or_doubled(16, true);
    }

    #[test]
    fn none_is_lost_with_room_for_one() {
        none_is_lost_or_doubled(1, true);
    }

    #[test]
    fn none_is_lost_where_threads_try_again() {
        none_is_lost_or_doubled(16, false);
    }

    #[test]
    fn none_is_lost_without_a_limit() {
        none_is_lost_or_doubled(0, true);
    }

    /// The loop ends first: every call that got in was made or is drained, every thread is woken
    /// and counted out.
    #[test]
    fn the_loop_may_end_before_the_threads() {
        for limit in [0, 1, 16] {
            let fixture = Fixture::new(limit, THREADS);
            let producers = fixture.producers(true);
            let mut made = 0;
            fixture.consume(|_| {
                made += 1;
                made < EACH
            });
            let accepted: usize = producers
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum();
            assert_eq!(made + fixture.drain().len(), accepted);
            assert_eq!(fixture.calls.leave(), None, "all threads were counted out");
        }
    }

    #[test]
    fn an_abort_wakes_the_threads_that_wait() {
        let fixture = Fixture::new(1, 3);
        assert_eq!(
            fixture.calls.push((0, 0), true),
            Pushed::Accepted { wake: true }
        );
        let blocked: Vec<_> = (1..3)
            .map(|thread| {
                let fixture = Arc::clone(&fixture);
                thread::spawn(move || {
                    let pushed = fixture.calls.push((thread, 0), true);
                    (pushed, fixture.calls.leave())
                })
            })
            .collect();
        while fixture.calls.lock().blocked < 2 {
            thread::sleep(Duration::from_millis(1));
        }
        let released = fixture.calls.release(true);
        assert_eq!(
            released,
            Some(Released {
                wake: false,
                is_last: false
            })
        );
        let mut last = 0;
        for thread in blocked {
            let (pushed, left) = thread.join().unwrap();
            assert_eq!(pushed, Pushed::Closing);
            last += usize::from(left.unwrap());
        }
        assert_eq!(last, 1);
        assert_eq!(fixture.calls.next(&mut VecDeque::new()), Step::Close);
        assert_eq!(fixture.drain(), [(0, 0)]);
    }

    #[test]
    fn the_last_release_closes_after_the_calls_that_wait() {
        let (calls, taken) = (Calls::new(0, 1), &mut VecDeque::new());
        assert_eq!(calls.acquire(), Some(false));
        assert_eq!(calls.push('a', false), Pushed::Accepted { wake: true });
        assert_eq!(calls.push('b', false), Pushed::Accepted { wake: false });
        assert_eq!(
            calls.release(false),
            Some(Released {
                wake: false,
                is_last: false
            })
        );
        assert_eq!(
            calls.release(false),
            Some(Released {
                wake: false,
                is_last: true
            })
        );
        assert_eq!(calls.release(false), None);
        // Until the loop has seen that, a thread may come back.
        assert_eq!(calls.acquire(), Some(true));
        assert!(calls.release(false).is_some());
        assert_eq!(calls.next(taken), Step::Call('a'));
        assert_eq!(calls.next(taken), Step::Call('b'));
        assert_eq!(calls.next(taken), Step::Close);
        assert_eq!(calls.push('c', false), Pushed::Closing);
        assert_eq!(calls.acquire(), None);
        assert_eq!(calls.leave(), None);
    }

    #[test]
    fn an_abort_between_calls_that_were_taken_together_leaves_the_rest() {
        let (calls, taken) = (Calls::new(0, 2), &mut VecDeque::new());
        for call in 1..4 {
            calls.push(call, true);
        }
        assert_eq!(calls.next(taken), Step::Call(1));
        calls.push(4, true);
        assert!(calls.release(true).is_some());
        assert_eq!(calls.next(taken), Step::Close);
        calls.drain(taken);
        assert_eq!(*taken, [2, 3, 4]);
    }

    #[test]
    fn an_idle_loop_is_told_once() {
        let (calls, taken) = (Calls::new(2, 2), &mut VecDeque::new());
        assert_eq!(calls.next(taken), Step::Idle);
        assert_eq!(calls.push(1, false), Pushed::Accepted { wake: true });
        assert_eq!(calls.push(2, false), Pushed::Accepted { wake: false });
        assert_eq!(calls.push(3, false), Pushed::Full);
        assert_eq!(calls.next(taken), Step::Call(1));
        // It still looks, and need not be told.
        assert_eq!(calls.push(3, false), Pushed::Accepted { wake: false });
        assert_eq!(calls.next(taken), Step::Call(2));
        assert_eq!(calls.next(taken), Step::Call(3));
        assert_eq!(calls.next(taken), Step::Idle);
        assert_eq!(
            calls.release(true),
            Some(Released {
                wake: true,
                is_last: false
            })
        );
        assert_eq!(calls.push(4, true), Pushed::Closing);
        assert_eq!(calls.next(taken), Step::Close);
        assert_eq!(calls.leave(), Some(true));
    }
}
