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

#[test]
fn a_wrapped_object_stays_while_work_uses_its_pointer() {
    let addon = addon("wrapped");
    let mut runtime = runtime(&addon, false);
    runtime
        .eval::<()>(
            "addon.lookLater().then((wasThere) => { globalThis.wasThere = wasThere; }); undefined",
        )
        .unwrap();
    runtime.run_until_idle().unwrap();
    assert!(runtime.eval::<bool>("wasThere").unwrap());
    assert_gives(&addon, "typeof addon.lookLater().then", "function");
    // Not all of them stay, and none when garbage is collected.
    let gone = |runtime: &mut Runtime| runtime.eval::<i32>("addon.wrapMany(0)").unwrap();
    let before = gone(&mut runtime);
    runtime.eval::<i32>("addon.wrapMany(1000)").unwrap();
    let some = gone(&mut runtime) - before;
    assert!((500..1000).contains(&some), "{some} of 1000 are gone");
    runtime.collect_garbage();
    assert!(gone(&mut runtime) - before >= 1000);
    // With checks they go with their last use, so that such a mistake shows.
    let mut runtime = self::runtime(&addon, true);
    let before = gone(&mut runtime);
    runtime.eval::<i32>("addon.wrapMany(3)").unwrap();
    assert_eq!(gone(&mut runtime) - before, 3);
}

#[test]
fn what_needs_no_coercion_keeps_its_handle() {
    let addon = addon("coerced");
    assert_gives(&addon, "addon.coerce().join()", "1,1,1");
}

#[test]
fn a_reference_is_counted_down_at_the_end() {
    let addon = addon("counted");
    for checked in [false, true] {
        let mut runtime = runtime(&addon, checked);
        runtime
            .eval::<()>("globalThis.kept = addon.countAtEnd();")
            .unwrap();
        drop(runtime);
        // The library is the same, and has kept what it was answered.
        let mut runtime = self::runtime(&addon, checked);
        let answered = runtime.eval::<String>("addon.countAtEnd().join()");
        assert_eq!(answered.unwrap(), "0,0");
    }
}
