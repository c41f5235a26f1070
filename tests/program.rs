//! `nodeapi run`: what a program finds around it, in which order things happen, and how a
//! program ends. Where `node` is on PATH, it is asked the same.
#![cfg(feature = "cli")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/program.rs"]
mod support;

use compare::{assert_prints, assert_prints_with};
use std::fs;
use std::process::Command;
use support::{Ran, folder, nodeapi};

/// As [`assert_prints`], for a program of one file.
#[track_caller]
fn assert_program(name: &str, source: &str, expected: &str, code: i32) -> Ran {
    assert_prints(
        &folder(name, &[("main.js", source)]),
        &["main.js"],
        expected,
        code,
    )
}

#[test]
fn a_program_knows_how_it_was_started() {
    let source = "
        const [program, main, ...rest] = process.argv;
        console.log(program === process.execPath, main === __filename, JSON.stringify(rest));
        console.log(require.main === module, __dirname === process.cwd());
        console.log(typeof process.pid, process.platform.length > 0, process.arch.length > 0);
        console.log(Number(process.versions.napi) >= 9, /^v\\d+\\.\\d+/.test(process.version));";
    let folder = folder("argv", &[("main.js", source)]);
    let arguments = ["main.js", "a b", "--flag", "-e", "", "ä"];
    let expected = "true true [\"a b\",\"--flag\",\"-e\",\"\",\"ä\"]\ntrue true\nnumber true true\ntrue true\n";
    assert_prints(&folder, &arguments, expected, 0);
}

#[test]
fn a_program_sees_and_changes_its_environment() {
    let source = "
        process.env.NODEAPI_TEST_B = 7;
        delete process.env.NODEAPI_TEST_C;
        const { NODEAPI_TEST_A: a, NODEAPI_TEST_B: b, NODEAPI_TEST_C: c } = process.env;
        console.log(a, typeof a, b, typeof b, c, 'NODEAPI_TEST_A' in process.env);";
    assert_prints_with(
        &folder("env", &[]),
        &["-e", source],
        &[("NODEAPI_TEST_A", "an ä"), ("NODEAPI_TEST_C", "gone")],
        "an ä string 7 string undefined true\n",
    );
}

#[test]
fn source_text_is_run_and_printed() {
    let folder = folder("eval", &[("answer.js", "module.exports = 42;")]);
    assert_prints(
        &folder,
        &["-e", "console.log(require('./answer'), __filename)"],
        "42 [eval]\n",
        0,
    );
    assert_prints(&folder, &["--eval", "1 + 1"], "", 0);
    assert_prints(
        &folder,
        &["-p", "[require('./answer'), 'a']"],
        "[ 42, 'a' ]\n",
        0,
    );
    assert_prints(&folder, &["--print", "undefined"], "undefined\n", 0);
    // The module, though there is a global of that name.
    let source = "typeof crypto.createHash";
    assert_prints(&folder, &["-p", source], "function\n", 0);
    assert_prints(&folder, &["-p", "throw new Error('no')"], "", 1);
    let builtins =
        "path.basename('/a/b') + typeof os.cpus + Object.keys(globalThis).includes('fs')";
    assert_prints(&folder, &["-p", builtins], "bfunctionfalse\n", 0);
    assert_prints(
        &folder,
        &["-p", "JSON.stringify(process.argv.slice(1))", "a", "b"],
        "[\"a\",\"b\"]\n",
        0,
    );
    let ran = nodeapi(&folder, &["--no-such-option", "main.js"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(9), ""));
    assert_eq!(ran.stderr, "nodeapi: invalid option '--no-such-option'\n");
}

