//! Modules, and the entry points by which a host finds the one of this image.
//!
//! A host that has loaded a `.node` file asks it for two symbols, `napi_register_module_v1` and
//! `node_api_module_get_api_version_v1`. They are here, once, and not in what `#[napi_module]`
//! writes: a program may link any number of addon crates, as a test of two does, and two symbols of
//! one name would not link. The linker exports them from every `cdylib` that depends on this crate.
//!
//! Which module the entry serves, the image says itself: each `#[napi_module]` puts a function
//! among the image's initialisers (`.init_array` on ELF), and that does no more than to [`announce`]
//! the module, one atomic operation. **The first to do so wins.** An addon may depend on another
//! addon's crate; the linker takes the objects of the crate that is being built before those of its
//! dependencies, and the initialisers run in that order.
//!
//! `Runtime::import` needs none of this: it takes the module as a value.

use super::env::Env;
use super::error::{Error, Result};
use super::callback;
use super::value::{JsValue, Object};
use nodeapi_sys as sys;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A module: what `#[napi_module]` makes, as `NAPI_MODULE`.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use nodeapi::prelude::*;
///
/// #[napi_module]
/// mod calculator {
///     # use nodeapi::prelude::*;
///     #[napi]
///     pub fn add(a: f64, b: f64) -> f64 {
///         a + b
///     }
/// }
///
/// assert_eq!(NAPI_MODULE.name(), "calculator");
/// # }
/// ```
#[derive(Debug)]
pub struct Module {
    name: &'static str,
    api_version: i32,
    init: Init,
}

type Init = unsafe extern "C" fn(sys::napi_env, sys::napi_value) -> sys::napi_value;

impl Module {
    /// For generated code: a module of a name and a Node-API version, with the C function that
    /// `macro_support::init` is for it.
    #[doc(hidden)]
    pub const fn new(name: &'static str, api_version: i32, init: Init) -> Module {
        Module { name, api_version, init }
    }

    /// The module's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The version of Node-API that the module was written for: the host behaves accordingly.
    pub fn api_version(&self) -> i32 {
        self.api_version
    }

    /// The initialiser: gets an environment and the `exports` object, and gives what the module
    /// exports; null, with the exception pending, where it fails. It catches panics.
    ///
    /// For hosts in the same image, which have installed their functions before
    /// ([`nodeapi_sys::install`]). Whoever calls it keeps to what
    /// [`enter`](super::macro_support::enter) asks for.
    pub fn init(&self) -> Init {
        self.init
    }
}

/// The module that this image serves.
static ANNOUNCED: AtomicPtr<Module> = AtomicPtr::new(std::ptr::null_mut());

/// Says that this image has a module; the first one is served.
pub fn announce(module: &'static Module) {
    let module = std::ptr::from_ref(module).cast_mut();
    let _ = ANNOUNCED.compare_exchange(
        std::ptr::null_mut(),
        module,
        Ordering::Release,
        Ordering::Relaxed,
    );
}

fn announced() -> Option<&'static Module> {
    // SAFETY: null, or from `announce`, which takes `&'static Module`.
    unsafe { ANNOUNCED.load(Ordering::Acquire).as_ref() }
}

/// The entry by which hosts initialise an addon.
///
/// # Safety
///
/// Called by a host, with its environment and a scope open.
#[unsafe(no_mangle)]
unsafe extern "C" fn napi_register_module_v1(
    env: sys::napi_env,
    exports: sys::napi_value,
) -> sys::napi_value {
    if let Err(error) = sys::load_from_process() {
        // Without functions, there is no way to throw.
        eprintln!("nodeapi: {error}");
        return exports;
    }
    match announced() {
        // SAFETY: the caller is a host, and `module` was announced by its own image.
        Some(module) => unsafe { (module.init)(env, exports) },
        // SAFETY: the caller is a host.
        None => unsafe {
            callback::run(env, |_| {
                Err(Error::message("this image has no module: #[napi_module] is missing"))
            })
        },
    }
}

/// The entry by which hosts ask for the version of Node-API that the addon was written for.
#[unsafe(no_mangle)]
extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    announced().map_or(DEFAULT_API_VERSION, Module::api_version)
}

/// The version that modules ask for where they do not say: the first one with all that this crate
/// builds on (type tags are of version 8).
pub const DEFAULT_API_VERSION: i32 = 8;

/// Runs a module's initialiser; what the C function of a module does.
///
/// # Safety
///
/// As of [`enter`](super::env::enter); `exports` is a live handle of an object.
pub(crate) unsafe fn initialise(
    env: sys::napi_env,
    exports: sys::napi_value,
    init: for<'s> fn(&mut Env<'s>, Object<'s>) -> Result<()>,
) -> sys::napi_value {
    // SAFETY: the caller's promise.
    unsafe {
        callback::run(env, |env| {
            // SAFETY: the caller's promise; the handle lives as long as the call's scope.
            let exports: Object<'_> = Object::new(exports);
            init(env, exports)?;
            Ok(exports.as_value())
        })
    }
}
