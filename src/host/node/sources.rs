//! The builtin modules, and the names that `require` knows them by: those written in JavaScript, as
//! bytecode that `build.rs` made of the files in `js/`, and those written in Rust.

use super::{
    Node, absent, assertion, commonjs, console, crypto, deep_equal, errors, event_target, fs,
    headers, inspect, kinds, os, path, perf_hooks, querystring, string_decoder, text, url, util,
    worker_threads,
};
use crate::safe::{Env, Result, Value};
use std::rc::Rc;

macro_rules! bytecode {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bytecode"))
    };
}

/// What runs first; it makes the rest when that is used.
pub(super) const BOOTSTRAP: &[u8] = bytecode!("bootstrap");

/// The modules that programs may ask for, as Node.js names them: those that `node:` must stand before
/// come last.
pub(super) fn public_names() -> Vec<String> {
    let mut names: Vec<String> = names()
        .map(str::to_owned)
        .chain(absent::public_names())
        .collect();
    names.sort_by_cached_key(|name| (name.starts_with("node:"), name.clone()));
    names
}

/// Whether that, with or without `node:`, is a builtin.
pub(super) fn is_builtin(request: &str) -> bool {
    let bare = request.strip_prefix("node:").unwrap_or(request);
    is_public(bare) || absent::is_builtin(request)
}

/// What makes the exports of a builtin that is written in Rust.
pub(super) type Exports = for<'s> fn(&Rc<Node>, &mut Env<'s>) -> Result<Value<'s>>;

/// How a builtin is written.
pub(super) enum Builtin {
    /// In JavaScript: the bytecode of a script whose value is the module's function.
    JavaScript(&'static [u8]),
    /// In Rust.
    Rust(Exports),
}

macro_rules! builtins {
    (JavaScript { $($name:literal,)* } Rust { $($native:literal: $exports:path,)* }) => {
        /// A builtin module.
        pub(super) fn builtin(name: &str) -> Option<Builtin> {
            Some(match name {
                $($name => Builtin::JavaScript(bytecode!($name)),)*
                $($native => Builtin::Rust($exports),)*
                _ => return None,
            })
        }

        fn is_public(name: &str) -> bool {
            matches!(name, $($name)|* | $($native)|*) && !name.starts_with("internal/")
        }

        fn names() -> impl Iterator<Item = &'static str> {
            [$($name,)* $($native,)*].into_iter().filter(|name| !name.starts_with("internal/"))
        }
    };
}

builtins! {
    JavaScript {
        "assert",
        "assert/strict",
        "async_hooks",
        "buffer",
        "child_process",
        "constants",
        "diagnostics_channel",
        "domain",
        "events",
        "fs/promises",
        "internal/agents",
        "internal/async_context",
        "internal/async_promises",
        "internal/call_sites",
        "internal/channel",
        "internal/duplex",
        "internal/events_async",
        "internal/fs_streams",
        "internal/functions",
        "internal/intl",
        "internal/message_port",
        "internal/pipeline",
        "internal/process",
        "internal/readable",
        "internal/signals",
        "internal/worker",
        "internal/writable",
        "module",
        "process",
        "stream",
        "stream/promises",
        "sys",
        "timers",
        "timers/promises",
        "tty",
        "vm",
        "worker_threads",
    }
    Rust {
        "console": console::exports,
        "crypto": crypto::exports,
        "fs": fs::exports,
        "internal/dom_exception": event_target::exception_exports,
        "internal/encoding": text::exports,
        "internal/event_target": event_target::exports,
        "internal/assertion": assertion::exports,
        "internal/deep_equal": deep_equal::exports,
        "internal/errors": errors::exports,
        "internal/headers": headers::exports,
        "internal/inspect": inspect::exports,
        "os": os::exports,
        "internal/absent_globals": absent::globals,
        "internal/atomics": worker_threads::atomics::exports,
        "internal/missing_export": commonjs::missing_export,
        "internal/structured_clone": worker_threads::clone_exports,
        "path": path::exports,
        "path/posix": path::posix_exports,
        "perf_hooks": perf_hooks::exports,
        "querystring": querystring::exports,
        "string_decoder": string_decoder::exports,
        "url": url::exports,
        "util": util::exports,
        "util/types": kinds::exports,
    }
}