#[test]
fn variables_may_come_from_a_file() {
    let file =
        "A=1\nB='two # three' # four\nC=\"five\\nsix\"\nexport D=seven # eight\nPATH=never\n";
    let source = "const { A, B, C, D, PATH } = process.env; console.log(JSON.stringify([A, B, C, D]), PATH !== 'never')";
    let folder = folder("env-file", &[("main.js", source), (".env", file)]);
    let expected = "[\"1\",\"two # three\",\"five\\nsix\",\"seven\"] true\n";
    assert_prints(&folder, &["--env-file=.env", "main.js"], expected, 0);
    let missing = assert_prints(&folder, &["--env-file=.no", "main.js"], "", 9);
    assert_eq!(missing.stderr, "nodeapi: .no: not found\n");
    let ran = nodeapi(&folder, &["--env-file-if-exists=.no", "main.js"]);
    assert_eq!(ran.stdout, "[null,null,null,null] true\n");
}

#[test]
fn a_program_may_come_from_standard_input() {
    let folder = folder("stdin", &[]);
    fs::write(
        folder.join("input"),
        "console.log(process.argv.length, typeof require, __filename); throw new Error('here');",
    )
    .unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let input = fs::File::open(folder.join("input")).unwrap();
        let output = Command::new(program).args(arguments).stdin(input).output();
        output.ok().map(support::Ran::from)
    };
    for arguments in [&[][..], &["-"], &["-", "a", "b"]] {
        let ours = run(env!("CARGO_BIN_EXE_nodeapi"), arguments).unwrap();
        let argument_count = 1 + arguments.len();
        let expected = format!("{argument_count} function [stdin]\n");
        assert_eq!(
            (&*ours.stdout, ours.code),
            (&*expected, Some(1)),
            "{ours:?}"
        );
        assert!(ours.stderr.contains("[stdin]:1"), "{}", ours.stderr);
        if let Some(theirs) = run("node", arguments) {
            assert_eq!((theirs.stdout, theirs.code), (expected, Some(1)));
        }
    }
}

#[test]
fn the_collector_is_there_when_it_is_asked_for() {
    let folder = folder("gc", &[]);
    assert_prints(&folder, &["-p", "typeof gc"], "undefined\n", 0);
    assert_prints(
        &folder,
        &["--expose-gc", "-p", "gc(); typeof gc"],
        "function\n",
        0,
    );
}

#[test]
fn things_happen_in_the_order_of_node() {
    let source = "
        const log = (text) => console.log(text);
        setTimeout(() => log('timeout 1'), 1);
        setTimeout(() => log('timeout 0'), 0);
        process.nextTick((word) => {
          log('tick ' + word);
          Promise.resolve().then(() => log('microtask in tick'));
          process.nextTick(() => log('tick in tick'));
        }, 'first');
        process.nextTick(() => log('tick second'));
        Promise.resolve()
          .then(() => { log('microtask'); process.nextTick(() => log('tick in microtask')); })
          .then(() => log('microtask 2'));
        queueMicrotask(() => log('queued microtask'));
        (async () => { log('async begins'); await null; log('async goes on'); })();
        setImmediate(() => {
          log('immediate');
          setImmediate(() => log('immediate of the next turn'));
          process.nextTick(() => log('tick in immediate'));
          Promise.resolve().then(() => log('microtask in immediate'));
        });
        setImmediate(() => log('immediate 2'));
        clearTimeout(setTimeout(() => log('never'), 0));
        clearImmediate(setImmediate(() => log('never')));
        process.on('beforeExit', () => log('beforeExit'));
        process.on('exit', (code) => log('exit ' + code));
        // Both timeouts are due when the loop begins.
        for (const end = Date.now() + 5; Date.now() < end;);
        log('main ends');";
    let expected = "async begins\nmain ends\ntick first\ntick second\ntick in tick\nmicrotask\n\
        queued microtask\nasync goes on\nmicrotask in tick\nmicrotask 2\ntick in microtask\n\
        timeout 1\ntimeout 0\nimmediate\ntick in immediate\nmicrotask in immediate\nimmediate 2\n\
        immediate of the next turn\nbeforeExit\nexit 0\n";
    assert_program("order", source, expected, 0);
}

