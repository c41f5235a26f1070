//! The threads that asynchronous work runs on.
//!
//! Each loop has its own: the work of one runtime never waits for that of another, and once a
//! runtime is torn down its threads are gone, so that no code of an addon runs any more. A thread
//! is started when work comes in that no idle thread can take.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// How many threads there are unless `UV_THREADPOOL_SIZE` says otherwise.
const DEFAULT_SIZE: usize = 4;

/// How many threads there are at most.
const GREATEST_SIZE: usize = 1024;

/// A thread's stack, of which only what is used takes memory: what addons find in Node.js.
const STACK_SIZE: usize = 8 * 1024 * 1024;

/// Something for a thread to do.
pub(super) trait Task: Send + Sync {
    /// Does it. Must not panic.
    fn run(self: Arc<Self>);
}

/// A pool of threads; belongs to the loop's thread.
pub(super) struct Pool {
    shared: Arc<Shared>,
    threads: RefCell<Vec<JoinHandle<()>>>,
    /// How many threads there may be, once that was looked up.
    limit: OnceCell<usize>,
}

/// What the threads share.
struct Shared {
    state: Mutex<State>,
    /// Tells idle threads that there is a task, or that they are no longer needed.
    change: Condvar,
}

/// What the lock guards.
struct State {
    tasks: VecDeque<Arc<dyn Task>>,
    /// How many threads wait for a task.
    idle: usize,
    is_stopped: bool,
}

impl Shared {
    /// The state, for as long as the guard lives.
    fn lock(&self) -> MutexGuard<'_, State> {
        // No task runs under the lock, so that a panic leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What each thread does.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return;
            }
            if let Some(task) = state.tasks.pop_front() {
                drop(state);
                task.run();
                state = self.lock();
                continue;
            }
            state.idle += 1;
            state = self
                .change
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

impl Pool {
    /// A pool without threads as yet.
    pub(super) fn new() -> Self {
        let state = State {
            tasks: VecDeque::new(),
            idle: 0,
            is_stopped: false,
        };
        Pool {
            shared: Arc::new(Shared {
                state: Mutex::new(state),
                change: Condvar::new(),
            }),
            threads: RefCell::default(),
            limit: OnceCell::new(),
        }
    }

