//! The machine and this process, for `process` and others; `os` has more of it.

use super::errno::SIGNALS;
use super::native;
use crate::safe::{Env, IntoJs, JsValue, Object, Result};
use std::fs::read_to_string;

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    native(env, natives, "machine", |env, _| {
        let machine = machine();
        vec![
            machine.system,
            machine.release,
            machine.version,
            machine.machine,
            machine.host,
        ]
        .into_js(env)
    })?;
    native(env, natives, "signals", |env, _| {
        let object = env.object()?;
        for (name, number) in SIGNALS {
            object.set(env, *name, *number)?;
        }
        Ok(object.as_value())
    })?;
    native(env, natives, "isTerminal", |env, args| {
        let file: i32 = args.get(env, 0)?;
        let is_terminal =
            super::fs::descriptors::find(file).is_ok_and(|file| rustix::termios::isatty(&*file));
        is_terminal.into_js(env)
    })
}

/// What the system calls itself and the machine.
pub(super) struct Machine {
    pub(super) system: String,
    pub(super) release: String,
    pub(super) version: String,
    pub(super) machine: String,
    pub(super) host: String,
}

pub(super) fn machine() -> Machine {
    let name = rustix::system::uname();
    let text = |part: &std::ffi::CStr| part.to_string_lossy().into_owned();
    Machine {
        system: text(name.sysname()),
        release: text(name.release()),
        version: text(name.version()),
        machine: text(name.machine()),
        host: text(name.nodename()),
    }
}

/// Memory in bytes.
pub(super) struct Memory {
    pub(super) all: f64,
    pub(super) free: f64,
    /// This process's.
    pub(super) own: f64,
}

pub(super) fn memory() -> Memory {
    let information = read_to_string("/proc/meminfo").unwrap_or_default();
    let bytes = |name: &str| {
        let mut lines = information.lines();
        let field = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kibibytes =
            field.and_then(|field| field.split_whitespace().next()?.parse::<f64>().ok());
        kibibytes.unwrap_or(0.0) * 1024.0
    };
    let own = read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = own
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    Memory {
        all: bytes("MemTotal"),
        free: bytes("MemAvailable"),
        own: pages.unwrap_or(0.0) * rustix::param::page_size() as f64,
    }
}
