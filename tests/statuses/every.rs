//! The addon `addons/every` exercises each status of each function, for three versions of Node-API.
//! What Node.js 26 answers is in `data/answers.txt`; where it is among the peers, and where another
//! `node` is on PATH, they are asked again.
//!
//! `ANSWERS=overwrite` writes the file anew.

use crate::answers::{Answers, VERSIONS, kept, printed, to_keep};
use crate::support::{Ran, folder, node, nodeapi};
use crate::{addons, peers};
use std::path::Path;
use std::sync::LazyLock;

const CHAPTERS: [&str; 12] = [
    "objects",
    "values",
    "texts",
    "errors",
    "functions",
    "buffers",
    "lifetimes",
    "async",
    "usual",
    "pending",
    "ends",
    "worker",
];

const ALL: [&str; 3] = ["8", "10", "experimental"];

/// Answers that are not Node.js 26's: functions, how the case begins, how the answer begins, and why.
type Difference = (&'static str, &'static str, &'static str, &'static str);

const HERE: [Difference; 2] = [
    (
        "napi_get_all_property_names",
        "not writable above, mode 0 filter",
        "ok = []",
        "V8 does not look at the attributes of frozen elements",
    ),
    (
        "napi_new_instance",
        "",
        "ok = Object {}",
        "the prototype of a native function has no `constructor`, which would make a cycle",
    ),
];

const IN_NODE_20: [Difference; 12] = [
    (
        "napi_get_property napi_get_named_property napi_get_element \
         napi_set_property napi_set_named_property napi_set_element \
         napi_has_property napi_has_named_property napi_has_element napi_has_own_property \
         napi_delete_property napi_delete_element",
        "",
        "generic_failure, throws",
        "an exception from within had this status",
    ),
    (
        "napi_define_properties napi_define_class",
        "",
        "",
        "a refusal left an exception; an empty name was none",
    ),
    (
        "napi_create_typedarray",
        "",
        "invalid_arg",
        "this was a misfit's status; there was no Float16Array, and no view of shared memory",
    ),
    (
        "napi_create_dataview napi_get_arraybuffer_info",
        "",
        "invalid_arg",
        "shared memory was refused",
    ),
    (
        "napi_create_buffer napi_create_buffer_copy napi_create_external_buffer",
        "",
        "generic_failure, throws Error ERR_BUFFER_TOO_LARGE",
        "the greatest length was another",
    ),
    (
        "napi_get_typedarray_info napi_get_dataview_info",
        "",
        "ok",
        "a view that is out of bounds told its offset",
    ),
    (
        "napi_get_value_string_latin1 napi_get_value_string_utf8 napi_get_value_string_utf16",
        "text ",
        "ok = 0",
        "room for SIZE_MAX was room for nothing",
    ),
    (
        "napi_create_threadsafe_function",
        "finalizer of",
        "= after call_js",
        "calls that were not made were handed back after the finalizer",
    ),
    (
        "napi_make_callback napi_throw_error",
        "",
        "",
        "the engine still had the exception when the next call was made",
    ),
    (
        "napi_get_all_property_names",
        "made",
        "ok",
        "functions had `arguments` and `caller`",
    ),
    (
        "napi_object_seal",
        "typed array",
        "ok",
        "V8 sealed typed arrays",
    ),
    (
        "napi_resolve_deferred",
        "a throwing thenable",
        "pending_exception",
        "V8 told of the exception",
    ),
];

static EXPECTED: LazyLock<[Answers; 3]> =
    LazyLock::new(|| kept(include_str!("../data/answers.txt")));

/// The addon, for each version.
static ADDONS: LazyLock<[String; 3]> = LazyLock::new(|| {
    VERSIONS.map(|(number, name)| {
        let flags = ["-w", "-pthread", &format!("-DVERSION={number}")];
        let addon = addons::compile("every/every.c", &format!("every-{name}.node"), &flags);
        addon.to_str().unwrap().to_owned()
    })
});

