//! What JavaScript expects around an addon: `require`, `console`, `process`, timers, `Buffer`.
//!
//! JavaScript in `js/`, one file a builtin, compiled when it is first used; and natives for what it
//! cannot do itself, in the files beside this one. The natives are written like an addon's, on the
//! safe half of this crate. A runtime without this layer carries none of it.

mod aborts;
mod absent;
mod assertion;
mod async_hooks;
mod background;
mod buffer;
mod channel;
mod checks;
mod child;
mod commonjs;
mod console;
mod contexts;
mod crypto;
mod deep_equal;
mod encodings;
mod errno;
mod errors;
mod es_modules;
mod event_target;
mod exit;
mod fs;
mod headers;
mod inspect;
mod kinds;
mod modules;
mod os;
mod output;
mod path;
mod patient;
mod perf_hooks;
mod process;
mod querystring;
mod signals;
mod sources;
mod string_decoder;
mod system;
mod text;
mod timers;
mod url;
mod util;
mod worker_threads;

pub(crate) use worker_threads::{Identity, RunWorker, TERMINATED, WorkerMain, WorkerStart};

use crate::host::engine::{Outcome, Scripts, Values};
use crate::host::module_manager::ModuleManager;
use crate::host::{HostEngine, Isolate, Value as HostValue};
use crate::safe::macro_support::enter;
use crate::safe::{
    Args, Env, Error, FromJs, Function, IntoArgs, JsValue, Object, Promise, PropertyAttributes,
    Ref, Result, Value,
};
use std::cell::{Cell, OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};
use std::time::Instant;

/// What a program is started with.
#[derive(Clone, Debug, Default)]
pub(crate) struct NodeOptions {
    /// `process.argv` from its third element on.
    pub(crate) arguments: Vec<String>,
    /// `process.execArgv`.
    pub(crate) exec_arguments: Vec<String>,
    /// Whether there is a global `gc`.
    pub(crate) expose_gc: bool,
    /// The current directory, where it is not the process's.
    pub(crate) current_dir: Option<PathBuf>,
    /// Where packages are looked for beside `node_modules`.
    pub(crate) module_roots: Vec<PathBuf>,
    /// Whether changes of `process.env` are changes of the process's environment. Who sets this has
    /// promised that no other thread reads that while JavaScript runs, but by Rust's standard library.
    pub(crate) changes_environment: bool,
    /// Whether exceptions of thread-safe functions count as uncaught in modules of every version.
    pub(crate) force_uncaught_exceptions: bool,
}

/// The layer in one runtime.
pub(crate) struct Node {
    isolate: Weak<Isolate>,
    modules: Rc<ModuleManager<HostEngine>>,
    options: NodeOptions,
    /// The current directory, where it is not the process's.
    current_dir: RefCell<Option<PathBuf>>,
    /// The main script, once it is known.
    main: RefCell<Option<String>>,
    /// What `bootstrap.js` gives the host to call.
    hooks: RefCell<Option<Ref<Object<'static>>>>,
    /// `Buffer.prototype`, once there is one.
    buffer_prototype: RefCell<Option<Ref<Object<'static>>>>,
    resolver: modules::Resolver,
    importer: es_modules::ImportResolver,
    /// Where files are worked on beside JavaScript.
    background: background::Background,
    file_classes: OnceCell<Rc<fs::Classes>>,
    ticks_pending: Cell<bool>,
    is_exiting: Cell<bool>,
    /// When the program began.
    start: Instant,
    /// In a worker, who it is.
    identity: Option<Identity>,
    /// The workers that this runtime has started.
    workers: worker_threads::Workers,
    run_worker: RunWorker,
    /// The exit code of a worker that has ended itself.
    stop_code: Cell<Option<i32>>,
}

impl Node {
    /// Puts the layer into a runtime.
    pub(crate) fn install(
        isolate: &Rc<Isolate>,
        modules: &Rc<ModuleManager<HostEngine>>,
        options: NodeOptions,
        identity: Option<Identity>,
        run_worker: RunWorker,
    ) -> Result<Rc<Node>> {
        let node = Rc::new(Node {
            isolate: Rc::downgrade(isolate),
            modules: modules.clone(),
            current_dir: RefCell::new(options.current_dir.clone()),
            options,
            main: RefCell::default(),
            hooks: RefCell::default(),
            buffer_prototype: RefCell::default(),
            resolver: modules::Resolver::default(),
            importer: es_modules::ImportResolver::default(),
            background: background::Background::new(),
            file_classes: OnceCell::new(),
            ticks_pending: Cell::new(false),
            is_exiting: Cell::new(false),
            start: Instant::now(),
            identity,
            workers: worker_threads::Workers::default(),
            run_worker,
            stop_code: Cell::new(None),
        });
        isolate
            .event_loop
            .set_reports_all_exceptions(node.options.force_uncaught_exceptions);
        let own = isolate.builtins_environment();
        // SAFETY: the builtins' environment, on its thread, in a scope of the caller's.
        unsafe { enter(own.raw(), |env| node.bootstrap(env)) }?;
        node.watch(isolate);
        es_modules::install(&node, isolate);
        Ok(node)
    }

