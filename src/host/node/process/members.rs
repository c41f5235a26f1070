//! What of `process` few programs ask for: each is made when it is.

use super::super::checks::{is_undefined, mode};
use super::super::errno::{Failure, describe, failed, signal_number};
use super::super::errors::{invalid_arg_type, string};
use super::super::{Node, child, native};
use super::usage;
use crate::safe::{Args, Env, IntoJs, JsValue, Object, Result, Value, ValueType};
use rustix::fs::Mode;
use std::fs::read_to_string;
use std::rc::Rc;

/// Gives `members` functions and values under the names that `process` has them by.
pub(in crate::host::node) fn define(
    node: &Rc<Node>,
    env: &mut Env<'_>,
    members: Object<'_>,
) -> Result<()> {
    use rustix::process::{getegid, geteuid, getgid, getppid, getuid};
    let parent = getppid().map_or(0, |parent| parent.as_raw_nonzero().get());
    members.set(env, "ppid", parent)?;
    for (name, number) in [
        ("getuid", getuid().as_raw()),
        ("geteuid", geteuid().as_raw()),
        ("getgid", getgid().as_raw()),
        ("getegid", getegid().as_raw()),
    ] {
        native(env, members, name, move |env, _| number.into_js(env))?;
    }
    native(env, members, "getgroups", |env, _| groups().into_js(env))?;
    usage::define(node, env, members)?;
    native(env, members, "umask", |env, args| umask(env, &args))?;
    native(env, members, "kill", |env, args| kill(env, &args))?;
    let this = node.clone();
    native(env, members, "chdir", move |env, args| {
        let folder: Value<'_> = args.get(env, 0)?;
        let folder = string(env, "directory", folder)?;
        change_folder(&this, env, &folder)
    })?;
    // libraries(): what is mapped into this process, and the version of glibc among it.
    native(env, members, "libraries", |env, _| {
        let paths = libraries();
        let glibc = paths.iter().find(|path| path.contains("/libc.so.6"));
        let glibc = glibc.and_then(|path| glibc_version(path));
        let both = env.array()?;
        both.push(env, paths)?;
        both.push(env, glibc)?;
        Ok(both.as_value())
    })
}

/// The groups that this process is in, its own among them.
fn groups() -> Vec<u32> {
    let mut groups = rustix::process::getgroups().unwrap_or_default();
    let own = rustix::process::getegid();
    if !groups.contains(&own) {
        groups.push(own);
    }
    groups.into_iter().map(|group| group.as_raw()).collect()
}

/// `umask(mode)`: the one before; without a mode, that stays.
fn umask<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<Value<'s>> {
    let value: Value<'_> = args.get(env, 0)?;
    let given = match is_undefined(env, value) {
        true => None,
        false => Some(mode(env, "mask", value)? & 0o777),
    };
    let bits = given.unwrap_or(0);
    let before = rustix::process::umask(Mode::from_bits_truncate(bits));
    if given.is_none() {
        rustix::process::umask(before);
    }
    before.bits().into_js(env)
}

/// `kill(pid, signal)`.
fn kill<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<Value<'s>> {
    let (pid, signal): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
    let number = match pid.type_of(env) {
        ValueType::Number => pid.to::<f64>(env)?,
        _ => f64::NAN,
    };
    if number != f64::from(number as i32) {
        return Err(invalid_arg_type(env, "pid", "of type number", pid));
    }
    let signal = match signal.type_of(env) {
        ValueType::Undefined | ValueType::Null => libc::SIGTERM,
        ValueType::Number => signal.to(env)?,
        _ => {
            let text = signal.coerce_to_string(env)?.to_string(env)?;
            signal_number(&text).ok_or_else(|| child::unknown_signal(&text))?
        }
    };
    match child::kill(number as i32, signal) {
        Ok(()) => true.into_js(env),
        Err(Failure { errno, .. }) => {
            let (code, _) = describe(errno);
            let error = failed(env, errno, "kill", &format!("kill {code}"))?;
            Err(env.throw(error))
        }
    }
}

/// `chdir(folder)`.
fn change_folder<'s>(node: &Node, env: &mut Env<'s>, folder: &str) -> Result<Value<'s>> {
    let path = node.path(folder.to_owned());
    let from = node.current_dir().unwrap_or_default();
    let mut own = node.current_dir.borrow_mut();
    let changed = match &mut *own {
        None => std::env::set_current_dir(&path),
        Some(own) => std::fs::canonicalize(&path)
            .and_then(|path| std::fs::read_dir(&path).map(|_| path))
            .map(|path| *own = path),
    };
    drop(own);
    match changed {
        Ok(()) => Ok(env.undefined()),
        Err(error) => {
            let failure = Failure::of(&error, "chdir");
            Err(failure.at(&from.to_string_lossy()).to(folder).throw(env))
        }
    }
}

/// The files of code that are mapped into this process.
fn libraries() -> Vec<String> {
    let maps = read_to_string("/proc/self/maps").unwrap_or_default();
    let mut paths: Vec<String> = Vec::new();
    for line in maps.lines() {
        let path = line
            .split_whitespace()
            .nth(5)
            .filter(|path| path.starts_with('/'));
        if let Some(path) = path
            && path.contains(".so")
            && !paths.iter().any(|known| known == path)
        {
            paths.push(path.to_owned());
        }
    }
    paths
}

/// The version that glibc says of itself in its own file.
fn glibc_version(path: &str) -> Option<String> {
    const BEFORE: &[u8] = b"stable release version ";
    let library = std::fs::read(path).ok()?;
    let start = library
        .windows(BEFORE.len())
        .position(|window| window == BEFORE)?
        + BEFORE.len();
    let version = library[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    let version: String = version.map(|&byte| char::from(byte)).collect();
    Some(version.trim_end_matches('.').to_owned())
}
