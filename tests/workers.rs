//! Native modules in workers: each has environments of its own, and ends as a runtime ends, whatever
//! it was doing. Where `node` is on PATH, it is asked the same; but for what a thread still calls when
//! its environment ends, of which Node.js 20 dies now and then.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[path = "support/program.rs"]
mod support;

use std::path::PathBuf;
use support::{folder, node, nodeapi};

/// Runs a program with the addon beside it: it prints this, and ends with this code. The folder with
/// the program.
#[track_caller]
fn assert_here(name: &str, source: &str, expected: &str, code: i32) -> PathBuf {
    let library = addons::compile("workers.c", &format!("workers-{name}.node"), &["-pthread"]);
    let head = format!(
        "const {{ Worker, isMainThread, parentPort, workerData }} = require('worker_threads');
         const file = {library:?};
         const addon = require(file);
         const ended = (worker) => new Promise((resolve) => worker.on('exit', resolve));"
    );
    let folder = folder(&format!("workers-{name}"), &[("main.js", &(head + source))]);
    let ours = nodeapi(&folder, &["main.js"]);
    assert_eq!(
        (&*ours.stdout, ours.code),
        (expected, Some(code)),
        "{}",
        ours.stderr
    );
    folder
}

/// As [`assert_here`], and in Node.js the same.
#[track_caller]
fn assert_program(name: &str, source: &str, expected: &str, code: i32) {
    let folder = assert_here(name, source, expected, code);
    if let Some(theirs) = node(&folder, &["main.js"]) {
        assert_eq!(
            (&*theirs.stdout, theirs.code),
            (expected, Some(code)),
            "Node.js does otherwise"
        );
    }
}

#[test]
fn each_worker_has_environments_of_its_own() {
    let source = "
        if (isMainThread) {
          (async () => {
            const codes = await Promise.all(Array.from({ length: 8 }, () => ended(new Worker(__filename))));
            console.log(codes.join(' '), addon.counts().join(' '));
          })();
        } else addon.work();";
    assert_program("own", source, "0 0 0 0 0 0 0 0 9 8 8\n", 0);
}

#[test]
fn a_worker_is_ended_under_load() {
    let source = "
        if (isMainThread) {
          (async () => {
            const codes = await Promise.all(Array.from({ length: 24 }, async (_, number) => {
              const worker = new Worker(__filename, { workerData: number });
              worker.on('error', (error) => console.log('unexpected', error));
              await new Promise((resolve) => worker.once('message', resolve));
              await new Promise((resolve) => setTimeout(resolve, number));
              return worker.terminate();
            }));
            console.log(new Set(codes), addon.counts().join(' '));
          })();
        } else {
          const again = () => {
            for (let i = 0; i < 4; i++) addon.work();
            parentPort.postMessage('busy');
            if (workerData % 3 === 0) for (;;);
            setImmediate(again);
          };
          addon.produce(() => { for (let i = 0; i < 1000; i++) [i].map(String); });
          setImmediate(again);
        }";
    assert_here("load", source, "Set(1) { 1 } 25 24 24\n", 0);
}

#[test]
fn the_end_of_a_program_is_the_end_of_its_workers() {
    let source = "
        if (isMainThread) {
          let ready = 0;
          for (let i = 0; i < 4; i++) {
            new Worker(__filename).on('message', () => { if (++ready === 4) process.exit(5); });
          }
          process.on('exit', () => console.log('exit'));
        } else {
          process.on('exit', () => console.log('never'));
          addon.produce(() => {});
          parentPort.postMessage('ready');
          for (;;);
        }";
    assert_here("exit", source, "exit\n", 5);
}

#[test]
fn what_a_worker_throws_ends_the_program_unless_somebody_listens() {
    let source = "
        if (isMainThread) new Worker(__filename);
        else throw new RangeError('in the worker');";
    assert_program("throws", source, "", 1);
}
