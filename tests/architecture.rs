//! The rules of ARCHITECTURE.md, checked on the sources: which rooms there are, who may import whom,
//! and how long a file may be.
//!
//! A new import that a rule forbids is a question, not an accident: change the table here and in
//! ARCHITECTURE.md together, or find another way.

#[path = "support/paths.rs"]
mod paths;

use paths::{Named, paths_of};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest that a file may be; 400 lines is a good length.
const LONGEST: usize = 600;

/// A part of the library, and all that its files may name.
struct Room {
    /// Its folder, or its file without the extension, below `src`.
    name: &'static str,
    /// The rooms that it may use beside itself.
    rooms: &'static [&'static str],
    /// The dependencies that it may use beside the standard library.
    crates: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room {
        name: "lib",
        rooms: &["safe", "host", "host/runtime"],
        crates: &["nodeapi_macros"],
    },
    Room {
        name: "bin",
        rooms: &[],
        crates: &["nodeapi", "lexopt"],
    },
    Room {
        name: "safe",
        rooms: &[],
        crates: &[
            "chrono",
            "nodeapi_sys",
            "nodeapi_macros",
            "serde",
            "static_assertions",
            "thiserror",
        ],
    },
    // The door of the host: what the rooms are, and the types of this build's engine.
    Room {
        name: "host",
        rooms: &[
            "host/engine",
            "host/environment",
            "host/module_manager",
            "host/quickjs",
            "host/runtime",
        ],
        crates: &[],
    },
    Room {
        name: "host/runtime",
        rooms: &[
            "safe",
            "host",
            "host/abi",
            "host/engine",
            "host/environment",
            "host/event_loop",
            "host/module_manager",
            "host/node",
        ],
        crates: &["nodeapi_sys", "static_assertions"],
    },
    Room {
        name: "host/abi",
        rooms: &[
            "host",
            "host/engine",
            "host/environment",
            "host/event_loop",
            "host/module_manager",
            "host/reference_manager",
            "host/scope_manager",
        ],
        crates: &["nodeapi_sys"],
    },
    Room {
        name: "host/engine",
        rooms: &[],
        crates: &["bitflags"],
    },
    // An engine that counts, for the tests of the two managers.
    Room {
        name: "host/counting",
        rooms: &["host/engine"],
        crates: &[],
    },
    Room {
        name: "host/quickjs",
        rooms: &["host/engine"],
        crates: &["libc", "rquickjs", "static_assertions"],
    },
    Room {
        name: "host/scope_manager",
        rooms: &["host/engine", "host/counting"],
        crates: &["nodeapi_sys", "thiserror"],
    },
    Room {
        name: "host/reference_manager",
        rooms: &["host/engine", "host/counting"],
        crates: &["nodeapi_sys"],
    },
    Room {
        name: "host/module_manager",
        rooms: &["host/engine", "host/environment"],
        crates: &[
            "libc",
            "libloading",
            "nodeapi_sys",
            "nodeapi_uv_sys",
            "thiserror",
        ],
    },
    Room {
        name: "host/environment",
        rooms: &[
            "host/engine",
            "host/event_loop",
            "host/reference_manager",
            "host/scope_manager",
        ],
        crates: &["nodeapi_sys"],
    },
    Room {
        name: "host/event_loop",
        rooms: &["host/engine", "host/environment"],
        crates: &["nodeapi_sys", "nodeapi_uv_sys"],
    },
    // Written like an addon, on the safe half. Beside these crates it may use those that its own
    // feature brings.
    Room {
        name: "host/node",
        rooms: &[
            "safe",
            "host",
            "host/engine",
            "host/environment",
            "host/event_loop",
            "host/module_manager",
        ],
        crates: &["libc", "nodeapi_macros"],
    },
];

/// What the other packages may use.
const PACKAGES: &[(&str, &[&str])] = &[
    (
        "napi-sys/src",
        &["bitflags", "libloading", "static_assertions", "thiserror"],
    ),
    (
        "napi-macros/src",
        &["proc_macro", "proc_macro2", "quote", "syn"],
    ),
    ("uv-sys/src", &[]),
    ("uv-sys/build", &["cc"]),
];

