//! What `worker_threads` asks of the host: threads with a runtime each, and ports between them.

pub(super) mod atomics;
mod contents;
mod message;
mod pack;
mod port;
mod thread;
mod transfer;
mod unpack;
mod waiting;

pub(crate) use thread::{Identity, RunWorker, TERMINATED, WorkerMain, WorkerStart};

use super::errors::{coded, missing_args};
use super::{Node, NodeOptions, native};
use crate::safe::{
    Args, Env, Error, ErrorClass, External, Function, IntoJs, JsValue, Object, Result,
    ThreadsafeFunction, Value,
};
use port::{Port, Taken};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use thread::{Lifeline, Running};
use transfer::Transfer;

/// What JavaScript holds of a port, until that moves to another thread.
struct Handle(RefCell<Option<Arc<Port>>>);

impl Handle {
    fn new(port: Arc<Port>) -> Handle {
        Handle(RefCell::new(Some(port)))
    }

    fn get(&self) -> Result<Arc<Port>> {
        let port = self.0.borrow().clone();
        port.ok_or_else(|| Error::message("the port has moved"))
    }

    fn take(&self) -> Option<Arc<Port>> {
        self.0.take()
    }

    /// Takes the port away from whoever listens to it here.
    fn detach(&self) -> Option<Arc<Port>> {
        let port = self.take()?;
        port.stop();
        Some(port)
    }
}

/// What JavaScript holds of a worker that it has made.
struct Worker {
    lifeline: Arc<Lifeline>,
    /// Keeps the loop of who made it alive.
    exited: ThreadsafeFunction<i32>,
}

/// The workers that a runtime has started.
#[derive(Default)]
pub(super) struct Workers(RefCell<Vec<Running>>);

impl Workers {
    fn add(&self, running: Running) {
        let mut workers = self.0.borrow_mut();
        let finished = workers.extract_if(.., |worker| worker.is_finished());
        finished.for_each(Running::end);
        workers.push(running);
    }

    /// Ends those that still run, and waits for them.
    pub(super) fn end(&self) {
        let workers = self.0.take();
        workers.into_iter().for_each(Running::end);
    }
}

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    define_ports(node, env, natives)?;
    define_workers(node, env, natives)
}

fn define_ports(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    native(env, natives, "channel", |env, _| {
        let ends = env.array()?;
        for port in Port::channel() {
            let handle = env.external(Handle::new(port))?;
            ends.push(env, handle)?;
        }
        Ok(ends.as_value())
    })?;

    // post(port, value, options)
    let this = node.clone();
    native(env, natives, "post", move |env, args| {
        let port: External<'_> = args.get(env, 0)?;
        let port = port.get::<Handle>(env)?;
        let options = args.get(env, 2)?;
        let list = transfer::listed_for_post(env, options)?;
        let transfer = Transfer::of(&this, env, list)?;
        if transfer.position(&port).is_some() {
            let message = "Transfer list contains source port";
            return Err(transfer::data_clone_error(&this, env, message));
        }
        let value = args.get(env, 1)?;
        let message = pack::pack(&this, env, value, &transfer)?;
        if let Ok(port) = port.get() {
            port.send(message);
        }
        true.into_js(env)
    })?;

    // take(port): an object whose `message` has come; undefined where there is none; null where there
    // will be none.
    let this = node.clone();
    native(env, natives, "take", move |env, args| {
        match port(env, &args)? {
            Some(port) => this.take(env, &port),
            None => Ok(env.undefined()),
        }
    })?;
    let this = node.clone();
    native(env, natives, "receiveMessageOnPort", move |env, args| {
        let (symbol, value) = (transfer::port_symbol(env)?, args.get(env, 0)?);
        let Some(handle) = transfer::port_of(env, symbol, value)? else {
            let message = "The \"port\" argument must be a MessagePort instance";
            let code = "ERR_INVALID_ARG_TYPE";
            return Err(coded(ErrorClass::TypeError, code, message));
        };
        let Ok(port) = handle.get() else {
            return Ok(env.undefined());
        };
        let taken = this.take(env, &port)?;
        Ok(match taken.is_nullish(env) {
            true => env.undefined(),
            false => taken,
        })
    })?;
    native(env, natives, "markAsUntransferable", |env, args| {
        let value = args.get(env, 0)?;
        transfer::mark(env, value)?;
        Ok(env.undefined())
    })?;
    native(env, natives, "isMarkedAsUntransferable", |env, args| {
        let value = args.get(env, 0)?;
        transfer::is_marked(env, value)?.into_js(env)
    })?;

    // start(port, callback): called for each message, and at the end.
    native(env, natives, "start", |env, args| {
        if let Some(port) = port(env, &args)? {
            let callback: Function<'_> = args.get(env, 1)?;
            let waker =
                env.threadsafe_function(callback, |env, callback, ()| callback.call(env, ()))?;
            port.start(waker);
        }
        Ok(env.undefined())
    })?;
    native(env, natives, "close", |env, args| {
        if let Some(port) = port(env, &args)? {
            port.close();
        }
        Ok(env.undefined())
    })?;
    // detach(port): nobody here has it any more.
    native(env, natives, "detach", |env, args| {
        let handle: External<'_> = args.get(env, 0)?;
        handle.get::<Handle>(env)?.detach();
        Ok(env.undefined())
    })?;
    native(env, natives, "isDetached", |env, args| {
        port(env, &args)?.is_none().into_js(env)
    })?;
    native(env, natives, "setRef", |env, args| {
        let has_ref: bool = args.get(env, 1)?;
        if let Some(waker) = port(env, &args)?.and_then(|port| port.waker()) {
            waker.keep_alive(env, has_ref)?;
        }
        Ok(env.undefined())
    })
}

