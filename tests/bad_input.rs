//! What goes wrong with packages and modules, and what is said of it: exit codes and the gist of the
//! message are those of the Node.js on PATH.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[path = "support/program.rs"]
mod support;

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use support::{Ran, folder, node, nodeapi};

/// Runs `main` of a folder here and in Node.js: both print this, end with this code, and say each of
/// these on standard error.
#[track_caller]
fn assert_ends(folder: &Path, main: &str, stdout: &str, code: i32, said: &[&str]) {
    let check = |who: &str, ran: &Ran| {
        assert_eq!(
            (ran.stdout.as_str(), ran.code),
            (stdout, Some(code)),
            "{who}: {}",
            ran.stderr
        );
        for part in said {
            assert!(
                ran.stderr.contains(part),
                "{who}: no {part:?} in {}",
                ran.stderr
            );
        }
    };
    check("nodeapi", &nodeapi(folder, &[main]));
    if let Some(theirs) = node(folder, &[main]) {
        check("Node.js", &theirs);
    }
}

/// As loaders of npm's packages do that come with a binary for each platform in a package of its own.
#[test]
fn a_package_without_a_binary_for_this_platform() {
    let loader = "
        const errors = [];
        for (const name of ['./pkg.linux-no.node', 'pkg-linux-no']) {
          try { module.exports = require(name); } catch (error) { errors.push(error); }
        }
        throw new Error(`Failed to load native binding for ${process.platform}`, { cause: errors[1] });";
    let folder = folder(
        "bad/platform",
        &[
            ("main.js", "console.log('begins'); require('pkg');"),
            (
                "node_modules/pkg/package.json",
                r#"{ "name": "pkg", "main": "index.js" }"#,
            ),
            ("node_modules/pkg/index.js", loader),
        ],
    );
    let said = [
        "Error: Failed to load native binding for linux",
        "node_modules/pkg/index.js:6",
        "Cannot find module 'pkg-linux-no'",
        "MODULE_NOT_FOUND",
    ];
    assert_ends(&folder, "main.js", "begins\n", 1, &said);
}

#[test]
fn a_broken_package_json() {
    let folder = folder(
        "bad/package_json",
        &[
            ("main.js", "console.log('begins'); require('broken');"),
            ("main.mjs", "import 'broken'; console.log('never');"),
            (
                "node_modules/broken/package.json",
                r#"{ "name": "broken", "#,
            ),
            ("node_modules/broken/index.js", ""),
        ],
    );
    let path = folder.join("node_modules/broken/package.json");
    let path = path.to_string_lossy();
    // Node.js 20 has no code for the first.
    assert_ends(&folder, "main.js", "begins\n", 1, &[&path]);
    let said = [
        &*format!("Invalid package config {path}"),
        "ERR_INVALID_PACKAGE_CONFIG",
    ];
    assert_ends(&folder, "main.mjs", "", 1, &said);
}

#[test]
fn a_cycle_that_uses_what_is_not_there_yet() {
    let folder = folder(
        "bad/cycle",
        &[
            (
                "a.mjs",
                "import { b } from './b.mjs'; export const a = 1; console.log(b);",
            ),
            (
                "b.mjs",
                "import { a } from './a.mjs'; export const b = a + 1;",
            ),
            (
                "a.cjs",
                "const { b } = require('./b.cjs'); exports.a = () => 1; console.log(b);",
            ),
            (
                "b.cjs",
                "const { a } = require('./a.cjs'); exports.b = a();",
            ),
        ],
    );
    assert_ends(&folder, "a.mjs", "", 1, &["ReferenceError", "b.mjs:1:4"]);
    assert_ends(&folder, "a.cjs", "", 1, &["TypeError", "b.cjs:1:"]);
}

#[test]
fn a_missing_export() {
    let folder = folder(
        "bad/export",
        &[
            (
                "main.mjs",
                "console.log('never'); import { nope } from './a.mjs';",
            ),
            ("a.mjs", "export const a = 1;"),
            ("default.mjs", "import nope from './a.mjs';"),
            ("builtin.mjs", "import { nope } from 'path';"),
            ("again.mjs", "export { nope } from './c.cjs';"),
            ("c.cjs", "exports.c = 1;"),
            ("later.cjs", "import('./main.mjs');"),
        ],
    );
    let of_a = "SyntaxError: The requested module './a.mjs' does not provide an export named";
    for (main, said) in [
        ("main.mjs", format!("{of_a} 'nope'")),
        ("default.mjs", format!("{of_a} 'default'")),
        ("later.cjs", format!("{of_a} 'nope'")),
        (
            "builtin.mjs",
            "SyntaxError: The requested module 'path' does not provide an export named 'nope'".to_owned(),
        ),
        (
            "again.mjs",
            "SyntaxError: Named export 'nope' not found. The requested module './c.cjs' is a CommonJS \
             module, which may not support all module.exports as named exports.\n\
             CommonJS modules can always be imported via the default export, for example using:\n\n\
             import pkg from './c.cjs';\nconst { nope } = pkg;\n"
                .to_owned(),
        ),
    ] {
        assert_ends(&folder, main, "", 1, &[&said]);
    }
}

