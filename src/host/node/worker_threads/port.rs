//! Message ports: two ends, each with a queue of what has come for it.

use super::message::Message;
use crate::safe::ThreadsafeFunction;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// One end of a channel. What holds it, an object of JavaScript or a message under way, keeps it
/// open; the other end it only knows.
pub(super) struct Port {
    state: Mutex<State>,
    peer: OnceLock<Weak<Port>>,
}

/// What the lock guards. Nothing is called and nothing dropped under it.
#[derive(Default)]
struct State {
    queue: VecDeque<Message>,
    /// Calls the one who listens, on its own thread.
    waker: Option<ThreadsafeFunction<()>>,
    is_closed: bool,
}

/// What a port has for its reader.
pub(super) enum Taken {
    Message(Message),
    /// Nothing yet.
    Nothing,
    /// Nothing, and there never will be.
    Closed,
}

impl Port {
    /// The two ends of a new channel.
    pub(super) fn channel() -> [Arc<Port>; 2] {
        let ends = [(); 2].map(|()| {
            Arc::new(Port {
                state: Mutex::default(),
                peer: OnceLock::new(),
            })
        });
        let [one, other] = &ends;
        // Both cells are empty: just made.
        let _ = one.peer.set(Arc::downgrade(other));
        let _ = other.peer.set(Arc::downgrade(one));
        ends
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of others runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn peer(&self) -> Option<Arc<Port>> {
        self.peer.get()?.upgrade()
    }

    /// Sends to the other end; what nobody can receive any more is dropped.
    pub(super) fn send(&self, message: Message) {
        let Some(peer) = self.peer() else { return };
        let mut state = peer.lock();
        if state.is_closed {
            drop(state);
            return drop(message);
        }
        state.queue.push_back(message);
        let waker = state.waker.clone();
        drop(state);
        wake(waker.as_ref(), 1);
    }

    /// Has `waker` called once for each message that is there or comes, and when the port is closed.
    pub(super) fn start(&self, waker: ThreadsafeFunction<()>) {
        let mut state = self.lock();
        let times = state.queue.len() + usize::from(state.is_closed);
        let previous = state.waker.replace(waker.clone());
        drop(state);
        drop(previous);
        wake(Some(&waker), times);
    }

    /// Has nobody called any more.
    pub(super) fn stop(&self) {
        let waker = self.lock().waker.take();
        drop(waker);
    }

    /// What is called, if anything.
    pub(super) fn waker(&self) -> Option<ThreadsafeFunction<()>> {
        self.lock().waker.clone()
    }

    /// The oldest message.
    pub(super) fn take(&self) -> Taken {
        let mut state = self.lock();
        match state.queue.pop_front() {
            Some(message) => Taken::Message(message),
            None if state.is_closed => Taken::Closed,
            None => Taken::Nothing,
        }
    }

    /// Closes both ends. Messages that have come before can still be read.
    pub(super) fn close(&self) {
        self.close_end();
        if let Some(peer) = self.peer() {
            peer.close_end();
        }
    }

    fn close_end(&self) {
        let mut state = self.lock();
        if std::mem::replace(&mut state.is_closed, true) {
            return;
        }
        let waker = state.waker.clone();
        drop(state);
        wake(waker.as_ref(), 1);
    }
}

/// Nobody can read what comes, so that the other end may as well know.
impl Drop for Port {
    fn drop(&mut self) {
        if let Some(peer) = self.peer() {
            peer.close_end();
        }
    }
}

fn wake(waker: Option<&ThreadsafeFunction<()>>, times: usize) {
    let Some(waker) = waker else { return };
    for _ in 0..times {
        // An error says that the reader's runtime is gone, and with it the reader.
        let _ = waker.call(());
    }
}
