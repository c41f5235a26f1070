//! The machine and this process, for `os` and `process`.

use super::errno::{self, SIGNALS};
use super::{Node, child, native};
use crate::safe::{Env, IntoJs, JsValue, Object, Result, Value, ValueType};
use rustix::fs::Mode;
use std::fs::read_to_string;
use std::rc::Rc;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    native(env, natives, "machine", |env, _| {
        let name = rustix::system::uname();
        let text = |part: &std::ffi::CStr| part.to_string_lossy().into_owned();
        vec![
            text(name.sysname()),
            text(name.release()),
            text(name.version()),
            text(name.machine()),
            text(name.nodename()),
        ]
        .into_js(env)
    })?;
    // memory(): all, free and this process's, in bytes.
    native(env, natives, "memory", |env, _| {
        let information = read_to_string("/proc/meminfo").unwrap_or_default();
        let field = |name: &str| {
            let line = information
                .lines()
                .find_map(|line| line.strip_prefix(name))?;
            line.trim_start_matches(':')
                .split_whitespace()
                .next()?
                .parse::<f64>()
                .ok()
        };
        let own = read_to_string("/proc/self/statm").unwrap_or_default();
        let own = own
            .split_whitespace()
            .nth(1)
            .and_then(|pages| pages.parse::<f64>().ok());
        let page = rustix::param::page_size() as f64;
        let bytes = |name: &str| field(name).unwrap_or(0.0) * 1024.0;
        vec![
            bytes("MemTotal"),
            bytes("MemAvailable"),
            own.unwrap_or(0.0) * page,
        ]
        .into_js(env)
    })?;
    native(env, natives, "load", |env, _| {
        let text = read_to_string("/proc/loadavg").unwrap_or_default();
        let mut numbers: Vec<f64> = text
            .split_whitespace()
            .take(3)
            .filter_map(|number| number.parse().ok())
            .collect();
        numbers.resize(3, 0.0);
        numbers.into_js(env)
    })?;
    native(env, natives, "uptime", |env, _| {
        let text = read_to_string("/proc/uptime").unwrap_or_default();
        let uptime = text
            .split_whitespace()
            .next()
            .and_then(|number| number.parse::<f64>().ok());
        uptime.unwrap_or(0.0).into_js(env)
    })?;
    native(env, natives, "processors", |env, _| processors(env))?;
    native(env, natives, "parallelism", |env, _| {
        std::thread::available_parallelism()
            .map_or(1, |count| count.get() as u32)
            .into_js(env)
    })?;
    native(env, natives, "homeFolder", |env, _| {
        let folder = std::env::home_dir().unwrap_or_default();
        folder.to_string_lossy().into_owned().into_js(env)
    })?;
    // user(): name, home and shell.
    native(env, natives, "user", |env, _| {
        let own = rustix::process::geteuid().as_raw().to_string();
        let users = read_to_string("/etc/passwd").unwrap_or_default();
        let user = users
            .lines()
            .find(|line| line.split(':').nth(2) == Some(&own));
        let fields: Vec<&str> = user.unwrap_or_default().split(':').collect();
        let field = |index: usize| fields.get(index).copied().unwrap_or_default();
        vec![field(0), field(5), field(6)].into_js(env)
    })?;
    native(env, natives, "signals", |env, _| {
        let object = env.object()?;
        for (name, number) in SIGNALS {
            object.set(env, *name, *number)?;
        }
        Ok(object.as_value())
    })?;
    // errors(): names to [number, text].
    native(env, natives, "errors", |env, _| {
        let object = env.object()?;
        for (name, number, text) in errno::all() {
            let both = env.array()?;
            both.push(env, number)?;
            both.push(env, text)?;
            object.set(env, name, both)?;
        }
        Ok(object.as_value())
    })?;
    native(env, natives, "isTerminal", |env, args| {
        let file: i32 = args.get(env, 0)?;
        let is_terminal =
            super::fs::descriptors::find(file).is_ok_and(|file| rustix::termios::isatty(&*file));
        is_terminal.into_js(env)
    })?;
    native(env, natives, "isExternal", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        (value.type_of(env) == ValueType::External).into_js(env)
    })?;
    define_process(node, env, natives)
}

