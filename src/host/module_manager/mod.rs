//! ModuleManager: finds native modules and loads them.
//!
//! A module is linked into the program, or a file that is loaded at run time. Either way it gets an
//! environment of its own, with the Node-API version that it was written for, and its initialiser
//! runs once in it. The same module again gives the same exports.

mod error;
mod library;
mod provider;
mod uv;

pub use error::LoadError;
pub(crate) use library::register;

use crate::host::engine::{Engine, Outcome, Thrown};
use crate::host::environment::{Environment, Isolate};
use library::Library;
use nodeapi_sys::{EXPERIMENTAL, FunctionTable, napi_addon_register_func, napi_value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CString, c_void};
use std::path::{Path, PathBuf};

/// The highest numbered Node-API version that modules may ask for.
pub(crate) const HIGHEST_VERSION: u32 = 10;

/// The version of a module that does not say which it was written for.
const DEFAULT_VERSION: u32 = 8;

/// A module that is linked into the program.
#[derive(Clone, Copy)]
pub(crate) struct LinkedModule {
    /// Tells it from other modules: the address of its description.
    pub(crate) id: usize,
    pub(crate) name: &'static str,
    pub(crate) api_version: u32,
    pub(crate) init: napi_addon_register_func,
}

/// Why a module gave no exports.
pub(crate) enum Failure {
    /// It could not be loaded.
    Load(LoadError),
    /// JavaScript, or the initialiser, threw; the exception is the engine's.
    Thrown,
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Failure::Load(error)
    }
}

impl From<Thrown> for Failure {
    fn from(_: Thrown) -> Self {
        Failure::Thrown
    }
}

/// The modules of one runtime, by what they were asked for; exports are owned.
pub(crate) struct ModuleManager<E: Engine> {
    linked: RefCell<HashMap<usize, E::Value>>,
    loaded: RefCell<HashMap<PathBuf, E::Value>>,
    provided: Provided,
}

/// What files are given for their undefined symbols.
#[derive(Clone, Copy)]
struct Provided {
    table: &'static FunctionTable,
    in_place_of_uv: &'static [uv::InPlace],
}

impl<E: Engine> ModuleManager<E> {
    /// For files: the functions of Node-API, and what stands in the place of functions of libuv's.
    pub(crate) fn new(
        table: &'static FunctionTable,
        in_place_of_uv: &'static [(*const c_void, *const c_void)],
    ) -> Self {
        ModuleManager {
            linked: RefCell::default(),
            loaded: RefCell::default(),
            provided: Provided {
                table,
                in_place_of_uv,
            },
        }
    }

    /// The exports of a module that is linked in, borrowed.
    pub(crate) fn import(
        &self,
        isolate: &Isolate<E>,
        module: &LinkedModule,
    ) -> Result<E::Value, Failure> {
        if let Some(&exports) = self.linked.borrow().get(&module.id) {
            return Ok(exports);
        }
        let exports = isolate.engine.object()?;
        let exports = initialise(
            isolate,
            module.name.as_ref(),
            module.api_version,
            CString::default(),
            module.init,
            exports,
        )?;
        if let Some(other) = self.linked.borrow_mut().insert(module.id, exports) {
            isolate.engine.free(other);
        }
        Ok(exports)
    }

    /// The exports of a file, borrowed.
    pub(crate) fn load(&self, isolate: &Isolate<E>, path: &Path) -> Result<E::Value, Failure> {
        let path = library::locate(path)?;
        if let Some(&exports) = self.loaded.borrow().get(&path) {
            return Ok(exports);
        }
        let exports = isolate.engine.object()?;
        let exports = self.instantiate(isolate, &path, exports)?;
        if let Some(other) = self.loaded.borrow_mut().insert(path, exports) {
            isolate.engine.free(other);
        }
        Ok(exports)
    }

    /// Initialises a file once more, in a new environment, as Node.js does when a module has been
    /// taken out of `require.cache`. Takes `exports` over, and gives what the module exports.
    pub(crate) fn instantiate(
        &self,
        isolate: &Isolate<E>,
        path: &Path,
        exports: E::Value,
    ) -> Result<E::Value, Failure> {
        let library = match Library::open(path, self.provided) {
            Ok(library) => library,
            Err(error) => {
                isolate.engine.free(exports);
                return Err(error.into());
            }
        };
        let version = library.api_version().unwrap_or(DEFAULT_VERSION);
        initialise(
            isolate,
            path,
            version,
            file_url(path),
            library.init(),
            exports,
        )
    }

    /// Frees the exports. Nothing is loaded afterwards.
    pub(crate) fn tear_down(&self, engine: &E) {
        let loaded = self.loaded.take().into_values();
        self.linked
            .take()
            .into_values()
            .chain(loaded)
            .for_each(|exports| engine.free(exports));
    }
}

/// Runs an initialiser in a new environment. Takes `exports` over, and gives what the module
/// exports.
fn initialise<E: Engine>(
    isolate: &Isolate<E>,
    path: &Path,
    api_version: u32,
    file_name: CString,
    init: napi_addon_register_func,
    exports: E::Value,
) -> Result<E::Value, Failure> {
    let is_served = api_version <= HIGHEST_VERSION || api_version == EXPERIMENTAL;
    let (true, Some(init)) = (is_served, init) else {
        isolate.engine.free(exports);
        let path = path.to_owned();
        return Err(Failure::Load(match init {
            None => LoadError::NoEntryPoint { path },
            Some(_) => LoadError::Version {
                path,
                version: api_version,
                highest: HIGHEST_VERSION,
            },
        }));
    };
    let env = Environment::new(isolate, api_version, file_name);
    let given = isolate.engine.dup(exports);
    let (result, exception) = env.call_into(|| {
        let handle = isolate.scopes.push(given);
        // SAFETY: the module's initialiser, with an environment and a live handle.
        let result = unsafe { init(env.raw(), handle) };
        exports_of(isolate, result, handle)
    });
    let result = match exception {
        Some(exception) => {
            if let Ok(Some(value)) = result {
                isolate.engine.free(value);
            }
            Err(isolate.engine.throw(exception))
        }
        None => result,
    };
    match result {
        Ok(Some(value)) => {
            isolate.engine.free(exports);
            Ok(value)
        }
        Ok(None) => Ok(exports),
        Err(thrown) => {
            isolate.engine.free(exports);
            Err(thrown.into())
        }
    }
}

/// What an initialiser wants exported in place of the object that it was given, owned.
fn exports_of<E: Engine>(
    isolate: &Isolate<E>,
    result: napi_value,
    given: napi_value,
) -> Outcome<Option<E::Value>> {
    if result.is_null() || result == given {
        return Ok(None);
    }
    // SAFETY: the module's promise, or looked up.
    match unsafe { isolate.scopes.get(result) } {
        Ok(value) => Ok(Some(isolate.engine.dup(value))),
        Err(misuse) => {
            isolate.report(misuse);
            Ok(None)
        }
    }
}

/// A file's location as a `file:` URL.
fn file_url(path: &Path) -> CString {
    use std::fmt::Write;
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(char::from(*byte)),
            b'/' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*'
            | b'+' | b',' | b';' | b'=' | b':' | b'@' => url.push(char::from(*byte)),
            byte => {
                // A string takes all that is written to it.
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    CString::new(url).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::file_url;
    use std::path::Path;

    #[test]
    fn a_file_url_escapes_what_urls_do_not_take() {
        assert_eq!(
            file_url(Path::new("/a b/é#1%.node")).to_str(),
            Ok("file:///a%20b/%C3%A9%231%25.node")
        );
    }
}
