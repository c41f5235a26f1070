//! ECMAScript modules.

use super::{Outcome, Values};
use std::ffi::c_void;

/// What a module is made from.
pub(crate) enum ModuleSource<V> {
    /// Source text.
    Text(Vec<u8>),
    /// Names and values, which the engine takes over.
    Exports(Vec<(String, V)>),
}

/// How the engine gets at modules. Names are whatever `resolve` makes of requests; the engine only
/// compares them.
///
/// # Safety
///
/// All are called on the engine's own thread with the context that they were set with.
pub(crate) struct ModuleHooks<V> {
    /// The name of the module that `request` means in the module or script of the name `base`.
    pub(crate) resolve:
        unsafe fn(context: *mut c_void, base: &str, request: &str) -> Outcome<String>,
    /// What the module of a name is made from.
    pub(crate) load: unsafe fn(context: *mut c_void, name: &str) -> Outcome<ModuleSource<V>>,
    /// Fills in `import.meta`, which is borrowed, of the module of a name.
    pub(crate) describe: unsafe fn(context: *mut c_void, name: &str, meta: V) -> Outcome<()>,
}

/// ECMAScript modules.
pub(crate) trait Modules: Values {
    /// Sets how the engine gets at modules.
    ///
    /// # Safety
    ///
    /// `context` is good for the hooks as long as the engine lives.
    unsafe fn set_module_hooks(&self, hooks: ModuleHooks<Self::Value>, context: *mut c_void);

    /// Begins to evaluate a module; gives a promise of its namespace object.
    fn import_module(&self, base: &str, request: &str) -> Outcome<Self::Value>;

    /// Whether source text can be a module and no script.
    fn is_module_syntax(&self, source: &[u8]) -> bool;
}
