//! The event loop: what runs when nothing runs.
//!
//! A [`turn`](EventLoop::turn) has the phases of libuv's: timers that are due, then what other
//! threads have handed in ([`inbox`]), which is what the loop sleeps for, then immediates, then the
//! end of thread-safe functions. After each callback come microtasks and finalizers.
//!
//! | file | what comes from it |
//! |---|---|
//! | [`timers`], [`immediates`] | callbacks of JavaScript's own |
//! | [`async_work`] | completed work of the [`pool`] |
//! | [`threadsafe_function`] | [`calls`] from other threads |
//! | [`callback_scope`] | when a callback is the outermost |
//! | [`uv`] | what addons do with libuv, which then has the phases in its hands |
//!
//! Nothing is borrowed while a callback runs, which may set and clear what it likes, and may turn
//! the loop again.

mod async_work;
mod callback_scope;
mod calls;
pub(crate) mod function_handle;
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "JavaScript's come with `node`")
)]
mod immediates;
mod inbox;
mod pool;
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "workers come with `node`")
)]
mod stop;
pub(crate) mod threadsafe_function;
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "JavaScript's come with `node`")
)]
mod timers;
#[cfg_attr(not(feature = "libuv"), path = "no_uv.rs")]
mod uv;

pub(crate) use immediates::ImmediateId;
#[cfg(feature = "node")]
pub(crate) use stop::Stopper;
pub(crate) use timers::TimerId;
pub(crate) use uv::IN_PLACE as IN_PLACE_OF_UV;
#[cfg(feature = "node")]
pub(crate) use uv::VERSION as UV_VERSION;

use crate::host::engine::Engine;
use crate::host::environment::{Environment, Isolate};
use async_work::Work;
use function_handle::Shared;
use immediates::Immediates;
use inbox::Inbox;
use pool::Pool;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use threadsafe_function::Function;
use timers::Timers;
use uv::Uv;

/// What a timer calls.
pub(crate) type TimerCallback<E> = Rc<dyn Fn(&Isolate<E>)>;

/// What an immediate calls.
pub(crate) type ImmediateCallback<E> = Box<dyn FnOnce(&Isolate<E>)>;

/// What another thread says.
enum Letter {
    /// Work has run, or was cancelled.
    Finished(Arc<Work>),
    /// A thread-safe function has calls, or is to be closed.
    Called(Arc<Shared>),
    /// Something is to be done with references.
    References,
    /// The loop is to end.
    Stopped,
}

/// The event loop of one isolate; belongs to its thread.
pub(crate) struct EventLoop<E: Engine> {
    timers: Timers<TimerCallback<E>>,
    immediates: Immediates<ImmediateCallback<E>>,
    /// What runs before the next immediates, without keeping the loop alive.
    before_immediates: RefCell<Option<ImmediateCallback<E>>>,
    inbox: Arc<Inbox<Letter>>,
    /// Letters that were taken out of the inbox and not dealt with yet.
    received: RefCell<VecDeque<Letter>>,
    pool: Pool,
    uv: Uv,
    /// Work that is queued, running, or waits to be completed.
    queued_work: RefCell<HashMap<*const Work, Arc<Work>>>,
    /// Thread-safe functions that are not finalized.
    functions: RefCell<HashMap<*const Shared, Rc<Function<E>>>>,
    /// Those of them that are closed, and wait to be finalized.
    closing: RefCell<VecDeque<Rc<Function<E>>>>,
    /// How many that are not closed keep the loop alive.
    referenced_functions: Cell<usize>,
    /// How many callbacks run, one in the other.
    depth: Cell<usize>,
    is_stopped: Arc<AtomicBool>,
    /// Whether the environments are being torn down, which turns the loop even where it was stopped.
    is_ending: Cell<bool>,
    reports_all_exceptions: Cell<bool>,
    has_warned: Cell<bool>,
}

