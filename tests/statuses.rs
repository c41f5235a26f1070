//! Every function of Node-API with every pointer NULL in turn answers what Node.js answers.
//!
//! One C addon makes the calls. What Node.js 26 said is in `data/statuses.txt`; where `node` is on
//! PATH it is asked again.

#![cfg(feature = "host")]

use nodeapi::{Function, Object, Runtime};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const EXPECTED: &str = include_str!("data/statuses.txt");

/// Builds the addon with the C compiler that the engine is built with, too.
fn addon() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/addons/statuses.c");
    let addon = Path::new(env!("CARGO_TARGET_TMPDIR")).join("statuses.node");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let status = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-w", "-o"])
        .arg(&addon)
        .arg(&source)
        .status()
        .unwrap_or_else(|error| panic!("{compiler}: {error}"));
    assert!(status.success(), "{compiler} does not compile {}", source.display());
    addon
}

/// The answers by call: `function position` → `status last-error [throws]`.
fn answers(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter(|line| !line.ends_with(" missing"))
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let (function, position) = (words.next().unwrap(), words.next().unwrap());
            (format!("{function} {position}"), words.next().unwrap().to_owned())
        })
        .collect()
}

#[track_caller]
fn assert_same(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) {
    let differences: Vec<_> = found
        .iter()
        .filter(|(call, answer)| expected.get(*call).is_some_and(|other| other != *answer))
        .map(|(call, answer)| format!("{call}: found {answer}, expected {}", expected[call]))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_null_answers_as_in_node() {
    let mut runtime = Runtime::new().unwrap();
    let addon = runtime.load(addon()).unwrap();
    let found = runtime
        .with(|env| {
            let addon: Object<'_> = addon.get(env)?.to(env)?;
            let run: Function<'_> = addon.get(env, "run")?;
            run.call::<_, String>(env, ())
        })
        .unwrap();
    let (found, expected) = (answers(&found), answers(EXPECTED));
    assert_same(&found, &expected);
    assert_eq!(found.len(), expected.len());

    // What is wrong with these calls must not be taken for misuse of handles.
    assert_eq!(runtime.take_misuses(), [""; 0]);
}

#[test]
fn the_expected_answers_are_those_of_the_node_on_path() {
    let script = "process.stdout.write(require(process.argv[1]).run())";
    let node = Command::new("node").args(["-e", script]).arg(addon()).output();
    let Ok(node) = node else {
        eprintln!("skipped: no node on PATH");
        return;
    };
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    assert_same(&answers(&String::from_utf8(node.stdout).unwrap()), &answers(EXPECTED));
}
