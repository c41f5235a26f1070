//! The embedder's front door: a JavaScript runtime that native modules are linked into or loaded
//! by. The only file that knows both halves of the crate.
//!
//! [`host`](crate::host) has an example.

mod builder;
#[cfg(feature = "node")]
mod packages;

pub use builder::RuntimeBuilder;

use crate::host::engine::{Engine, Values};
use crate::host::module_manager::{Failure, LinkedModule, ModuleManager};
#[cfg(feature = "node")]
use crate::host::node::{Identity, Node, NodeOptions, WorkerMain, WorkerStart};
use crate::host::{Env as HostEnv, HostEngine, Isolate, Value as HostValue};
use crate::safe::macro_support::enter;
use crate::safe::{Env, Error, FromJs, JsException, JsValue, Module, Object, Ref, Result, Value};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::rc::Rc;

/// A JavaScript runtime on the thread that made it: an engine, an event loop, and the native
/// modules that were linked in or loaded.
///
/// As many as one wants; each is independent of the others. Dropping it ends it as Node.js ends:
/// cleanup hooks, then the finalizers of all that is still there.
///
/// ```
/// use nodeapi::{JsValue, Runtime};
///
/// let mut runtime = Runtime::new()?;
/// assert_eq!(runtime.eval::<f64>("6 * 7")?, 42.0);
///
/// let answer = runtime.with(|env| {
///     let object = env.object()?;
///     object.set(env, "answer", 42)?;
///     assert_eq!(object.get::<i32>(env, "answer")?, 42);
///     env.reference(object.as_value())
/// })?;
/// runtime.set_global("box", &answer)?;
/// assert_eq!(runtime.eval::<i32>("box.answer + 1")?, 43);
///
/// let error = runtime.eval::<()>("throw new RangeError('too far')").unwrap_err();
/// assert_eq!(error.to_string(), "RangeError: too far");
/// # Ok::<(), nodeapi::Error>(())
/// ```
pub struct Runtime {
    #[cfg(feature = "node")]
    node: Option<Rc<Node>>,
    modules: Rc<ModuleManager<HostEngine>>,
    isolate: Rc<Isolate>,
}

static_assertions::assert_not_impl_any!(Runtime: Send, Sync);

/// What a program begins with; see [`Runtime::run_main`].
#[cfg(feature = "node")]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Main<'a> {
    /// A file: a CommonJS module.
    File(&'a Path),
    /// Source text, whose completion value may be printed.
    Source {
        /// What it is called in stack traces; Node.js says `[eval]` and `[stdin]`.
        name: &'a str,
        /// The text.
        text: &'a str,
        /// Whether to print the completion value.
        print: bool,
    },
}

impl Runtime {
    /// A runtime as [`RuntimeBuilder`] makes it when nothing is said.
    ///
    /// # Errors
    ///
    /// As [`RuntimeBuilder::build`].
    pub fn new() -> Result<Runtime> {
        Runtime::builder().build()
    }

    /// What a runtime is made with: [`RuntimeBuilder`] has an example.
    pub fn builder() -> RuntimeBuilder {
        RuntimeBuilder::new()
    }