/// The exports of `internal/structured_clone`.
pub(super) fn clone_exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    let this = node.clone();
    native(env, exports, "structuredClone", move |env, args| {
        if args.is_empty() {
            return Err(missing_args(&["value"]));
        }
        let (value, options) = (args.get(env, 0)?, args.get(env, 1)?);
        let list = transfer::listed_for_clone(env, options)?;
        let transfer = Transfer::of(&this, env, list)?;
        let message = pack::pack(&this, env, value, &transfer)?;
        unpack::unpack(&this, env, message)
    })?;
    Ok(exports.as_value())
}

fn define_workers(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // spawn(options, onExit): the worker's handle and the number of its thread.
    let this = node.clone();
    native(env, natives, "spawn", move |env, args| {
        let options: Object<'_> = args.get(env, 0)?;
        let on_exit: Function<'_> = args.get(env, 1)?;
        let (handle, thread_id) = this.spawn(env, options, on_exit)?;
        let made = env.array()?;
        made.push(env, handle)?;
        made.push(env, thread_id)?;
        Ok(made.as_value())
    })?;
    native(env, natives, "terminate", |env, args| {
        worker(env, &args)?.lifeline.stop();
        Ok(env.undefined())
    })?;
    native(env, natives, "setKeepAlive", |env, args| {
        let keep_alive: bool = args.get(env, 1)?;
        let worker = worker(env, &args)?;
        worker.exited.keep_alive(env, keep_alive)?;
        Ok(env.undefined())
    })?;

    // beginning(): in a worker, its number and its ends of the two channels.
    let this = node.clone();
    native(env, natives, "beginning", move |env, _| {
        let identity = this.identity.as_ref();
        let identity = identity.ok_or_else(|| Error::message("this is no worker"))?;
        let beginning = env.array()?;
        beginning.push(env, identity.thread_id)?;
        for port in [&identity.control, &identity.port] {
            let handle = env.external(Handle::new(port.clone()))?;
            beginning.push(env, handle)?;
        }
        Ok(beginning.as_value())
    })
}

/// The port of a handle; nothing where it has moved.
fn port<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<Option<Arc<Port>>> {
    let handle: External<'_> = args.get(env, 0)?;
    Ok(handle.get::<Handle>(env)?.get().ok())
}

fn worker<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<Rc<Worker>> {
    let handle: External<'_> = args.get(env, 0)?;
    handle.get(env)
}

impl Node {
    /// What `take` gives.
    fn take<'s>(&self, env: &mut Env<'s>, port: &Port) -> Result<Value<'s>> {
        let message = match port.take() {
            Taken::Message(message) => message,
            Taken::Nothing => return Ok(env.undefined()),
            Taken::Closed => return Ok(env.null().as_value()),
        };
        let value = unpack::unpack(self, env, message)?;
        let taken = env.object()?;
        taken.set_named(env, c"message", value)?;
        Ok(taken.as_value())
    }

    /// Starts a worker.
    fn spawn<'s>(
        &self,
        env: &mut Env<'s>,
        options: Object<'s>,
        on_exit: Function<'s>,
    ) -> Result<(External<'s>, u32)> {
        let main = match options.get::<Option<String>>(env, "source")? {
            Some(source) => WorkerMain::Source(source),
            None => WorkerMain::File(options.get::<String>(env, "file")?.into()),
        };
        let end = |env: &mut Env<'s>, name| {
            let handle: External<'_> = options.get(env, name)?;
            let port = handle.get::<Handle>(env)?.take();
            port.ok_or_else(|| Error::message("the port has moved"))
        };
        let thread_id = thread::next_thread_id();
        let identity = Identity {
            thread_id,
            port: end(env, "port")?,
            control: end(env, "control")?,
        };
        let lifeline = Arc::<Lifeline>::default();
        let start = WorkerStart {
            options: NodeOptions {
                arguments: options.get(env, "argv")?,
                exec_arguments: options.get(env, "execArgv")?,
                ..self.options.clone()
            },
            checked: self.isolate().scopes.is_checked(),
            main,
            lifeline: lifeline.clone(),
            identity,
        };
        let name: String = options.get(env, "name")?;
        let exited = env.threadsafe_function(on_exit, |env, on_exit, code: i32| {
            on_exit.call(env, (code,))
        })?;
        exited.keep_alive(env, true)?;
        let running = Running::start(self.run_worker, start, &name, exited.clone())?;
        self.workers.add(running);
        let handle = env.external(Worker { lifeline, exited })?;
        Ok((handle, thread_id))
    }
}
