//! All of Node-API from safe Rust: which method of the safe half reaches which function, and why a few
//! must not be reached.
//!
//! The list is held against the declarations, and against the sources: the function is named in code
//! of `src/safe`, and the method exists there. What the methods do is shown by their own examples and
//! tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Function of Node-API, and the method from which it is reached.
const REACHED: &str = include_str!("data/coverage.txt");

/// Functions that safe Rust must not reach, or need not: what they do, it does otherwise.
const NOT_REACHED: &[(&str, &str)] = &[
    (
        "napi_acquire_threadsafe_function",
        "clones of a ThreadsafeFunction share one count, so that a clone that is forgotten on a \
         thread does not keep the function",
    ),
    (
        "napi_get_threadsafe_function_context",
        "the context is a void pointer; what it would point at, the closure holds",
    ),
    (
        "napi_get_uv_event_loop",
        "gives a raw pointer into libuv, whose functions are all unsafe; hosts without libuv lack it",
    ),
    (
        "napi_get_value_int64",
        "makes 0 of what is infinite, and the nearest of what is too large: conversions read the \
         double, which loses nothing, and are strict, saturating or wrapping as their type says",
    ),
    (
        "napi_module_register",
        "registers from a constructor of the library; hosts find the module by its two symbols",
    ),
    (
        "napi_remove_wrap",
        "an object of ours that bears our tag must keep our pointer, or another addon could put \
         its own there; Class::take empties the value instead",
    ),
    (
        "node_api_post_finalizer",
        "for finalizers that run while garbage is collected, which those of modules for a numbered \
         version do not; ours run no JavaScript",
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: PathBuf, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// All code of the safe half, without comments and without what stands in strings.
fn code() -> String {
    let mut files = Vec::new();
    rust_files(root().join("src/safe"), &mut files);
    let mut code = String::new();
    for file in files {
        for line in fs::read_to_string(file).unwrap().lines() {
            let line = line.split("//").next().unwrap_or_default();
            // Every second piece is inside of quotes.
            let pieces = line.split('"').step_by(2);
            code.extend(pieces);
            code.push('\n');
        }
    }
    code
}

/// Whether a text has this word.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
    })
}

fn reached() -> BTreeMap<&'static str, &'static str> {
    let mut reached = BTreeMap::new();
    for line in REACHED.lines() {
        let (function, method) = line.split_once(' ').expect("a function and its method");
        let method = method.trim();
        assert!(
            reached.insert(function, method).is_none(),
            "{function} twice"
        );
    }
    reached
}

#[test]
fn every_function_is_in_the_list() {
    let declared: BTreeSet<_> = nodeapi_sys::FUNCTIONS.iter().map(|it| it.name).collect();
    let reached = reached();
    let listed = reached.keys().copied();
    let listed: BTreeSet<_> = listed.chain(NOT_REACHED.iter().map(|it| it.0)).collect();
    assert_eq!(listed, declared);
    assert_eq!(
        listed.len(),
        reached.len() + NOT_REACHED.len(),
        "listed twice"
    );
    assert_eq!(listed.len(), 161);
}

#[test]
fn what_is_said_to_be_reached_is_called() {
    let code = code();
    let mut mistakes = Vec::new();
    for (function, method) in reached() {
        if !has_word(&code, function) {
            mistakes.push(format!("{function} is not called"));
        }
        let name = method.rsplit("::").next().unwrap_or_default();
        let is_there = has_word(&code, &format!("fn {name}")) || method.starts_with("impl ");
        if !is_there {
            mistakes.push(format!("{method} of {function} does not exist"));
        }
    }
    for (function, _) in NOT_REACHED {
        if has_word(&code, function) {
            mistakes.push(format!("{function} is called, against the list"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
