//! Loading native modules: the ways in, what each error says, and that the runtime goes on.
#![cfg(all(feature = "host", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;

use nodeapi::host::LoadError;
use nodeapi::prelude::*;
use nodeapi::{Runtime, ValueRef};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles `loading.c` to a library of this name and shape.
fn addon(name: &str, flags: &[&str]) -> PathBuf {
    addons::compile("loading.c", &format!("loading-{name}.node"), flags)
}

/// A file for a test to write.
fn file(name: &str, contents: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, contents).unwrap();
    path
}

/// Loads a module, makes its exports the global `addon`, and asks an expression.
fn ask<T: for<'s> FromJs<'s>>(runtime: &mut Runtime, path: &Path, source: &str) -> T {
    let exports = runtime.load(path).unwrap();
    runtime.set_global("addon", &exports).unwrap();
    runtime.eval(source).unwrap()
}

/// The error of a module that cannot be loaded; it names the file. The runtime goes on.
#[track_caller]
fn refused(path: &Path) -> LoadError {
    let mut runtime = Runtime::new().unwrap();
    let error = match runtime.load(path) {
        Err(Error::Other(error)) => *error.downcast::<LoadError>().unwrap(),
        other => panic!("expected a LoadError, found {other:?}"),
    };
    let text = error.to_string();
    assert!(
        text.contains(&*path.to_string_lossy()),
        "{text} names no file"
    );
    assert_eq!(runtime.eval::<f64>("6 * 7").unwrap(), 42.0);
    assert_eq!(runtime.take_misuses(), [""; 0]);
    error
}

#[test]
fn a_file_that_is_not_there() {
    let error = refused(Path::new("/no/such/addon.node"));
    assert!(matches!(&error, LoadError::NotFound { .. }), "{error:?}");
    assert!(
        error.to_string().contains("No such file or directory"),
        "{error}"
    );
}

