//! References that threads other than their own let go of.

use super::env::Env;
use super::error::Result;
use super::state::EnvState;
use super::thread::ThreadsafeFunction;
use nodeapi_sys as sys;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where such references wait until their own thread deletes them.
pub(crate) struct DropQueue {
    waiting: Mutex<Waiting>,
    /// Has the environment's thread empty the queue.
    wake: ThreadsafeFunction<()>,
}

struct Waiting {
    references: Vec<Reference>,
    /// Whether the environment is gone, and has deleted all that it had.
    closed: bool,
}

/// A reference that is on its way home.
struct Reference(sys::napi_ref);

// SAFETY: the pointer is carried about, and used on its own thread alone.
unsafe impl Send for Reference {}

impl DropQueue {
    pub(crate) fn new(env: &mut Env<'_>) -> Result<std::sync::Arc<DropQueue>> {
        let wake = env.sender("nodeapi::DropQueue", None, usize::MAX, |env, _, ()| {
            EnvState::of(env)?.drain();
            Ok(())
        })?;
        Ok(std::sync::Arc::new(DropQueue {
            waiting: Mutex::new(Waiting {
                references: Vec::new(),
                closed: false,
            }),
            wake,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of a reference, on any thread.
    pub(crate) fn push(&self, reference: sys::napi_ref) {
        let mut waiting = self.lock();
        if waiting.closed {
            return;
        }
        let is_first = waiting.references.is_empty();
        waiting.references.push(Reference(reference));
        drop(waiting);
        if is_first {
            // It fails where the environment is being torn down, which deletes all references.
            let _ = self.wake.call(());
        }
    }

    /// What waits.
    pub(crate) fn take(&self) -> Vec<sys::napi_ref> {
        let references = std::mem::take(&mut self.lock().references);
        references
            .into_iter()
            .map(|reference| reference.0)
            .collect()
    }

    /// The environment ends: nothing waits any more.
    pub(crate) fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        waiting.references.clear();
    }
}
