//! What Node-API forbids, Node.js lets through, and addons of npm's do: without checks it works here
//! too, and where the `node` on PATH is asked, it answers the same.
#![cfg(all(feature = "host", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;

use nodeapi::Runtime;
use std::path::{Path, PathBuf};
use std::process::Command;

fn addon(test: &str) -> PathBuf {
    addons::compile(
        "lenience.c",
        &format!("lenience-{test}.node"),
        &["-pthread"],
    )
}

fn runtime(addon: &Path, checked: bool) -> Runtime {
    let mut runtime = Runtime::builder().checked(checked).build().unwrap();
    let exports = runtime.load(addon).unwrap();
    runtime.set_global("addon", &exports).unwrap();
    runtime
}

/// Evaluates an expression here, without checks, and in Node.js: both give this text.
#[track_caller]
fn assert_gives(addon: &Path, source: &str, expected: &str) {
    let mut runtime = runtime(addon, false);
    for _ in 0..3 {
        assert_eq!(runtime.eval::<String>(source).unwrap(), expected);
    }
    let program = format!("globalThis.addon = require({addon:?}); console.log({source})");
    match Command::new("node").args(["-e", &program]).output() {
        Ok(output) => assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            format!("{expected}\n"),
            "Node.js does otherwise: {}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(_) => eprintln!("not compared with Node.js: no node on PATH"),
    }
}

#[test]
fn a_value_is_returned_whose_scope_has_just_been_closed() {
    let addon = addon("closed");
    assert_gives(&addon, "JSON.stringify(addon.returnClosed())", "[1,2,3]");
    let many = "JSON.stringify([1, 2].map(() => addon.returnClosed().length))";
    assert_gives(&addon, many, "[3,3]");
    // With checks it is an error, which says so.
    let mut runtime = runtime(&addon, true);
    let error = runtime.eval::<String>("addon.returnClosed()").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("after its handle scope was closed"),
        "{error}"
    );
    assert_eq!(runtime.take_misuses().len(), 1);
}

#[test]
fn references_are_counted_and_deleted_by_other_threads() {
    let addon = addon("threads");
    // Statuses and counts: up to 2, down to 0, no further; deleted.
    let released = "addon.releaseElsewhere({}).join()";
    assert_gives(&addon, released, "0,2,0,0,9,0");
    assert_gives(
        &addon,
        "addon.countElsewhere(() => {}).join()",
        "0,2,0,0,9,0,1,0",
    );
    for checked in [false, true] {
        let mut runtime = runtime(&addon, checked);
        runtime
            .eval::<()>("globalThis.weak = new WeakRef({}); addon.releaseElsewhere(weak.deref());")
            .unwrap();
        runtime.run_until_idle().unwrap();
        runtime.collect_garbage();
        assert!(runtime.eval::<bool>("weak.deref() === undefined").unwrap());
        assert_eq!(runtime.take_misuses(), [""; 0]);
    }
}
