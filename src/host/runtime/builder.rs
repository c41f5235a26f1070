//! What a runtime is made with. What packages need is in `packages`.

use super::Runtime;
#[cfg(feature = "node")]
use super::packages;
use crate::host::abi::TABLE;
use crate::host::event_loop::IN_PLACE_OF_UV;
use crate::host::module_manager::{HIGHEST_VERSION, ModuleManager};
#[cfg(feature = "node")]
use crate::host::node::NodeOptions;
use crate::host::{Env as HostEnv, Isolate};
use crate::safe::{Error, Result};
use std::ffi::CString;
use std::rc::Rc;

/// What a [`Runtime`] is made with.
///
/// ```
/// let mut runtime = nodeapi::Runtime::builder().checked(true).build()?;
/// runtime.eval::<()>("globalThis.x = 1")?;
/// // At the end of a test: no addon has used a handle after its scope, or the like.
/// assert!(runtime.take_misuses().is_empty());
/// # Ok::<(), nodeapi::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct RuntimeBuilder {
    checked: bool,
    #[cfg(feature = "node")]
    pub(super) node: Option<NodeOptions>,
}

impl RuntimeBuilder {
    /// With nothing said.
    pub(super) fn new() -> Self {
        RuntimeBuilder {
            checked: cfg!(debug_assertions),
            #[cfg(feature = "node")]
            node: None,
        }
    }

    /// Whether every handle that native code gives is looked up before it is read, so that its
    /// misuse is recognised and reported: a value used after its scope was closed, or in another
    /// runtime. On in debug builds, unless said otherwise here.
    ///
    /// Checked, an object that a native one is wrapped in goes, and is finalized, with its last use. Not
    /// checked, the newest 64 of each module stay until newer ones come or garbage is collected
    /// ([`Runtime::collect_garbage`], `gc()`): some addons rely on Node.js not collecting at once.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// Whether the runtime has what JavaScript expects around an addon: `require`, `console`,
    /// `process`, timers, `Buffer`. Off, unless said otherwise here or by another of these methods.
    ///
    /// With it, an exception that nobody catches is printed and ends the process with code 1, and
    /// `process.exit` ends it too, as in Node.js. [`Runtime::require`] has an example.
    #[cfg(feature = "node")]
    pub fn node_compat(mut self, node_compat: bool) -> Self {
        self.node = node_compat.then(|| self.node.unwrap_or_default());
        self
    }

    /// What the program finds in `process.argv` from its third element on. Turns
    /// [`node_compat`](Self::node_compat) on. Shown at [`Runtime::run_main`].
    #[cfg(feature = "node")]
    pub fn arguments(mut self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.node.get_or_insert_default().arguments = arguments.into_iter().collect();
        self
    }

    /// What the program finds in `process.execArgv`. Turns [`node_compat`](Self::node_compat) on.
    /// Shown at [`Runtime::run_main`].
    #[cfg(feature = "node")]
    pub fn exec_arguments(mut self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.node.get_or_insert_default().exec_arguments = arguments.into_iter().collect();
        self
    }

    /// Whether there is a global function `gc`. Turns [`node_compat`](Self::node_compat) on. Shown at
    /// [`Runtime::run_main`].
    #[cfg(feature = "node")]
    pub fn expose_gc(mut self, expose_gc: bool) -> Self {
        self.node.get_or_insert_default().expose_gc = expose_gc;
        self
    }

    /// Whether exceptions that thread-safe functions throw count as uncaught ones in modules of every
    /// Node-API version; by itself that begins with version 10. As Node.js's option
    /// `--force-node-api-uncaught-exceptions-policy`. Turns [`node_compat`](Self::node_compat) on.
    /// Shown at [`Runtime::run_main`].
    #[cfg(feature = "node")]
    pub fn force_uncaught_exceptions(mut self, force: bool) -> Self {
        self.node.get_or_insert_default().force_uncaught_exceptions = force;
        self
    }

    /// Whether what the program assigns to `process.env`, and deletes, changes the environment of the
    /// process, as in Node.js: native code sees it. Else, and in workers, `process.env` is a copy. Turns
    /// [`node_compat`](Self::node_compat) on.
    ///
    /// # Safety
    ///
    /// While JavaScript runs, no other thread reads or changes the environment, unless by Rust's
    /// standard library: see [`std::env::set_var`].
    ///
    /// ```
    /// // SAFETY: this is the program's only thread.
    /// let builder = unsafe { nodeapi::Runtime::builder().changes_environment(true) };
    /// builder.build()?.eval::<()>("process.env.GREETING = 'hello'")?;
    /// assert_eq!(std::env::var("GREETING").as_deref(), Ok("hello"));
    /// # Ok::<(), nodeapi::Error>(())
    /// ```
    #[cfg(feature = "node")]
    pub unsafe fn changes_environment(mut self, changes: bool) -> Self {
        self.node.get_or_insert_default().changes_environment = changes;
        self
    }

    /// Makes the runtime.
    ///
    /// # Errors
    ///
    /// Where this program, or the library that this code is in, was itself loaded by Node.js or
    /// another host: environments of two hosts must not mix.
    pub fn build(self) -> Result<Runtime> {
        // SAFETY: the table is this host's own; the call refuses where another host was before.
        unsafe { nodeapi_sys::install(&TABLE) }.map_err(Error::other)?;
        let isolate = Isolate::new(self.checked);
        let env = HostEnv::new(&isolate, HIGHEST_VERSION, CString::default());
        debug_assert!(isolate.is_own_thread() && env.can_call_into_js());
        let modules = Rc::new(ModuleManager::new(&TABLE, IN_PLACE_OF_UV));
        let runtime = Runtime {
            #[cfg(feature = "node")]
            node: None,
            modules,
            isolate,
        };
        #[cfg(feature = "node")]
        if let Some(options) = self.node {
            return runtime.with_node(packages::settle(options)?, None);
        }
        Ok(runtime)
    }
}
