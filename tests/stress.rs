//! Asynchronous Node-API in numbers: nothing lost, nothing doubled, whoever ends first. Where `node` is
//! on PATH, it is asked the same of work; not of threads that wait for room in a queue, of which
//! Node.js 20 forgets some for ever.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[path = "support/program.rs"]
mod support;

use std::path::PathBuf;
use support::{folder, node, nodeapi};

/// Runs a program with the addon, which prints this. The folder with the program.
#[track_caller]
fn assert_here(name: &str, source: &str, expected: &str) -> PathBuf {
    let library = addons::compile("stress.c", &format!("stress-{name}.node"), &["-pthread"]);
    let source = format!("const file = {library:?}; const addon = require(file);{source}");
    let folder = folder(&format!("stress-{name}"), &[("main.js", &source)]);
    let ours = nodeapi(&folder, &["main.js"]);
    assert_eq!(
        (&*ours.stdout, ours.code),
        (expected, Some(0)),
        "{}",
        ours.stderr
    );
    folder
}

#[test]
fn eight_threads_call_a_hundred_thousand_times_each() {
    let source = "
        addon.produce(100000, 16, 0, () => {});
        process.on('exit', () => {
          const [sent, called, handedBack, refused, misplaced, finalized] = addon.counts();
          console.log(sent, called, handedBack, refused, misplaced, finalized);
        });";
    assert_here("producers-first", source, "800000 800000 0 0 0 1\n");
}

#[test]
fn the_loop_may_end_before_the_threads_that_call() {
    let source = "
        addon.produce(100000, 16, 5000, () => {});
        process.on('exit', () => {
          const [sent, called, handedBack, refused, misplaced, finalized] = addon.counts();
          console.log(sent === called + handedBack, called >= 5000, sent < 800000, refused, misplaced, finalized);
        });";
    assert_here("loop-first", source, "true true true 8 0 1\n");
}

#[test]
fn a_third_of_ten_thousand_pieces_of_work_is_cancelled() {
    let source = "
        addon.work(10000);
        process.on('exit', () => {
          const [completed, executed, cancels, completedCancelled] = addon.worked();
          console.log(completed, executed + cancels, cancels === completedCancelled, cancels > 3300);
        });";
    let folder = assert_here("work", source, "10000 10000 true true\n");
    if let Some(theirs) = node(&folder, &["main.js"]) {
        assert_eq!(theirs.stdout, "10000 10000 true true\n");
    }
}