    /// Runs a closure in a fresh scope of the runtime's own environment, then the microtasks and
    /// finalizers that are due.
    ///
    /// # Errors
    ///
    /// What the closure returns. An exception that is pending then becomes
    /// [`Error::JavaScript`], which describes it. A panic goes on.
    pub fn with<T>(&mut self, f: impl for<'s> FnOnce(&mut Env<'s>) -> Result<T>) -> Result<T> {
        self.enter(f)
    }

    /// The exports of a module that is linked into this program. Its initialiser runs the first
    /// time; the same module again gives the same exports. [The crate](crate) begins with an example.
    ///
    /// # Errors
    ///
    /// [`Error::JavaScript`] where the initialiser throws or panics; the module may be imported
    /// again then.
    pub fn import(&mut self, module: &Module) -> Result<Ref<Value<'static>>> {
        let module = LinkedModule {
            id: std::ptr::from_ref(module).addr(),
            name: module.name(),
            api_version: module.api_version() as u32,
            init: Some(module.init()),
        };
        self.exports(|modules, isolate| modules.import(isolate, &module))
    }

    /// The exports of a native module in a file, a `.node` one by custom. The same file again gives
    /// the same exports.
    ///
    /// No linker flag is needed: whatever executable this is, the module finds the Node-API
    /// functions that it imports.
    ///
    /// # Errors
    ///
    /// [`Error::Other`] with a [`LoadError`](crate::host::LoadError) that names the file and the
    /// cause; [`Error::JavaScript`] where the initialiser throws.
    ///
    /// ```
    /// use nodeapi::{Error, Runtime, host::LoadError};
    ///
    /// let mut runtime = Runtime::new()?;
    /// let Err(Error::Other(error)) = runtime.load("/no/such/addon.node") else {
    ///     panic!("there is no such file");
    /// };
    /// assert!(matches!(error.downcast_ref(), Some(LoadError::NotFound { .. })));
    /// assert!(error.to_string().starts_with("/no/such/addon.node: "));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<Ref<Value<'static>>> {
        let path = path.as_ref();
        self.exports(|modules, isolate| modules.load(isolate, path))
    }

    /// Runs a script in the global scope, and converts its completion value.
    ///
    /// # Errors
    ///
    /// [`Error::JavaScript`] for what the script throws, a `SyntaxError` too; a conversion error
    /// where the value is no `T`.
    pub fn eval<T: for<'s> FromJs<'s>>(&mut self, source: &str) -> Result<T> {
        self.enter(|env| {
            let source = env.string(source)?;
            env.run_script(source)
        })
    }

    /// Makes a value a global variable: `globalThis[name] = value`. [`Runtime`] has an example.
    ///
    /// # Errors
    ///
    /// [`Error::WrongEnvironment`] where the value is of another runtime; what a setter throws.
    pub fn set_global(&mut self, name: &str, value: &Ref<Value<'static>>) -> Result<()> {
        self.enter(|env| {
            let value = value.get(env)?;
            let global: Object<'_> = env.global();
            global.set(env, name, value)
        })
    }

    /// Runs a script file in the global scope, and then the event loop until nothing is left to
    /// do.
    ///
    /// # Errors
    ///
    /// [`Error::Other`] where the file cannot be read; otherwise as [`eval`](Self::eval) and
    /// [`run_until_idle`](Self::run_until_idle).
    ///
    /// ```
    /// let file = std::env::temp_dir().join(format!("run-file-{}.js", std::process::id()));
    /// std::fs::write(&file, "globalThis.answer = 6 * 7;")?;
    /// let mut runtime = nodeapi::Runtime::new()?;
    /// runtime.run_file(&file)?;
    /// assert_eq!(runtime.eval::<u32>("answer")?, 42);
    /// # std::fs::remove_file(&file)?;
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn run_file(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let source = std::fs::read(path)?;
        let isolate = self.isolate.clone();
        self.enter(|_| run_source(&isolate, &source, &path.to_string_lossy()))?;
        self.run_until_idle()
    }

    #[cfg(feature = "node")]
    fn with_node(mut self, options: NodeOptions, identity: Option<Identity>) -> Result<Runtime> {
        let (isolate, modules) = (self.isolate.clone(), self.modules.clone());
        self.node =
            Some(self.enter(|_| Node::install(&isolate, &modules, options, identity, run_worker))?);
        Ok(self)
    }

    /// Runs a file as the main module of a program, or source text as `-e` does; then the event loop
    /// until nothing is left to do, and the listeners of `process.on('exit')`. Gives the exit code. An
    /// uncaught exception, or `process.exit`, ends the process.
    ///
    /// # Errors
    ///
    /// Where the runtime was made without [`node_compat`](RuntimeBuilder::node_compat).
    ///
    /// ```
    /// use nodeapi::{Main, Runtime};
    ///
    /// let mut runtime = Runtime::builder()
    ///     .arguments(["--fast".to_owned()])
    ///     .exec_arguments(["--expose-gc".to_owned()])
    ///     .expose_gc(true)
    ///     .force_uncaught_exceptions(true)
    ///     .build()?;
    /// let text = "gc();
    ///     process.exitCode = process.argv.includes('--fast') ? process.execArgv.length : 7;";
    /// let code = runtime.run_main(Main::Source { name: "[eval]", text, print: false })?;
    /// assert_eq!(code, 1);
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    #[cfg(feature = "node")]
    pub fn run_main(&mut self, main: Main<'_>) -> Result<i32> {
        let node = self.node("run_main")?;
        let _entered = Entered::new(&self.isolate);
        self.isolate.engine.enter();
        match main {
            Main::File(path) => node.run_main(&self.isolate, path),
            Main::Source { name, text, print } => node.run_source(&self.isolate, name, text, print),
        }
        loop {
            self.isolate.event_loop.run(&self.isolate);
            if self.isolate.event_loop.is_stopped() {
                return Ok(node.stop_code());
            }
            node.before_exit(&self.isolate);
            if !self.isolate.event_loop.is_alive() {
                break;
            }
        }
        Ok(node.exit_code(&self.isolate, None))
    }

    /// Runs the event loop until nothing is left that could happen: asynchronous work, calls of
    /// thread-safe functions, timers.
    ///
    /// # Errors
    ///
    /// [`Error::JavaScript`] for the first exception that nobody caught, or promise that was rejected
    /// and nobody handled, since the last time that this was asked; the others are printed.
    ///
    /// ```
    /// use nodeapi::{Runtime, prelude::*};
    ///
    /// let mut runtime = Runtime::new()?;
    /// let promise = runtime.with(|env| {
    ///     let promise = env.spawn(|| 6 * 7)?;
    ///     env.reference(promise.as_value())
    /// })?;
    /// runtime.set_global("promise", &promise)?;
    /// runtime.eval::<()>("promise.then((n) => { globalThis.answer = n; })")?;
    /// assert!(runtime.eval::<u32>("globalThis.answer").is_err());
    /// runtime.run_until_idle()?;
    /// assert_eq!(runtime.eval::<u32>("answer")?, 42);
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn run_until_idle(&mut self) -> Result<()> {
        {
            let _entered = Entered::new(&self.isolate);
            self.isolate.engine.enter();
            self.isolate.settle();
            self.isolate.event_loop.run(&self.isolate);
        }
        let mut first = Ok(());
        while let Some(exception) = self.isolate.take_unclaimed() {
            let error = self.describe(exception);
            if first.is_ok() {
                first = Err(error);
            } else {
                eprintln!("Uncaught {error}");
            }
        }
        first
    }

    /// Collects garbage, cycles too, and runs the finalizers of what is gone.
    /// [`WeakRef`](crate::WeakRef) has an example.
    pub fn collect_garbage(&mut self) {
        let _entered = Entered::new(&self.isolate);
        self.isolate.engine.enter();
        self.isolate.collect_garbage();
        self.isolate.settle();
    }

    /// What misuse of Node-API was seen since the last time that this was asked, a sentence each.
    /// Each was printed on standard error too. [`RuntimeBuilder`] has an example.
    pub fn take_misuses(&mut self) -> Vec<String> {
        self.isolate.take_misuses()
    }

    /// The runtime's own environment: the first that was made.
    fn root(&self) -> &HostEnv {
        self.isolate.root_environment()
    }

    fn enter<T>(&self, f: impl for<'s> FnOnce(&mut Env<'s>) -> Result<T>) -> Result<T> {
        let _entered = Entered::new(&self.isolate);
        self.isolate.engine.enter();
        let env = self.root();
        let (result, exception) = env.call_into(|| {
            // SAFETY: a live environment, on its thread, in a scope that is open meanwhile.
            panic::catch_unwind(AssertUnwindSafe(|| unsafe { enter(env.raw(), f) }))
        });
        let result = result.unwrap_or_else(|payload| {
            if let Some(exception) = exception {
                self.isolate.engine.free(exception);
            }
            panic::resume_unwind(payload)
        });
        let result = match (result, exception) {
            (Err(Error::Exception), Some(exception)) => Err(self.describe(exception)),
            (result, Some(exception)) => {
                // Pending, but not returned: nobody is going to catch it.
                self.isolate.uncaught(exception);
                result
            }
            (result, None) => result,
        };
        self.isolate.settle();
        result
    }

    /// An exception, which this takes over, as an error.
    fn describe(&self, exception: HostValue) -> Error {
        let env = self.root();
        let (error, _) = env.call_into(|| {
            let handle = self.isolate.scopes.push(exception);
            // SAFETY: a live environment, on its thread, and a handle of the open scope.
            unsafe {
                enter(env.raw(), |env| {
                    let exception = Value::from_raw(handle);
                    Error::JavaScript(Box::new(JsException::of(env, exception)))
                })
            }
        });
        error
    }

    fn exports(
        &self,
        find: impl FnOnce(&ModuleManager<HostEngine>, &Isolate) -> Result<HostValue, Failure>,
    ) -> Result<Ref<Value<'static>>> {
        self.enter(|env| match find(&self.modules, &self.isolate) {
            Ok(exports) => {
                let handle = self.isolate.scopes.push(self.isolate.engine.dup(exports));
                // SAFETY: a handle of the open scope.
                env.reference(unsafe { Value::from_raw(handle) })
            }
            Err(Failure::Load(error)) => Err(Error::other(error)),
            Err(Failure::Thrown) => {
                self.root().catch();
                Err(Error::Exception)
            }
        })
    }
}

