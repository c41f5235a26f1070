//! What `process` asks of the host.

use super::{Node, native};
use crate::safe::{Env, IntoJs, JsValue, Object, Result};
use std::rc::Rc;
use std::time::Instant;

/// The Node.js whose Node-API this host has.
const NODE_VERSION: &str = "22.22.2";

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    let executable = std::env::current_exe().unwrap_or_default().to_string_lossy().into_owned();
    let internals = env.symbol("internals")?;
    host.set(env, "internals", internals)?;
    host.set(env, "nodeVersion", NODE_VERSION)?;
    host.set(env, "napiVersion", crate::host::module_manager::HIGHEST_VERSION.to_string())?;
    host.set(env, "version", env!("CARGO_PKG_VERSION"))?;
    host.set(env, "platform", platform())?;
    host.set(env, "arch", arch())?;
    host.set(env, "pid", std::process::id())?;
    host.set(env, "execPath", executable.clone())?;
    host.set(env, "execArgv", node.options.exec_arguments.clone())?;
    host.set(env, "exposeGc", node.options.expose_gc)?;

    let this = node.clone();
    native(env, host, "argv", move |env, _| {
        let main = this.main.borrow().clone();
        let arguments = this.options.arguments.iter().cloned();
        let all: Vec<String> =
            std::iter::once(executable.clone()).chain(main).chain(arguments).collect();
        all.into_js(env)
    })?;

    native(env, host, "environment", |env, _| {
        let environment = env.object()?;
        for (name, value) in std::env::vars_os() {
            environment.set(env, &*name.to_string_lossy(), value.to_string_lossy().into_owned())?;
        }
        Ok(environment.as_value())
    })?;
    native(env, host, "currentDirectory", |env, _| {
        std::env::current_dir()?.to_string_lossy().into_owned().into_js(env)
    })?;
    let start = Instant::now();
    native(env, host, "hrtime", move |env, _| {
        Ok(env.number(start.elapsed().as_nanos() as f64).as_value())
    })?;
    native(env, host, "abort", |_, _| std::process::abort())?;
    let this = node.clone();
    native(env, host, "exit", move |env, args| {
        let code: f64 = args.get(env, 0)?;
        this.exit_now(code as i32)
    })?;
    let this = node.clone();
    native(env, host, "ticksPending", move |env, _| {
        this.ticks_pending.set(true);
        Ok(env.undefined())
    })?;
    let this = node.clone();
    native(env, host, "runMicrotasks", move |env, _| {
        this.isolate().run_microtasks();
        Ok(env.undefined())
    })?;
    let this = node.clone();
    native(env, host, "collectGarbage", move |env, _| {
        this.isolate().collect_garbage();
        Ok(env.undefined())
    })
}

/// `process.platform`.
fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}

/// `process.arch`.
fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    }
}
