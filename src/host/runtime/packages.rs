//! Modules of JavaScript and packages of npm, for embedders.

use super::{Entered, Runtime, RuntimeBuilder};
use crate::host::engine::Engine;
use crate::host::node::Node;
use crate::safe::{Error, JsException, Promise, Ref, Result, Value};
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

impl RuntimeBuilder {
    /// The current directory of the runtime: what `process.cwd()` gives, and where
    /// [`require`](Runtime::require) and relative paths begin. The process's, unless said otherwise
    /// here; then it is the runtime's own, which `process.chdir` changes for it alone. Native addons
    /// go on seeing the process's.
    ///
    /// Turns [`node_compat`](Self::node_compat) on.
    ///
    /// ```
    /// let mut runtime = nodeapi::Runtime::builder().current_dir("/").build()?;
    /// assert_eq!(runtime.eval::<String>("process.cwd()")?, "/");
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn current_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.node.get_or_insert_default().current_dir = Some(folder.into());
        self
    }

    /// One more folder in which packages are looked for: where no `node_modules` on the way up has
    /// them, in the order in which the folders were given. It is such a `node_modules` itself. For
    /// `require` and `import`.
    ///
    /// Turns [`node_compat`](Self::node_compat) on.
    ///
    /// ```
    /// let root = std::env::temp_dir().join(format!("module-root-{}", std::process::id()));
    /// std::fs::create_dir_all(root.join("greeter"))?;
    /// std::fs::write(root.join("greeter/index.js"), "module.exports = 'hello';")?;
    /// let mut runtime = nodeapi::Runtime::builder().module_root(&root).build()?;
    /// let greeting = runtime.require("greeter")?;
    /// assert_eq!(runtime.with(|env| greeting.get(env)?.to::<String>(env))?, "hello");
    /// # std::fs::remove_dir_all(&root)?;
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn module_root(mut self, folder: impl Into<PathBuf>) -> Self {
        let options = self.node.get_or_insert_default();
        options.module_roots.push(folder.into());
        self
    }
}

