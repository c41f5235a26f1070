//! One addon, two hosts: the library of `examples/textkit` does the same in `nodeapi run` and in
//! Node.js.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/packages.rs"]
mod packages;
#[path = "support/program.rs"]
mod program;

use program::{node, nodeapi};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What `demo.js` prints in every host.
const EXPECTED: &str = include_str!("data/textkit-demo.txt");

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with `textkit.node` and `wordcount.node`.
fn addons() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = program::folder("parity", &[]);
        packages::build_into(&folder, &["textkit", "wordcount"]);
        folder
    })
}

#[test]
fn textkit_does_the_same_in_both_hosts() {
    let demo = repository().join("examples/textkit/demo.js");
    let arguments = [&*demo.to_string_lossy(), "./textkit.node"];
    let ours = nodeapi(addons(), &arguments);
    assert_eq!(
        (ours.stdout.as_str(), ours.code),
        (EXPECTED, Some(0)),
        "{}",
        ours.stderr
    );
    if let Some(theirs) = node(addons(), &arguments) {
        assert_eq!(
            (theirs.stdout.as_str(), theirs.code),
            (EXPECTED, Some(0)),
            "{}",
            theirs.stderr
        );
    }
}

#[test]
fn a_library_with_two_modules_serves_its_own() {
    let source = "require('./wordcount.node').wordCount('one two three') + ' ' +
        Object.keys(require('./wordcount.node')) + ' ' + require('./textkit.node').add(1, 2)";
    let ours = nodeapi(addons(), &["-p", source]);
    assert_eq!(
        (ours.stdout.as_str(), ours.code),
        ("3 wordCount 3\n", Some(0)),
        "{}",
        ours.stderr
    );
    if let Some(theirs) = node(addons(), &["-p", source]) {
        assert_eq!(theirs.stdout, ours.stdout);
    }
}
