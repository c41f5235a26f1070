//! Native modules in workers: each has environments of its own, and ends as a runtime ends, whatever
//! it was doing. Where `node` is on PATH, it is asked the same; but for what a thread still calls when
//! its environment ends, of which Node.js 20 dies now and then.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[path = "support/compare.rs"]
mod compare;
#[path = "support/program.rs"]
mod support;

use compare::{assert_prints, assert_prints_here};
use std::path::PathBuf;
use support::folder;

const MAIN: &[&str] = &["main.js"];

/// A program with the addon.
fn program(name: &str, source: &str) -> PathBuf {
    let library = addons::compile("workers.c", &format!("workers-{name}.node"), &["-pthread"]);
    let head = format!(
        "const {{ Worker, isMainThread, parentPort, workerData }} = require('worker_threads');
         const file = {library:?};
         const addon = require(file);
         const ended = (worker) => new Promise((resolve) => worker.on('exit', resolve));"
    );
    folder(&format!("workers-{name}"), &[("main.js", &(head + source))])
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
    assert_prints(&program("own", source), MAIN, "0 0 0 0 0 0 0 0 9 8 8\n", 0);
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
    assert_prints_here(&program("load", source), MAIN, "Set(1) { 1 } 25 24 24\n", 0);
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
    assert_prints_here(&program("exit", source), MAIN, "exit\n", 5);
}

#[test]
fn what_a_worker_throws_ends_the_program_unless_somebody_listens() {
    let source = "
        if (isMainThread) new Worker(__filename);
        else throw new RangeError('in the worker');";
    assert_prints(&program("throws", source), MAIN, "", 1);
}
