//! The declaration list against what Node-API has: every function, its version and its header.
//!
//! The facts are in `data/symbols.txt`; `scripts/refresh-symbols` fetches them anew.

use nodeapi_sys::{EXPERIMENTAL, FUNCTIONS, Library};
use std::collections::BTreeMap;

const FACTS: &str = include_str!("data/symbols.txt");

/// What is known of a function: the version that brought it, and its header.
type Fact = (u32, Library);

fn facts() -> BTreeMap<&'static str, Fact> {
    FACTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let words: Vec<_> = line.split(' ').collect();
            let [name, version, library] = words[..] else {
                panic!("three words: {line:?}")
            };
            let version = match version {
                "experimental" => EXPERIMENTAL,
                number => number
                    .parse()
                    .unwrap_or_else(|_| panic!("a version: {line:?}")),
            };
            let library = match library {
                "js_native_api" => Library::JsNativeApi,
                "node_api" => Library::NodeApi,
                _ => panic!("a header: {line:?}"),
            };
            (name, (version, library))
        })
        .collect()
}

fn declared() -> BTreeMap<&'static str, Fact> {
    FUNCTIONS
        .iter()
        .map(|function| (function.name, (function.version, function.library)))
        .collect()
}

#[test]
fn every_function_of_node_api_is_declared() {
    let declared = declared();
    let wrong: Vec<_> = facts()
        .into_iter()
        .filter(|(name, fact)| declared.get(name) != Some(fact))
        .map(|(name, fact)| format!("{name}: is {fact:?}, declared {:?}", declared.get(name)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_else_is_declared() {
    let facts = facts();
    let unknown: Vec<_> = declared()
        .into_keys()
        .filter(|name| !facts.contains_key(name))
        .collect();
    assert!(unknown.is_empty(), "no functions of Node-API: {unknown:?}");
    assert_eq!(FUNCTIONS.len(), facts.len(), "a function is declared twice");
}

#[test]
fn versions_hold_as_many_functions_as_published() {
    let of = |wanted: fn(u32) -> bool| FUNCTIONS.iter().filter(|it| wanted(it.version)).count();
    assert_eq!(of(|version| version <= 10), 155);
    assert_eq!(of(|version| version == EXPERIMENTAL), 6);
    assert!(
        FUNCTIONS
            .iter()
            .all(|it| it.is_experimental() == (it.version == EXPERIMENTAL))
    );
}