    fn bootstrap(self: &Rc<Self>, env: &mut Env<'_>) -> Result<()> {
        let host = env.object()?;
        process::define(self, env, host)?;
        output::define(env, host)?;
        if self.identity.is_some() {
            output::define_for_worker(env, host)?;
        }
        modules::define(self, env, host)?;
        es_modules::define(self, env, host)?;
        self.define_groups(env, host)?;
        let bootstrap: Function<'_> = self.run_builtin(env, sources::BOOTSTRAP)?;
        let hooks: Object<'_> = bootstrap.call(env, (host,))?;
        *self.hooks.borrow_mut() = Some(env.reference(hooks)?);
        Ok(())
    }

    /// Natives that only one builtin needs are made when that is loaded.
    fn define_groups(self: &Rc<Self>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
        let node = self.clone();
        native(env, host, "natives", move |env, args| {
            let group: String = args.get(env, 0)?;
            let natives = env.object()?;
            match &*group {
                "async_context" => async_hooks::define(&node, env, natives)?,
                "buffer" => buffer::define(&node, env, natives)?,
                "child" => child::define(&node, env, natives)?,
                "contexts" => contexts::define(&node, env, natives)?,
                "fs" => fs::define(&node, env, natives)?,
                "modules" => commonjs::define(&node, env, natives)?,
                "process" => process::define_process(&node, env, natives)?,
                "process_members" => process::define_members(&node, env, natives)?,
                "signals" => signals::define(env, natives)?,
                "system" => system::define(env, natives)?,
                "timers" => timers::define(&node, env, natives)?,
                "worker_threads" => worker_threads::define(&node, env, natives)?,
                other => return Err(Error::message(format!("no such natives: {other}"))),
            }
            Ok(natives.as_value())
        })
    }

    /// Has the runtime ask this layer where it is about Node.js.
    fn watch(self: &Rc<Self>, isolate: &Isolate) {
        let node = Rc::downgrade(self);
        isolate.set_uncaught_hook(Some(Rc::new(move |isolate, exception| {
            match node.upgrade() {
                Some(node) => node.uncaught_exception(isolate, exception),
                None => isolate.keep_unclaimed(exception),
            }
        })));
        let node = Rc::downgrade(self);
        isolate
            .rejections
            .set_listener(Rc::new(move |isolate, promise, reason| {
                node.upgrade()
                    .is_some_and(|node| node.unhandled_rejection(isolate, promise, reason))
            }));
        let node = Rc::downgrade(self);
        isolate.set_buffer_prototype(Rc::new(move |isolate| {
            node.upgrade()
                .and_then(|node| node.buffer_prototype(isolate))
        }));
        let node = Rc::downgrade(self);
        isolate.set_tick_hook(Rc::new(move |isolate| {
            node.upgrade().is_some_and(|node| node.run_ticks(isolate))
        }));
    }

