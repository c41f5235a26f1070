//! `require` in `nodeapi run`: where modules are found, how they are loaded, and what is said where that
//! fails. Where `node` is on PATH, it is asked the same.
#![cfg(feature = "cli")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/program.rs"]
mod support;

use compare::{assert_prints, assert_prints_with};
use support::{folder, nodeapi};

#[test]
fn modules_of_every_kind_are_found() {
    let folder = folder(
        "require",
        &[
            ("main.js", "
                const show = (...values) => console.log(values.map((it) => JSON.stringify(it)).join(' '));
                show(require('./lib/a'), require('./lib/a.js') === require('./lib/a'));
                show(require('./data'), require('./data.json').list);
                show(require('./folder'), require('./packed'));
                show(require('simple'), require('simple/lib/inner'));
                show(require('modern'), require('modern/feature'), require('@scope/name'));
                show(require('./lib/b').parent, require('./nested/uses'));
                show(require('path').join('a', '..', 'b'), require('node:path') === require('path'));
                show(require.resolve('simple').endsWith('node_modules/simple/entry.js'));
                show(Object.keys(require.cache).length > 8, module.children.length > 5, module.loaded);"),
            ("lib/a.js", "exports.name = 'a'; exports.self = module.exports === exports;"),
            ("lib/b.js", "exports.parent = module.parent === require.main;"),
            ("data.json", "\u{FEFF}{ \"list\": [1, { \"two\": 2 }] }"),
            ("folder/index.js", "module.exports = 'index of a folder';"),
            ("packed/package.json", "{ \"main\": \"./it\" }"),
            ("packed/it.js", "module.exports = 'main of a folder';"),
            ("nested/uses.js", "module.exports = require('simple') + ' from below';"),
            ("node_modules/simple/package.json", "{ \"name\": \"simple\", \"main\": \"entry.js\" }"),
            ("node_modules/simple/entry.js", "module.exports = 'simple';"),
            ("node_modules/simple/lib/inner.js", "module.exports = 'inside';"),
            ("node_modules/modern/package.json", "{ \"name\": \"modern\", \"exports\": {
                \".\": { \"import\": \"./no.mjs\", \"require\": \"./yes.cjs\" }, \"./feature\": \"./f.js\" } }"),
            ("node_modules/modern/yes.cjs", "module.exports = 'by exports';"),
            ("node_modules/modern/f.js", "module.exports = 'feature';"),
            ("node_modules/@scope/name/index.js", "module.exports = 'scoped';"),
        ],
    );
    let expected = r#"{"name":"a","self":true} true
{"list":[1,{"two":2}]} [1,{"two":2}]
"index of a folder" "main of a folder"
"simple" "inside"
"by exports" "feature" "scoped"
true "simple from below"
"b" true
true
true true false
"#;
    assert_prints(&folder, &["main.js"], expected, 0);
}

#[test]
fn modules_are_found_where_the_environment_says() {
    let folder = folder(
        "node-path",
        &[
            (
                "main.js",
                "console.log(require('near'), require('far'), require('own'));
                import('far').catch(({ code }) => console.log(code));",
            ),
            ("node_modules/near/index.js", "module.exports = 'near';"),
            ("a/near/index.js", "module.exports = 'not so near';"),
            ("b/c/far/index.js", "module.exports = 'far';"),
            (".node_modules/own/index.js", "module.exports = 'own';"),
        ],
    );
    let home = folder.to_string_lossy();
    assert_prints_with(
        &folder,
        &["main.js"],
        &[("NODE_PATH", "a:b/c"), ("HOME", &home)],
        "near far own\nERR_MODULE_NOT_FOUND\n",
    );
}

#[test]
fn modules_may_require_each_other() {
    let folder = folder(
        "cycle",
        &[
            (
                "main.js",
                "const a = require('./a'); console.log(a.done, require('./b').done, a.of, require('./b').of);",
            ),
            (
                "a.js",
                "exports.done = false; exports.of = require('./b').done; exports.done = true;",
            ),
            (
                "b.js",
                "exports.done = false; exports.of = require('./a').done; exports.done = true;",
            ),
        ],
    );
    assert_prints(&folder, &["main.js"], "true true true false\n", 0);
}

#[test]
fn a_module_that_is_missing_is_an_error() {
    let folder = folder(
        "missing",
        &[
            ("main.js", "
                for (const name of ['./nowhere', 'no-such-package', 'modern/hidden', 'node:nothing']) {
                  try { require('./deep/asks')(name); }
                  catch (e) { console.log(e.name, e.code, e.message.split('\\n')[0].includes(name)); }
                }
                try { require('./deep/asks')('./nowhere'); } catch (error) {
                  const short = (path) => path.slice(__dirname.length + 1);
                  console.log(error.requireStack.map(short).join(), error.message.split('\\n').length);
                }
                for (const name of ['', 7]) {
                  try { require(name); } catch (e) { console.log(e.name, e.code); }
                }"),
            ("deep/asks.js", "module.exports = (name) => require(name);"),
            ("node_modules/modern/package.json", "{ \"name\": \"modern\", \"exports\": \"./a.js\" }"),
            ("node_modules/modern/a.js", ""),
        ],
    );
    let expected = "Error MODULE_NOT_FOUND true\nError MODULE_NOT_FOUND true\n\
        Error ERR_PACKAGE_PATH_NOT_EXPORTED false\nError ERR_UNKNOWN_BUILTIN_MODULE true\n\
        deep/asks.js,main.js 4\nTypeError ERR_INVALID_ARG_VALUE\nTypeError ERR_INVALID_ARG_TYPE\n";
    assert_prints(&folder, &["main.js"], expected, 0);
    let ran = assert_prints(&folder, &["nowhere.js"], "", 1);
    let path = folder.join("nowhere.js");
    assert!(
        ran.stderr
            .contains(&format!("Cannot find module '{}'", path.display())),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("MODULE_NOT_FOUND"), "{}", ran.stderr);
}

#[test]
fn a_module_that_fails_may_be_required_again() {
    let folder = folder(
        "fails",
        &[
            ("main.js", "
                for (let i = 0; i < 3; i++) {
                  try { console.log(require('./moody')); } catch (error) { console.log(error.message); }
                }
                for (const name of ['./wrong', './wrong.json']) {
                  try { require(name); } catch (error) {
                    console.log(error.name, (error.message + error.stack).includes(name.slice(2)));
                  }
                }
                console.log('goes on');"),
            ("moody.js", "globalThis.tries = (globalThis.tries ?? 0) + 1;
                if (tries < 3) throw new Error('try ' + tries); module.exports = 'at last';"),
            ("wrong.js", "let a = ;"),
            ("wrong.json", "{ nothing }"),
        ],
    );
    let expected = "try 1\ntry 2\nat last\nSyntaxError true\nSyntaxError true\ngoes on\n";
    assert_prints(&folder, &["main.js"], expected, 0);
    let ran = assert_prints(&folder, &["wrong.js"], "", 1);
    assert!(
        ran.stderr.contains("SyntaxError") && ran.stderr.contains("wrong.js"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_builtin_that_is_missing_says_so_when_it_is_used() {
    let folder = folder(
        "absent",
        &[("main.js", "
            const http = require('http');
            const { gunzipSync } = require('node:zlib');
            for (const use of [() => http.createServer(), () => new http.Server(), gunzipSync, () => fetch('x'), () => new ReadableStream()]) {
              try { use(); } catch ({ code, message }) { console.log(code, message); }
            }
            console.log(require('crypto').createECDH);
            import('crypto').then(({ createECDH }) => createECDH()).catch(({ message }) => console.log(message));")],
    );
    let code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
    let mut expected = String::new();
    for what in [
        "http.createServer",
        "http.Server",
        "zlib.gunzipSync",
        "fetch",
        "stream/web.ReadableStream",
    ] {
        expected += &format!("{code} {what} is not provided by nodeapi\n");
    }
    expected += "undefined\ncrypto.createECDH is not provided by nodeapi\n";
    let ran = nodeapi(&folder, &["main.js"]);
    assert_eq!(ran.stdout, expected, "{}", ran.stderr);
}
