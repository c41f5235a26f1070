//! ES modules in `nodeapi run`: how they find each other, CommonJS modules and builtins, and what
//! becomes of their errors. Where `node` is on PATH, it is asked the same.
#![cfg(feature = "cli")]

#[path = "support/program.rs"]
mod support;

use support::{folder, node, nodeapi};

/// Runs a program here and in Node.js: both print this, and end with this code.
#[track_caller]
fn assert_prints(name: &str, files: &[(&str, &str)], expected: &str, code: i32) -> String {
    let folder = folder(&format!("es_modules/{name}"), files);
    let main = files[0].0;
    let ours = nodeapi(&folder, &[main]);
    assert_eq!(
        (ours.stdout.as_str(), ours.code),
        (expected, Some(code)),
        "stderr: {}",
        ours.stderr
    );
    if let Some(theirs) = node(&folder, &[main]) {
        assert_eq!(
            (theirs.stdout.as_str(), theirs.code),
            (expected, Some(code)),
            "Node.js does otherwise: {}",
            theirs.stderr
        );
    }
    ours.stderr
}

#[test]
fn modules_import_each_other_and_those_of_commonjs() {
    let main = "
        import { first, again } from './a.mjs';
        import whole, { named } from './c.cjs';
        import * as space from './a.mjs';
        import { basename } from 'node:path';
        import path from 'path';
        console.log(first, again(), named, whole.named, Object.keys(space));
        console.log(basename === path.basename, typeof require, this);";
    let a = "
        import { second } from './b.mjs';
        export const first = 'first of ' + second;
        export function again() { return first + ' again'; }
        export default 0;";
    // A cycle: functions are there before their module has run.
    let b = "
        import { again } from './a.mjs';
        export const second = typeof again;";
    assert_prints(
        "imports",
        &[
            ("main.mjs", main),
            ("a.mjs", a),
            ("b.mjs", b),
            ("c.cjs", "exports.named = 7;"),
        ],
        "first of function first of function again 7 7 [ 'again', 'default', 'first' ]\n\
         true undefined undefined\n",
        0,
    );
}

#[test]
fn packages_say_what_is_for_import() {
    let main = "
        import which from 'pkg';
        import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        console.log(which, require('pkg'), (await import('pkg/inner')).default);
        console.log(await import('pkg/hidden').catch((error) => error.code));
        console.log(import.meta.url === 'file://' + import.meta.filename, import.meta.dirname === process.cwd());
        console.log(import.meta.resolve('pkg').endsWith('/node_modules/pkg/m.js'));";
    let package = r#"{ "name": "pkg", "type": "module", "exports": {
        ".": { "import": "./m.js", "require": "./c.cjs" }, "./inner": "./inner/i.js" } }"#;
    assert_prints(
        "packages",
        &[
            ("main.mjs", main),
            ("node_modules/pkg/package.json", package),
            ("node_modules/pkg/m.js", "export default 'the module';"),
            ("node_modules/pkg/c.cjs", "module.exports = 'the script';"),
            ("node_modules/pkg/inner/i.js", "export default 'inner';"),
            ("node_modules/pkg/hidden.js", "export default 'hidden';"),
        ],
        "the module the script inner\nERR_PACKAGE_PATH_NOT_EXPORTED\ntrue true\ntrue\n",
        0,
    );
}

