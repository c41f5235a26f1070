//! What `async_hooks` asks of the host; see `js/internal/async_context.js`, which knows what a
//! context is.

use super::{Node, native};
use crate::host::engine::{Promises, Values};
use crate::host::environment::async_contexts::{AsyncHooks, AsyncId, Resource};
use crate::host::environment::promise_contexts::PromiseContexts;
use crate::host::{HostEngine, Isolate, Value as HostValue};
use crate::safe::{Env, Error, Function, JsValue, Object, Ref, Result, Value};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// Tells JavaScript of native code's contexts.
struct Hooks {
    this: Weak<Hooks>,
    node: Weak<Node>,
    /// `init`, `enter`, `leave` and `destroyed`.
    functions: Ref<Object<'static>>,
    /// Contexts whose end JavaScript has not heard of.
    destroyed: RefCell<Vec<AsyncId>>,
}

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // connect({ init, enter, leave, destroyed }): sets who is told of native code's contexts.
    // Gives destroy(id), which has `destroyed` called before the next immediates.
    let this = node.clone();
    native(env, natives, "connect", move |env, args| {
        let functions: Object<'_> = args.get(env, 0)?;
        let functions = env.reference(functions)?;
        let hooks = Rc::new_cyclic(|hooks| Hooks {
            this: hooks.clone(),
            node: Rc::downgrade(&this),
            functions,
            destroyed: RefCell::default(),
        });
        this.isolate().async_contexts.set_hooks(hooks.clone());
        let this = this.clone();
        let destroy = env.named_function("destroy", move |env, args| {
            let id: f64 = args.get(env, 0)?;
            hooks.destroy(&this.isolate(), AsyncId(id as u64));
            Ok(env.undefined())
        })?;
        Ok(destroy.as_value())
    })?;

    // watchPromises(function): has it called with event, promise and parent; see
    // `environment/promise_contexts.rs`. Nothing is, if it is undefined.
    let this = node.clone();
    native(env, natives, "watchPromises", move |env, args| {
        let function: Option<Function<'_>> = args.get(env, 0)?;
        let isolate = this.isolate();
        let function = function
            .map(|function| engine_value(&isolate, function.as_value()))
            .transpose()?;
        PromiseContexts::watch(&isolate, function);
        Ok(env.undefined())
    })?;

    // mark(promise, context): has the microtask that is registered next for the promise run in the
    // context; false where it is no promise.
    let this = node.clone();
    native(env, natives, "mark", move |env, args| {
        let (promise, context): (Value<'_>, Object<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let isolate = this.isolate();
        let promise = engine_value(&isolate, promise)?;
        let context = engine_value(&isolate, context.as_value())?;
        let is_promise = isolate.engine.is_promise(promise);
        if is_promise {
            PromiseContexts::mark(&isolate, promise, context);
        }
        env.to_value(is_promise)
    })
}

/// The engine's value of a handle, borrowed.
pub(super) fn engine_value(isolate: &Isolate, value: Value<'_>) -> Result<HostValue> {
    // SAFETY: a live handle: it bears the scope's lifetime.
    unsafe { isolate.scopes.get(value.raw()) }.map_err(Error::other)
}

impl Hooks {
    /// Calls one of the functions with a number, values and a flag. Its exceptions are the hooks'
    /// business, and end the program there.
    fn call(
        &self,
        isolate: &Isolate,
        name: &str,
        make: impl for<'s> FnOnce(&mut Env<'s>) -> Result<[Value<'s>; 3]>,
    ) -> Option<f64> {
        let node = self.node.upgrade()?;
        let own = isolate.builtins_environment();
        let (answer, exception) = own.call_into(|| {
            node.in_environment(isolate, |env| {
                let function: Function<'_> = self.functions.get(env)?.get(env, name)?;
                let [first, second, third] = make(env)?;
                let answer: Option<f64> = function.call(env, (first, second, third))?;
                Ok(answer.unwrap_or_default())
            })
        });
        if let Some(exception) = exception {
            isolate.uncaught(exception);
        }
        answer
    }

    /// Tells JavaScript of the contexts that are gone, and of those that end meanwhile.
    fn tell_destroyed(&self, isolate: &Isolate) {
        loop {
            let ids: Vec<f64> = {
                let mut destroyed = self.destroyed.borrow_mut();
                destroyed.drain(..).map(|AsyncId(id)| id as f64).collect()
            };
            if ids.is_empty() {
                return;
            }
            self.call(isolate, "destroyed", |env| {
                Ok([env.to_value(ids)?, env.undefined(), env.undefined()])
            });
        }
    }
}

/// A handle of the innermost scope for a borrowed value; `undefined` for none.
fn handle<'s>(env: &Env<'s>, isolate: &Isolate, value: Option<HostValue>) -> Value<'s> {
    match value {
        // SAFETY: a handle of the innermost scope, just made.
        Some(value) => unsafe { Value::from_raw(isolate.scopes.push(isolate.engine.dup(value))) },
        None => env.undefined(),
    }
}

impl AsyncHooks<HostEngine> for Hooks {
    fn init(&self, isolate: &Isolate, kind: HostValue, resource: Resource<HostEngine>) -> AsyncId {
        let (resource, is_weak) = match resource {
            Resource::Own => (None, false),
            Resource::Held(resource) => (Some(resource), false),
            Resource::Weak(resource) => (Some(resource), true),
        };
        let id = self.call(isolate, "init", |env| {
            let (kind, resource) = (
                handle(env, isolate, Some(kind)),
                handle(env, isolate, resource),
            );
            Ok([kind, resource, env.to_value(is_weak)?])
        });
        id.map_or(AsyncId::NONE, |id| AsyncId(id as u64))
    }

    fn enter(&self, isolate: &Isolate, AsyncId(id): AsyncId, resource: Option<HostValue>) -> usize {
        let depth = self.call(isolate, "enter", |env| {
            let resource = handle(env, isolate, resource);
            Ok([env.to_value(id as f64)?, resource, env.undefined()])
        });
        depth.map_or(usize::MAX, |depth| depth as usize)
    }

    fn leave(&self, isolate: &Isolate, depth: usize, failed: bool) {
        self.call(isolate, "leave", |env| {
            let (depth, failed) = (env.to_value(depth as f64)?, env.to_value(failed)?);
            Ok([depth, failed, env.undefined()])
        });
    }

    fn destroy(&self, isolate: &Isolate, id: AsyncId) {
        let is_first = {
            let mut destroyed = self.destroyed.borrow_mut();
            destroyed.push(id);
            destroyed.len() == 1
        };
        if !is_first {
            return;
        }
        let this = self.this.clone();
        let tell = move |isolate: &Isolate| {
            if let Some(hooks) = this.upgrade() {
                hooks.tell_destroyed(isolate);
            }
        };
        isolate.event_loop.set_before_immediates(Box::new(tell));
    }
}
