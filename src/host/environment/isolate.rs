//! What the environments of one runtime share.

use super::Environment;
use super::async_contexts::AsyncContexts;
use super::deferreds::Deferreds;
use super::promise_contexts::PromiseContexts;
use super::rejections::Rejections;
use crate::host::engine::Engine;
use crate::host::event_loop::EventLoop;
use crate::host::reference_manager::Finalizers;
use crate::host::scope_manager::{Misuse, ScopeManager};
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::ptr::NonNull;
use std::rc::Rc;

/// Whom an uncaught exception is given, owned.
pub(crate) type UncaughtHook<E> =
    Rc<dyn Fn(&Isolate<E>, <E as crate::host::engine::Values>::Value)>;

/// What runs before microtasks do; whether it ran anything.
pub(crate) type TickHook<E> = Rc<dyn Fn(&Isolate<E>) -> bool>;

/// Gives `Buffer.prototype`, borrowed.
pub(crate) type BufferPrototype<E> =
    Rc<dyn Fn(&Isolate<E>) -> Option<<E as crate::host::engine::Values>::Value>>;

/// One engine, its handles, its finalizers and its event loop. All environments of a runtime share
/// them: a value that one module makes may be given to another.
pub(crate) struct Isolate<E: Engine> {
    // The engine is dropped first: its objects use nothing of the rest by then but memory.
    pub(crate) engine: E,
    pub(crate) scopes: ScopeManager<E>,
    pub(crate) finalizers: Rc<Finalizers>,
    pub(crate) event_loop: EventLoop<E>,
    /// What the address of [`HERE`] is on the isolate's thread.
    thread: usize,
    uncaught: RefCell<Option<UncaughtHook<E>>>,
    /// What runs before microtasks do; whether it ran anything.
    ticks: RefCell<Option<TickHook<E>>>,
    /// Uncaught exceptions that no hook took, owned.
    unclaimed: RefCell<Vec<E::Value>>,
    misuses: RefCell<Vec<String>>,
    pub(crate) deferreds: Deferreds<E>,
    pub(crate) rejections: Rejections<E>,
    pub(crate) async_contexts: AsyncContexts<E>,
    pub(crate) promise_contexts: PromiseContexts<E>,
    /// Where `Buffer.prototype` comes from, once somebody asks.
    buffer_prototype: RefCell<Option<BufferPrototype<E>>>,
    external_memory: Cell<i64>,
    /// What was reported of such memory since wrapped objects were last let go.
    newly_reported: Cell<i64>,
    is_torn_down: Cell<bool>,
    /// Dropped last: what the engine frees at its end still points at them.
    environments: RefCell<Vec<Box<Environment<E>>>>,
}

/// How much memory outside the engine may be reported before wrapped objects are let go.
const MUCH_MEMORY: i64 = 32 << 20;

thread_local! {
    /// Tells threads apart that are there at the same time, more quickly than their numbers.
    static HERE: Cell<u8> = const { Cell::new(0) };
}

fn here() -> usize {
    HERE.with(|here| std::ptr::from_ref(here).addr())
}

/// The isolate of an environment, which that isolate owns.
pub(crate) struct IsolateRef<E: Engine>(NonNull<Isolate<E>>);

impl<E: Engine> IsolateRef<E> {
    pub(super) fn new(isolate: &Isolate<E>) -> Self {
        IsolateRef(NonNull::from(isolate))
    }
}

impl<E: Engine> Deref for IsolateRef<E> {
    type Target = Isolate<E>;

    #[inline]
    fn deref(&self) -> &Isolate<E> {
        // SAFETY: an isolate is made in an `Rc`, never moves, and outlives the environments that
        // it owns.
        unsafe { self.0.as_ref() }
    }
}

impl<E: Engine> Isolate<E> {
    /// An engine with what belongs to it, for this thread.
    pub(crate) fn new(checked: bool) -> Rc<Self> {
        let engine = E::new();
        let isolate = Rc::new(Isolate {
            scopes: ScopeManager::new(&engine, checked),
            engine,
            finalizers: Rc::default(),
            event_loop: EventLoop::new(),
            thread: here(),
            uncaught: RefCell::default(),
            ticks: RefCell::default(),
            unclaimed: RefCell::default(),
            misuses: RefCell::default(),
            deferreds: Deferreds::new(),
            rejections: Rejections::new(),
            async_contexts: AsyncContexts::new(),
            promise_contexts: PromiseContexts::new(),
            buffer_prototype: RefCell::default(),
            external_memory: Cell::new(0),
            newly_reported: Cell::new(0),
            is_torn_down: Cell::new(false),
            environments: RefCell::default(),
        });
        Rejections::watch(&isolate);
        isolate.event_loop.announce(&isolate);
        isolate
    }

