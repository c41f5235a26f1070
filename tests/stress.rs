//! Asynchronous Node-API in numbers: nothing lost, nothing doubled, whoever ends first. Where `node` is
//! on PATH, it is asked the same of work; not of threads that wait for room in a queue, of which
//! Node.js 20 forgets some for ever.
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
    let library = addons::compile("stress.c", &format!("stress-{name}.node"), &["-pthread"]);
    let source = format!("const file = {library:?}; const addon = require(file);{source}");
    folder(&format!("stress-{name}"), &[("main.js", &source)])
}

#[test]
fn eight_threads_call_a_hundred_thousand_times_each() {
    let source = "
        addon.produce(100000, 16, 0, () => {});
        process.on('exit', () => {
          const [sent, called, handedBack, refused, misplaced, finalized] = addon.counts();
          console.log(sent, called, handedBack, refused, misplaced, finalized);
        });";
    assert_prints_here(
        &program("producers-first", source),
        MAIN,
        "800000 800000 0 0 0 1\n",
        0,
    );
}

#[test]
fn the_loop_may_end_before_the_threads_that_call() {
    let source = "
        addon.produce(100000, 16, 5000, () => {});
        process.on('exit', () => {
          const [sent, called, handedBack, refused, misplaced, finalized] = addon.counts();
          console.log(sent === called + handedBack, called >= 5000, sent < 800000, refused, misplaced, finalized);
        });";
    assert_prints_here(
        &program("loop-first", source),
        MAIN,
        "true true true 8 0 1\n",
        0,
    );
}

#[test]
fn a_third_of_ten_thousand_pieces_of_work_is_cancelled() {
    let source = "
        addon.work(10000);
        process.on('exit', () => {
          const [completed, executed, cancels, completedCancelled] = addon.worked();
          console.log(completed, executed + cancels, cancels === completedCancelled, cancels > 3300);
        });";
    assert_prints(&program("work", source), MAIN, "10000 10000 true true\n", 0);
}
