//! Where modules are and how they are loaded.

use super::sources::{self, Builtin};
use super::{Node, absent, native};
use crate::host::HostEngine;
use crate::host::engine::{Contexts, Primitives, ScriptSource, Values};
use crate::host::module_manager::Failure;
use crate::safe::{Env, Error, IntoJs, JsValue, Object, Result, Value};
use oxc_resolver::{ResolveError, ResolveOptions};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Finds modules as Node.js does for `require`; made when it is first asked.
#[derive(Default)]
pub(super) struct Resolver(OnceCell<oxc_resolver::Resolver>);

impl Resolver {
    fn get(&self, roots: &[PathBuf]) -> &oxc_resolver::Resolver {
        self.0.get_or_init(|| {
            let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
            oxc_resolver::Resolver::new(ResolveOptions {
                extensions: extensions(),
                condition_names: list(&["node", "require", "node-addons", "module-sync"]),
                main_fields: list(&["main"]),
                main_files: list(&["index"]),
                modules: folders(roots).chain(global_folders()).collect(),
                ..ResolveOptions::default()
            })
        })
    }
}

/// What `require` tries behind a name.
pub(super) fn extensions() -> Vec<String> {
    [".js", ".json", ".node"].map(str::to_owned).into()
}

/// Where packages are looked for: in every folder above, then in the program's own roots.
pub(super) fn folders(roots: &[PathBuf]) -> impl Iterator<Item = String> {
    let roots = roots.iter().map(|root| root.to_string_lossy().into_owned());
    std::iter::once("node_modules".to_owned()).chain(roots)
}

/// Where `require` alone looks at last: `NODE_PATH`, then two folders of the user's.
pub(super) fn global_folders() -> impl Iterator<Item = String> {
    let listed = std::env::var_os("NODE_PATH").unwrap_or_default();
    let listed: Vec<PathBuf> = std::env::split_paths(&listed).collect();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let own = home
        .into_iter()
        .flat_map(|home| [".node_modules", ".node_libraries"].map(|folder| home.join(folder)));
    listed
        .into_iter()
        .chain(own)
        .filter_map(|folder| std::path::absolute(folder).ok())
        .map(|folder| folder.to_string_lossy().into_owned())
}

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    native(env, host, "builtinNames", |env, _| {
        sources::public_names().into_js(env)
    })?;
    native(env, host, "isBuiltin", |env, args| {
        let request: String = args.get(env, 0)?;
        sources::is_builtin(&request).into_js(env)
    })?;

    // builtin(name, module): a function that fills the module in, or undefined, where there is none of
    // that name; null where that has been done.
    let this = node.clone();
    native(env, host, "builtin", move |env, args| {
        let (name, module): (String, Object<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        match sources::builtin(&name) {
            Some(Builtin::JavaScript(bytecode)) => this.run_builtin(env, bytecode),
            Some(Builtin::Rust(exports)) => {
                let exports = exports(&this, env)?;
                module.set(env, "exports", exports)?;
                Ok(env.null().as_value())
            }
            None => match absent::builtin(&this, env, &name)? {
                Some(exports) => {
                    module.set(env, "exports", exports)?;
                    Ok(env.null())
                }
                None => Ok(env.undefined()),
            },
        }
    })?;

    // compile(source, filename): the function that a CommonJS module is.
    let this = node.clone();
    native(env, host, "compile", move |env, args| {
        let (source, file_name): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let source = without_hashbang(&source);
        // The wrapper has lines of its own, so that columns are those of the file. Two, since the
        // engine takes 0 for no number.
        let wrapper = "(function (\nexports, require, module, __filename, __dirname) {\n";
        let source = format!("{wrapper}{source}\n}})");
        let script = ScriptSource {
            text: source.as_bytes(),
            file_name: &file_name,
            first_line: -1,
        };
        this.completed(env, |engine| {
            let function = engine.run_script_in(None, script, None)?;
            Ok(function.unwrap_or(HostEngine::UNDEFINED))
        })
    })?;

    // runScript(source, filename): the script's completion value.
    let this = node.clone();
    native(env, host, "runScript", move |env, args| {
        let (source, file_name): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
        this.run_script(env, &source, &file_name)
    })?;

    native(env, host, "readText", |env, args| {
        let path: String = args.get(env, 0)?;
        let bytes = std::fs::read(&path).map_err(|error| cannot_open(&path, &error))?;
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        text.strip_prefix('\u{FEFF}').unwrap_or(&text).into_js(env)
    })?;

    // dlopen(path, exports): what the native module exports.
    let this = node.clone();
    native(env, host, "dlopen", move |env, args| {
        let path: String = args.get(env, 0)?;
        let exports: Value<'_> = args.get(env, 1)?;
        let isolate = this.isolate();
        super::aborts::watch();
        let exports = this.with_engine(env, exports, |engine, exports| Ok(engine.dup(exports)))?;
        match this
            .modules
            .instantiate(&isolate, Path::new(&path), exports)
        {
            Ok(exports) => this.made(env, |_| Ok(exports)),
            Err(Failure::Load(error)) => Err(Error::new("ERR_DLOPEN_FAILED", error.to_string())),
            Err(Failure::Thrown) => Err(this.catch()),
        }
    })
}

