//! Packages and modules of JavaScript in a Rust program: `require`, `import_async`, `wait_for`, and
//! where they are looked for.
#![cfg(feature = "node")]

use nodeapi::prelude::*;
use nodeapi::{JsException, Runtime, ValueRef};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of a test's own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("embedding")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    for (file, contents) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    folder.canonicalize().unwrap()
}

fn runtime(folder: &Path) -> Runtime {
    let builder = Runtime::builder().node_compat(true).current_dir(folder);
    builder.build().unwrap()
}

/// What an expression gives when `it` is a value.
fn ask<T: for<'s> FromJs<'s>>(runtime: &mut Runtime, it: &ValueRef, source: &str) -> T {
    runtime.set_global("it", it).unwrap();
    runtime.eval(source).unwrap()
}

#[track_caller]
fn thrown<T>(result: Result<T>) -> JsException {
    match result {
        Err(Error::JavaScript(exception)) => *exception,
        Err(other) => panic!("expected an exception, found {other:?}"),
        Ok(_) => panic!("expected an exception"),
    }
}

#[test]
fn packages_files_and_builtins_are_required() {
    let folder = folder(
        "require",
        &[
            (
                "node_modules/pkg/package.json",
                r#"{ "exports": { "require": "./c.cjs", "import": "./m.mjs" } }"#,
            ),
            (
                "node_modules/pkg/c.cjs",
                "exports.name = 'pkg'; exports.parent = require.main === undefined;",
            ),
            (
                "node_modules/pkg/m.mjs",
                "export const name = await 'pkg as a module';",
            ),
            (
                "lib/a.js",
                "module.exports = { dirname: __dirname, data: require('../data.json') };",
            ),
            ("lib/throws.js", "throw new RangeError('while loading');"),
            ("data.json", "[1, 2]"),
        ],
    );
    let mut runtime = runtime(&folder);
    let package = runtime.require("pkg").unwrap();
    assert!(ask::<bool>(
        &mut runtime,
        &package,
        "it.name === 'pkg' && it.parent"
    ));
    let again = runtime.require("pkg").unwrap();
    runtime.set_global("first", &package).unwrap();
    assert!(ask::<bool>(&mut runtime, &again, "it === first"));
    let file = runtime.require("./lib/a").unwrap();
    let expected = folder.join("lib").to_string_lossy().into_owned();
    assert_eq!(ask::<String>(&mut runtime, &file, "it.dirname"), expected);
    assert_eq!(ask::<Vec<u32>>(&mut runtime, &file, "it.data"), [1, 2]);
    let file = folder.join("lib/a.js");
    runtime.require(&file.to_string_lossy()).unwrap();
    let path = runtime.require("node:path").unwrap();
    assert_eq!(
        ask::<String>(&mut runtime, &path, "it.join('a', '..', 'b')"),
        "b"
    );

    assert_eq!(
        thrown(runtime.require("nowhere")).code(),
        Some("MODULE_NOT_FOUND")
    );
    assert_eq!(
        thrown(runtime.require("./lib/throws.js")).to_string(),
        "RangeError: while loading"
    );
    assert_eq!(
        thrown(runtime.require("")).code(),
        Some("ERR_INVALID_ARG_VALUE")
    );
    assert_eq!(runtime.eval::<i32>("42").unwrap(), 42);
}

#[test]
fn modules_are_imported_and_waited_for() {
    let folder = folder(
        "import",
        &[
            (
                "slow.mjs",
                "await new Promise((done) => setTimeout(done, 20)); export default 'slow';",
            ),
            ("throws.mjs", "await null; throw new TypeError('thrown');"),
            ("forever.mjs", "await new Promise(() => {});"),
            ("c.cjs", "exports.named = 7;"),
        ],
    );
    let mut runtime = runtime(&folder);
    let slow = runtime.import_async("./slow.mjs").unwrap();
    let waited = runtime.wait_for(&slow).unwrap();
    assert_eq!(ask::<String>(&mut runtime, &waited, "it.default"), "slow");
    // Once more, when it is settled.
    runtime.wait_for(&slow).unwrap();
    let script = runtime.import_async("./c.cjs").unwrap();
    let script = runtime.wait_for(&script).unwrap();
    assert_eq!(
        ask::<i32>(&mut runtime, &script, "it.named + it.default.named"),
        14
    );

    // Nobody asks for the rejection at first; the program goes on.
    let failing = runtime.import_async("./throws.mjs").unwrap();
    let missing = runtime.import_async("no-such-package").unwrap();
    runtime.run_until_idle().unwrap();
    assert_eq!(
        thrown(runtime.wait_for(&failing)).to_string(),
        "TypeError: thrown"
    );
    assert_eq!(
        thrown(runtime.wait_for(&missing)).code(),
        Some("ERR_MODULE_NOT_FOUND")
    );
    let forever = runtime.import_async("./forever.mjs").unwrap();
    let error = runtime.wait_for(&forever).unwrap_err();
    assert!(error.to_string().contains("nothing is left"), "{error}");
}

