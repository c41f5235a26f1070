//! What `process` asks of the host.

mod members;
mod usage;

pub(super) use members::define as define_members;

use super::errors::{invalid_arg_type, out_of_range};
use super::path::absolute;
use super::{Node, native};
use crate::host::engine::Engine;
use crate::safe::{Env, IntoJs, JsValue, Object, Result, Value, ValueType};
use std::rc::Rc;

/// The Node.js whose Node-API this host has.
pub(super) const NODE_VERSION: &str = "22.22.2";

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    let internals = env.symbol("internals")?;
    host.set(env, "internals", internals)?;
    host.set(env, "exposeGc", node.options.expose_gc)?;
    host.set(env, "isWorker", node.identity.is_some())?;
    let this = node.clone();
    native(env, host, "currentDirectory", move |env, _| {
        this.current_dir()?
            .to_string_lossy()
            .into_owned()
            .into_js(env)
    })?;
    let this = node.clone();
    native(env, host, "hrtime", move |env, _| {
        let now = this.start.elapsed().as_nanos();
        Ok(env.number(now as f64).as_value())
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

/// What `process` alone asks for.
pub(super) fn define_process(
    node: &Rc<Node>,
    env: &mut Env<'_>,
    natives: Object<'_>,
) -> Result<()> {
    let executable = std::env::current_exe()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    natives.set(env, "nodeVersion", NODE_VERSION)?;
    natives.set(
        env,
        "napiVersion",
        crate::host::module_manager::HIGHEST_VERSION.to_string(),
    )?;
    natives.set(env, "uvVersion", crate::host::event_loop::UV_VERSION)?;
    natives.set(env, "version", env!("CARGO_PKG_VERSION"))?;
    natives.set(env, "platform", platform())?;
    natives.set(env, "arch", arch())?;
    natives.set(env, "pid", std::process::id())?;
    natives.set(env, "execPath", executable.clone())?;
    natives.set(env, "channel", super::channel::number())?;
    natives.set(env, "argv0", std::env::args().next().unwrap_or_default())?;
    natives.set(env, "execArgv", node.options.exec_arguments.clone())?;

    let this = node.clone();
    native(env, natives, "argv", move |env, _| {
        let main = this
            .main
            .borrow()
            .clone()
            .map(|main| absolute(&this, main))
            .transpose()?;
        let arguments = this.options.arguments.iter().cloned();
        let all: Vec<String> = std::iter::once(executable.clone())
            .chain(main)
            .chain(arguments)
            .collect();
        all.into_js(env)
    })?;

    native(env, natives, "environment", |env, _| {
        let environment = env.object()?;
        for (name, value) in std::env::vars_os() {
            environment.set(
                env,
                &*name.to_string_lossy(),
                value.to_string_lossy().into_owned(),
            )?;
        }
        Ok(environment.as_value())
    })?;
    if node.options.changes_environment && node.identity.is_none() {
        native(env, natives, "setVariable", |env, args| {
            let (name, value): (String, Option<String>) = (args.get(env, 0)?, args.get(env, 1)?);
            set_variable(&name, value.as_deref());
            Ok(env.undefined())
        })?;
    }
    native(env, natives, "abort", |_, _| std::process::abort())?;
    // exitCode(value): the number, or undefined, checked.
    native(env, natives, "exitCode", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        exit_code(env, value)
    })?;
    let this = node.clone();
    native(env, natives, "exit", move |env, args| {
        let code: f64 = args.get(env, 0)?;
        this.end(code as i32);
        // In a worker, JavaScript ends here and the thread a little later.
        this.isolate().engine.throw_uncatchable();
        Err(this.catch())
    })?;
    let this = node.clone();
    native(env, natives, "ticksPending", move |env, _| {
        this.ticks_pending.set(true);
        Ok(env.undefined())
    })
}

/// What `process.exitCode` becomes: a whole number or its digits.
fn exit_code<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Value<'s>> {
    let number = match value.type_of(env) {
        ValueType::Undefined | ValueType::Null => return Ok(env.undefined()),
        ValueType::Number => value.to(env)?,
        ValueType::String if !value.to::<String>(env)?.is_empty() => {
            value.coerce_to_number(env)?.get(env)
        }
        _ => f64::NAN,
    };
    if number.is_nan() {
        return Err(invalid_arg_type(env, "code", "of type number", value));
    }
    if number.fract() != 0.0 {
        let number = env.number(number).as_value();
        return Err(out_of_range(env, "code", "an integer", number));
    }
    number.into_js(env)
}

/// Sets a variable of the process, to a text without NUL, or removes it. What no variable can be called is
/// left out, as in Node.js.
fn set_variable(name: &str, value: Option<&str>) {
    if name.is_empty() || name.contains(['=', '\0']) {
        return;
    }
    match value {
        // SAFETY: no other thread reads the environment in C, as the setter of `changes_environment`
        // has promised; in Rust, reading takes the lock that this takes.
        Some(value) => unsafe { std::env::set_var(name, value) },
        // SAFETY: as above.
        None => unsafe { std::env::remove_var(name) },
    }
}

/// `process.platform`.
pub(super) fn platform() -> &'static str {
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