impl Node {
    /// The file that a request means in a folder; or the code, and where there is one the message, of why
    /// it means none.
    pub(super) fn resolve(
        &self,
        folder: &Path,
        request: &str,
    ) -> std::result::Result<String, (&'static str, Option<String>)> {
        let resolver = self.resolver.get(&self.options.module_roots);
        let resolution = resolver.resolve(folder, request);
        let resolution = resolution.map_err(|error| describe(&error))?;
        Ok(resolution.full_path().to_string_lossy().into_owned())
    }
}

/// The code, and where Node.js does not say "Cannot find module" the message, of a failure.
fn describe(error: &ResolveError) -> (&'static str, Option<String>) {
    match error {
        ResolveError::NotFound(_) => ("MODULE_NOT_FOUND", None),
        ResolveError::PackagePathNotExported { .. } => {
            ("ERR_PACKAGE_PATH_NOT_EXPORTED", Some(error.to_string()))
        }
        ResolveError::PackageImportNotDefined { .. } => {
            ("ERR_PACKAGE_IMPORT_NOT_DEFINED", Some(error.to_string()))
        }
        ResolveError::InvalidPackageTarget { .. } => {
            ("ERR_INVALID_PACKAGE_TARGET", Some(error.to_string()))
        }
        ResolveError::Json(broken) => {
            let (path, reason) = (broken.path.display(), &broken.message);
            let message = format!("Invalid package config {path}. {reason}");
            ("ERR_INVALID_PACKAGE_CONFIG", Some(message))
        }
        ResolveError::InvalidPackageConfig { .. } => {
            ("ERR_INVALID_PACKAGE_CONFIG", Some(error.to_string()))
        }
        _ => ("MODULE_NOT_FOUND", None),
    }
}

/// What `import` throws for a request that leads nowhere.
pub(super) fn import_error(error: &ResolveError, request: &str, base: &str) -> Error {
    let (code, message) = describe(error);
    if let Some(message) = message {
        return Error::new(code, message);
    }
    let is_path = request.starts_with(['.', '/']);
    let what = if is_path { "module" } else { "package" };
    let folder = Path::new(base).parent().unwrap_or(Path::new("/"));
    let named = if is_path {
        folder.join(request)
    } else {
        request.into()
    };
    Error::new(
        "ERR_MODULE_NOT_FOUND",
        format!(
            "Cannot find {what} '{}' imported from {base}",
            named.display()
        ),
    )
}

/// A program may begin with a line for the shell; it stays as an empty one.
fn without_hashbang(source: &str) -> &str {
    match source.strip_prefix("#!") {
        Some(rest) => rest.find('\n').map_or("", |end| &rest[end..]),
        None => source,
    }
}

fn cannot_open(path: &str, error: &std::io::Error) -> Error {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => "ENOENT",
        std::io::ErrorKind::PermissionDenied => "EACCES",
        std::io::ErrorKind::IsADirectory => "EISDIR",
        _ => "EIO",
    };
    let reason = match code {
        "ENOENT" => "no such file or directory".to_owned(),
        "EACCES" => "permission denied".to_owned(),
        "EISDIR" => "illegal operation on a directory".to_owned(),
        _ => error.to_string(),
    };
    Error::new(code, format!("{code}: {reason}, open '{path}'"))
}
