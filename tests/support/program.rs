//! Runs programs with `nodeapi run`, and with Node.js where it is on PATH.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of a test's own, empty but for these files.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("programs")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    // As programs see it: without links.
    let folder = folder.canonicalize().unwrap();
    for (file, contents) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
    folder
}

/// What a program has done.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs `nodeapi run` in a folder, with nothing to read.
pub(crate) fn nodeapi(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nodeapi"));
    command
        .arg("run")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command.env("RUST_BACKTRACE", "0").output().unwrap().into()
}

/// Runs the same with the Node.js on PATH; `None`, and a message, where there is none.
pub(crate) fn node(folder: &Path, arguments: &[&str]) -> Option<Ran> {
    let ran = run("node", folder, arguments);
    if ran.is_none() {
        eprintln!("not compared with Node.js: no node on PATH");
    }
    ran
}

/// Runs another host of Node-API in a folder, with nothing to read; `None` where there is none.
pub(crate) fn run(host: impl AsRef<OsStr>, folder: &Path, arguments: &[&str]) -> Option<Ran> {
    let mut command = Command::new(host);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    let output = command.env("RUST_BACKTRACE", "0").output();
    output.ok().map(Ran::from)
}