/// Names that may be foreign crates in some manifest of the workspace, beside those of this list.
const ALSO_FOREIGN: &[&str] = &["nodeapi", "proc_macro"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder, without what is generated; sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if !path.is_dir() {
                found.push(path);
            } else if name != "target" && name != "node_modules" {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// A file's module path in the library: `src/host/abi/call.rs` is `host`, `abi`, `call`.
fn module_of(path: &Path) -> Vec<String> {
    let relative = path
        .strip_prefix(root().join("src"))
        .unwrap_or(path)
        .with_extension("");
    let mut module: Vec<_> = relative
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        module.pop();
    }
    module
}

/// The room that an item of the library is in, by its path from the crate's root.
fn room_of(path: &[String]) -> String {
    match path {
        [first, second, ..] if first == "host" => {
            let room = format!("host/{second}");
            if ROOMS.iter().any(|it| it.name == room) {
                room
            } else {
                "host".to_owned()
            }
        }
        [first, ..] if ["host", "safe", "bin"].contains(&first.as_str()) => first.clone(),
        _ => "lib".to_owned(),
    }
}

/// The names of all dependencies of the workspace, as paths have them.
fn foreign_crates() -> BTreeSet<String> {
    let mut names: BTreeSet<_> = ALSO_FOREIGN.iter().map(ToString::to_string).collect();
    for manifest in [
        "Cargo.toml",
        "napi-sys/Cargo.toml",
        "napi-macros/Cargo.toml",
        "uv-sys/Cargo.toml",
    ] {
        let mut in_dependencies = false;
        for line in read(&root().join(manifest)).lines() {
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
            } else if in_dependencies && let Some((name, _)) = line.split_once(['.', ' ', '=']) {
                names.insert(name.trim().replace('-', "_"));
            }
        }
    }
    assert!(
        names.contains("rquickjs") && names.contains("syn"),
        "manifests are read wrongly"
    );
    names
}

/// The dependencies that the feature `node` brings, as paths have them.
fn crates_of_node() -> BTreeSet<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let (_, feature) = manifest.split_once("\nnode = [").expect("a feature `node`");
    let (feature, _) = feature.split_once(']').expect("a list ends");
    let names = feature.split('"').filter_map(|it| it.strip_prefix("dep:"));
    names.map(|name| name.replace('-', "_")).collect()
}

#[track_caller]
fn assert_none(rule: &str, mistakes: &[String]) {
    assert!(mistakes.is_empty(), "{rule}\n  {}", mistakes.join("\n  "));
}

#[test]
fn the_rooms_exist() {
    let folders = [
        "napi-sys/src",
        "napi-macros/src/expand",
        "uv-sys/src",
        "src/safe",
        "src/host/abi",
        "src/host/engine",
        "src/host/quickjs",
        "src/host/scope_manager",
        "src/host/reference_manager",
        "src/host/module_manager",
        "src/host/environment",
        "src/host/event_loop",
        "src/host/node",
        "src/bin/nodeapi",
        "tests",
        "benches",
        "examples",
    ];
    let missing: Vec<_> = folders
        .iter()
        .filter(|it| !root().join(it).is_dir())
        .map(ToString::to_string)
        .collect();
    assert_none("rooms of ARCHITECTURE.md that are not there:", &missing);

    // The chapters are the newcomer's compass: what an engine does, a port does under the same name.
    let names = |folder| -> BTreeSet<_> {
        let files = rust_files(folder).into_iter();
        files
            .map(|path| path.file_name().unwrap_or_default().to_owned())
            .collect()
    };
    let (engine, quickjs) = (names("src/host/engine"), names("src/host/quickjs"));
    let missing: Vec<_> = engine
        .difference(&quickjs)
        .map(|name| format!("src/host/quickjs/{}", name.to_string_lossy()))
        .collect();
    assert_none(
        "chapters of src/host/engine without a file of their name:",
        &missing,
    );
}

