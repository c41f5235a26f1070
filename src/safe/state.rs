//! What this crate keeps for each environment, in its instance data.
//!
//! References, deferreds and the like hold the state as well, and may outlive the environment. A
//! cleanup hook closes the state before the environment goes: it deletes the references that are
//! left, and what uses the state afterwards is told that the environment is gone.

use super::drop_queue::DropQueue;
use super::env::Env;
use super::error::{Error, Result, contain};
use nodeapi_sys as sys;
use std::any::{Any, TypeId};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ffi::c_void;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

type Hook = Box<dyn FnOnce()>;

static IDS: AtomicU64 = AtomicU64::new(0);

/// The state of one environment. `!Send`: it stays on the environment's thread.
///
/// No `RefCell` in here stays borrowed while code of others runs: not across a Node-API call that
/// may run JavaScript, nor while a value of the user's is dropped.
pub(crate) struct EnvState {
    /// Null once the environment is closed.
    raw: Cell<sys::napi_env>,
    /// The references that are alive, so that closing can delete them.
    references: RefCell<HashSet<sys::napi_ref>>,
    /// The classes that this environment has defined: a strong reference to each constructor, and what
    /// JavaScript calls the class.
    constructors: RefCell<HashMap<TypeId, (sys::napi_ref, &'static str)>>,
    /// The Rust value that the next constructor call of its class is to adopt.
    adopted: RefCell<Option<Box<dyn Any>>>,
    data: RefCell<HashMap<TypeId, Rc<dyn Any>>>,
    /// What no other environment of this process has.
    id: u64,
    /// References that other threads have let go of; made when the first of that kind is.
    drops: OnceCell<Arc<DropQueue>>,
    /// Cleanup hooks by the argument that the host has for them: what is left of them to run.
    hooks: RefCell<HashMap<*mut c_void, Hook>>,
}

impl EnvState {
    /// The state of an environment; made when it is asked for first.
    pub(crate) fn of(env: &Env<'_>) -> Result<Rc<EnvState>> {
        let mut data = std::ptr::null_mut();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_get_instance_data(env.raw(), &mut data) };
        env.check(status, "napi_get_instance_data")?;
        if data.is_null() {
            return EnvState::make(env);
        }
        let state = data.cast_const().cast::<EnvState>();
        // SAFETY: the instance data is this crate's, as whoever entered the environment has
        // promised: the pointer is `make`'s, and holds a count until `finalize`.
        let state = unsafe {
            Rc::increment_strong_count(state);
            Rc::from_raw(state)
        };
        if state.is_closed() {
            Err(Error::EnvironmentClosed)
        } else {
            Ok(state)
        }
    }

    fn make(env: &Env<'_>) -> Result<Rc<EnvState>> {
        let state = Rc::new(EnvState {
            raw: Cell::new(env.raw()),
            references: RefCell::default(),
            constructors: RefCell::default(),
            adopted: RefCell::default(),
            data: RefCell::default(),
            id: IDS.fetch_add(1, Ordering::Relaxed),
            drops: OnceCell::new(),
            hooks: RefCell::default(),
        });
        // The hook comes first: a state that nothing closes must not exist.
        let held = Rc::into_raw(Rc::clone(&state)).cast_mut().cast::<c_void>();
        // SAFETY: the hook gets the count that it gives up.
        let status = unsafe { sys::napi_add_env_cleanup_hook(env.raw(), Some(close), held) };
        if let Err(error) = env.check(status, "napi_add_env_cleanup_hook") {
            // SAFETY: the hook has not been registered, so that its count is ours.
            drop(unsafe { Rc::from_raw(held.cast_const().cast::<EnvState>()) });
            return Err(error);
        }
        let data = Rc::into_raw(Rc::clone(&state)).cast_mut().cast::<c_void>();
        // SAFETY: the finalizer gets the count that it gives up.
        let status = unsafe {
            sys::napi_set_instance_data(env.raw(), data, Some(finalize), std::ptr::null_mut())
        };
        if let Err(error) = env.check(status, "napi_set_instance_data") {
            // SAFETY: the host has not taken the data, so that its count is ours.
            drop(unsafe { Rc::from_raw(data.cast_const().cast::<EnvState>()) });
            return Err(error);
        }
        Ok(state)
    }

    /// Whether the environment has been torn down, or is being so.
    pub(crate) fn is_closed(&self) -> bool {
        self.raw.get().is_null()
    }

    /// That this state is the one of the environment.
    pub(crate) fn check(&self, env: &Env<'_>) -> Result<()> {
        if self.is_closed() {
            Err(Error::EnvironmentClosed)
        } else if self.raw.get() == env.raw() {
            Ok(())
        } else {
            Err(Error::WrongEnvironment)
        }
    }

    /// What tells this environment from all others that there have been.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The queue of the references that other threads let go of.
    pub(crate) fn drops(&self, env: &mut Env<'_>) -> Result<Arc<DropQueue>> {
        if let Some(drops) = self.drops.get() {
            return Ok(Arc::clone(drops));
        }
        let drops = DropQueue::new(env)?;
        Ok(Arc::clone(self.drops.get_or_init(|| drops)))
    }