#[test]
fn each_runtime_has_a_current_directory_of_its_own() {
    let first = folder(
        "first",
        &[
            ("who.txt", "first"),
            ("who.js", "module.exports = 1"),
            ("sub/x", ""),
        ],
    );
    let second = folder(
        "second",
        &[("who.txt", "second"), ("who.js", "module.exports = 2")],
    );
    let (mut a, mut b) = (runtime(&first), runtime(&second));
    let mut plain = Runtime::builder().node_compat(true).build().unwrap();
    for (runtime, folder, name) in [(&mut a, &first, "first"), (&mut b, &second, "second")] {
        assert_eq!(
            runtime.eval::<String>("process.cwd()").unwrap(),
            folder.to_string_lossy()
        );
        let path = runtime.require("path").unwrap();
        let expected = folder.join("x").to_string_lossy().into_owned();
        assert_eq!(ask::<String>(runtime, &path, "it.resolve('x')"), expected);
        let fs = runtime.require("fs").unwrap();
        assert_eq!(
            ask::<String>(runtime, &fs, "it.readFileSync('who.txt', 'utf8')"),
            name
        );
        assert!(ask::<bool>(runtime, &fs, "it.existsSync('./who.js')"));
        let child = runtime.require("child_process").unwrap();
        assert_eq!(
            ask::<String>(runtime, &child, "it.execSync('cat who.txt').toString()"),
            name
        );
        let number = runtime.require("./who").unwrap();
        assert_eq!(ask::<bool>(runtime, &number, "it === 1"), name == "first");
    }
    a.eval::<()>("process.chdir('sub')").unwrap();
    let sub = first.join("sub").to_string_lossy().into_owned();
    assert_eq!(a.eval::<String>("process.cwd()").unwrap(), sub);
    assert_eq!(
        b.eval::<String>("process.cwd()").unwrap(),
        second.to_string_lossy()
    );
    assert_eq!(
        thrown(a.eval::<()>("process.chdir('nowhere')")).code(),
        Some("ENOENT")
    );
    let process = std::env::current_dir().unwrap();
    assert_eq!(
        plain.eval::<String>("process.cwd()").unwrap(),
        process.to_string_lossy()
    );

    let error = Runtime::builder()
        .current_dir("/no/such/folder")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("/no/such/folder"), "{error}");
}

#[test]
fn packages_are_found_in_module_roots() {
    let here = folder(
        "here",
        &[("node_modules/near/index.js", "module.exports = 'near'")],
    );
    let there = folder(
        "there",
        &[
            ("far/index.js", "module.exports = 'far'"),
            ("near/index.js", "module.exports = 'never'"),
            (
                "esm/package.json",
                r#"{ "type": "module", "exports": "./m.js" }"#,
            ),
            (
                "esm/m.js",
                "import far from 'far'; export default 'esm and ' + far;",
            ),
        ],
    );
    let builder = Runtime::builder().current_dir(&here).module_root(&there);
    let mut runtime = builder.build().unwrap();
    for (request, expected) in [("near", "near"), ("far", "far")] {
        let found = runtime.require(request).unwrap();
        assert_eq!(ask::<String>(&mut runtime, &found, "it"), expected);
    }
    let found = runtime.import_async("esm").unwrap();
    let found = runtime.wait_for(&found).unwrap();
    assert_eq!(
        ask::<String>(&mut runtime, &found, "it.default"),
        "esm and far"
    );
}

#[test]
fn without_node_compat_there_is_none_of_it() {
    let mut runtime = Runtime::new().unwrap();
    for error in [
        runtime.require("path").unwrap_err(),
        runtime.import_async("path").unwrap_err(),
    ] {
        assert!(error.to_string().contains("node_compat"), "{error}");
    }
    let names = "['require', 'process', 'Buffer', 'console', 'setTimeout'].filter((it) => it in globalThis).length";
    assert_eq!(runtime.eval::<i32>(names).unwrap(), 0);
}
