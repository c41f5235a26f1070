//! The builtin `fs`: each operation is a job that runs at once or on another thread.

mod answer;
mod arguments;
mod constants;
pub(super) mod descriptors;
mod operations;
mod request;
mod stats;
mod trees;

pub(super) use arguments::{Arguments, path_of};
pub(super) use stats::Classes;

use super::background::run_later;
use super::checks::not_provided;
use super::errno::Failure;
use super::errors::invalid_arg_type;
use super::{Node, lazy, native};
use crate::safe::{
    Args, Deferred, Env, Function, IntoJs, JsValue, Object, PropertyAttributes, Result, Value,
    ValueType,
};
use answer::{Finish, Outcome};
use request::{OPERATIONS, Read, Request};
use std::cell::Cell;
use std::rc::Rc;

type Done = Result<Outcome, Failure>;
type Job = Box<dyn FnOnce() -> Done + Send>;

/// What is there for programs that only ask whether it is there.
const NOT_PROVIDED: &[&str] = &[
    "watch",
    "watchFile",
    "unwatchFile",
    "opendir",
    "opendirSync",
    "statfs",
    "statfsSync",
    "glob",
    "globSync",
];

/// The exports of `fs`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let fs = env.object()?;
    define_classes(node, env, fs)?;
    for &(name, read) in OPERATIONS {
        let this = node.clone();
        native(env, fs, &format!("{name}Sync"), move |env, args| {
            run_now(&this, env, &args, read)
        })?;
        define_callback(node, env, fs, name, read)?;
    }
    define_stats(node, env, fs)?;
    define_exists(node, env, fs)?;
    define_realpath(node, env, fs)?;
    define_promisified(node, env, fs)?;
    for (name, class) in [
        ("createReadStream", "ReadStream"),
        ("createWriteStream", "WriteStream"),
    ] {
        let this = node.clone();
        native(env, fs, name, move |env, args| {
            let class: Function<'_> = stream_class(&this, env, class)?.to(env)?;
            let (path, options): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
            Ok(class.construct(env, (path, options))?.as_value())
        })?;
        let this = node.clone();
        lazy(env, fs, class, move |env| stream_class(&this, env, class))?;
    }
    let this = node.clone();
    lazy(env, fs, "promises", move |env| {
        this.builtin(env, "fs/promises")
    })?;
    for &name in NOT_PROVIDED {
        native(env, fs, name, move |_, _| {
            Err(not_provided(&format!("fs.{name}")))
        })?;
    }
    Ok(fs.as_value())
}

/// What `fs/promises` and others take: `promises`, the operations that give promises, and `pathOf`.
pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    let promises = env.object()?;
    for &(name, read) in OPERATIONS {
        let this = node.clone();
        native(env, promises, name, move |env, args| {
            promise(&this, env, args.values(), read, None)
        })?;
    }
    natives.set(env, "promises", promises)?;
    let this = node.clone();
    native(env, natives, "pathOf", move |env, args| {
        let (value, name): (Value<'_>, Option<String>) = (args.get(env, 0)?, args.get(env, 1)?);
        path_of(&this, env, value, name.as_deref().unwrap_or("path"))?.into_js(env)
    })
}

fn define_classes(node: &Node, env: &mut Env<'_>, fs: Object<'_>) -> Result<()> {
    let constants = constants::make(env)?;
    fs.set(env, "constants", constants)?;
    for name in ["F_OK", "R_OK", "W_OK", "X_OK"] {
        let number: u32 = constants.get(env, name)?;
        fs.set(env, name, number)?;
    }
    let classes = Classes::of(node, env)?;
    let (stats, dirent) = (classes.stats(env)?, classes.dirent(env)?);
    fs.set(env, "Stats", stats)?;
    fs.set(env, "Dirent", dirent)
}

/// Reads the arguments of an operation.
fn request<'c>(
    node: &Node,
    env: &mut Env<'c>,
    values: &[Value<'c>],
    read: Read,
) -> Result<Request> {
    read(&mut Arguments { node, env, values })
}

/// Runs an operation at once.
fn run_now<'c>(node: &Node, env: &mut Env<'c>, args: &Args<'c>, read: Read) -> Result<Value<'c>> {
    let Request { job, finish } = request(node, env, args.values(), read)?;
    match job() {
        Ok(outcome) => finish.value(node, env, outcome),
        Err(failure) => Err(failure.throw(env)),
    }
}

