//! Every function of Node-API answers what Node.js answers with every pointer NULL in turn, and with
//! a value of every kind in each place where a value is taken.
//!
//! One C addon makes the calls. What Node.js 26 said is in `data/statuses.txt` and `data/kinds.txt`;
//! where `node` is on PATH it is asked again.

use crate::addons;
use nodeapi::{Function, Object, Runtime};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// The answers of Node.js 26, by the function of the addon that asks.
const EXPECTED: [(&str, &str); 2] = [
    ("run", include_str!("../data/statuses.txt")),
    ("kinds", include_str!("../data/kinds.txt")),
];

fn addon() -> PathBuf {
    // One a thread: the tests build it at the same time.
    let name = format!("statuses-{:?}.node", std::thread::current().id());
    addons::compile("statuses.c", &name, &["-w"])
}

/// The answers by call: `function position` → `status last-error [throws]`.
fn answers(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter(|line| !line.ends_with(" missing"))
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let (function, position) = (words.next().unwrap(), words.next().unwrap());
            (
                format!("{function} {position}"),
                words.next().unwrap().to_owned(),
            )
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
fn every_call_answers_as_in_node() {
    let mut runtime = Runtime::new().unwrap();
    let addon = runtime.load(addon()).unwrap();
    for (ask, expected) in EXPECTED {
        let found = runtime
            .with(|env| {
                let addon: Object<'_> = addon.get(env)?.to(env)?;
                let ask: Function<'_> = addon.get(env, ask)?;
                ask.call::<_, String>(env, ())
            })
            .unwrap();
        let (found, expected) = (answers(&found), answers(expected));
        assert_same(&found, &expected);
        assert_eq!(found.len(), expected.len());
        // What is wrong with these calls must not be taken for misuse of handles.
        assert_eq!(runtime.take_misuses(), [""; 0]);
    }
}

#[test]
fn the_expected_answers_are_those_of_the_node_on_path() {
    let version = Command::new("node")
        .args(["-p", "parseInt(process.versions.node)"])
        .output();
    let Ok(version) = version else {
        eprintln!("skipped: no node on PATH");
        return;
    };
    let version: u32 = String::from_utf8(version.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let addon = addon();
    for (ask, expected) in EXPECTED {
        if ask == "kinds" && version < 26 {
            eprintln!("skipped: Node.js {version} crashes where Node.js 26 answers");
            continue;
        }
        let script = format!("process.stdout.write(require(process.argv[1]).{ask}())");
        let node = Command::new("node")
            .args(["-e", &script])
            .arg(&addon)
            .output()
            .unwrap();
        assert!(
            node.status.success(),
            "{}",
            String::from_utf8_lossy(&node.stderr)
        );
        assert_same(
            &answers(&String::from_utf8(node.stdout).unwrap()),
            &answers(expected),
        );
    }
}
