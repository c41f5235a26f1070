//! One addon of safe Rust that tries to break memory, in two hosts, and in workers that are ended in
//! the middle of it: `tests/soundness`.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/packages.rs"]
mod packages;
#[path = "support/peers.rs"]
mod peers;
#[path = "support/program.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use support::{Ran, node, nodeapi};

/// What `soundness.js` prints in every host.
const EXPECTED: &str = include_str!("data/soundness.txt");

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with `soundness.node` and the scripts.
fn addon() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = support::folder("soundness", &[]);
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
    if let Some(ran) = peers::newest_node(addon(), &["--expose-gc", "soundness.js", "2000000"]) {
        is_expected(&ran);
    }
}

#[test]
fn workers_may_end_at_any_time() {
    let ran = [
        node(addon(), &["workers.js"]),
        peers::newest_node(addon(), &["workers.js"]),
    ];
    for ran in ran.into_iter().flatten() {
        assert_eq!(
            (ran.stdout.as_str(), ran.code),
            ("1000 true true\n", Some(0)),
            "{}",
            ran.stderr
        );
    }
}