    /// Deletes the references that other threads have let go of.
    pub(crate) fn drain(&self) {
        if let Some(drops) = self.drops.get() {
            for reference in drops.take() {
                self.delete_reference(reference);
            }
        }
    }

    /// Takes charge of a reference.
    pub(crate) fn keep_reference(&self, reference: sys::napi_ref) {
        self.references.borrow_mut().insert(reference);
    }

    /// Deletes a reference; does nothing where closing has done so.
    pub(crate) fn delete_reference(&self, reference: sys::napi_ref) {
        if self.references.borrow_mut().remove(&reference) {
            // SAFETY: the state holds live references alone, and is open while it holds one; so
            // the environment is live, and of this thread, which the state does not leave.
            let _ = unsafe { sys::napi_delete_reference(self.raw.get(), reference) };
        }
    }

    /// The constructor of a class that this environment has defined.
    pub(crate) fn constructor(&self, class: TypeId) -> Option<sys::napi_ref> {
        let constructors = self.constructors.borrow();
        constructors
            .get(&class)
            .map(|(constructor, _)| *constructor)
    }

    /// What JavaScript calls a class that this environment has defined.
    pub(crate) fn class_name(&self, class: TypeId) -> Option<&'static str> {
        self.constructors
            .borrow()
            .get(&class)
            .map(|(_, name)| *name)
    }

    /// Remembers a constructor for as long as the environment lives.
    pub(crate) fn set_constructor(
        &self,
        class: TypeId,
        constructor: sys::napi_ref,
        name: &'static str,
    ) {
        self.keep_reference(constructor);
        let old = self
            .constructors
            .borrow_mut()
            .insert(class, (constructor, name));
        if let Some((old, _)) = old {
            self.delete_reference(old);
        }
    }

    /// Leaves a value for the constructor that is about to be called.
    pub(crate) fn offer(&self, value: Box<dyn Any>) {
        let old = self.adopted.replace(Some(value));
        drop(old);
    }

    /// Takes the value that was left for this class, if one was.
    pub(crate) fn adopt<T: Any>(&self) -> Option<Box<T>> {
        let mut adopted = self.adopted.borrow_mut();
        if adopted.as_ref().is_some_and(|value| value.is::<T>()) {
            adopted.take()?.downcast().ok()
        } else {
            None
        }
    }

    pub(crate) fn set_data<T: Any>(&self, value: T) -> Option<Rc<T>> {
        let old = self
            .data
            .borrow_mut()
            .insert(TypeId::of::<T>(), Rc::new(value));
        old.and_then(|old| old.downcast().ok())
    }

    pub(crate) fn data<T: Any>(&self) -> Option<Rc<T>> {
        let data = self.data.borrow().get(&TypeId::of::<T>()).cloned();
        data.and_then(|data| data.downcast().ok())
    }

    /// The environment itself, while it is open.
    pub(crate) fn raw(&self) -> Option<sys::napi_env> {
        let raw = self.raw.get();
        (!raw.is_null()).then_some(raw)
    }

    /// Keeps a cleanup hook under the argument that the host has for it.
    pub(crate) fn keep_hook(&self, key: *mut c_void, hook: Hook) {
        self.hooks.borrow_mut().insert(key, hook);
    }

    /// Takes a cleanup hook; `None` where it has been taken.
    pub(crate) fn take_hook(&self, key: *mut c_void) -> Option<Hook> {
        self.hooks.borrow_mut().remove(&key)
    }

    /// Closes the state: what happens when the environment is torn down. `delete` says whether the
    /// references can still be deleted.
    fn close(&self, delete: bool) {
        // The hooks have run by now: they were registered after this one. What is left is of a host
        // that calls none.
        let hooks = self.hooks.take();
        for hook in hooks.into_values() {
            contain(hook);
        }
        let data = self.data.take();
        contain(|| drop(data));
        let adopted = self.adopted.take();
        contain(|| drop(adopted));
        self.constructors.take();
        if let Some(drops) = self.drops.get() {
            drops.close();
        }
        let env = self.raw.replace(std::ptr::null_mut());
        let references = self.references.take();
        if delete && !env.is_null() {
            for reference in references {
                // SAFETY: the hook runs before the environment goes; the references are live,
                // and nobody else deletes them now that the set is empty.
                let _ = unsafe { sys::napi_delete_reference(env, reference) };
            }
        }
    }
}

/// The cleanup hook: the environment is still there.
unsafe extern "C" fn close(state: *mut c_void) {
    // SAFETY: `make` registered the hook with a count for it; it is called once.
    let state = unsafe { Rc::from_raw(state.cast_const().cast::<EnvState>()) };
    contain(|| state.close(true));
    contain(|| drop(state));
}

/// The finalizer of the instance data: the environment's last act.
unsafe extern "C" fn finalize(_: sys::napi_env, state: *mut c_void, _: *mut c_void) {
    // SAFETY: `make` set the data with a count for it; it is finalized once.
    let state = unsafe { Rc::from_raw(state.cast_const().cast::<EnvState>()) };
    // Hosts that call no cleanup hooks: references are theirs to free.
    contain(|| state.close(false));
    contain(|| drop(state));
}
