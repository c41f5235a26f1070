//! Work on other threads, whose end is told to a callback on this one.

use super::errno::Failure;
use crate::safe::{Env, Function, Result, Value};
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

/// What a job gives.
pub(super) trait Answer: Send + 'static {
    fn into_value<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>>;
}

/// Runs a job on another thread, then `callback(failure, answer)` on this one. Keeps the event loop
/// alive meanwhile.
pub(super) fn run_later<A: Answer>(
    background: &Background,
    env: &mut Env<'_>,
    callback: Function<'_>,
    job: impl FnOnce() -> Result<A, Failure> + Send + 'static,
) -> Result<()> {
    let answer = env.threadsafe_function_of(
        "FSREQCALLBACK",
        callback,
        usize::MAX,
        |env, callback, answer: Result<A, Failure>| match answer {
            Ok(answer) => {
                let answer = answer.into_value(env)?;
                let null = env.null();
                callback.call(env, (null, answer))
            }
            Err(failure) => {
                let failure = failure.into_object(env)?;
                callback.call(env, (failure,))
            }
        },
    )?;
    answer.keep_alive(env, true)?;
    background.submit(Box::new(move || {
        // An error here says that the environment is gone: nobody waits.
        let _ = answer.call(job());
    }));
    Ok(())
}

/// The answer of a job that ran at once: its value, or an object that says how it failed.
pub(super) fn answer_now<'s, A: Answer>(
    env: &mut Env<'s>,
    answer: Result<A, Failure>,
) -> Result<Value<'s>> {
    match answer {
        Ok(answer) => answer.into_value(env),
        Err(failure) => failure.into_object(env),
    }
}
