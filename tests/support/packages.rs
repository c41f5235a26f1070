//! Addons that are packages of this workspace, built as their users build them: by `cargo build`
//! without any feature of the host's, in a target folder of the tests' own. What `cargo test` has
//! lying about depends on the features that it was asked for.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Puts the library of each package into a folder, as `PACKAGE.node`.
pub(crate) fn build_into(folder: &Path, packages: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("addons");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .args(packages.iter().flat_map(|package| ["-p", package]))
        .arg("--target-dir")
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success(), "the addons cannot be built");
    for package in packages {
        let library = target.join(format!("debug/lib{package}.so"));
        fs::copy(library, folder.join(package).with_extension("node")).unwrap();
    }
}
