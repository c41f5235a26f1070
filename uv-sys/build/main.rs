//! Compiles libuv.

mod sources;

use std::env;

/// What every system compiles, below `src`.
const COMMON: &[&str] = &[
    "fs-poll",
    "idna",
    "inet",
    "random",
    "strscpy",
    "strtok",
    "thread-common",
    "threadpool",
    "timer",
    "uv-common",
    "uv-data-getter-setters",
    "version",
];

/// What Linux compiles beside it, below `src/unix`.
const LINUX: &[&str] = &[
    "async",
    "core",
    "dl",
    "fs",
    "getaddrinfo",
    "getnameinfo",
    "linux",
    "loop",
    "loop-watcher",
    "pipe",
    "poll",
    "process",
    "procfs-exepath",
    "proctitle",
    "random-devurandom",
    "random-getrandom",
    "random-sysctl-linux",
    "signal",
    "stream",
    "tcp",
    "thread",
    "tty",
    "udp",
];

fn main() {
    println!("cargo::rerun-if-changed=build");
    let system = env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    // Documentation is made where nothing can be fetched, and links nothing.
    if env::var_os("DOCS_RS").is_some() {
        println!("cargo::rustc-env=NODEAPI_UV_INCLUDE=");
        return;
    }
    assert_eq!(system, "linux", "libuv is built on Linux alone, as yet");

    let libuv = sources::find();
    let source = libuv.join("src");
    let include = libuv.join("include");
    let common = COMMON.iter().map(|name| source.join(name));
    let linux = LINUX.iter().map(|name| source.join("unix").join(name));
    cc::Build::new()
        .files(common.chain(linux).map(|file| file.with_extension("c")))
        .include(&include)
        .include(&source)
        .std("gnu11")
        .define("_GNU_SOURCE", None)
        .define("_FILE_OFFSET_BITS", "64")
        .define("_LARGEFILE_SOURCE", None)
        // As libuv's own build has it: its queues cast between types.
        .flag_if_supported("-fno-strict-aliasing")
        // Warnings are for who maintains it.
        .warnings(false)
        .compile("nodeapi_uv");
    println!("cargo::rustc-env=NODEAPI_UV_INCLUDE={}", include.display());
}