impl<E: Engine> EventLoop<E> {
    /// A loop with nothing to do.
    pub(crate) fn new() -> Self {
        EventLoop {
            timers: Timers::new(),
            immediates: Immediates::new(),
            before_immediates: RefCell::default(),
            inbox: Arc::new(Inbox::new()),
            received: RefCell::default(),
            pool: Pool::new(),
            uv: Uv::new(),
            queued_work: RefCell::default(),
            functions: RefCell::default(),
            closing: RefCell::default(),
            referenced_functions: Cell::new(0),
            depth: Cell::new(0),
            is_stopped: Arc::default(),
            is_ending: Cell::new(false),
            reports_all_exceptions: Cell::new(false),
            has_warned: Cell::new(false),
        }
    }

    /// Runs until nothing is left that could happen, or until it is [stopped](Self::stop).
    pub(crate) fn run(&self, isolate: &Isolate<E>) {
        while !self.must_return() && self.turn(isolate, true) {}
    }

    /// Whether anything keeps the loop alive: timers, immediates and thread-safe functions that are
    /// referenced, queued work, functions that wait to be finalized; what addons do with libuv.
    pub(crate) fn is_alive(&self) -> bool {
        self.is_alive_itself() || self.uv.is_alive()
    }

    /// The same without libuv.
    fn is_alive_itself(&self) -> bool {
        self.timers.is_alive()
            || self.immediates.is_alive()
            || self.referenced_functions.get() > 0
            || !self.queued_work.borrow().is_empty()
            || !self.closing.borrow().is_empty()
    }

    /// Runs what is due, each thing at most once; whether the loop is alive then. Waits for the
    /// next event if `wait` says so, nothing else is left to do, and something can still come.
    pub(crate) fn turn(&self, isolate: &Isolate<E>, wait: bool) -> bool {
        if self.depth.get() == 0 && !isolate.scopes.is_in_callback() {
            isolate.engine.enter();
        }
        isolate.settle();
        self.run_timers(isolate);
        if !self.turn_uv(isolate, wait) {
            if wait && self.is_idle() && self.is_alive() {
                self.inbox.wait(self.timers.next_due());
            }
            self.read_letters(isolate);
            self.run_immediates(isolate);
        }
        self.finalize_functions(isolate);
        self.is_alive()
    }

    /// Whether nothing is there to run now but what the inbox may hold.
    fn is_idle(&self) -> bool {
        !self.must_return()
            && self.immediates.is_empty()
            && self.received.borrow().is_empty()
            && self.closing.borrow().is_empty()
    }

    /// The first phase: timers that are due.
    fn run_timers(&self, isolate: &Isolate<E>) {
        let round = self.timers.begin();
        while !self.must_return()
            && let Some((id, callback)) = self.timers.next(round)
        {
            self.call_back(isolate, || callback(isolate));
            self.timers.finish(id);
            drop(callback);
            isolate.settle();
        }
    }

    /// Takes in what other threads have left.
    fn receive(&self) {
        self.inbox.take(&mut self.received.borrow_mut());
    }

    /// The second phase: what other threads have handed in by now.
    fn read_letters(&self, isolate: &Isolate<E>) {
        self.receive();
        let count = self.received.borrow().len();
        for _ in 0..count {
            if self.must_return() {
                return;
            }
            let letter = self.received.borrow_mut().pop_front();
            match letter {
                Some(Letter::Finished(work)) => self.complete_work(isolate, &work),
                Some(Letter::Called(shared)) => self.make_calls(isolate, shared),
                Some(Letter::References) => {
                    isolate.take_in_references();
                    isolate.settle();
                }
                Some(Letter::Stopped) => {}
                None => return,
            }
        }
    }

    /// Has the loop do what was asked of references; on any thread. Does not keep it alive.
    pub(crate) fn wake_for_references(&self) {
        self.inbox.post(Letter::References);
    }

