//! Programs that print the same here and in Node.js.

use crate::support::{Ran, node, nodeapi};
use std::path::Path;

/// Runs a program of a folder here: it prints this, and ends with this code.
#[track_caller]
pub(crate) fn assert_prints_here(
    folder: &Path,
    arguments: &[&str],
    expected: &str,
    code: i32,
) -> Ran {
    let ours = nodeapi(folder, arguments);
    assert_eq!(ours.stdout, expected, "stderr: {}", ours.stderr);
    assert_eq!(ours.code, Some(code), "stderr: {}", ours.stderr);
    ours
}

/// As [`assert_prints_here`], and in Node.js the same.
#[track_caller]
pub(crate) fn assert_prints(folder: &Path, arguments: &[&str], expected: &str, code: i32) -> Ran {
    let ours = assert_prints_here(folder, arguments, expected, code);
    if let Some(theirs) = node(folder, arguments) {
        assert_eq!(
            (theirs.stdout.as_str(), theirs.code),
            (expected, Some(code)),
            "Node.js does otherwise"
        );
    }
    ours
}