/// Runs a worker on this thread, from its beginning to its end; gives its exit code.
#[cfg(feature = "node")]
fn run_worker(start: WorkerStart) -> i32 {
    let begin = || {
        let runtime = Runtime::builder().checked(start.checked).build()?;
        let isolate = runtime.isolate.clone();
        let stopper = isolate.event_loop.stopper(&isolate.engine);
        start.lifeline.begin(stopper);
        let mut runtime = runtime.with_node(start.options, Some(start.identity))?;
        runtime.run_main(match &start.main {
            WorkerMain::File(path) => Main::File(path),
            WorkerMain::Source(text) => Main::Source {
                name: "[worker eval]",
                text,
                print: false,
            },
        })
    };
    begin().unwrap_or(crate::host::node::TERMINATED)
}

fn run_source(isolate: &Isolate, source: &[u8], file_name: &str) -> Result<()> {
    use crate::host::engine::Scripts;
    match isolate.engine.run_script(source, file_name) {
        Ok(completion) => {
            isolate.engine.free(completion);
            Ok(())
        }
        Err(_) => {
            isolate.root_environment().catch();
            Err(Error::Exception)
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        #[cfg(feature = "node")]
        if let Some(node) = &self.node {
            node.end_workers();
        }
        let _entered = Entered::new(&self.isolate);
        self.isolate.engine.enter();
        self.isolate.settle();
        self.isolate.tear_down_environments();
        self.modules.tear_down(&self.isolate.engine);
        while let Some(exception) = self.isolate.take_unclaimed() {
            self.isolate.engine.free(exception);
        }
        self.isolate.tear_down();
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}

thread_local! {
    /// The runtimes that this thread is in, outermost first.
    static ENTERED: RefCell<Vec<Rc<Isolate>>> = const { RefCell::new(Vec::new()) };
}

/// While it lives, the thread is in a runtime. The types cannot tell the values of two runtimes
/// apart; so while a thread is in more than one, every handle is looked up.
struct Entered;

impl Entered {
    fn new(isolate: &Rc<Isolate>) -> Self {
        ENTERED.with_borrow_mut(|entered| entered.push(isolate.clone()));
        Entered::verify_if_mixed();
        Entered
    }

    fn verify_if_mixed() {
        ENTERED.with_borrow(|entered| {
            let is_mixed = entered
                .windows(2)
                .any(|neighbours| !Rc::ptr_eq(&neighbours[0], &neighbours[1]));
            for isolate in entered {
                isolate.scopes.set_verify(is_mixed);
            }
        });
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let left = ENTERED.with_borrow_mut(Vec::pop);
        if let Some(isolate) = left {
            isolate.scopes.set_verify(false);
        }
        Entered::verify_if_mixed();
    }
}
