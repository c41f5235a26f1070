//! Work on other threads, whose end is told to a callback on this one.

use crate::safe::{Env, Function, Result};
use std::cell::Cell;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// As many as libuv has.
const MOST_THREADS: usize = 4;

type Job = Box<dyn FnOnce() + Send>;

/// A few threads, made when there is work.
pub(super) struct Background {
    jobs: Sender<Job>,
    waiting: Arc<Mutex<Receiver<Job>>>,
    threads: Cell<usize>,
}

impl Background {
    pub(super) fn new() -> Background {
        let (jobs, waiting) = channel();
        Background {
            jobs,
            waiting: Arc::new(Mutex::new(waiting)),
            threads: Cell::new(0),
        }
    }

    fn submit(&self, job: Job) {
        if self.threads.get() < MOST_THREADS {
            let waiting = self.waiting.clone();
            let thread = std::thread::Builder::new().name("nodeapi-files".to_owned());
            if thread.spawn(move || work(&waiting)).is_ok() {
                self.threads.set(self.threads.get() + 1);
            }
        }
        if self.threads.get() == 0 {
            return job();
        }
        // The receiver lives as long as this.
        let _ = self.jobs.send(job);
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

/// Runs a job on another thread, then tells on this one what it gave, with the callback. Keeps the event
/// loop alive meanwhile.
pub(super) fn run_later<A: Send + 'static>(
    background: &Background,
    env: &mut Env<'_>,
    callback: Option<Function<'_>>,
    job: impl FnOnce() -> A + Send + 'static,
    tell: impl for<'c> FnMut(&mut Env<'c>, Option<Function<'c>>, A) -> Result<()> + 'static,
) -> Result<()> {
    let answer = env.sender("FSREQCALLBACK", callback, usize::MAX, tell)?;
    answer.keep_alive(env, true)?;
    background.submit(Box::new(move || {
        // An error here says that the environment is gone: nobody waits.
        let _ = answer.call(job());
    }));
    Ok(())
}
