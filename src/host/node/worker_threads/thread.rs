//! The threads of workers.

use super::port::Port;
use crate::host::event_loop::Stopper;
use crate::host::node::NodeOptions;
use crate::safe::ThreadsafeFunction;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

/// As much stack as Node.js gives a worker.
const STACK_SIZE: usize = 4 << 20;

/// The exit code of a worker that was ended from outside, or that could not begin.
pub(crate) const TERMINATED: i32 = 1;

/// Runs a worker on the thread that calls, from its beginning to its end; gives its exit code.
pub(crate) type RunWorker = fn(WorkerStart) -> i32;

/// What a worker begins with.
pub(crate) struct WorkerStart {
    pub(crate) options: NodeOptions,
    pub(crate) checked: bool,
    pub(crate) main: WorkerMain,
    pub(crate) lifeline: Arc<Lifeline>,
    pub(crate) identity: Identity,
}

/// What a worker runs.
pub(crate) enum WorkerMain {
    File(PathBuf),
    Source(String),
}

/// What a runtime knows of being a worker.
pub(crate) struct Identity {
    pub(super) thread_id: u32,
    /// The worker's end of the channel for the program's messages.
    pub(super) port: Arc<Port>,
    /// The worker's end of the channel for the host's own.
    pub(super) control: Arc<Port>,
}

/// By what a worker's runtime is ended from outside, before it is made too.
#[derive(Default)]
pub(crate) struct Lifeline(Mutex<Life>);

#[derive(Default)]
enum Life {
    #[default]
    NotBegun,
    Running(Stopper),
    Stopped,
}

impl Lifeline {
    /// The worker's runtime is there.
    pub(crate) fn begin(&self, stopper: Stopper) {
        let mut life = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *life {
            Life::Stopped => stopper.stop(),
            _ => *life = Life::Running(stopper),
        }
    }

    /// Ends the worker.
    pub(super) fn stop(&self) {
        let mut life = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Life::Running(stopper) = &*life {
            stopper.stop();
        }
        *life = Life::Stopped;
    }
}

/// A worker whose thread has not been waited for.
pub(super) struct Running {
    lifeline: Arc<Lifeline>,
    thread: JoinHandle<()>,
}

impl Running {
    /// Starts the thread of a worker; `exited` is called with its exit code when its runtime is gone.
    pub(super) fn start(
        run: RunWorker,
        start: WorkerStart,
        name: &str,
        exited: ThreadsafeFunction<i32>,
    ) -> io::Result<Running> {
        let lifeline = start.lifeline.clone();
        let name = if name.is_empty() { "worker" } else { name };
        let name: String = name
            .chars()
            .filter(|&character| character != '\0')
            .collect();
        let thread = Builder::new()
            .name(name)
            .stack_size(STACK_SIZE)
            .spawn(move || {
                // Told however it ends: a panic has been printed by then.
                let mut exit = Exit(exited, TERMINATED);
                exit.1 = run(start);
            })?;
        Ok(Running { lifeline, thread })
    }

    /// Whether the thread is done, so that waiting for it is short.
    pub(super) fn is_finished(&self) -> bool {
        self.thread.is_finished()
    }

    /// Ends the worker and waits for its thread.
    pub(super) fn end(self) {
        self.lifeline.stop();
        // A panic has been printed.
        let _ = self.thread.join();
    }
}

/// Tells the exit code when it is dropped.
struct Exit(ThreadsafeFunction<i32>, i32);

impl Drop for Exit {
    fn drop(&mut self) {
        // An error says that nobody is left to hear it.
        let _ = self.0.call(self.1);
    }
}

/// The next number of a thread; the main thread has 0.
pub(super) fn next_thread_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
