//! Each program of `tests/builtins` prints what it prints in Node.js: `NAME.txt` is what Node.js 26
//! printed, and the Node.js on PATH, if there is one, must print the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/builtins");
    let mut programs: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .collect();
    programs.sort();
    programs
}

/// What a program prints; `None` where there is no such command.
fn output(command: &str, arguments: &[&str], program: &Path) -> Option<String> {
    let output = Command::new(command)
        .args(arguments)
        .arg(program)
        .current_dir(program.parent().unwrap())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        output => output.unwrap(),
    };
    let text = String::from_utf8(output.stdout).unwrap();
    if output.status.success() {
        return Some(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Some(format!("{text}{}\n{errors}", output.status))
}

/// The first lines that differ, for the message.
fn first_difference(expected: &str, actual: &str) -> Option<String> {
    let (mut expected, mut actual) = (expected.lines(), actual.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (expected.next(), actual.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => {
                return Some(format!(
                    "line {number}:\n  expected {a:?}\n  printed  {b:?}"
                ));
            }
        }
    }
}

/// A program that prints something else is tried again, if there are tries left.
fn compare(who: &str, command: &str, arguments: &[&str], tries: usize) {
    let mut differences = Vec::new();
    for program in programs() {
        let expected = fs::read_to_string(program.with_extension("txt")).unwrap();
        let mut difference = None;
        for _ in 0..tries {
            let Some(printed) = output(command, arguments, &program) else {
                eprintln!("not compared with {who}: there is none");
                return;
            };
            difference = first_difference(&expected, &printed);
            if difference.is_none() {
                break;
            }
        }
        if let Some(difference) = difference {
            let name = program.file_name().unwrap().to_string_lossy().into_owned();
            differences.push(format!("{name}, {difference}"));
        }
    }
    assert!(differences.is_empty(), "{who}:\n{}", differences.join("\n"));
}

#[test]
fn builtins_behave_as_those_of_node() {
    compare("nodeapi", env!("CARGO_BIN_EXE_nodeapi"), &["run"], 1);
}

#[test]
fn the_node_on_path_agrees() {
    // On a busy machine, Node.js 20 loses a worker's message now and then.
    compare("Node.js", "node", &[], 4);
}
