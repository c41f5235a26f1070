//! Programs that print the same here and in Node.js.

use crate::support::{Ran, node, nodeapi};
use std::path::Path;
use std::process::{Command, Stdio};

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

/// As [`assert_prints`], of a program that is given variables and ends well.
#[allow(dead_code, reason = "not every test that compares has variables")]
#[track_caller]
pub(crate) fn assert_prints_with(
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
    expected: &str,
) {
    for (program, first) in [(env!("CARGO_BIN_EXE_nodeapi"), Some("run")), ("node", None)] {
        let mut command = Command::new(program);
        command.args(first).args(arguments).current_dir(folder);
        command.envs(variables.iter().copied()).stdin(Stdio::null());
        let Ok(output) = command.output() else {
            eprintln!("not compared with Node.js: no node on PATH");
            continue;
        };
        let ran = Ran::from(output);
        assert_eq!(
            (ran.stdout.as_str(), ran.code),
            (expected, Some(0)),
            "{program}: {}",
            ran.stderr
        );
    }
}