#[test]
fn rooms_use_what_they_may() {
    let (foreign, of_node) = (foreign_crates(), crates_of_node());
    let mut mistakes = Vec::new();
    for path in rust_files("src") {
        let module = module_of(&path);
        let room = room_of(&module);
        let rule = ROOMS
            .iter()
            .find(|it| it.name == room)
            .expect("room_of gives rooms");
        if module.len() > 1 && module[0] == "host" && room == "host" {
            mistakes.push(format!(
                "{}: in no room that tests/architecture.rs knows",
                shown(&path)
            ));
            continue;
        }
        for Named { path: named, line } in paths_of(&read(&path), &module) {
            let place = format!("{}:{line}: {}", shown(&path), named.join("::"));
            match named.split_first() {
                Some((first, rest)) if first == "crate" => {
                    let used = room_of(rest);
                    if rest == ["host"] {
                        mistakes.push(format!("{place}: names no room, and hides which are used"));
                    } else if used != room && !rule.rooms.contains(&used.as_str()) {
                        mistakes.push(format!("{place}: `{room}` may not use `{used}`"));
                    }
                }
                Some((first, _)) if foreign.contains(first) => {
                    let is_own = room == "host/node" && of_node.contains(first);
                    if !is_own && !rule.crates.contains(&&**first) {
                        mistakes.push(format!("{place}: `{room}` may not use the crate `{first}`"));
                    }
                }
                _ => {}
            }
        }
    }
    assert_none("imports across a wall:", &mistakes);
}

#[test]
fn packages_use_what_they_may() {
    let foreign = foreign_crates();
    let mut mistakes = Vec::new();
    for (folder, crates) in PACKAGES {
        for path in rust_files(folder) {
            for Named { path: named, line } in paths_of(&read(&path), &[]) {
                let first = named.first().map_or("", String::as_str);
                // What generated code names is the business of the next test.
                let is_foreign = foreign.contains(first) && first != "nodeapi";
                if is_foreign && !crates.contains(&first) {
                    let place = format!("{}:{line}: {}", shown(&path), named.join("::"));
                    mistakes.push(format!("{place}: {folder} may not use the crate `{first}`"));
                }
            }
        }
    }
    assert_none("imports across a wall:", &mistakes);
}

/// Generated code that names something else, until it is mended.
const NOT_SUPPORT: [(&str, &str); 0] = [];

#[test]
fn generated_code_names_macro_support_alone() {
    let (mut mistakes, mut known) = (Vec::new(), BTreeSet::new());
    let mut is_named = false;
    for path in rust_files("napi-macros/src") {
        for Named { path: named, line } in paths::quoted(&read(&path)) {
            if named.starts_with(&["", "nodeapi", "macro_support"].map(str::to_owned)) {
                is_named = true;
                continue;
            }
            let (file, named) = (shown(&path), named.join("::"));
            match NOT_SUPPORT.iter().position(|it| *it == (&*file, &*named)) {
                Some(index) => drop(known.insert(index)),
                None => mistakes.push(format!("{file}:{line}: {named}")),
            }
        }
    }
    assert_none(
        "generated code names more than ::nodeapi::macro_support:",
        &mistakes,
    );
    assert!(
        is_named,
        "::nodeapi::macro_support was not found: quoted code is read wrongly"
    );
    assert_eq!(
        known.len(),
        NOT_SUPPORT.len(),
        "NOT_SUPPORT lists what is mended: take it out"
    );
}

#[test]
fn files_are_short() {
    let mut mistakes = Vec::new();
    let folders = [
        ".ci",
        "benches",
        "conformance",
        "examples",
        "napi-macros",
        "napi-sys",
        "scripts",
        "src",
        "tests",
        "uv-sys",
    ];
    for path in folders.into_iter().flat_map(files) {
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // Data, and what compilers said, is as long as it is.
        if !["rs", "js", "c", "h", "inc", "sh", "py", ""].contains(&extension.as_str()) {
            continue;
        }
        let lines = read(&path).lines().count();
        if lines > LONGEST {
            mistakes.push(format!("{}: {lines} lines", shown(&path)));
        }
    }
    assert_none(
        &format!("files of more than {LONGEST} lines, each surely two things:"),
        &mistakes,
    );
}

/// What works on values, bytes or files is better in Rust; JavaScript is what programs patch, and what is
/// about JavaScript itself.
#[test]
fn builtins_have_little_javascript() {
    const MOST: usize = 5000;
    let lines: usize = files("src/host/node/js")
        .iter()
        .map(|path| read(path).lines().count())
        .sum();
    assert!(lines > 0 && lines < MOST, "{lines} lines, at most {MOST}");
}