    /// The third phase: immediates that were set before it.
    fn run_immediates(&self, isolate: &Isolate<E>) {
        let first = self.before_immediates.take();
        if let Some(callback) = first {
            self.call_back(isolate, || callback(isolate));
            isolate.settle();
        }
        let end = self.immediates.begin();
        while !self.must_return()
            && let Some(callback) = self.immediates.next(end)
        {
            self.call_back(isolate, || callback(isolate));
            isolate.settle();
        }
    }

    /// Runs a callback that belongs to no environment.
    fn call_back(&self, isolate: &Isolate<E>, callback: impl FnOnce()) {
        let depth = self.enter();
        let mark = isolate.scopes.open();
        callback();
        isolate.scopes.close(&isolate.engine, mark);
        self.leave(depth);
    }

    /// Whether exceptions that thread-safe functions of modules below version 10 throw are uncaught
    /// exceptions too; `--force-node-api-uncaught-exceptions-policy` of Node.js.
    #[cfg_attr(
        not(feature = "node"),
        allow(dead_code, reason = "an option of programs")
    )]
    pub(crate) fn set_reports_all_exceptions(&self, reports_all: bool) {
        self.reports_all_exceptions.set(reports_all);
    }

    /// Forgets timers and immediates: JavaScript is about to end.
    pub(crate) fn forget_timers(&self) {
        self.is_ending.set(true);
        self.timers.tear_down();
        self.before_immediates.take();
        self.immediates.tear_down();
    }

    /// Waits until the environment's work is done and completed, and finalizes its thread-safe
    /// functions. Its cleanup hooks have run and closed those; what was made since is closed now.
    pub(crate) fn tear_down_environment(&self, env: &Environment<E>) {
        self.forget_timers();
        self.finish_work(env);
        self.finalize_functions_of(env);
    }

    /// When all environments are torn down: stops the pool and frees what is left. Nothing runs
    /// afterwards.
    pub(crate) fn tear_down(&self, isolate: &Isolate<E>) {
        self.pool.stop();
        self.inbox.close();
        self.tear_down_uv(isolate);
        self.received.take();
        self.queued_work.take();
        self.forget_timers();
        self.free_functions(&isolate.engine);
    }
}

/// Timers and immediates, which JavaScript's own stand on.
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "JavaScript's come with `node`")
)]
impl<E: Engine> EventLoop<E> {
    /// Has the callback called after a while, and again and again if it repeats. Keeps the loop
    /// alive.
    pub(crate) fn set_timer(
        &self,
        delay: Duration,
        repeat: bool,
        callback: TimerCallback<E>,
    ) -> TimerId {
        self.uv.note_alive();
        self.timers.set(delay, repeat, callback)
    }

    /// Forgets a timer; one that is no longer set is left alone.
    pub(crate) fn clear_timer(&self, id: TimerId) {
        self.timers.clear(id);
    }

    /// Says whether a timer keeps the loop alive.
    pub(crate) fn set_timer_ref(&self, id: TimerId, is_referenced: bool) {
        self.uv.note_alive();
        self.timers.set_ref(id, is_referenced);
    }

    /// Has the callback called at the end of the turn. Keeps the loop alive.
    pub(crate) fn set_immediate(&self, callback: ImmediateCallback<E>) -> ImmediateId {
        self.uv.note_alive();
        self.immediates.set(callback)
    }

    /// Has the callback called before the next immediates, at the end of the next turn at the
    /// latest if there is one: it does not keep the loop alive. Replaces the one before.
    pub(crate) fn set_before_immediates(&self, callback: ImmediateCallback<E>) {
        let previous = self.before_immediates.replace(Some(callback));
        drop(previous);
    }

    /// Forgets an immediate; one that is no longer set is left alone.
    pub(crate) fn clear_immediate(&self, id: ImmediateId) {
        self.immediates.clear(id);
    }

    /// Says whether an immediate keeps the loop alive.
    pub(crate) fn set_immediate_ref(&self, id: ImmediateId, is_referenced: bool) {
        self.uv.note_alive();
        self.immediates.set_ref(id, is_referenced);
    }
}