#[test]
fn a_directory() {
    let error = refused(Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert!(matches!(&error, LoadError::NotFound { .. }), "{error:?}");
    assert!(error.to_string().contains("Is a directory"), "{error}");
}

#[test]
fn an_empty_file() {
    let error = refused(&file("loading-empty.node", b""));
    assert!(matches!(&error, LoadError::NotALibrary { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("not a native module: the file is empty"),
        "{error}"
    );
}

#[test]
fn a_text() {
    let error = refused(&file(
        "loading-text.node",
        &b"module.exports = 1;\n".repeat(10),
    ));
    assert!(matches!(&error, LoadError::NotALibrary { .. }), "{error:?}");
    assert!(error.to_string().contains("no ELF header"), "{error}");
}

#[test]
fn an_executable() {
    let error = refused(
        Path::new("/proc/self/exe")
            .canonicalize()
            .unwrap()
            .as_path(),
    );
    // Most executables are position independent, and so look like libraries until they are opened.
    assert!(
        matches!(
            &error,
            LoadError::NotALibrary { .. } | LoadError::Linker { .. }
        ),
        "{error:?}"
    );
}

/// A process of this test alone, for what might end it.
fn in_child(test: &str, variables: &[(&str, &Path)]) -> std::process::Output {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("NODEAPI_TEST_CHILD", "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn is_child() -> bool {
    std::env::var_os("NODEAPI_TEST_CHILD").is_some()
}

#[test]
fn a_file_that_is_cut_off() {
    if !is_child() {
        // The dynamic linker looks where the file no longer is: without care, that is a SIGBUS.
        let child = in_child("a_file_that_is_cut_off", &[]);
        assert!(
            child.status.success(),
            "{}: {}",
            child.status,
            String::from_utf8_lossy(&child.stderr)
        );
        return;
    }
    let whole = fs::read(addon("whole", &[])).unwrap();
    for length in [4, 63, 64, 100, 1000, 4096, 8192] {
        let error = refused(&file("loading-cut.node", &whole[..length]));
        assert!(
            matches!(&error, LoadError::NotALibrary { .. }),
            "{length}: {error:?}"
        );
        assert!(error.to_string().contains("cut off"), "{length}: {error}");
    }
}

#[test]
fn a_file_for_another_machine() {
    let mut bytes = fs::read(addon("machine", &[])).unwrap();
    for (machine, name) in [
        (183u16, "aarch64"),
        (62, "x86_64"),
        (40, "arm"),
        (0x1234, "machine 4660"),
    ] {
        if name == std::env::consts::ARCH {
            continue;
        }
        bytes[18..20].copy_from_slice(&machine.to_le_bytes());
        let error = refused(&file("loading-foreign.node", &bytes));
        assert!(
            matches!(&error, LoadError::WrongArchitecture { .. }),
            "{error:?}"
        );
        let expected = format!(
            "built for {name}, but this process runs on {}",
            std::env::consts::ARCH
        );
        assert!(error.to_string().contains(&expected), "{error}");
    }
}

#[test]
fn a_library_without_an_entry_point() {
    let error = refused(&addon("no-entry", &["-DNO_ENTRY"]));
    assert!(
        matches!(&error, LoadError::NoEntryPoint { .. }),
        "{error:?}"
    );
    let path = addon("null-entry", &["-DREGISTERS_NULL"]);
    let error = refused(&path);
    assert!(
        matches!(&error, LoadError::NoEntryPoint { .. }),
        "{error:?}"
    );
    // What the constructor registered, once a process, is still known.
    assert!(matches!(refused(&path), LoadError::NoEntryPoint { .. }));
}

#[test]
fn a_symbol_that_nobody_provides() {
    let error = refused(&addon("missing", &["-DCALLS_MISSING", "-Wl,-z,now"]));
    let LoadError::MissingSymbol { symbol, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(symbol, "napi_no_such_function");
    assert!(
        error
            .to_string()
            .ends_with("undefined symbol: napi_no_such_function"),
        "{error}"
    );
}

#[test]
fn a_library_that_another_one_misses() {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libloading-gone.so");
    fs::copy(
        addon("gone", &["-DNO_ENTRY", "-Wl,-soname,libloading-gone.so"]),
        &library,
    )
    .unwrap();
    let needy = addon("needy", &["-Wl,--no-as-needed", &library.to_string_lossy()]);
    fs::remove_file(&library).unwrap();
    let error = refused(&needy);
    let LoadError::Linker { reason, .. } = &error else {
        panic!("{error:?}")
    };
    assert!(reason.contains("libloading-gone.so"), "{reason}");
}

#[test]
fn libuv_is_missed_only_where_it_is_called() {
    let path = addon("libuv", &["-DCALLS_LIBUV", "-Wl,-z,lazy"]);
    let kind: String = ask(
        &mut Runtime::new().unwrap(),
        &path,
        "typeof addon.callLibuv",
    );
    assert_eq!(kind, "function");
}

#[test]
fn every_entry_style_is_served() {
    let mut runtime = Runtime::new().unwrap();
    for (name, flags) in [
        ("symbol", &[][..]),
        ("symbol-null", &["-DRETURNS_NULL"]),
        ("symbol-version", &["-DVERSION=8"]),
        ("constructor", &["-DREGISTERS"]),
        ("constructor-version", &["-DREGISTERS", "-DVERSION=8"]),
    ] {
        let source = "typeof addon.canReferToString + addon.initialisations";
        assert_eq!(
            ask::<String>(&mut runtime, &addon(name, flags), source),
            "function1",
            "{name}"
        );
    }
    let another = addon("another", &["-DEXPORTS_ANOTHER"]);
    assert_eq!(ask::<String>(&mut runtime, &another, "addon"), "another");
}

#[test]
fn the_declared_version_is_read() {
    let mut runtime = Runtime::new().unwrap();
    // Since version 10, references may be to any value; a module that says nothing is of version 8.
    let experimental = "-DVERSION=2147483647";
    for (name, flags, can) in [
        ("version-none", &[][..], false),
        ("version-9", &["-DVERSION=9"], false),
        ("version-10", &["-DVERSION=10"], true),
        ("version-experimental", &[experimental], true),
        (
            "version-9-registers",
            &["-DVERSION=9", "-DREGISTERS"],
            false,
        ),
        (
            "version-10-registers",
            &["-DVERSION=10", "-DREGISTERS"],
            true,
        ),
    ] {
        let path = addon(name, flags);
        assert_eq!(
            ask::<bool>(&mut runtime, &path, "addon.canReferToString()"),
            can,
            "{name}"
        );
    }
}

#[test]
fn a_version_that_is_not_served() {
    let error = refused(&addon("version-99", &["-DVERSION=99"]));
    let LoadError::Version {
        version, highest, ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!((*version, *highest), (99, 10));
    let expected = "requires Node-API version 99; this host serves up to 10";
    assert!(error.to_string().ends_with(expected), "{error}");
}

#[test]
fn an_initialiser_that_throws_may_be_run_again() {
    let path = addon("throws", &["-DTHROWS_ONCE"]);
    let mut runtime = Runtime::new().unwrap();
    let Err(Error::JavaScript(exception)) = runtime.load(&path) else {
        panic!("nothing thrown")
    };
    assert_eq!(
        (exception.message(), exception.code()),
        ("not today", Some("E_INIT"))
    );
    assert_eq!(runtime.eval::<f64>("1 + 1").unwrap(), 2.0);
    assert_eq!(ask::<u32>(&mut runtime, &path, "addon.initialisations"), 2);
}

mod panicking {
    use nodeapi::prelude::*;
    use std::cell::Cell;

    thread_local! {
        pub(crate) static RUNS: Cell<u32> = const { Cell::new(0) };
    }

    #[napi_module(name = "panicking")]
    fn init<'s>(env: &mut Env<'s>, exports: Object<'s>) -> Result<()> {
        RUNS.set(RUNS.get() + 1);
        exports.set(env, "run", RUNS.get())?;
        assert!(RUNS.get() > 1, "the first run");
        Ok(())
    }
}

#[test]
fn a_linked_initialiser_that_panics_may_be_run_again() {
    let mut runtime = Runtime::new().unwrap();
    let Err(Error::JavaScript(exception)) = runtime.import(&panicking::NAPI_MODULE) else {
        panic!("nothing thrown")
    };
    assert_eq!(exception.message(), "panicked: the first run");
    assert_eq!(runtime.eval::<f64>("1 + 1").unwrap(), 2.0);
    for _ in 0..2 {
        // The second of these finds the exports of the first.
        let exports = runtime.import(&panicking::NAPI_MODULE).unwrap();
        runtime.set_global("addon", &exports).unwrap();
        assert_eq!(runtime.eval::<u32>("addon.run").unwrap(), 2);
    }
}

fn are_same(runtime: &mut Runtime, a: &ValueRef, b: &ValueRef) -> bool {
    runtime
        .with(|env| Ok(a.get(env)?.strict_equals(env, b.get(env)?)))
        .unwrap()
}

#[test]
fn a_file_is_loaded_once() {
    let path = addon("once", &[]);
    let link = path.with_file_name("loading-once-link.node");
    let _ = fs::remove_file(&link);
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut runtime = Runtime::new().unwrap();
    let first = runtime.load(&path).unwrap();
    for path in [&path, &link] {
        let again = runtime.load(path).unwrap();
        assert!(are_same(&mut runtime, &first, &again), "{}", path.display());
    }
    assert_eq!(ask::<u32>(&mut runtime, &path, "addon.initialisations"), 1);
}

#[test]
fn every_runtime_has_exports_of_its_own() {
    for (name, flags) in [("twice", &[][..]), ("twice-registers", &["-DREGISTERS"])] {
        let path = addon(name, flags);
        let (mut first, mut second) = (Runtime::new().unwrap(), Runtime::new().unwrap());
        assert_eq!(
            ask::<u32>(&mut first, &path, "addon.mine = addon.initialisations"),
            1
        );
        let script = "[addon.initialisations, typeof addon.mine].join()";
        assert_eq!(ask::<String>(&mut second, &path, script), "2,undefined");
        drop(first);
        assert!(!ask::<bool>(&mut second, &path, "addon.canReferToString()"));
        let mut third = Runtime::new().unwrap();
        assert_eq!(ask::<u32>(&mut third, &path, "addon.initialisations"), 3);
    }
}

#[test]
fn runtimes_load_at_the_same_time() {
    let path = addon("threads", &[]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..8 {
                    let mut runtime = Runtime::new().unwrap();
                    assert!(!ask::<bool>(
                        &mut runtime,
                        &path,
                        "addon.canReferToString()"
                    ));
                }
            });
        }
    });
}

#[test]
fn another_provider_in_the_process_is_refused() {
    if is_child() {
        let mut runtime = Runtime::new().unwrap();
        let error = runtime.load(addon("beside", &[])).unwrap_err();
        let expected = "loading-beside.node: another Node-API provider is in this process";
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(runtime.eval::<f64>("1").unwrap(), 1.0);
        return;
    }
    let provider = addons::compile("provider.c", "loading-provider.so", &[]);
    let child = in_child(
        "another_provider_in_the_process_is_refused",
        &[("LD_PRELOAD", &provider)],
    );
    assert!(
        child.status.success(),
        "{}",
        String::from_utf8_lossy(&child.stderr)
    );
}
