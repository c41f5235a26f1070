//! How a loop and its JavaScript are ended from outside.

use super::{EventLoop, Letter};
use crate::host::engine::Engine;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends one event loop for good; from any thread.
#[derive(Clone)]
pub(crate) struct Stopper {
    is_stopped: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Stopper {
    /// Has the loop end when the callback that runs now is done, and that one soon: JavaScript is
    /// interrupted, native code is waited for. What has not run never will.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
        (self.wake)();
    }
}

impl<E: Engine> EventLoop<E> {
    /// What ends this loop. From now on the engine looks whether that was asked.
    pub(crate) fn stopper(&self, engine: &E) -> Stopper {
        engine.stop_when(self.is_stopped.clone());
        let inbox = self.inbox.clone();
        Stopper {
            is_stopped: self.is_stopped.clone(),
            wake: Arc::new(move || inbox.post(Letter::Stopped)),
        }
    }

    /// Whether the loop has been ended.
    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Whether whatever turns the loop is to return: what has not run waits, or never will.
    pub(super) fn must_return(&self) -> bool {
        self.is_stopped() && !self.is_ending.get()
    }

    /// Has the loop end; from its own thread.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}
