//! Host classes that classes of Rust's extend: `Error`, `EventEmitter`.

use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::Function;
use crate::safe::value::{Object, Value};

/// A class of the host's, by where it is: what `#[napi(extends = "Error")]` says.
#[derive(Clone, Copy, Debug)]
pub struct Parent(&'static str);

impl Parent {
    /// A global of this name, as in `Error` or `Intl.Collator`; with a `#`, what a builtin module of
    /// Node.js's exports, as in `node:events#EventEmitter`.
    pub const fn new(path: &'static str) -> Parent {
        Parent(path)
    }

    /// The class itself.
    pub(super) fn class<'s>(self, env: &mut Env<'s>) -> Result<Function<'s>> {
        let (mut object, path) = match self.0.split_once('#') {
            Some((module, path)) => (builtin(env, module)?, path),
            None => (env.global(), self.0),
        };
        let (path, name) = path.rsplit_once('.').unwrap_or(("", path));
        for name in path.split('.').filter(|name| !name.is_empty()) {
            object = object.get(env, name)?;
        }
        object.get(env, name)
    }

    /// The error of a class whose parent is not there.
    #[cold]
    pub(super) fn missing(self, class: &str, error: Error) -> Error {
        match error {
            Error::Exception => error,
            error => Error::type_error(format!("class {class} extends {}: {error}", self.0)),
        }
    }

    /// `Reflect.construct(parent, args, target)`: an object of the parent's making with the
    /// prototype of the class that is constructed.
    pub(super) fn construct<'s>(
        self,
        env: &mut Env<'s>,
        args: Vec<Value<'s>>,
        target: Function<'s>,
    ) -> Result<Object<'s>> {
        let parent = self.class(env)?;
        let reflect: Object<'s> = env.global().get_named(env, c"Reflect")?;
        let construct: Function<'s> = reflect.get_named(env, c"construct")?;
        construct.call(env, (parent, args, target))
    }
}

fn builtin<'s>(env: &mut Env<'s>, module: &str) -> Result<Object<'s>> {
    let process: Option<Object<'s>> = env.global().get_named(env, c"process")?;
    let get: Option<Function<'s>> = match process {
        Some(process) => process.get_named(env, c"getBuiltinModule")?,
        None => None,
    };
    let found = match get {
        Some(get) => get.call::<_, Option<Object<'s>>>(env, (module,))?,
        None => None,
    };
    found.ok_or_else(|| Error::message(format!("the host has no builtin module {module}")))
}