    /// Has a task run, after those that were submitted before.
    ///
    /// # Errors
    ///
    /// Where no thread can be started, and none is there; or the pool was stopped. The task is not
    /// run then.
    pub(super) fn submit(&self, task: Arc<dyn Task>) -> io::Result<()> {
        let mut threads = self.threads.borrow_mut();
        let mut state = self.shared.lock();
        if state.is_stopped {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let limit = *self.limit.get_or_init(size_from_environment);
        if state.tasks.len() >= state.idle && threads.len() < limit {
            let shared = Arc::clone(&self.shared);
            let thread = thread::Builder::new()
                .name(String::from("nodeapi-pool"))
                .stack_size(STACK_SIZE)
                .spawn(move || shared.work());
            match thread {
                Ok(thread) => threads.push(thread),
                // The threads that are there will come to it.
                Err(_) if !threads.is_empty() => {}
                Err(error) => return Err(error),
            }
        }
        state.tasks.push_back(task);
        drop(state);
        self.shared.change.notify_one();
        Ok(())
    }

    /// Takes back a task that no thread has begun; `false` where it is too late.
    pub(super) fn withdraw<T: Task>(&self, task: &Arc<T>) -> bool {
        let mut state = self.shared.lock();
        let address = Arc::as_ptr(task).cast::<()>();
        let index = state
            .tasks
            .iter()
            .position(|task| Arc::as_ptr(task).cast::<()>() == address);
        let withdrawn = index.and_then(|index| state.tasks.remove(index));
        drop(state);
        withdrawn.is_some()
    }

    /// Drops the tasks that have not begun, and waits for those that have.
    pub(super) fn stop(&self) {
        let tasks = {
            let mut state = self.shared.lock();
            state.is_stopped = true;
            std::mem::take(&mut state.tasks)
        };
        drop(tasks);
        self.shared.change.notify_all();
        for thread in self.threads.take() {
            // A thread that panicked has ended too.
            let _ = thread.join();
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How many threads `UV_THREADPOOL_SIZE` asks for.
fn size_from_environment() -> usize {
    match std::env::var("UV_THREADPOOL_SIZE") {
        Ok(size) => size_from(&size),
        Err(_) => DEFAULT_SIZE,
    }
}

/// As libuv reads it: what is no number is 0, and one thread is the least.
fn size_from(text: &str) -> usize {
    let text = text.trim_start();
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let size = if end == 0 {
        0
    } else {
        text[..end].parse().unwrap_or(GREATEST_SIZE)
    };
    size.clamp(1, GREATEST_SIZE)
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT_SIZE, Pool, Task, size_from};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Condvar, Mutex};

    /// Counts itself, then waits for the gate.
    struct Count {
        counts: Arc<Counts>,
        waits: bool,
    }

    #[derive(Default)]
    struct Counts {
        begun: AtomicUsize,
        done: AtomicUsize,
        gate: Mutex<bool>,
        change: Condvar,
    }

    impl Counts {
        fn open(&self) {
            *self.gate.lock().unwrap() = true;
            self.change.notify_all();
        }

        fn wait_until(&self, mut condition: impl FnMut(&Self) -> bool) {
            let mut gate = self.gate.lock().unwrap();
            while !condition(self) {
                gate = self.change.wait(gate).unwrap();
            }
        }

        fn count(&self, counter: &AtomicUsize) {
            counter.fetch_add(1, Ordering::SeqCst);
            drop(self.gate.lock().unwrap());
            self.change.notify_all();
        }
    }

    impl Task for Count {
        fn run(self: Arc<Self>) {
            let counts = &self.counts;
            counts.count(&counts.begun);
            if self.waits {
                let mut gate = counts.gate.lock().unwrap();
                while !*gate {
                    gate = counts.change.wait(gate).unwrap();
                }
            }
            counts.count(&counts.done);
        }
    }

    fn task(counts: &Arc<Counts>, waits: bool) -> Arc<Count> {
        Arc::new(Count {
            counts: Arc::clone(counts),
            waits,
        })
    }

    #[test]
    fn every_task_runs_once() {
        let all = if cfg!(miri) { 20 } else { 1000 };
        let pool = Pool::new();
        let counts = Arc::<Counts>::default();
        for _ in 0..all {
            pool.submit(task(&counts, false)).unwrap();
        }
        counts.wait_until(|counts| counts.done.load(Ordering::SeqCst) == all);
        pool.stop();
        assert_eq!(counts.begun.load(Ordering::SeqCst), all);
        assert!(pool.submit(task(&counts, false)).is_err());
    }

    #[test]
    fn as_many_run_at_once_as_there_are_threads_and_the_rest_can_be_withdrawn() {
        let pool = Pool::new();
        pool.limit.set(DEFAULT_SIZE).unwrap();
        let counts = Arc::<Counts>::default();
        let running: Vec<_> = (0..DEFAULT_SIZE).map(|_| task(&counts, true)).collect();
        for task in &running {
            pool.submit(Arc::clone(task) as _).unwrap();
        }
        counts.wait_until(|counts| counts.begun.load(Ordering::SeqCst) == DEFAULT_SIZE);
        let waiting = task(&counts, true);
        pool.submit(Arc::clone(&waiting) as _).unwrap();
        assert!(!pool.withdraw(&running[0]));
        assert!(pool.withdraw(&waiting));
        assert!(!pool.withdraw(&waiting));
        assert_eq!(Arc::strong_count(&waiting), 1);
        counts.open();
        pool.stop();
        assert_eq!(counts.done.load(Ordering::SeqCst), DEFAULT_SIZE);
    }

    #[test]
    fn stopping_drops_what_has_not_begun_and_waits_for_what_has() {
        let pool = Pool::new();
        pool.limit.set(1).unwrap();
        let counts = Arc::<Counts>::default();
        pool.submit(task(&counts, true)).unwrap();
        counts.wait_until(|counts| counts.begun.load(Ordering::SeqCst) == 1);
        pool.submit(task(&counts, true)).unwrap();
        let opener = {
            let counts = Arc::clone(&counts);
            std::thread::spawn(move || {
                std::thread::sleep(std::time::Duration::from_millis(20));
                counts.open();
            })
        };
        pool.stop();
        assert_eq!(counts.begun.load(Ordering::SeqCst), 1);
        assert_eq!(counts.done.load(Ordering::SeqCst), 1);
        opener.join().unwrap();
    }

    #[test]
    fn sizes_are_read_as_libuv_reads_them() {
        for (text, size) in [
            ("1", 1),
            ("12", 12),
            (" 7x", 7),
            ("0", 1),
            ("", 1),
            ("no", 1),
            ("5000", 1024),
        ] {
            assert_eq!(size_from(text), size, "{text:?}");
        }
        assert_eq!(size_from("99999999999999999999999"), 1024);
    }
}
