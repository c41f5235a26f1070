//! The JavaScript of this layer, as bytecode that `build.rs` made of the files in `js/`, and the
//! names that `require` knows it by.

macro_rules! bytecode {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bytecode"))
    };
}

/// What runs first; it makes the rest when that is used.
pub(super) const BOOTSTRAP: &[u8] = bytecode!("bootstrap");

/// The modules that Node.js has and this host has not.
#[rustfmt::skip]
pub(super) const MISSING: &[&str] = &[
    "cluster", "dgram", "diagnostics_channel", "dns", "dns/promises", "http", "http2", "https",
    "inspector", "inspector/promises", "net", "path/win32", "punycode", "querystring", "readline",
    "readline/promises", "repl", "sea", "sqlite", "stream/consumers", "stream/web", "sys", "test",
    "test/reporters", "tls", "trace_events", "v8", "wasi", "zlib",
];

macro_rules! builtins {
    ($($name:literal,)*) => {
        /// The bytecode of a builtin module: a script whose value is the module's function.
        pub(super) fn builtin(name: &str) -> Option<&'static [u8]> {
            match name {
                $($name => Some(bytecode!($name)),)*
                _ => None,
            }
        }

        /// Whether programs may ask for that module.
        pub(super) fn is_public(name: &str) -> bool {
            matches!(name, $($name)|*) && !name.starts_with("internal/")
        }

        /// The modules that programs may ask for.
        pub(super) fn names() -> impl Iterator<Item = &'static str> {
            [$($name,)*].into_iter().filter(|name| !name.starts_with("internal/"))
        }
    };
}

builtins! {
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "console",
    "constants",
    "crypto",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "internal/async_context",
    "internal/async_promises",
    "internal/atomics",
    "internal/channel",
    "internal/deep_equal",
    "internal/duplex",
    "internal/encoding",
    "internal/errors",
    "internal/event_target",
    "internal/fs_operations",
    "internal/fs_streams",
    "internal/inspect",
    "internal/message_port",
    "internal/missing_export",
    "internal/path_more",
    "internal/pipeline",
    "internal/process",
    "internal/readable",
    "internal/signals",
    "internal/structured_clone",
    "internal/worker",
    "internal/writable",
    "module",
    "os",
    "path",
    "path/posix",
    "perf_hooks",
    "process",
    "stream",
    "stream/promises",
    "string_decoder",
    "timers",
    "timers/promises",
    "tty",
    "url",
    "util",
    "util/types",
    "vm",
    "worker_threads",
}