/// As Node.js has it for packages without `exports`; other files are found by their whole names alone.
#[test]
fn the_main_file_of_a_package_may_lack_its_extension() {
    let main = "
        import plain from 'plain';
        import { name } from 'main';
        import deep from '@scope/deep';
        console.log(plain, name, deep);
        for (const request of ['plain/other', './local', 'none', '@scope/none'])
            console.log(await import(request).catch((error) => error.code));";
    assert_prints(
        "main",
        &[
            ("main.mjs", main),
            ("local.js", ""),
            ("node_modules/plain/index.js", "module.exports = 'plain';"),
            ("node_modules/plain/other.js", ""),
            ("node_modules/main/package.json", r#"{ "main": "lib/it" }"#),
            ("node_modules/main/lib/it.js", "exports.name = 'main';"),
            (
                "node_modules/@scope/deep/package.json",
                r#"{ "main": "./lib" }"#,
            ),
            (
                "node_modules/@scope/deep/lib/index.js",
                "module.exports = 'deep';",
            ),
        ],
        "plain main deep\nERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\n\
         ERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\n",
        0,
    );
}

#[test]
fn the_type_of_a_package_decides() {
    let main = "
        export const here = import.meta.url.slice(-7);
        console.log(here, await Promise.resolve('awaited'));";
    assert_prints(
        "type",
        &[
            ("main.js", main),
            ("package.json", r#"{ "type": "module" }"#),
        ],
        "main.js awaited\n",
        0,
    );
}

#[test]
fn a_package_says_nothing_about_those_installed_below_it() {
    assert_prints(
        "type-below",
        &[
            (
                "main.js",
                "import own from './own.js'; import { name } from 'bare/index.js'; console.log(own, name);",
            ),
            ("own.js", "export default typeof require;"),
            ("package.json", r#"{ "type": "module" }"#),
            (
                "node_modules/bare/index.js",
                "exports.name = typeof require;",
            ),
        ],
        "undefined function\n",
        0,
    );
}

#[test]
fn commonjs_imports_when_it_runs() {
    let main = "
        console.log('first');
        import('./m.mjs')
            .then(({ value }) => console.log(value))
            .then(() => import('./none.mjs'))
            .catch((error) => console.log(error.code, error instanceof Error))
            .then(() => import('./throws.mjs'))
            .catch((error) => console.log(error.message));
        console.log('second');";
    assert_prints(
        "dynamic",
        &[
            ("main.cjs", main),
            ("m.mjs", "console.log('third'); export const value = 4;"),
            (
                "throws.mjs",
                "await new Promise((r) => setTimeout(r, 30)); throw new Error('thrown');",
            ),
        ],
        "first\nsecond\nthird\n4\nERR_MODULE_NOT_FOUND true\nthrown\n",
        0,
    );
}

#[test]
fn an_import_that_fails_ends_the_program() {
    let stderr = assert_prints(
        "missing",
        &[("main.mjs", "import './none.mjs'; console.log('not here');")],
        "",
        1,
    );
    assert!(stderr.contains("Cannot find module"), "{stderr}");
    let stderr = assert_prints(
        "no_export",
        &[
            ("main.mjs", "import { b } from './a.mjs'; console.log(b);"),
            ("a.mjs", "export const a = 1;"),
        ],
        "",
        1,
    );
    assert!(stderr.contains("SyntaxError"), "{stderr}");
    let stderr = assert_prints(
        "throws",
        &[("main.mjs", "console.log(1); throw new TypeError('thrown');")],
        "1\n",
        1,
    );
    assert!(stderr.contains("TypeError: thrown"), "{stderr}");
}

#[test]
fn the_nearest_package_is_taken_though_its_main_file_lacks_an_extension() {
    assert_prints(
        "nearest",
        &[
            (
                "main.mjs",
                "import near from 'near'; import other, { name } from '@scope/other'; console.log(near, other, name);",
            ),
            (
                "node_modules/near/package.json",
                "{ \"name\": \"near\", \"main\": \"lib/start\" }",
            ),
            (
                "node_modules/near/lib/start.js",
                "module.exports = `near, ${require('inner')}`;",
            ),
            (
                "node_modules/@scope/other/package.json",
                "{ \"type\": \"module\", \"exports\": \"./other.js\" }",
            ),
            (
                "node_modules/@scope/other/other.js",
                "import inner from 'inner'; export default inner; export const name = 'other';",
            ),
            (
                "node_modules/@scope/other/node_modules/inner/package.json",
                "{ \"name\": \"inner\" }",
            ),
            (
                "node_modules/@scope/other/node_modules/inner/index.js",
                "module.exports = 'the nearest';",
            ),
            (
                "node_modules/inner/package.json",
                "{ \"exports\": \"./inner.js\" }",
            ),
            ("node_modules/inner/inner.js", "module.exports = 'further';"),
        ],
        "near, further the nearest other\n",
        0,
    );
}

#[test]
fn a_required_module_with_a_default_export_is_marked_for_compilers() {
    let main = "
        const a = require('./a.mjs');
        console.log(Object.keys(a).join(), Object.prototype.toString.call(a), a.default, require('./a.mjs') === a);
        console.log(Object.keys(require('./b.mjs')).join(), Object.keys(require('./c.mjs')).join());";
    let folder = folder(
        "es_modules/marked",
        &[
            ("main.cjs", main),
            ("a.mjs", "export default 1; export const named = 2;"),
            ("b.mjs", "export const named = 2;"),
            (
                "c.mjs",
                "export default 1; export const __esModule = false;",
            ),
        ],
    );
    // As in Node.js 22; older ones do not require such.
    let ran = nodeapi(&folder, &["main.cjs"]);
    let expected = "__esModule,default,named [object Module] 1 true\nnamed __esModule,default\n";
    assert_eq!(ran.stdout, expected, "{}", ran.stderr);
}
