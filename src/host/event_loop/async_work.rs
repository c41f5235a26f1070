//! Asynchronous work: `execute` on a thread of the pool, then `complete` on the loop's.

use super::pool::Task;
use super::{EventLoop, Letter};
use crate::host::engine::Engine;
use crate::host::environment::async_contexts::AsyncId;
use crate::host::environment::{Environment, Isolate};
use crate::host::event_loop::inbox::Inbox;
use nodeapi_sys::{
    napi_async_complete_callback, napi_async_work, napi_cancelled, napi_env, napi_ok,
};
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a [`Work`] runs on the pool.
type Execute = unsafe extern "C" fn(env: napi_env, data: *mut c_void);

/// What a `napi_async_work` points at. The addon owns a share until it deletes the work; the pool
/// and the loop have theirs meanwhile.
pub(crate) struct Work {
    env: napi_env,
    execute: Execute,
    complete: napi_async_complete_callback,
    data: *mut c_void,
    id: AsyncId,
    inbox: Arc<Inbox<Letter>>,
    // The rest is the loop's thread's alone; atomic so that the other threads' shares are sound.
    /// Queued, and not completed yet.
    is_queued: AtomicBool,
    is_cancelled: AtomicBool,
    /// Deleted while it was queued: nobody is left to be told.
    is_deleted: AtomicBool,
}

// SAFETY: environment and data are only handed to the addon's callbacks; the addon gave `execute`
// to be called with them on another thread.
unsafe impl Send for Work {}
// SAFETY: as above; the rest is `Sync`.
unsafe impl Sync for Work {}

impl Task for Work {
    fn run(self: Arc<Self>) {
        // SAFETY: the addon gave `execute` and `data` for this; the environment is torn down only
        // when its work has been completed.
        unsafe { (self.execute)(self.env, self.data) };
        let inbox = Arc::clone(&self.inbox);
        inbox.post(Letter::Finished(self));
    }
}

impl Work {
    /// A share of the work behind a handle.
    ///
    /// # Safety
    ///
    /// The handle is one of [`EventLoop::create_work`], not deleted.
    unsafe fn from_raw(work: napi_async_work) -> Arc<Work> {
        let work = work.cast::<Work>().cast_const();
        // SAFETY: the caller's promise; the addon's share is left as it is.
        unsafe {
            Arc::increment_strong_count(work);
            Arc::from_raw(work)
        }
    }
}

impl<E: Engine> EventLoop<E> {
    /// `napi_create_async_work`.
    pub(crate) fn create_work(
        &self,
        env: &Environment<E>,
        execute: Execute,
        complete: napi_async_complete_callback,
        data: *mut c_void,
        id: AsyncId,
    ) -> napi_async_work {
        let work = Arc::new(Work {
            env: env.raw(),
            execute,
            complete,
            data,
            id,
            inbox: Arc::clone(&self.inbox),
            is_queued: AtomicBool::new(false),
            is_cancelled: AtomicBool::new(false),
            is_deleted: AtomicBool::new(false),
        });
        Arc::into_raw(work).cast_mut().cast()
    }

    /// `napi_delete_async_work`. Work that is queued is taken off the queue where there is time,
    /// and in any case not completed: in Node.js that would be undefined behaviour. Gives the
    /// context that ends with it.
    ///
    /// # Safety
    ///
    /// The handle is one of this loop's [`create_work`](Self::create_work), not used afterwards.
    pub(crate) unsafe fn delete_work(&self, work: napi_async_work) -> AsyncId {
        // SAFETY: the caller's promise; the addon's share ends here.
        let work = unsafe { Arc::from_raw(work.cast::<Work>().cast_const()) };
        if work.is_queued.load(Ordering::Relaxed) {
            work.is_deleted.store(true, Ordering::Relaxed);
            if self.pool.withdraw(&work) {
                self.forget(&work);
            }
        }
        work.id
    }

    /// `napi_queue_async_work`; `false` where it is queued already, or no thread can be had.
    ///
    /// # Safety
    ///
    /// The handle is one of this loop's [`create_work`](Self::create_work), not deleted.
    pub(crate) unsafe fn queue_work(&self, work: napi_async_work) -> bool {
        // SAFETY: the caller's promise.
        let work = unsafe { Work::from_raw(work) };
        let is_queued = work.is_queued.load(Ordering::Relaxed);
        if is_queued || self.pool.submit(Arc::clone(&work) as _).is_err() {
            return false;
        }
        self.uv.note_alive();
        work.is_queued.store(true, Ordering::Relaxed);
        self.queued_work
            .borrow_mut()
            .insert(Arc::as_ptr(&work), work);
        true
    }

    /// `napi_cancel_async_work`; `false` where it is not queued, or has begun. What is cancelled and
    /// not completed yet may be cancelled again.
    ///
    /// # Safety
    ///
    /// The handle is one of this loop's [`create_work`](Self::create_work), not deleted.
    pub(crate) unsafe fn cancel_work(&self, work: napi_async_work) -> bool {
        // SAFETY: the caller's promise.
        let work = unsafe { Work::from_raw(work) };
        if self.pool.withdraw(&work) {
            work.is_cancelled.store(true, Ordering::Relaxed);
            self.inbox.post(Letter::Finished(Arc::clone(&work)));
        }
        work.is_cancelled.load(Ordering::Relaxed)
    }

    /// Work is no longer queued, and may be queued again.
    fn forget(&self, work: &Arc<Work>) {
        work.is_queued.store(false, Ordering::Relaxed);
        let share = self.queued_work.borrow_mut().remove(&Arc::as_ptr(work));
        drop(share);
    }

    /// Completes work that has run or was cancelled.
    pub(super) fn complete_work(&self, isolate: &Isolate<E>, work: &Arc<Work>) {
        self.forget(work);
        let is_cancelled = work.is_cancelled.swap(false, Ordering::Relaxed);
        let status = if is_cancelled {
            napi_cancelled
        } else {
            napi_ok
        };
        let Some(complete) = work.complete else {
            return;
        };
        if work.is_deleted.load(Ordering::Relaxed) {
            return;
        }
        // SAFETY: an environment is torn down only when its work has been completed.
        if let Some(env) = unsafe { Environment::<E>::from_raw(work.env) } {
            // SAFETY: the addon gave `complete` and `data` for this.
            let call = || unsafe { complete(work.env, status, work.data) };
            let entered = isolate.async_contexts.enter(isolate, work.id, None);
            env.call_from_loop(call);
            isolate.async_contexts.leave(isolate, entered, false);
            self.settle(isolate, env);
        }
    }

    /// Waits until no work of the environment is left, completing what comes in. As in Node.js,
    /// what is queued still runs.
    pub(crate) fn finish_work(&self, env: &Environment<E>) {
        let is_of_env = |work: &Work| work.env == env.raw();
        loop {
            self.receive();
            let finished = {
                let mut received = self.received.borrow_mut();
                let index = received
                    .iter()
                    .position(|letter| matches!(letter, Letter::Finished(work) if is_of_env(work)));
                index.and_then(|index| received.remove(index))
            };
            if let Some(Letter::Finished(work)) = finished {
                self.complete_work(&env.isolate, &work);
            } else if self
                .queued_work
                .borrow()
                .values()
                .any(|work| is_of_env(work))
            {
                self.inbox.wait(None);
            } else {
                return;
            }
        }
    }
}