#[test]
fn timers_are_what_they_are_in_node() {
    let source = "
        const log = (...values) => console.log(...values);
        let count = 0;
        const interval = setInterval(() => {
          log('interval', ++count);
          if (count === 3) { clearInterval(interval); setTimeout(() => log('last'), 5); }
        }, 800);
        setTimeout((a, b) => log('arguments', a, b), 150, 'x', 'y');
        const idle = setTimeout(() => log('never, for nobody waits'), 100000).unref();
        log(idle.hasRef(), idle.ref().hasRef(), idle.unref() === idle, typeof idle[Symbol.toPrimitive]());
        clearTimeout(Number(setTimeout(() => log('never'), 1)));
        const again = setTimeout(() => log('refreshed'), 1);
        again.refresh();
        try { setTimeout('text'); } catch (error) { log(error.name, error.code); }
        Promise.resolve().then(() => setTimeout(() => log('from a microtask'), 400));";
    let expected = "false true true number\nTypeError ERR_INVALID_ARG_TYPE\nrefreshed\narguments x y\n\
        from a microtask\ninterval 1\ninterval 2\ninterval 3\nlast\n";
    assert_program("timers", source, expected, 0);
}

#[test]
fn an_exception_that_nobody_catches_ends_the_program() {
    let source = "
        process.on('exit', (code) => console.log('exit', code));
        setTimeout(() => { inner(); }, 1);
        function inner() { throw new TypeError('late', { cause: 'why' }); }";
    let ran = assert_program("uncaught", source, "exit 1\n", 1);
    assert!(
        ran.stderr.contains("TypeError: late\n    at inner ("),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("main.js:4:"), "{}", ran.stderr);
    let ran = assert_program(
        "uncaught-main",
        "console.log('before'); null.x;",
        "before\n",
        1,
    );
    assert!(
        ran.stderr.contains("TypeError: ") && ran.stderr.contains("main.js:1:"),
        "{}",
        ran.stderr
    );
    let ran = assert_program("uncaught-text", "throw 'just text'", "", 1);
    assert!(ran.stderr.contains("just text"), "{}", ran.stderr);
    let handled = "
        process.on('uncaughtException', (error, origin) => console.log(error.message, origin));
        setTimeout(() => console.log('goes on'), 2);
        throw new Error('handled');";
    assert_program(
        "uncaught-handled",
        handled,
        "handled uncaughtException\ngoes on\n",
        0,
    );
}

#[test]
fn a_rejection_that_nobody_handles_ends_the_program() {
    let source = "
        process.on('exit', (code) => console.log('exit', code));
        setTimeout(() => console.log('never'), 50);
        Promise.reject(new RangeError('nobody'));";
    let ran = assert_program("rejection", source, "exit 1\n", 1);
    assert!(
        ran.stderr.contains("RangeError: nobody\n    at "),
        "{}",
        ran.stderr
    );
    let handled = "
        const promise = Promise.reject(new Error('later'));
        process.nextTick(() => promise.catch((error) => console.log('caught', error.message)));
        process.on('unhandledRejection', (reason, it) => console.log(reason, it === other));
        const other = Promise.reject('reason');";
    assert_program(
        "rejection-handled",
        handled,
        "caught later\nreason true\n",
        0,
    );
    assert_program(
        "rejection-async",
        "(async () => { await null; throw 1; })()",
        "",
        1,
    );
}

#[test]
fn a_program_ends_as_it_wants() {
    assert_program(
        "exit-code",
        "process.exitCode = 7; console.log('done')",
        "done\n",
        7,
    );
    let source = "
        process.on('exit', (code) => { console.log('exit', code); process.exitCode = 9; });
        setTimeout(() => console.log('never'), 1);
        try { process.exit(4); } finally { console.log('never'); }";
    assert_program("exit", source, "exit 4\n", 9);
    let source = "
        process.on('exit', () => { console.log('once'); process.exit(5); });
        Promise.resolve().then(() => process.exit());";
    assert_program("exit-in-exit", source, "once\n", 5);
    // Packages replace this to hear of the end.
    let source = "
        const { reallyExit } = process;
        process.reallyExit = (code) => { console.log('really', code); reallyExit.call(process, 6); };
        process.on('exit', (code) => console.log('exit', code));
        process.exit(3);";
    assert_program("really-exit", source, "exit 3\nreally 3\n", 6);
    let source = "
        let times = 0;
        process.on('beforeExit', () => { if (times++ < 2) setTimeout(() => console.log('more', times), 1); });";
    assert_program("before-exit", source, "more 1\nmore 2\n", 0);
}