fn define_process(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // identity(): user, effective user, group, effective group, parent.
    native(env, natives, "identity", |env, _| {
        use rustix::process::{getegid, geteuid, getgid, getppid, getuid};
        vec![
            f64::from(getuid().as_raw()),
            f64::from(geteuid().as_raw()),
            f64::from(getgid().as_raw()),
            f64::from(getegid().as_raw()),
            getppid().map_or(0.0, |parent| f64::from(parent.as_raw_nonzero().get())),
        ]
        .into_js(env)
    })?;
    // umask(mode): the one before; without a mode, that stays.
    native(env, natives, "umask", |env, args| {
        let mode: Option<u32> = args.get(env, 0)?;
        let before = rustix::process::umask(Mode::from_bits_truncate(mode.unwrap_or(0)));
        if mode.is_none() {
            rustix::process::umask(before);
        }
        before.bits().into_js(env)
    })?;
    let this = node.clone();
    native(env, natives, "changeFolder", move |env, args| {
        let path = this.path(args.get(env, 0)?);
        let mut own = this.current_dir.borrow_mut();
        let changed = match &mut *own {
            None => std::env::set_current_dir(&path),
            Some(own) => std::fs::canonicalize(&path)
                .and_then(|path| std::fs::read_dir(&path).map(|_| path))
                .map(|path| *own = path),
        };
        changed
            .map_or_else(|error| errno::number(&error), |()| 0)
            .into_js(env)
    })?;
    native(env, natives, "kill", |env, args| {
        let (pid, signal): (i32, i32) = (args.get(env, 0)?, args.get(env, 1)?);
        child::kill_number(env, pid, signal)
    })?;
    // libraries(): what is mapped into this process, and the version of glibc among it.
    native(env, natives, "libraries", |env, _| {
        let maps = read_to_string("/proc/self/maps").unwrap_or_default();
        let mut paths: Vec<&str> = Vec::new();
        for line in maps.lines() {
            let path = line
                .split_whitespace()
                .nth(5)
                .filter(|path| path.starts_with('/'));
            if let Some(path) = path
                && path.contains(".so")
                && !paths.contains(&path)
            {
                paths.push(path);
            }
        }
        let glibc = paths
            .iter()
            .find(|path| path.contains("/libc.so.6"))
            .and_then(glibc_version);
        let both = env.array()?;
        both.push(
            env,
            paths
                .iter()
                .map(|&path| path.to_owned())
                .collect::<Vec<_>>(),
        )?;
        both.push(env, glibc)?;
        Ok(both.as_value())
    })
}

/// The version that glibc says of itself in its own file.
fn glibc_version(path: &&str) -> Option<String> {
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

/// For each processor its model, its speed, and five times.
fn processors<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
    let information = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let all = |name: &str| -> Vec<String> {
        let lines = information.lines().filter(|line| line.starts_with(name));
        lines
            .filter_map(|line| Some(line.split_once(':')?.1.trim().to_owned()))
            .collect()
    };
    let (models, speeds) = (all("model name"), all("cpu MHz"));
    let times = read_to_string("/proc/stat").unwrap_or_default();
    let list = env.array()?;
    let processors = times.lines().filter(|line| {
        line.strip_prefix("cpu")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    for (index, line) in processors.enumerate() {
        // Hundredths of a second, in the order user, nice, system, idle, wait, interrupts.
        let times: Vec<f64> = line
            .split_whitespace()
            .skip(1)
            .map(|time| time.parse::<f64>().unwrap_or(0.0) * 10.0)
            .collect();
        let time = |index: usize| times.get(index).copied().unwrap_or(0.0);
        let processor = env.object()?;
        processor.set(
            env,
            "model",
            models.get(index).map_or("unknown", String::as_str),
        )?;
        let speed = speeds
            .get(index)
            .and_then(|speed| speed.parse::<f64>().ok());
        processor.set(env, "speed", speed.unwrap_or(0.0).floor())?;
        let spent = env.object()?;
        for (name, field) in [
            ("user", 0),
            ("nice", 1),
            ("sys", 2),
            ("idle", 3),
            ("irq", 5),
        ] {
            spent.set(env, name, time(field))?;
        }
        processor.set(env, "times", spent)?;
        list.push(env, processor)?;
    }
    Ok(list.as_value())
}
