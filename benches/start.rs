//! How long a program takes from its start to its end, and how much memory at most: an empty script,
//! one that calls an addon, one that also prints; packages of npm up to their first native call, where
//! `NODEAPI_NPM` (else `~/.cache/nodeapi-npm`) has them. Node.js beside it, where it is on PATH or named
//! by `NODEAPI_BENCH_NODE`. Runs are interleaved; the figures are medians.

#[path = "../tests/support/cached.rs"]
mod cached;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

const ROUNDS: usize = 40;

const SCRIPTS: &[(&str, &str, &str)] = &[
    ("an empty script", "empty.js", ""),
    (
        "loads and calls textkit",
        "calls.js",
        "require('./textkit.node').countOf('Now and then', 'n');",
    ),
    (
        "and prints what it gives",
        "prints.js",
        "console.log(require('./textkit.node').countOf('Now and then', 'n'));",
    ),
];

/// Packages through their own entry points; run where they are installed.
const PACKAGES: &[(&str, &str, &str)] = &[
    (
        "@node-rs/crc32",
        "crc32.js",
        "require('@node-rs/crc32').crc32('x'); process.exit(0);",
    ),
    (
        "oxc-parser",
        "oxc.mjs",
        "(await import('oxc-parser')).parseSync('a.js', 'x'); process.exit(0);",
    ),
    (
        "@napi-rs/canvas",
        "canvas.js",
        "require('@napi-rs/canvas').createCanvas(1, 1); process.exit(0);",
    ),
    (
        "@swc/core",
        "swc.js",
        "require('@swc/core').transformSync('x', { swcrc: false }); process.exit(0);",
    ),
    (
        "sharp",
        "sharp.js",
        "require('sharp').counters(); process.exit(0);",
    ),
];

fn main() {
    let folder = prepare();
    let node = env::var("NODEAPI_BENCH_NODE").unwrap_or_else(|_| "node".to_owned());
    let programs = [
        ("nodeapi run", vec![env!("CARGO_BIN_EXE_nodeapi"), "run"]),
        ("Node.js", vec![&*node]),
    ];
    for (what, file, source) in SCRIPTS {
        fs::write(folder.join(file), source).expect("the script can be written");
        compare(what, &programs, &folder.join(file));
    }
    let Some(modules) = packages() else {
        return println!("no packages of npm: left out");
    };
    let link = folder.join("node_modules");
    fs::remove_file(&link).ok();
    std::os::unix::fs::symlink(&modules, &link).expect("the packages can be linked");
    for (package, file, source) in PACKAGES {
        if modules.join(package).exists() {
            fs::write(folder.join(file), source).expect("the script can be written");
            compare(
                &format!("{package}, first native call"),
                &programs,
                &folder.join(file),
            );
        }
    }
}

/// Runs each program on a script in turn, and prints the median time and memory of each.
fn compare(what: &str, programs: &[(&str, Vec<&str>)], script: &Path) {
    let mut runs = vec![Vec::new(); programs.len()];
    for _ in 0..ROUNDS {
        for ((_, command), runs) in programs.iter().zip(&mut runs) {
            runs.extend(run(command, script));
        }
    }
    println!("{what}");
    for ((name, _), mut runs) in programs.iter().zip(runs) {
        if runs.is_empty() {
            continue;
        }
        let middle = runs.len() / 2;
        runs.sort();
        let time = runs[middle].0.as_secs_f64() * 1e3;
        runs.sort_by_key(|run| run.1);
        let memory = runs[middle].1;
        println!("  {name:<30}{time:>8.2} ms{memory:>9} KiB");
    }
}

/// The folder of installed packages, if there is one.
fn packages() -> Option<PathBuf> {
    let modules = cached::folder("NODEAPI_NPM", "nodeapi-npm")?.join("node_modules");
    modules.is_dir().then_some(modules)
}

/// A folder with the addon in it.
fn prepare() -> PathBuf {
    let target = Path::new(env!("CARGO_BIN_EXE_nodeapi"))
        .ancestors()
        .nth(2)
        .expect("the program is in the target folder")
        .to_owned();
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "-p", "textkit"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "textkit builds"
    );
    let folder = target.join("bench-start");
    fs::create_dir_all(&folder).expect("a folder for the scripts");
    fs::copy(
        target.join("release/libtextkit.so"),
        folder.join("textkit.node"),
    )
    .expect("the addon is there");
    folder
}

/// Runs a program to its end: the time, and the most memory in KiB. `None` where there is none.
fn run(command: &[&str], script: &Path) -> Option<(Duration, i64)> {
    let begin = Instant::now();
    let child = Command::new(command[0])
        .args(&command[1..])
        .arg(script)
        .stdout(Stdio::null())
        .spawn()
        .ok()?;
    let memory = wait(child);
    Some((begin.elapsed(), memory))
}

/// Waits until a child ends; the most memory it had, in KiB.
fn wait(child: Child) -> i64 {
    let mut status = 0;
    // SAFETY: plain numbers, for which zeros are valid.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the child is this process's and not waited for yet; both pointers are to locals.
    let waited = unsafe { libc::wait4(child.id() as i32, &mut status, 0, &mut usage) };
    assert_eq!((waited, status), (child.id() as i32, 0), "the script ran");
    usage.ru_maxrss
}
