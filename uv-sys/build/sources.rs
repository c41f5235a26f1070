//! Where libuv's sources come from: the crate `libuv-sys2`, which packs them unchanged.
//!
//! That crate itself cannot be built: its build script runs bindgen, and so wants libclang on every
//! machine. Cargo is asked for its files alone, by a package that is written for the purpose and
//! never built, whose lock file holds the crate's checksum. What it would be built with is replaced
//! by nothing, so that one crate is fetched; none where Cargo has it already, for which the manifest
//! has it as a dependency of no target: `cargo fetch` and `cargo vendor` include it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The manifest has the same.
const VERSION: &str = "1.53.1";
const CHECKSUM: &str = "58de9994f8d4774f47ec62220c61fb257604c70c7e2ad2588e2e8f631b4cc2f2";

/// What `libuv-sys2` is built with, in versions that fit it and do not exist, with their features.
const TOOLS: [(&str, &str, &str); 3] = [
    ("bindgen", "0.72.9999", "runtime = []"),
    ("cc", "1.9999.0", ""),
    ("pkg-config", "0.3.9999", ""),
];

/// Names a folder with libuv's sources, for who cannot fetch them.
const VARIABLE: &str = "NODEAPI_LIBUV_SOURCES";

/// The folder that holds libuv's `include` and `src`.
pub(crate) fn find() -> PathBuf {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    if let Some(folder) = env::var_os(VARIABLE) {
        return PathBuf::from(folder);
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let manifest = write_package(&out.join("sources"));
    // What has been fetched before needs no network.
    let answer = ask_cargo(&manifest, true).or_else(|_| ask_cargo(&manifest, false));
    let answer = answer.unwrap_or_else(|error| {
        panic!(
            "libuv's sources are in the crate libuv-sys2 {VERSION}, which cargo cannot fetch. \
             With {VARIABLE}=FOLDER they are read from a folder. Cargo says:\n{error}"
        )
    });
    folder_of_crate(&answer).join("libuv")
}

/// Writes the package that depends on the crate; gives its manifest.
fn write_package(folder: &Path) -> PathBuf {
    let mut manifest = format!(
        "[package]\nname = \"sources\"\nversion = \"0.0.0\"\n\n[dependencies]\n\
         libuv-sys2 = \"={VERSION}\"\n\n[workspace]\n\n[patch.crates-io]\n"
    );
    let mut lock = format!(
        "version = 4\n\n[[package]]\nname = \"libuv-sys2\"\nversion = \"{VERSION}\"\n\
         source = \"registry+https://github.com/rust-lang/crates.io-index\"\n\
         checksum = \"{CHECKSUM}\"\ndependencies = [\"bindgen\", \"cc\", \"pkg-config\"]\n\n\
         [[package]]\nname = \"sources\"\nversion = \"0.0.0\"\ndependencies = [\"libuv-sys2\"]\n"
    );
    for (name, version, features) in TOOLS {
        manifest += &format!("{name} = {{ path = \"{name}\" }}\n");
        lock += &format!("\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        let tool = format!(
            "[package]\nname = \"{name}\"\nversion = \"{version}\"\n\n[features]\n{features}\n"
        );
        write(&folder.join(name), &tool);
    }
    let path = write(folder, &manifest);
    fs::write(folder.join("Cargo.lock"), lock).expect("OUT_DIR can be written");
    path
}

/// Writes an empty library with this manifest.
fn write(folder: &Path, manifest: &str) -> PathBuf {
    let path = folder.join("Cargo.toml");
    fs::create_dir_all(folder.join("src")).expect("OUT_DIR can be written");
    fs::write(folder.join("src/lib.rs"), "").expect("OUT_DIR can be written");
    fs::write(&path, manifest).expect("OUT_DIR can be written");
    path
}

/// What cargo knows of the package, its dependencies fetched; or why it cannot.
fn ask_cargo(manifest: &Path, offline: bool) -> Result<String, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked"]);
    command.arg("--manifest-path").arg(manifest);
    if offline {
        command.arg("--offline");
    }
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// The crate's folder, from cargo's answer: the one manifest in a folder of the crate's name.
fn folder_of_crate(answer: &str) -> PathBuf {
    let manifests = answer.split("\"manifest_path\":\"").skip(1);
    manifests
        .filter_map(|rest| rest.split_once('"'))
        .filter_map(|(path, _)| Path::new(path).parent())
        .find(|folder| folder.join("libuv").is_dir())
        .expect("the crate libuv-sys2 has a folder `libuv`")
        .to_owned()
}