#[test]
fn what_was_printed_before_the_end_arrives() {
    let line = "x".repeat(99);
    let source = format!("for (let i = 0; i < 20000; i++) console.log('{line}'); process.exit(3);");
    let ran = nodeapi(&folder("output", &[("main.js", &source)]), &["main.js"]);
    assert_eq!(
        (ran.stdout.len(), ran.code),
        (20000 * 100, Some(3)),
        "{}",
        ran.stderr
    );
    let source =
        "process.stdout.write('no end of line'); console.error('to stderr'); process.exit()";
    let ran = assert_program("output-unfinished", source, "no end of line", 0);
    assert!(ran.stderr.ends_with("to stderr\n"), "{}", ran.stderr);
}

#[test]
fn values_are_printed_as_in_node() {
    let source = "
        console.log('%s is %d, %j %% %o', 'x', 4.5, { a: [1] }, 'rest', 'more');
        console.log([1, 'two', [3]], { a: 1, 'b-c': null, d: { e: { f: { g: 1 } } } });
        console.log(undefined, null, -0, 1n, Symbol('s'), () => {}, class A {}, new Date(0));
        console.log(new Map([[1, 'a']]), new Set(['b']), new Uint8Array([1, 2]), [ , 1]);
        const loop = { name: 'loop' }; loop.self = loop; console.log(loop);
        console.log();
        console.info('info'); console.debug('debug');";
    let expected = "x is 4.5, {\"a\":[1]} % 'rest' more\n\
        [ 1, 'two', [ 3 ] ] { a: 1, 'b-c': null, d: { e: { f: [Object] } } }\n\
        undefined null -0 1n Symbol(s) [Function (anonymous)] [class A] 1970-01-01T00:00:00.000Z\n\
        Map(1) { 1 => 'a' } Set(1) { 'b' } Uint8Array(2) [ 1, 2 ] [ <1 empty item>, 1 ]\n\
        <ref *1> { name: 'loop', self: [Circular *1] }\n\ninfo\ndebug\n";
    assert_program("console", source, expected, 0);
}

#[test]
fn a_hashbang_and_strict_mode_are_understood() {
    let source = "#!/usr/bin/env node\n'use strict';\nconsole.log((function () { return this; })(), this === exports);";
    assert_program("hashbang", source, "undefined true\n", 0);
}

#[test]
fn a_program_may_start_itself() {
    // As scripts do that want another one of themselves: `process.execPath` and a file.
    let folder = folder("itself", &[("main.js", "console.log(process.argv[2])")]);
    let output = Command::new(env!("CARGO_BIN_EXE_nodeapi"))
        .args(["main.js", "without run"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(Ran::from(output).stdout, "without run\n");
}

#[test]
fn files_that_others_have_opened_are_read() {
    let expected = "some text 4\nEBADF\nEBADF\nEBADF close\n";
    let folder = folder("inherited", &[("main.js", "
        const fs = require('fs');
        console.log(fs.readFileSync(5, 'utf8').trim(), fs.readSync(6, Buffer.alloc(4)));
        fs.closeSync(5);
        for (const fd of [5, 999]) try { fs.readSync(fd, Buffer.alloc(1)); } catch ({ code }) { console.log(code); }
        try { fs.closeSync(999); } catch ({ code, syscall }) { console.log(code, syscall); }"),
        ("text", "some text\n"),
        ("expected", expected)]);
    let programs = [
        concat!(env!("CARGO_BIN_EXE_nodeapi"), " run"),
        "command -v node >/dev/null || exec cat expected; node",
    ];
    for program in programs {
        let script = format!("{program} main.js 5<text 6<text");
        let mut shell = Command::new("sh");
        let ran = shell
            .args(["-c", &script])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&ran.stdout), expected, "{program}");
    }
}
