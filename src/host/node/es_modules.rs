//! ECMAScript modules: what `import` means, and what it finds.
//!
//! The engine knows a module by its name: the path of a file, or `node:` and the name of a builtin.
//! CommonJS modules, builtins, JSON and native modules are loaded as `require` loads them; what
//! they export is then a module of values, with a default export and a named one for each key.

use super::{Node, absent, native};
use crate::host::engine::{
    Errors, ModuleHooks, ModuleSource, Modules, Outcome, Primitives, Values,
};
use crate::host::{HostEngine, Isolate, Value as HostValue};
use crate::safe::{Env, Error, IntoJs, JsValue, Object, Result, Value};
use oxc_resolver::{ModuleType, Resolution, ResolveError, ResolveOptions};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ffi::c_void;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Finds modules as Node.js does for `import`; made when it is first asked.
#[derive(Default)]
pub(super) struct ImportResolver {
    resolver: OnceCell<oxc_resolver::Resolver>,
    /// Files that read like modules, although neither name nor package says so.
    detected: RefCell<HashSet<String>>,
    /// What was last asked for, of each module that was found: errors say it in those words.
    requests: RefCell<HashMap<String, String>>,
}

impl ImportResolver {
    fn get(&self, roots: &[PathBuf]) -> &oxc_resolver::Resolver {
        self.resolver.get_or_init(|| {
            let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
            oxc_resolver::Resolver::new(ResolveOptions {
                // For the main file of a package without `exports`; what is asked for has its own.
                extensions: super::modules::extensions(),
                fully_specified: true,
                condition_names: list(&["node", "import", "node-addons", "module-sync"]),
                main_fields: list(&["main"]),
                main_files: list(&["index"]),
                module_type: true,
                modules: super::modules::folders(roots).collect(),
                ..ResolveOptions::default()
            })
        })
    }

    /// The file that a request means.
    fn resolve(
        &self,
        roots: &[PathBuf],
        folder: &Path,
        request: &str,
    ) -> Result<Resolution, ResolveError> {
        self.get(roots).resolve(folder, request)
    }

    /// Whether Node.js takes the file for an ECMAScript module.
    pub(super) fn is_module(&self, roots: &[PathBuf], path: &Path) -> bool {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("mjs") => return true,
            Some("js") | None => {}
            Some(_) => return false,
        }
        if self.detected.borrow().contains(&*path.to_string_lossy()) {
            return true;
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return false;
        };
        let request = format!("./{}", name.to_string_lossy());
        let resolution = self.get(roots).resolve(folder, &request);
        resolution.is_ok_and(|resolution| {
            resolution.module_type() == Some(ModuleType::Module)
                && resolution
                    .package_json()
                    .is_some_and(|package| !is_installed_below(path, package.directory()))
        })
    }
}

/// Has the engine find modules here.
pub(super) fn install(node: &Rc<Node>, isolate: &Isolate) {
    let hooks = ModuleHooks {
        resolve,
        load,
        describe,
    };
    // SAFETY: the runtime keeps the layer until its engine runs nothing any more.
    unsafe {
        isolate
            .engine
            .set_module_hooks(hooks, Rc::as_ptr(node).cast_mut().cast())
    };
}

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    // isModule(path, source): whether a file is an ECMAScript module; where neither its name nor
    // its package says so, whether it reads like one.
    let this = node.clone();
    native(env, host, "isModule", move |env, args| {
        let path: String = args.get(env, 0)?;
        let source: Option<String> = args.get(env, 1)?;
        let is_module = match source {
            None => this.is_module(Path::new(&path)),
            Some(source) => {
                let is_module = this.isolate().engine.is_module_syntax(source.as_bytes());
                if is_module {
                    this.importer.detected.borrow_mut().insert(path);
                }
                is_module
            }
        };
        is_module.into_js(env)
    })?;
    // importModule(base, request): a promise of the namespace object.
    let this = node.clone();
    native(env, host, "importModule", move |env, args| {
        let (base, request): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let isolate = this.isolate();
        match isolate.engine.import_module(&base, &request) {
            Ok(promise) => {
                let handle = isolate.scopes.push(promise);
                // SAFETY: a handle of the innermost scope, just made.
                Ok(unsafe { Value::from_raw(handle) })
            }
            Err(_) => {
                isolate.builtins_environment().catch();
                Err(Error::Exception)
            }
        }
    })
}

/// The layer behind a hook's context.
///
/// # Safety
///
/// The context is what [`install`] gave, and the layer is still there.
unsafe fn layer(context: *mut c_void) -> Rc<Node> {
    let node = context.cast_const().cast::<Node>();
    // SAFETY: the caller's promise: `install` had it of an `Rc` that is still there, of which one count
    // more is taken here.
    unsafe {
        Rc::increment_strong_count(node);
        Rc::from_raw(node)
    }
}

/// # Safety
///
/// As [`layer`].
unsafe fn resolve(context: *mut c_void, base: &str, request: &str) -> Outcome<String> {
    // SAFETY: the caller's promise.
    let node = unsafe { layer(context) };
    node.in_engine(|_| {
        let name = node.resolve_import(base, request)?;
        let mut requests = node.importer.requests.borrow_mut();
        requests.insert(name.clone(), request.to_owned());
        Ok(name)
    })
}

