//! Compiles the addons in C that tests load, with the compiler that the engine is built with too.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles `tests/addons/SOURCE` to a library of this name, with these flags beside the usual.
pub(crate) fn compile(source: &str, library: &str, flags: &[&str]) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/addons")
        .join(source);
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(library);
    let unfinished = library.with_extension("unfinished");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let status = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-Wall", "-Werror", "-o"])
        .args([&unfinished, &source])
        .args(flags)
        .status()
        .unwrap_or_else(|error| panic!("{compiler}: {error}"));
    assert!(
        status.success(),
        "{compiler} does not compile {}",
        source.display()
    );
    // At once, so that nobody has a library under his feet changed.
    std::fs::rename(&unfinished, &library).unwrap();
    library
}
