//! Modules, and the entry points by which a host finds the one of this image.
//!
//! A host that has loaded a `.node` file asks it for two symbols, `napi_register_module_v1` and
//! `node_api_module_get_api_version_v1`. They are here, once, and not in what `#[napi_module]`
//! writes: a program may link any number of addon crates, as a test of two does, and two symbols of
//! one name would not link. The linker exports them from every `cdylib` that depends on this crate.
//!
//! Which module the entry serves, the image says itself: each `#[napi_module]` puts a function
//! among the image's initialisers (`.init_array` on ELF), and that does no more than to [`announce`]
//! the module, one atomic operation. Most images have one module, and that is all.
//!
//! An addon may depend on another addon's crate, and its library then announces two. Of several
//! modules, the entry serves **the one that the file is named after**: `wordcount.node` and
//! `libwordcount.linux-x64.node` mean the crate `wordcount`. Where the name says nothing, **the first
//! that was announced** is served: the linker takes the objects of the crate that is being built
//! before those of its dependencies, and the initialisers run in that order. Link-time optimisation
//! over several codegen units does not keep that order (measured with rustc 1.95: a crate that is a
//! `cdylib` alone, with `lto = "fat"` and 16 codegen units), hence the name comes first.
//!
//! `Runtime::import` needs none of this: it takes the module as a value.

use super::callback;
use super::env::Env;
use super::error::{Error, Result};
use super::value::{JsValue, Object};
use nodeapi_sys as sys;
use std::ffi::CStr;
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
/// assert_eq!((NAPI_MODULE.name(), NAPI_MODULE.api_version()), ("calculator", 8));
/// # }
/// ```
#[derive(Debug)]
pub struct Module {
    name: &'static str,
    krate: &'static str,
    api_version: i32,
    init: Init,
}

type Init = unsafe extern "C" fn(sys::napi_env, sys::napi_value) -> sys::napi_value;

impl Module {
    /// For generated code: a module of a name and a Node-API version, with the C function that
    /// `macro_support::init` is for it, and the name of the crate that has it.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        krate: Option<&'static str>,
        api_version: i32,
        init: Init,
    ) -> Module {
        let krate = match krate {
            Some(krate) => krate,
            None => name,
        };
        Module {
            name,
            krate,
            api_version,
            init,
        }
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
    /// ([`nodeapi_sys::install`]), as a `Runtime` has. Whoever calls it promises that the environment
    /// is live and of this thread, that a handle scope is open in it, that no [`Env`] of it is used
    /// meanwhile, and that nobody else sets its instance data.
    ///
    /// ```
    /// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     #[napi_module]
    ///     fn answer() -> u32 {
    ///         42
    ///     }
    ///
    ///     let exports = env.object()?;
    ///     // SAFETY: the environment is live, and so is the handle; `env` is not used meanwhile.
    ///     let handle = unsafe { NAPI_MODULE.init()(env.raw(), exports.raw()) };
    ///     assert!(!handle.is_null());
    ///     // SAFETY: a handle of the scope, and every value is a `Value`.
    ///     let exports: Object = unsafe { Value::from_raw(handle) }.to(env)?;
    ///     let answer: Function = exports.get(env, "answer")?;
    ///     assert_eq!(answer.call::<_, u32>(env, ())?, 42);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
    /// ```
    pub fn init(&self) -> Init {
        self.init
    }
}

/// The modules that this image has, in the order in which they were announced. Those for which there
/// is no place are not served.
static ANNOUNCED: [AtomicPtr<Module>; 16] = [const { AtomicPtr::new(std::ptr::null_mut()) }; 16];

/// Says that this image has a module. Runs while the image is being loaded: before `main`, and
/// before the standard library may be relied upon.
pub fn announce(module: &'static Module) {
    let module = std::ptr::from_ref(module).cast_mut();
    for place in &ANNOUNCED {
        let free = std::ptr::null_mut();
        let taken = place
            .compare_exchange(free, module, Ordering::Release, Ordering::Relaxed)
            .is_ok();
        if taken {
            return;
        }
    }
}

fn announced() -> impl Iterator<Item = &'static Module> {
    // SAFETY: null, or from `announce`, which takes `&'static Module`.
    ANNOUNCED
        .iter()
        .map_while(|place| unsafe { place.load(Ordering::Acquire).as_ref() })
}

/// The module that the entry serves, in an environment of the image's own.
///
/// # Safety
///
/// The environment is live, and of this thread.
unsafe fn served(env: sys::napi_env) -> Option<&'static Module> {
    let first = announced().next()?;
    if announced().nth(1).is_none() {
        return Some(first);
    }
    let mut name = std::ptr::null();
    // SAFETY: the caller's promise.
    let status = unsafe { sys::node_api_get_module_file_name(env, &mut name) };
    if status != sys::napi_ok || name.is_null() {
        // A host older than Node-API 9.
        return Some(first);
    }
    // SAFETY: the host's name is NUL-terminated, and lives as long as the environment.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    Some(
        announced()
            .find(|module| is_named_after(&name, module))
            .unwrap_or(first),
    )
}

/// Whether the file of this path or address is named after a module or its crate.
fn is_named_after(path: &str, module: &Module) -> bool {
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default().replace('-', "_");
    [module.krate, module.name].iter().any(|name| {
        let name = name.replace('-', "_");
        stem == name || stem.strip_prefix("lib") == Some(&*name)
    })
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
    // SAFETY: the caller is a host.
    match unsafe { served(env) } {
        // SAFETY: the caller is a host, and `module` was announced by its own image.
        Some(module) => unsafe { (module.init)(env, exports) },
        // SAFETY: the caller is a host.
        None => unsafe {
            callback::run(env, |_| {
                Err(Error::message(
                    "this image has no module: #[napi_module] is missing",
                ))
            })
        },
    }
}

/// The entry by which hosts ask for the version of Node-API that the addon was written for.
#[unsafe(no_mangle)]
extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    // Which one it will be is not known yet; the versions build upon each other.
    announced()
        .map(Module::api_version)
        .max()
        .unwrap_or(DEFAULT_API_VERSION)
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

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn init(_: sys::napi_env, exports: sys::napi_value) -> sys::napi_value {
        exports
    }

    #[test]
    fn files_are_named_after_modules() {
        let module = Module::new("exports", Some("word_count"), 8, init);
        let named = |path| is_named_after(path, &module);
        assert!(named("file:///srv/word_count.node"));
        assert!(named("/target/debug/libword_count.so"));
        assert!(named(r"C:\addons\word-count.win32-x64-msvc.node"));
        assert!(named("exports.node"));
        assert!(!named("/srv/words.node"));
        assert!(!named("/srv/word_count/index.node"));
    }
}