#[test]
fn a_module_that_waits_for_ever() {
    let folder = folder(
        "bad/await",
        &[("main.mjs", "console.log(1);\nawait new Promise(() => {});")],
    );
    assert_ends(&folder, "main.mjs", "1\n", 13, &[]);
    // As Node.js from version 22 on.
    let said = nodeapi(&folder, &["main.mjs"]).stderr;
    let path = folder.join("main.mjs");
    let expected = format!("unsettled top-level await at file://{}", path.display());
    assert!(said.contains(&expected), "{said}");
}

#[test]
fn an_addon_that_throws_while_it_is_loaded() {
    let main = "
        for (let i = 0; i < 2; i++) {
          try { require('./bad.node'); } catch (error) { console.log(error.code, error.message); }
        }
        setTimeout(() => require('./bad.node'), 1);";
    let folder = folder("bad/throws", &[("main.js", main)]);
    let library = addons::compile("bad.c", "bad-throws.node", &["-DTHROWS"]);
    std::fs::copy(library, folder.join("bad.node")).unwrap();
    let printed = "E_INIT while loading\nE_INIT while loading\n";
    assert_ends(
        &folder,
        "main.js",
        printed,
        1,
        &["Error: while loading", "E_INIT"],
    );
}

#[test]
fn an_addon_that_is_none() {
    let main = "try { require('./bad.node') } catch (error) { console.log(error.code); } require('./bad.node');";
    let folder = folder("bad/junk", &[("main.js", main), ("bad.node", "no library")]);
    let path = folder.join("bad.node");
    assert_ends(
        &folder,
        "main.js",
        "ERR_DLOPEN_FAILED\n",
        1,
        &[&path.to_string_lossy(), "ERR_DLOPEN_FAILED"],
    );
}

/// The process dies by the signal, as Node.js's does; and here it says whose fault that is.
#[test]
fn an_addon_that_aborts_is_named() {
    for (name, flags) in [("loading", &["-DABORTS"][..]), ("called", &[])] {
        let main = "console.log('before'); setTimeout(require('./bad.node'), 1);";
        let folder = folder(&format!("bad/aborts-{name}"), &[("main.js", main)]);
        let library = addons::compile("bad.c", &format!("bad-{name}.node"), flags);
        let addon = folder.join("bad.node");
        std::fs::copy(library, &addon).unwrap();
        let run = |program: &str, arguments: &[&str]| -> Option<Output> {
            let mut command = Command::new(program);
            command
                .args(arguments)
                .current_dir(&folder)
                .stdin(Stdio::null());
            command.output().ok()
        };
        let ours = run(env!("CARGO_BIN_EXE_nodeapi"), &["run", "main.js"]).unwrap();
        let said = String::from_utf8_lossy(&ours.stderr);
        assert_eq!(
            (ours.status.signal(), &*ours.stdout),
            (Some(libc::SIGABRT), &b"before\n"[..]),
            "{said}"
        );
        let expected = format!(
            "abort() was called by the native addon {}\n",
            addon.display()
        );
        assert!(said.contains(&expected), "{said}");
        if let Some(theirs) = run("node", &["main.js"]) {
            assert_eq!(theirs.status.signal(), Some(libc::SIGABRT));
        }
    }
}

/// What was written before the end arrives, however slowly it is read.
#[test]
fn output_is_not_lost_at_exit() {
    let folder = folder(
        "bad/output",
        &[
            (
                "exit.js",
                "process.stdout.write('x'.repeat(1e6)); setTimeout(() => console.log('never'), 1); process.exit(5);",
            ),
            (
                "throws.js",
                "process.stdout.write('x'.repeat(1e6)); Promise.reject(new Error('late'));",
            ),
            (
                "await.mjs",
                "process.stdout.write('x'.repeat(1e6)); process.nextTick(() => process.exit(5)); await new Promise(() => {});",
            ),
        ],
    );
    for (main, code) in [("exit.js", 5), ("throws.js", 1), ("await.mjs", 5)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nodeapi"))
            .args(["run", main])
            .current_dir(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = child.stdout.take().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(100));
        let mut text = String::new();
        output.read_to_string(&mut text).unwrap();
        assert_eq!(
            (text.len(), child.wait().unwrap().code()),
            (1_000_000, Some(code)),
            "{main}"
        );
    }
}

/// The first line of a CommonJS module has the columns that it has in the file.
#[test]
fn places_are_those_of_the_file() {
    let folder = folder(
        "bad/places",
        &[
            (
                "first.js",
                "function f() { return new Error('here'); } console.log(f().stack.match(/first.js:(\\d+:\\d+)/)[1]);",
            ),
            ("throws.js", "const nothing = null;  nothing.x;"),
            ("syntax.js", "let a = ;"),
            (
                "hashbang.js",
                "#!/usr/bin/env node\nconst nothing = null;  nothing.x;",
            ),
        ],
    );
    // The engine says where the class is named, Node.js where `new` is.
    assert_eq!(nodeapi(&folder, &["first.js"]).stdout, "1:27\n");
    for (main, place) in [
        ("throws.js", "1:24"),
        ("syntax.js", "1:9"),
        ("hashbang.js", "2:24"),
    ] {
        let ran = nodeapi(&folder, &[main]);
        assert_eq!(ran.code, Some(1));
        assert!(
            ran.stderr.contains(&format!("{main}:{place}")),
            "{}",
            ran.stderr
        );
    }
}