    /// Takes an environment over, for as long as the isolate lives.
    pub(super) fn keep_environment(&self, environment: Box<Environment<E>>) -> &Environment<E> {
        let kept = NonNull::from(&*environment);
        self.environments.borrow_mut().push(environment);
        // SAFETY: boxed, and never dropped before the isolate.
        unsafe { kept.as_ref() }
    }

    /// The runtime's own environment: the first that was made.
    pub(crate) fn root_environment(&self) -> &Environment<E> {
        let environments = self.environments.borrow();
        let root = NonNull::from(&**environments.first().expect("a runtime makes its own first"));
        // SAFETY: boxed, and never dropped before the isolate.
        unsafe { root.as_ref() }
    }

    /// Whether the caller is on the isolate's thread.
    #[inline]
    pub(crate) fn is_own_thread(&self) -> bool {
        here() == self.thread
    }

    /// Runs all microtasks, then all finalizers that wait. For when no native code and no
    /// JavaScript runs.
    pub(crate) fn settle(&self) {
        self.scopes.free_closed(&self.engine);
        self.run_ticks_and_microtasks();
        while self.rejections.process(self) {
            self.run_ticks_and_microtasks();
        }
        if !self.finalizers.is_empty() {
            self.run_finalizers();
        }
    }

    /// Runs what was put off to the end of the running call, as `process.nextTick` does, and
    /// microtasks, until neither is left.
    fn run_ticks_and_microtasks(&self) {
        while !self.event_loop.is_stopped() {
            let hook = self.ticks.borrow().clone();
            let ran = hook.is_some_and(|hook| hook(self));
            self.run_microtasks();
            if !ran {
                return;
            }
        }
    }

    /// Runs microtasks until none is left.
    pub(crate) fn run_microtasks(&self) {
        while self.engine.has_microtask() && !self.event_loop.is_stopped() {
            if self.engine.run_microtask().is_err() {
                self.uncaught(self.engine.take_exception());
            }
        }
    }

    /// Runs the finalizers that wait; what they leave for microtasks too.
    #[cold]
    pub(crate) fn run_finalizers(&self) {
        while let Some(finalizer) = self.finalizers.next() {
            // SAFETY: environments are dropped after their finalizers have run or were cancelled.
            if let Some(env) = unsafe { Environment::<E>::from_raw(finalizer.env) } {
                env.run_finalizer(&finalizer);
            }
            self.run_microtasks();
        }
    }

    /// Runs those of the runtime's own finalizers that wait and whose callback is at one of these
    /// addresses. They only drop values: they may run in the middle of JavaScript.
    pub(crate) fn run_drops(&self, callbacks: &[usize]) {
        let root = self.root_environment();
        for finalizer in self.finalizers.take_of(root.raw(), callbacks) {
            root.run_finalizer(&finalizer);
        }
    }

    /// Collects garbage, then runs the finalizers that need not wait.
    pub(crate) fn collect_garbage(&self) {
        self.scopes.free_closed(&self.engine);
        self.let_lingering_go();
        self.engine.collect_garbage();
        while let Some(finalizer) = self.finalizers.next_basic() {
            // SAFETY: as above.
            if let Some(env) = unsafe { Environment::<E>::from_raw(finalizer.env) } {
                env.run_finalizer(&finalizer);
            }
        }
    }

    /// Sets whom uncaught exceptions are given.
    pub(crate) fn set_uncaught_hook(&self, hook: Option<UncaughtHook<E>>) {
        *self.uncaught.borrow_mut() = hook;
    }

    /// An exception, owned, that nobody is left to catch. Of a runtime that has been stopped, it is
    /// the one that stops it.
    pub(crate) fn uncaught(&self, exception: E::Value) {
        if self.event_loop.is_stopped() {
            self.engine.free(exception);
            return;
        }
        let hook = self.uncaught.borrow().clone();
        match hook {
            Some(hook) => hook(self, exception),
            None => self.keep_unclaimed(exception),
        }
    }