impl Runtime {
    /// What a package, a file or a builtin exports, as `require` gives it in a file that lies in the
    /// [current directory](RuntimeBuilder::current_dir): `"sharp"`, `"./lib/tool.js"`, `"node:path"`.
    /// The same module again gives the same exports.
    ///
    /// # Errors
    ///
    /// [`Error::JavaScript`] for what was thrown, with Node.js's codes: `MODULE_NOT_FOUND` and the
    /// like. An error with a message where the runtime was made without
    /// [`node_compat`](RuntimeBuilder::node_compat).
    ///
    /// ```
    /// use nodeapi::{Result, Runtime, prelude::*};
    ///
    /// let mut runtime = Runtime::builder().node_compat(true).build()?;
    /// let path = runtime.require("node:path")?;
    /// runtime.with(|env| {
    ///     let path: Object<'_> = path.get(env)?.to(env)?;
    ///     let basename: Function<'_> = path.get(env, "basename")?;
    ///     assert_eq!(basename.call::<_, String>(env, ("/a/b.txt",))?, "b.txt");
    ///     Ok(())
    /// })?;
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn require(&mut self, request: &str) -> Result<Ref<Value<'static>>> {
        let node = self.node("require")?;
        self.enter(|env| {
            let exports = node.require(env, request)?;
            env.reference(exports)
        })
    }

    /// The promise of a module's namespace, as `import()` gives it in a file that lies in the
    /// [current directory](RuntimeBuilder::current_dir): for ES modules, those that await something
    /// too, and for all that [`require`](Self::require) finds. [`wait_for`](Self::wait_for) drives it
    /// to its end; so do [`run_until_idle`](Self::run_until_idle) and whatever else turns the loop.
    ///
    /// A rejection is nobody's business but that of who asks the promise: it does not count as an
    /// unhandled one.
    ///
    /// # Errors
    ///
    /// An error with a message where the runtime was made without
    /// [`node_compat`](RuntimeBuilder::node_compat).
    ///
    /// ```
    /// use nodeapi::{Result, Runtime, prelude::*};
    ///
    /// let mut runtime = Runtime::builder().node_compat(true).build()?;
    /// let os = runtime.import_async("node:os")?;
    /// let os = runtime.wait_for(&os)?;
    /// runtime.with(|env| {
    ///     let os: Object<'_> = os.get(env)?.to(env)?;
    ///     assert_eq!(os.get::<String>(env, "EOL")?, "\n");
    ///     Ok(())
    /// })?;
    ///
    /// let missing = runtime.import_async("no-such-package")?;
    /// let error = runtime.wait_for(&missing).unwrap_err();
    /// assert!(error.to_string().contains("no-such-package"));
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn import_async(&mut self, request: &str) -> Result<Ref<Promise<'static>>> {
        let node = self.node("import_async")?;
        self.enter(|env| {
            let promise = node.import(env, request)?;
            promise.catch(env, |env, _| Ok(env.undefined()))?;
            env.reference(promise)
        })
    }

    /// Runs the event loop until a promise is settled, and gives its value.
    ///
    /// # Errors
    ///
    /// [`Error::JavaScript`] for what it is rejected with; an error with a message where nothing is
    /// left that could settle it.
    ///
    /// ```
    /// use nodeapi::{Ref, Runtime, prelude::*};
    ///
    /// let mut runtime = Runtime::builder().node_compat(true).build()?;
    /// let promise = runtime.with(|env| {
    ///     let source = env.string("new Promise((resolve) => setTimeout(resolve, 5, 42))")?;
    ///     let promise: Promise<'_> = env.run_script(source)?;
    ///     env.reference(promise)
    /// })?;
    /// let value = runtime.wait_for(&promise)?;
    /// assert_eq!(runtime.with(|env| value.get(env)?.to::<i32>(env))?, 42);
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    pub fn wait_for(&mut self, promise: &Ref<Promise<'static>>) -> Result<Ref<Value<'static>>> {
        let settled: Rc<RefCell<Option<Result<Ref<Value<'static>>>>>> = Rc::default();
        let (fulfilled, rejected) = (settled.clone(), settled.clone());
        self.enter(|env| {
            let promise = promise.get(env)?;
            promise.then_or(
                env,
                move |env, value| {
                    let value = env.reference(value)?;
                    fulfilled.replace(Some(Ok(value)));
                    Ok(env.undefined())
                },
                move |env, reason| {
                    let exception = JsException::of(env, reason);
                    rejected.replace(Some(Err(Error::JavaScript(Box::new(exception)))));
                    Ok(env.undefined())
                },
            )?;
            Ok(())
        })?;
        let _entered = Entered::new(&self.isolate);
        self.isolate.engine.enter();
        loop {
            if let Some(result) = settled.take() {
                return result;
            }
            let is_alive = self.isolate.event_loop.turn(&self.isolate, true);
            if !is_alive && settled.borrow().is_none() {
                return Err(Error::message(
                    "the promise is not settled, and nothing is left to do that could settle it",
                ));
            }
        }
    }

    pub(super) fn node(&self, method: &str) -> Result<Rc<Node>> {
        let node = self.node.clone();
        node.ok_or_else(|| Error::message(format!("{method} needs a runtime with node_compat")))
    }
}

/// Makes the options' folders those that the runtime goes on with.
pub(super) fn settle(mut options: super::NodeOptions) -> Result<super::NodeOptions> {
    let named = |folder: &PathBuf, error: std::io::Error| {
        Error::message(format!("{}: {error}", folder.display()))
    };
    if let Some(folder) = &mut options.current_dir {
        *folder = folder
            .canonicalize()
            .map_err(|error| named(folder, error))?;
    }
    for root in &mut options.module_roots {
        *root = std::path::absolute(&*root).map_err(|error| named(root, error))?;
    }
    Ok(options)
}