/// The last argument, which is called back, and those before it.
fn with_callback<'a, 'c>(
    env: &mut Env<'c>,
    args: &'a Args<'c>,
) -> Result<(&'a [Value<'c>], Function<'c>)> {
    let last = args.values().split_last();
    let last = last.filter(|(_, values)| !values.is_empty());
    match last {
        Some((last, values)) if last.type_of(env) == ValueType::Function => {
            Ok((values, last.to(env)?))
        }
        last => {
            let last = last.map_or_else(|| env.undefined(), |(last, _)| *last);
            Err(invalid_arg_type(env, "cb", "of type function", last))
        }
    }
}

/// The form of an operation that calls back: `callback(null, value)`.
fn define_callback(
    node: &Rc<Node>,
    env: &mut Env<'_>,
    of: Object<'_>,
    name: &str,
    read: Read,
) -> Result<()> {
    let node = node.clone();
    let is_optional = name == "close";
    native(env, of, name, move |env, args| {
        let (values, callback) = match is_optional && args.len() < 2 {
            true => (args.values(), None),
            false => {
                with_callback(env, &args).map(|(values, callback)| (values, Some(callback)))?
            }
        };
        let Request { job, finish } = request(&node, env, values, read)?;
        let this = node.clone();
        run_later(
            &node.background,
            env,
            callback,
            job,
            move |env, callback, done| {
                let Some(callback) = callback else {
                    return Ok(());
                };
                let null = env.null();
                let outcome = match done {
                    Ok(Outcome::Nothing) => return callback.call(env, (null,)),
                    Ok(outcome) => outcome,
                    Err(failure) => {
                        let error = failure.error(env)?;
                        return callback.call(env, (error,));
                    }
                };
                let value = finish.value(&this, env, outcome)?;
                match finish.given(env)? {
                    Some(given) => callback.call(env, (null, value, given)),
                    None => callback.call(env, (null, value)),
                }
            },
        )?;
        Ok(env.undefined())
    })
}

/// The form that gives a promise; of the value, or of an object that has it under a name, and
/// `buffer`.
fn promise<'c>(
    node: &Rc<Node>,
    env: &mut Env<'c>,
    values: &[Value<'c>],
    read: Read,
    name: Option<&'static str>,
) -> Result<Value<'c>> {
    let (deferred, promise) = env.promise()?;
    let Request { job, finish } = match request(node, env, values, read) {
        Ok(request) => request,
        Err(error) => {
            deferred.reject(env, error)?;
            return Ok(promise.as_value());
        }
    };
    let (this, deferred) = (node.clone(), Cell::new(Some(deferred)));
    run_later(&node.background, env, None, job, move |env, _, done| {
        let Some(deferred): Option<Deferred> = deferred.take() else {
            return Ok(());
        };
        match done {
            Ok(outcome) => {
                let value = fulfilled(&this, env, &finish, outcome, name);
                deferred.settle(env, value)
            }
            Err(failure) => {
                let error = failure.error(env)?;
                deferred.reject_with(env, error)
            }
        }
    })?;
    Ok(promise.as_value())
}

fn fulfilled<'s>(
    node: &Node,
    env: &mut Env<'s>,
    finish: &Finish,
    outcome: Outcome,
    name: Option<&str>,
) -> Result<Value<'s>> {
    let value = finish.value(node, env, outcome)?;
    let Some(name) = name else {
        return Ok(value);
    };
    let both = env.object()?;
    both.set(env, name, value)?;
    let given = finish.given(env)?;
    both.set(env, "buffer", given)?;
    Ok(both.as_value())
}

/// `statSync` and `lstatSync` give nothing where there is nothing, if that is asked for.
fn define_stats(node: &Rc<Node>, env: &mut Env<'_>, fs: Object<'_>) -> Result<()> {
    for &(name, read) in OPERATIONS
        .iter()
        .filter(|(name, _)| matches!(*name, "stat" | "lstat"))
    {
        let node = node.clone();
        native(env, fs, &format!("{name}Sync"), move |env, args| {
            let Request { job, finish } = request(&node, env, args.values(), read)?;
            match job() {
                Ok(outcome) => finish.value(&node, env, outcome),
                Err(failure) => {
                    let is_missing = matches!(failure.errno, libc::ENOENT | libc::ENOTDIR);
                    match is_missing && !throws_if_missing(env, &args)? {
                        true => Ok(env.undefined()),
                        false => Err(failure.throw(env)),
                    }
                }
            }
        })?;
    }
    Ok(())
}