    /// Sets what runs before microtasks do.
    pub(crate) fn set_tick_hook(&self, hook: TickHook<E>) {
        *self.ticks.borrow_mut() = Some(hook);
    }

    /// Keeps an uncaught exception, owned, for who asks later.
    pub(crate) fn keep_unclaimed(&self, exception: E::Value) {
        self.unclaimed.borrow_mut().push(exception);
    }

    /// The oldest uncaught exception that no hook took, owned.
    pub(crate) fn take_unclaimed(&self) -> Option<E::Value> {
        let mut unclaimed = self.unclaimed.borrow_mut();
        if unclaimed.is_empty() {
            None
        } else {
            Some(unclaimed.remove(0))
        }
    }

    /// Sets where `Buffer.prototype` comes from.
    pub(crate) fn set_buffer_prototype(&self, source: BufferPrototype<E>) {
        *self.buffer_prototype.borrow_mut() = Some(source);
    }

    /// `Buffer.prototype`, borrowed; `None` where the JavaScript around the addon has no `Buffer`.
    pub(crate) fn buffer_prototype(&self) -> Option<E::Value> {
        let source = self.buffer_prototype.borrow().clone()?;
        source(self)
    }

    /// Counts native memory that JavaScript objects keep alive; gives the sum, in bytes.
    pub(crate) fn adjust_external_memory(&self, change: i64) -> i64 {
        let sum = self.external_memory.get().saturating_add(change);
        self.external_memory.set(sum);
        if change > 0 {
            let reported = self.newly_reported.get().saturating_add(change);
            self.newly_reported.set(reported);
            if reported > MUCH_MEMORY {
                self.let_lingering_go();
            }
        }
        sum
    }

    /// Lets the wrapped objects go that nobody but this host holds.
    fn let_lingering_go(&self) {
        self.newly_reported.set(0);
        for environment in self.environments.borrow().iter() {
            environment.references.let_lingering_go(&self.engine);
        }
    }

    /// Does what other threads have asked of references.
    pub(crate) fn take_in_references(&self) {
        let mut index = 0;
        while let Some(environment) = self
            .environments
            .borrow()
            .get(index)
            .map(|env| NonNull::from(&**env))
        {
            // SAFETY: boxed, and never dropped before the isolate.
            let environment = unsafe { environment.as_ref() };
            environment.references.take_in(&self.engine);
            index += 1;
        }
    }

    /// Lets the event loop turn once, waiting for an event; `false` where none can come.
    pub(super) fn wait_for_event(&self) -> bool {
        self.event_loop.turn(self, true)
    }

    /// Tells of misuse: on standard error, and to who asks for it later.
    pub(crate) fn report(&self, misuse: Misuse) {
        let message = misuse.to_string();
        eprintln!("nodeapi: {message}");
        self.misuses.borrow_mut().push(message);
    }

    /// The misuse that was seen since the last time somebody asked.
    pub(crate) fn take_misuses(&self) -> Vec<String> {
        self.misuses.take()
    }

    /// Ends JavaScript here, for good: native code cannot call it any more, and the event loop
    /// returns.
    pub(crate) fn stop(&self) {
        self.event_loop.stop();
        for environment in &*self.environments.borrow() {
            environment.stop();
        }
    }

    /// Ends the life of all environments, newest first.
    pub(crate) fn tear_down_environments(&self) {
        // As in Node.js, hooks hear nothing of the end.
        AsyncContexts::tear_down(self);
        PromiseContexts::tear_down(self);
        self.event_loop.forget_timers();
        let mut index = self.environments.borrow().len();
        while index > 0 {
            index -= 1;
            let environment = NonNull::from(&*self.environments.borrow()[index]);
            // SAFETY: boxed, and never dropped before the isolate.
            unsafe { environment.as_ref() }.tear_down();
        }
    }

    /// Frees all that the engine's values are held by. Environments have been torn down before, and
    /// nothing runs afterwards.
    pub(crate) fn tear_down(&self) {
        if self.is_torn_down.replace(true) {
            return;
        }
        self.event_loop.tear_down(self);
        self.uncaught.take();
        self.ticks.take();
        self.buffer_prototype.take();
        self.deferreds.tear_down(&self.engine);
        self.rejections.tear_down(&self.engine);
        for exception in self.unclaimed.take() {
            self.engine.free(exception);
        }
        self.scopes.tear_down(&self.engine);
    }
}