    /// How long the program has run.
    fn milliseconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1e3
    }

    /// The current directory of the program.
    fn current_dir(&self) -> Result<PathBuf> {
        let own = self.current_dir.borrow().clone();
        Ok(own.map_or_else(std::env::current_dir, Ok)?)
    }

    /// A path as the process has to be told it: from the root, where the program's current directory
    /// is not the process's.
    fn path(&self, path: String) -> String {
        match &*self.current_dir.borrow() {
            Some(folder) if !path.is_empty() && !path.starts_with('/') => {
                folder.join(path).to_string_lossy().into_owned()
            }
            _ => path,
        }
    }

    /// What a module, a builtin or a package exports, as `require` in a file in the current directory
    /// has it; `env` is the embedder's.
    pub(crate) fn require<'s>(&self, env: &mut Env<'s>, request: &str) -> Result<Value<'s>> {
        self.ask_for(env, "require", request)
    }

    /// The promise of a module's namespace, as `import()` in a file in the current directory has it;
    /// `env` is the embedder's.
    pub(crate) fn import<'s>(&self, env: &mut Env<'s>, request: &str) -> Result<Promise<'s>> {
        let promise = self.ask_for(env, "importModule", request)?;
        promise.to(env)
    }

    /// Calls a hook for the embedder, in whose environment its value or exception is then.
    fn ask_for<'s>(&self, _: &mut Env<'s>, hook: &str, request: &str) -> Result<Value<'s>> {
        let isolate = self.isolate();
        let own = isolate.builtins_environment();
        let (value, exception) = own.call_into(|| {
            self.in_environment(&isolate, |env| {
                let value: Value<'_> = self.call_hook(env, hook, (request,))?;
                // SAFETY: a live handle of the open scope.
                let value = unsafe { isolate.scopes.get(value.raw()) }.map_err(Error::other)?;
                Ok(isolate.engine.dup(value))
            })
        });
        if let Some(exception) = exception {
            isolate.root_environment().set_exception(exception);
            return Err(Error::Exception);
        }
        let value = value.ok_or_else(|| Error::message("the runtime has ended"))?;
        let handle = isolate.scopes.push(value);
        // SAFETY: a handle of the innermost scope, just made.
        Ok(unsafe { Value::from_raw(handle) })
    }

    /// What a builtin module exports.
    fn builtin<'s>(&self, env: &mut Env<'s>, name: &str) -> Result<Value<'s>> {
        self.call_hook(env, "builtin", (name,))
    }

    fn isolate(&self) -> Rc<Isolate> {
        self.isolate
            .upgrade()
            .expect("natives run while their runtime lives")
    }

    /// Runs the main script; what it throws goes where uncaught exceptions go.
    pub(crate) fn run_main(&self, isolate: &Isolate, path: &Path) {
        let path = path.to_string_lossy().into_owned();
        *self.main.borrow_mut() = Some(path.clone());
        self.begin_worker(isolate);
        self.call_from_loop(isolate, "runMain", (path,));
    }

    /// Runs source text as `-e` does, and as `-p` does prints what it gives.
    pub(crate) fn run_source(&self, isolate: &Isolate, name: &str, source: &str, print: bool) {
        self.begin_worker(isolate);
        isolate.builtins_environment().call_from_loop(|| {
            self.in_environment(isolate, |env| {
                let value: Value<'_> = self.call_hook(env, "runSource", (name, source))?;
                if print {
                    let console: Object<'_> = env.global().get(env, "console")?;
                    let log: Function<'_> = console.get(env, "log")?;
                    log.call::<_, ()>(env, (value,))?;
                }
                Ok(())
            });
        });
        isolate.settle();
    }

    /// In a worker, takes what its maker has sent ahead.
    fn begin_worker(&self, isolate: &Isolate) {
        if self.identity.is_some() {
            self.call_from_loop(isolate, "beginWorker", ());
        }
    }

    /// Tells `process` that nothing is left to do; listeners may start more.
    pub(crate) fn before_exit(&self, isolate: &Isolate) {
        self.call_from_loop(isolate, "beforeExit", ());
    }

    /// Calls a hook with the event loop as the caller.
    fn call_from_loop(&self, isolate: &Isolate, hook: &str, arguments: impl for<'s> IntoArgs<'s>) {
        isolate.builtins_environment().call_from_loop(|| {
            self.in_environment(isolate, |env| self.call_hook::<_, ()>(env, hook, arguments));
        });
        isolate.settle();
    }

    /// Runs a closure in the builtins' environment. An error that is no exception yet becomes
    /// the pending one.
    fn in_environment<T>(
        &self,
        isolate: &Isolate,
        f: impl for<'s> FnOnce(&mut Env<'s>) -> Result<T>,
    ) -> Option<T> {
        let own = isolate.builtins_environment();
        // SAFETY: the builtins' environment, on its thread, in a scope of the caller's.
        unsafe {
            enter(own.raw(), |env| match f(env) {
                Ok(value) => Some(value),
                Err(error) => {
                    let exception = error.into_value(env);
                    // Pending now; whoever called into native code takes it.
                    let _ = env.throw(exception);
                    None
                }
            })
        }
    }

    fn call_hook<'s, A: IntoArgs<'s>, R: FromJs<'s>>(
        &self,
        env: &mut Env<'s>,
        hook: &str,
        arguments: A,
    ) -> Result<R> {
        let hooks = self
            .hooks
            .borrow()
            .as_ref()
            .map(|hooks| hooks.get(env))
            .transpose()?;
        let hooks =
            hooks.ok_or_else(|| Error::message("the runtime has no JavaScript around it"))?;
        let hook: Function<'_> = hooks.get(env, hook)?;
        hook.call(env, arguments)
    }

    fn buffer_prototype(&self, isolate: &Isolate) -> Option<HostValue> {
        let own = isolate.builtins_environment();
        let (prototype, exception) = own.call_into(|| {
            self.in_environment(isolate, |env| {
                if self.buffer_prototype.borrow().is_none() {
                    self.builtin(env, "buffer")?;
                }
                let known = self.buffer_prototype.borrow();
                let prototype = known.as_ref().map(|prototype| prototype.get(env));
                let Some(prototype) = prototype.transpose()? else {
                    return Ok(None);
                };
                // SAFETY: a live handle of the open scope.
                Ok(unsafe { isolate.scopes.get(prototype.raw()) }.ok())
            })
        });
        if let Some(exception) = exception {
            isolate.uncaught(exception);
        }
        // Borrowed: the class holds its prototype for good.
        prototype.flatten()
    }

    fn run_ticks(&self, isolate: &Isolate) -> bool {
        if !self.ticks_pending.replace(false) {
            return false;
        }
        isolate.builtins_environment().call_from_loop(|| {
            self.in_environment(isolate, |env| self.call_hook::<_, ()>(env, "runTicks", ()));
        });
        true
    }

    /// Runs a script, and converts its completion value.
    fn run_script<'s, T: FromJs<'s>>(
        &self,
        env: &mut Env<'s>,
        source: &str,
        file_name: &str,
    ) -> Result<T> {
        self.completed(env, |engine| {
            engine.run_script(source.as_bytes(), file_name)
        })
    }

    /// Runs bytecode of [`sources`], and converts its completion value.
    fn run_builtin<'s, T: FromJs<'s>>(
        &self,
        env: &mut Env<'s>,
        bytecode: &'static [u8],
    ) -> Result<T> {
        // SAFETY: `build.rs` wrote it with the version of the engine that Cargo.lock names for both.
        self.completed(env, |engine| unsafe { engine.run_bytecode(bytecode) })
    }

    /// Converts what the engine gives back, or takes in what was thrown.
    fn completed<'s, T: FromJs<'s>>(
        &self,
        env: &mut Env<'s>,
        run: impl FnOnce(&HostEngine) -> Outcome<HostValue>,
    ) -> Result<T> {
        let value = self.made(env, run)?;
        T::from_js(env, value)
    }

    /// What the engine makes, which may throw.
    fn made<'s>(
        &self,
        _env: &mut Env<'s>,
        make: impl FnOnce(&HostEngine) -> Outcome<HostValue>,
    ) -> Result<Value<'s>> {
        let isolate = self.isolate();
        let value = make(&isolate.engine).map_err(|_| self.catch())?;
        let handle = isolate.scopes.push(value);
        // SAFETY: a handle of the innermost scope, just made.
        Ok(unsafe { Value::from_raw(handle) })
    }

    /// Asks the engine about a value, which may throw.
    fn with_engine<T>(
        &self,
        _env: &mut Env<'_>,
        value: Value<'_>,
        ask: impl FnOnce(&HostEngine, HostValue) -> Outcome<T>,
    ) -> Result<T> {
        let isolate = self.isolate();
        // SAFETY: a live handle: a value of an open scope.
        let value = unsafe { isolate.scopes.get(value.raw()) }.map_err(Error::other)?;
        ask(&isolate.engine, value).map_err(|_| self.catch())
    }

    /// Takes in what the engine has thrown.
    fn catch(&self) -> Error {
        self.isolate().builtins_environment().catch();
        Error::Exception
    }
}

/// Gives `host` a native function.
fn native(
    env: &mut Env<'_>,
    host: Object<'_>,
    name: &str,
    f: impl for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
) -> Result<()> {
    let function = env.named_function(name, f)?;
    host.set(env, name, function)
}

/// Gives an object a property whose value is made when it is read.
fn lazy<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    name: &str,
    make: impl for<'c> Fn(&mut Env<'c>) -> Result<Value<'c>> + 'static,
) -> Result<()> {
    let get = env.named_function(name, move |env, _| make(env))?;
    let attributes = PropertyAttributes::enumerable | PropertyAttributes::configurable;
    object.define_accessor(env, name, Some(get), None, attributes)
}