/// What a host answers, for each version; `None` where there is no such host.
fn ask(
    host: &str,
    chapters: &[&str],
    versions: &[&str],
    run: impl Fn(&Path, &[&str]) -> Option<Ran>,
) -> Option<[Answers; 3]> {
    let main = include_str!("../addons/every/main.js");
    let folder = folder(&format!("every-{host}"), &[("main.js", main)]);
    let mut answers = [const { Answers::new() }; 3];
    for ((answers, addon), (_, version)) in answers.iter_mut().zip(&*ADDONS).zip(VERSIONS) {
        if !versions.contains(&version) {
            continue;
        }
        let mut text = String::new();
        for &chapter in chapters {
            let ran = run(&folder, &["--expose-gc", "main.js", addon, chapter])?;
            assert_eq!(
                ran.code,
                Some(0),
                "{host}, {chapter}, after {:?}: {}",
                ran.stdout.lines().last(),
                ran.stderr
            );
            text += &ran.stdout;
        }
        *answers = printed(&text);
    }
    Some(answers)
}

/// Both give the same answers to what both know, but for these differences, each of which there is.
#[track_caller]
fn assert_same(found: &[Answers; 3], expected: &[Answers; 3], differences: &[Difference]) {
    let mut wrong = Vec::new();
    let mut seen = vec![false; differences.len()];
    for ((found, expected), (_, version)) in found.iter().zip(expected).zip(VERSIONS) {
        for (step, answer) in found {
            let (function, case) = step;
            let Some(other) = expected.get(step).filter(|other| *other != answer) else {
                continue;
            };
            let known = differences.iter().position(|(functions, begins, here, _)| {
                functions.split(' ').any(|it| it == function)
                    && case.starts_with(begins)
                    && answer.starts_with(here)
            });
            match known {
                Some(known) => seen[known] = true,
                None => wrong.push(format!(
                    "[{version}] {function}: {case}: found {answer}, expected {other}"
                )),
            }
        }
    }
    let gone = differences.iter().zip(seen).filter(|(_, seen)| !seen);
    wrong.extend(gone.map(|(difference, _)| format!("no longer so: {difference:?}")));
    assert!(
        wrong.is_empty(),
        "{} differences:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Nothing is answered that the other does not.
#[track_caller]
fn assert_complete(found: &[Answers; 3], expected: &[Answers; 3]) {
    for ((found, expected), (_, version)) in found.iter().zip(expected).zip(VERSIONS) {
        let other = |one: &Answers, other: &Answers| -> Vec<_> {
            one.keys()
                .filter(|key| !other.contains_key(*key))
                .cloned()
                .collect()
        };
        assert_eq!(other(found, expected), [], "answered for version {version}");
        assert_eq!(
            other(expected, found),
            [],
            "not answered for version {version}"
        );
    }
}

#[test]
fn every_status_is_answered_as_in_node() {
    let found = ask("here", &CHAPTERS, &ALL, |folder, arguments| {
        Some(nodeapi(folder, arguments))
    })
    .unwrap();
    assert_same(&found, &EXPECTED, &HERE);
    assert_complete(&found, &EXPECTED);
}

#[test]
fn the_newest_node_answers_what_is_expected() {
    let Some(found) = ask("newest", &CHAPTERS, &ALL, peers::newest_node) else {
        return;
    };
    if std::env::var_os("ANSWERS").is_some_and(|it| it == "overwrite") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/answers.txt");
        return std::fs::write(file, to_keep(&found)).unwrap();
    }
    assert_same(&found, &EXPECTED, &[]);
    assert_complete(&found, &EXPECTED);
}

#[test]
fn node_20_answers_the_same_as_far_as_it_can() {
    let major = node(
        Path::new("."),
        &["-p", "process.versions.node.split('.')[0]"],
    );
    if major.is_none_or(|ran| ran.stdout.trim() != "20") {
        return eprintln!("skipped: it is not Node.js 20 that is on PATH");
    }
    // There the last chapter, the worker's, crashes.
    let chapters = &CHAPTERS[..CHAPTERS.len() - 1];
    let found = ask("20", chapters, &["8", "experimental"], node);
    assert_same(&found.unwrap(), &EXPECTED, &IN_NODE_20);
}