/// # Safety
///
/// As [`layer`].
unsafe fn load(context: *mut c_void, name: &str) -> Outcome<ModuleSource<HostValue>> {
    // SAFETY: the caller's promise.
    let node = unsafe { layer(context) };
    if !name.starts_with("node:")
        && node
            .importer
            .is_module(&node.options.module_roots, Path::new(name))
    {
        return node.in_engine(|_| Ok(ModuleSource::Text(std::fs::read(name)?)));
    }
    let isolate = node.isolate();
    node.in_engine(|env| {
        let exports: Value<'_> = node.call_hook(env, "loadForImport", (name,))?;
        let mut list = vec![("default".to_owned(), owned(&isolate, exports)?)];
        let mut objects = Vec::new();
        if is_object(&isolate, exports) {
            let exports: Object<'_> = exports.to(env)?;
            objects.push(exports);
            if let Some(builtin) = name.strip_prefix("node:") {
                objects.push(absent::parts(env, builtin, exports)?);
            }
        }
        for object in objects {
            for key in object.keys(env)? {
                if key != "default" {
                    let value: Value<'_> = object.get(env, key.as_str())?;
                    list.push((key, owned(&isolate, value)?));
                }
            }
        }
        list.push(("module.exports".to_owned(), owned(&isolate, exports)?));
        Ok(ModuleSource::Exports(list))
    })
}

/// # Safety
///
/// As [`layer`]; `meta` is live.
unsafe fn describe(context: *mut c_void, name: &str, meta: HostValue) -> Outcome<()> {
    // SAFETY: the caller's promise.
    let node = unsafe { layer(context) };
    let isolate = node.isolate();
    node.in_engine(|env| {
        let handle = isolate.scopes.push(isolate.engine.dup(meta));
        // SAFETY: a handle of the innermost scope, just made.
        let meta = unsafe { Object::from_raw(handle) };
        node.describe_module(env, meta, name)
    })
}

/// What a handle stands for, owned.
fn owned(isolate: &Isolate, value: Value<'_>) -> Result<HostValue> {
    // SAFETY: a live handle of the open scope.
    let value = unsafe { isolate.scopes.get(value.raw()) }.map_err(Error::other)?;
    Ok(isolate.engine.dup(value))
}

fn is_object(isolate: &Isolate, value: Value<'_>) -> bool {
    // SAFETY: a live handle of the open scope.
    unsafe { isolate.scopes.get(value.raw()) }.is_ok_and(|value| isolate.engine.is_object(value))
}

impl Node {
    /// Runs a closure in the builtins' environment for the engine: what it throws is the
    /// engine's exception.
    fn in_engine<T>(&self, f: impl for<'s> FnOnce(&mut Env<'s>) -> Result<T>) -> Outcome<T> {
        let isolate = self.isolate();
        let own = isolate.builtins_environment();
        let (result, exception) = own.call_into(|| self.in_environment(&isolate, f));
        match (result, exception) {
            (Some(result), None) => Ok(result),
            (_, Some(exception)) => Err(isolate.engine.throw(exception)),
            (None, None) => Err(isolate.engine.throw(HostEngine::UNDEFINED)),
        }
    }

    /// Whether a file is an ECMAScript module.
    pub(super) fn is_module(&self, path: &Path) -> bool {
        self.importer.is_module(&self.options.module_roots, path)
    }

    /// What was last asked for where that module was found.
    pub(super) fn request_of(&self, name: &str) -> Option<String> {
        self.importer.requests.borrow().get(name).cloned()
    }

    /// The name of the module that a request means.
    pub(super) fn resolve_import(&self, base: &str, request: &str) -> Result<String> {
        let bare = request.strip_prefix("node:").unwrap_or(request);
        if super::sources::is_builtin(request) {
            return Ok(format!("node:{bare}"));
        }
        if request.starts_with("node:") {
            let message = format!("No such built-in module: {request}");
            return Err(Error::new("ERR_UNKNOWN_BUILTIN_MODULE", message));
        }
        let path;
        let request = match request.strip_prefix("file://") {
            Some(encoded) => {
                path = String::from_utf8_lossy(&super::url::unescape(encoded)).into_owned();
                path.as_str()
            }
            None => request,
        };
        let folder = match Path::new(base).parent() {
            Some(folder) if folder.is_absolute() => folder.to_owned(),
            _ => self.current_dir()?,
        };
        match self
            .importer
            .resolve(&self.options.module_roots, &folder, request)
        {
            Ok(resolution) => Ok(resolution.full_path().to_string_lossy().into_owned()),
            Err(error) => Err(super::modules::import_error(&error, request, base)),
        }
    }
}

/// Whether a file is in a folder of installed packages below a package: that one says nothing about it.
fn is_installed_below(path: &Path, package: &Path) -> bool {
    path.strip_prefix(package)
        .is_ok_and(|rest| rest.iter().any(|folder| folder == "node_modules"))
}