fn throws_if_missing<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<bool> {
    let options: Value<'_> = args.get(env, 1)?;
    if options.type_of(env) != ValueType::Object {
        return Ok(true);
    }
    let option: Value<'_> = options.to::<Object<'_>>(env)?.get(env, "throwIfNoEntry")?;
    let no = env.boolean(false);
    Ok(!option.strict_equals(env, no))
}

fn define_exists(node: &Rc<Node>, env: &mut Env<'_>, fs: Object<'_>) -> Result<()> {
    let this = node.clone();
    native(env, fs, "existsSync", move |env, args| {
        let path: Value<'_> = args.get(env, 0)?;
        let path = path_of(&this, env, path, "path").map(|path| this.path(path));
        path.is_ok_and(|path| operations::access(&path, 0).is_ok())
            .into_js(env)
    })?;
    let this = node.clone();
    native(env, fs, "exists", move |env, args| {
        let (values, callback) = with_callback(env, &args)?;
        let path = values.first().copied().unwrap_or_else(|| env.undefined());
        exists_later(
            &this,
            env,
            path,
            Some(callback),
            |env, callback, exists| match callback {
                Some(callback) => callback.call(env, (exists,)),
                None => Ok(()),
            },
        )?;
        Ok(env.undefined())
    })?;
    let this = node.clone();
    define_custom_promise(env, fs, "exists", move |env, args| {
        let (deferred, promise) = env.promise()?;
        let (path, deferred) = (args.get(env, 0)?, Cell::new(Some(deferred)));
        exists_later(
            &this,
            env,
            path,
            None,
            move |env, _, exists| match deferred.take() {
                Some(deferred) => deferred.resolve(env, exists),
                None => Ok(()),
            },
        )?;
        Ok(promise.as_value())
    })
}

fn exists_later<'s>(
    node: &Node,
    env: &mut Env<'s>,
    path: Value<'s>,
    callback: Option<Function<'s>>,
    tell: impl for<'c> Fn(&mut Env<'c>, Option<Function<'c>>, bool) -> Result<()> + 'static,
) -> Result<()> {
    // Anything may be asked about; what is no path does not exist.
    let path = path_of(node, env, path, "path").map(|path| node.path(path));
    let path = path.unwrap_or_default();
    let job = move || operations::access(&path, 0);
    run_later(
        &node.background,
        env,
        callback,
        job,
        move |env, callback, done| tell(env, callback, done.is_ok()),
    )
}

fn define_realpath(node: &Rc<Node>, env: &mut Env<'_>, fs: Object<'_>) -> Result<()> {
    let now: Object<'_> = fs.get(env, "realpathSync")?;
    let this = node.clone();
    native(env, now, "native", move |env, args| {
        run_now(&this, env, &args, request::native_realpath)
    })?;
    let later: Object<'_> = fs.get(env, "realpath")?;
    define_callback(node, env, later, "native", request::native_realpath)
}

/// What `util.promisify` makes of `read` and `write`.
fn define_promisified(node: &Rc<Node>, env: &mut Env<'_>, fs: Object<'_>) -> Result<()> {
    for &(name, read) in OPERATIONS {
        let count = match name {
            "read" => "bytesRead",
            "write" => "bytesWritten",
            _ => continue,
        };
        let node = node.clone();
        define_custom_promise(env, fs, name, move |env, args| {
            promise(&node, env, args.values(), read, Some(count))
        })?;
    }
    Ok(())
}

fn define_custom_promise(
    env: &mut Env<'_>,
    fs: Object<'_>,
    name: &str,
    f: impl for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
) -> Result<()> {
    let of: Object<'_> = fs.get(env, name)?;
    let (symbol, function) = (
        env.symbol_for("nodejs.util.promisify.custom")?,
        env.named_function(name, f)?,
    );
    of.define(env, symbol, function, PropertyAttributes::empty())
}

fn stream_class<'s>(node: &Node, env: &mut Env<'s>, name: &str) -> Result<Value<'s>> {
    let streams: Object<'_> = node.builtin(env, "internal/fs_streams")?.to(env)?;
    streams.get(env, name)
}
