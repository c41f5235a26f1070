//! What CommonJS asks of the host beside files: which module a request means, what modules are told of
//! themselves, and in which words a missing export is missed.

use super::errors::{coded, received};
use super::{Node, modules, native, path, sources, url};
use crate::safe::{
    Args, Env, Error, ErrorClass, Function, IntoJs, JsValue, Object, Result, Value, ValueType,
};
use std::path::Path;
use std::rc::Rc;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // nodeModulePaths(folder): where packages are looked for from there.
    let this = node.clone();
    native(env, natives, "nodeModulePaths", move |env, args| {
        let folder = path::absolute(&this, args.get(env, 0)?)?;
        let folders = Path::new(&folder).ancestors();
        let outside = folders.filter(|folder| !folder.ends_with("node_modules"));
        let paths: Vec<String> = outside
            .map(|folder| folder.join("node_modules").to_string_lossy().into_owned())
            .collect();
        paths.into_js(env)
    })?;

    // globalPaths(): where packages are looked for at last.
    native(env, natives, "globalPaths", |env, _| {
        modules::global_folders().collect::<Vec<_>>().into_js(env)
    })?;

    // resolveFilename(request, parent): the file or the builtin that a module's request means.
    let this = node.clone();
    native(env, natives, "resolveFilename", move |env, args| {
        let request = request(env, args)?;
        if sources::is_builtin(&request) {
            return request.into_js(env);
        }
        if request.starts_with("node:") {
            let message = format!("No such built-in module: {request}");
            let code = "ERR_UNKNOWN_BUILTIN_MODULE";
            return Err(coded(ErrorClass::Error, code, message));
        }
        let parent: Option<Object<'_>> = args.get(env, 1)?;
        let folder: Option<String> = match parent {
            Some(parent) => parent.get(env, "path")?,
            None => None,
        };
        let folder = match folder {
            Some(folder) => folder.into(),
            None => this.current_dir()?,
        };
        match this.resolve(&folder, &request) {
            Ok(file) => file.into_js(env),
            Err((code, message)) => {
                let message = message.unwrap_or_else(|| format!("Cannot find module '{request}'"));
                Err(not_found(env, code, message, parent)?)
            }
        }
    })?;

    // pathOf(from): the path that `createRequire` is given, as one or as a URL.
    let this = node.clone();
    native(env, natives, "pathOf", move |env, args| {
        let from: Value<'_> = args.get(env, 0)?;
        let is_object = from.type_of(env) == ValueType::Object;
        let text = match is_object {
            true => from.to::<Object<'_>>(env)?.get(env, "href")?,
            false => from,
        };
        let text = text.coerce_to_string(env)?.to_string(env)?;
        let path = match text.starts_with('/') {
            true => Some(text),
            false => url::path_of(&text),
        };
        if let Some(path) = path {
            return path.into_js(env);
        }
        let util: Object<'_> = this.builtin(env, "util")?.to(env)?;
        let inspect: Function<'_> = util.get_named(env, c"inspect")?;
        let shown: String = inspect.call(env, (from,))?;
        let message = format!(
            "The argument 'filename' must be a file URL object, file URL string, or absolute path string. \
             Received {shown}"
        );
        let code = "ERR_INVALID_ARG_VALUE";
        Err(coded(ErrorClass::TypeError, code, message))
    })
}

/// What is asked for.
fn request<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<String> {
    let value: Value<'_> = args.get(env, 0)?;
    let fail = |code, message| Err(coded(ErrorClass::TypeError, code, message));
    if value.type_of(env) != ValueType::String {
        let received = received(env, value);
        let message = format!("The \"id\" argument must be of type string. Received {received}");
        return fail("ERR_INVALID_ARG_TYPE", message);
    }
    let request: String = value.to(env)?;
    if request.is_empty() {
        let message = "The argument 'id' must be a non-empty string. Received ''";
        return fail("ERR_INVALID_ARG_VALUE", message.to_owned());
    }
    Ok(request)
}

/// The error of a request that leads nowhere; it is pending.
fn not_found<'s>(
    env: &mut Env<'s>,
    code: &str,
    mut message: String,
    mut parent: Option<Object<'s>>,
) -> Result<Error> {
    let mut stack: Vec<String> = Vec::new();
    while let Some(module) = parent {
        let file: Value<'_> = module.get(env, "filename")?;
        if file.type_of(env) != ValueType::String {
            break;
        }
        stack.push(file.to(env)?);
        parent = module.get(env, "parent")?;
    }
    if !stack.is_empty() {
        message += "\nRequire stack:\n- ";
        message += &stack.join("\n- ");
    }
    let error = env.error(ErrorClass::Error, Some(code), &message)?;
    error.set(env, "requireStack", stack)?;
    Ok(env.throw(error.as_value()))
}

impl Node {
    /// Fills in `import.meta`.
    pub(super) fn describe_module<'s>(
        self: &Rc<Self>,
        env: &mut Env<'s>,
        meta: Object<'s>,
        name: &str,
    ) -> Result<()> {
        let folder = Path::new(name).parent().unwrap_or(Path::new("/"));
        meta.set(env, "dirname", folder.to_string_lossy().into_owned())?;
        meta.set(env, "filename", name)?;
        meta.set(env, "url", url::of_path(name))?;
        let (this, base) = (self.clone(), name.to_owned());
        native(env, meta, "resolve", move |env, args| {
            let request: Value<'_> = args.get(env, 0)?;
            let request = request.coerce_to_string(env)?.to_string(env)?;
            let resolved = this.resolve_import(&base, &request)?;
            match resolved.starts_with("node:") {
                true => resolved.into_js(env),
                false => url::of_path(&resolved).into_js(env),
            }
        })
    }
}

/// The exports of `internal/missing_export`: a function that says of an export that is not there what
/// Node.js says, where the engine has said it in its own words.
pub(super) fn missing_export<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let this = node.clone();
    let function = env.named_function("missingExport", move |env, args| {
        let Ok(error) = args.get::<Object<'_>>(env, 0) else {
            return Ok(env.undefined());
        };
        let message: Value<'_> = error.get_named(env, c"message")?;
        let message = message.to::<String>(env).unwrap_or_default();
        let named = message
            .strip_prefix("Could not find export '")
            .and_then(|rest| rest.strip_suffix('\''))
            .and_then(|rest| rest.rsplit_once("' in module '"));
        let name: Value<'_> = error.get_named(env, c"name")?;
        if let (Some((export, file)), Ok("SyntaxError")) =
            (named, name.to::<String>(env).as_deref())
        {
            let message = this.missed(export, file);
            error.set(env, "stack", format!("SyntaxError: {message}"))?;
            error.set(env, "message", message)?;
        }
        Ok(env.undefined())
    })?;
    Ok(function.as_value())
}

impl Node {
    fn missed(&self, name: &str, file: &str) -> String {
        let request = self.request_of(file).unwrap_or_else(|| file.to_owned());
        if file.starts_with("node:") || self.is_module(Path::new(file)) {
            return format!(
                "The requested module '{request}' does not provide an export named '{name}'"
            );
        }
        format!(
            "Named export '{name}' not found. The requested module '{request}' is a CommonJS module, which may not \
             support all module.exports as named exports.\nCommonJS modules can always be imported via the \
             default export, for example using:\n\nimport pkg from '{request}';\nconst {{ {name} }} = pkg;\n"
        )
    }
}
