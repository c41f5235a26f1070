//! Asynchronous contexts of native code: whom they are told.
//!
//! What a context is, the JavaScript around addons knows; here are numbers. Until somebody asks to
//! be told, nothing of this costs more than a look at an empty cell.

use super::{Environment, Isolate};
use crate::host::engine::Engine;
use std::cell::{Cell, RefCell};
use std::ptr;
use std::rc::Rc;

/// Names an asynchronous context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AsyncId(pub(crate) u64);

impl AsyncId {
    /// The context of what has none, or was made before anybody asked.
    pub(crate) const NONE: AsyncId = AsyncId(0);
}

/// Who is told of asynchronous contexts. Values are borrowed.
pub(crate) trait AsyncHooks<E: Engine> {
    /// A context begins to exist; its type is a string. Without a resource it gets one of its own.
    fn init(&self, isolate: &Isolate<E>, kind: E::Value, resource: Resource<E>) -> AsyncId;

    /// A callback in a context begins; gives what [`leave`](Self::leave) needs. The resource is
    /// that of a context which does not hold its own.
    fn enter(&self, isolate: &Isolate<E>, id: AsyncId, resource: Option<E::Value>) -> usize;

    /// A callback ends; by an exception, if it `failed`.
    fn leave(&self, isolate: &Isolate<E>, depth: usize, failed: bool);

    /// A context is gone. May be told at any time; JavaScript hears of it later.
    fn destroy(&self, isolate: &Isolate<E>, id: AsyncId);
}

/// The object that a context is about.
pub(crate) enum Resource<E: Engine> {
    /// None was given.
    Own,
    /// The context keeps it alive.
    Held(E::Value),
    /// The context does not keep it alive.
    Weak(E::Value),
}

/// What [`AsyncContexts::enter`] gives: nothing where nobody is told.
#[must_use]
pub(crate) struct Entered(Option<usize>);

impl Entered {
    /// Where nobody is told.
    pub(crate) const NOTHING: Entered = Entered(None);

    /// Whether anybody is told when it ends.
    pub(crate) fn is_told(&self) -> bool {
        self.0.is_some()
    }
}

/// An open callback scope: whose, its number, and what it entered.
type OpenScope<E> = (*const Environment<E>, usize, Entered);

/// Who is told, and of what.
pub(crate) struct AsyncContexts<E: Engine> {
    hooks: RefCell<Option<Rc<dyn AsyncHooks<E>>>>,
    /// Whether there are any, for who only looks.
    is_told: Cell<bool>,
    scopes: RefCell<Vec<OpenScope<E>>>,
}

impl<E: Engine> AsyncContexts<E> {
    pub(super) fn new() -> Self {
        AsyncContexts {
            hooks: RefCell::default(),
            is_told: Cell::new(false),
            scopes: RefCell::default(),
        }
    }

    /// Sets who is told.
    #[cfg_attr(not(feature = "node"), allow(dead_code))]
    pub(crate) fn set_hooks(&self, hooks: Rc<dyn AsyncHooks<E>>) {
        *self.hooks.borrow_mut() = Some(hooks);
        self.is_told.set(true);
    }

    /// Whether anybody is told.
    #[inline]
    pub(crate) fn is_told(&self) -> bool {
        self.is_told.get()
    }

    #[inline]
    fn hooks(&self, isolate: &Isolate<E>) -> Option<Rc<dyn AsyncHooks<E>>> {
        if self.is_told.get() {
            self.hooks_of(isolate)
        } else {
            None
        }
    }

    #[cold]
    fn hooks_of(&self, isolate: &Isolate<E>) -> Option<Rc<dyn AsyncHooks<E>>> {
        let hooks = self.hooks.borrow().clone()?;
        isolate
            .root_environment()
            .can_call_into_js()
            .then_some(hooks)
    }

    /// A context of native code.
    pub(crate) fn init(
        &self,
        isolate: &Isolate<E>,
        kind: E::Value,
        resource: Resource<E>,
    ) -> AsyncId {
        let hooks = self.hooks(isolate);
        hooks.map_or(AsyncId::NONE, |hooks| hooks.init(isolate, kind, resource))
    }

    /// Begins a callback in a context.
    #[inline]
    pub(crate) fn enter(
        &self,
        isolate: &Isolate<E>,
        id: AsyncId,
        resource: Option<E::Value>,
    ) -> Entered {
        let hooks = self.hooks(isolate);
        Entered(hooks.map(|hooks| hooks.enter(isolate, id, resource)))
    }

    /// Ends a callback.
    #[inline]
    pub(crate) fn leave(&self, isolate: &Isolate<E>, entered: Entered, failed: bool) {
        if let Entered(Some(depth)) = entered
            && let Some(hooks) = self.hooks(isolate)
        {
            hooks.leave(isolate, depth, failed);
        }
    }

    /// Ends a context.
    pub(crate) fn destroy(&self, isolate: &Isolate<E>, id: AsyncId) {
        if id != AsyncId::NONE
            && let Some(hooks) = self.hooks(isolate)
        {
            hooks.destroy(isolate, id);
        }
    }

    /// Keeps what a callback scope entered.
    pub(crate) fn open_scope(&self, env: &Environment<E>, number: usize, entered: Entered) {
        if entered.0.is_some() {
            self.scopes.borrow_mut().push((env, number, entered));
        }
    }

    /// Leaves what a callback scope entered, and those in it that were not closed.
    pub(crate) fn close_scope(&self, env: &Environment<E>, number: usize) {
        let entered = {
            let mut scopes = self.scopes.borrow_mut();
            let index = scopes
                .iter()
                .rposition(|&(of, its, _)| ptr::eq(of, env) && its == number);
            index.and_then(|index| scopes.drain(index..).next())
        };
        if let Some((.., entered)) = entered {
            self.leave(&env.isolate, entered, false);
        }
    }

    pub(super) fn tear_down(isolate: &Isolate<E>) {
        isolate.async_contexts.is_told.set(false);
        isolate.async_contexts.hooks.take();
    }
}
