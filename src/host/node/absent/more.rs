//! What of missing builtins is no function, or does all that is asked of it.

use super::names::{METHODS, STATUSES};
use crate::host::node::lazy;
use crate::host::node::process::NODE_VERSION;
use crate::host::node::{Node, native};
use crate::safe::{Env, Function, IntoJs, JsValue, Object, Result, Value};
use std::net::IpAddr;
use std::rc::Rc;

/// The exports of a builtin, but for the functions that are not there.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>, name: &str) -> Result<Object<'s>> {
    if name == "path/win32" {
        let path: Object<'_> = node.builtin(env, "path")?.to(env)?;
        return path.get(env, "win32");
    }
    let exports = env.object()?;
    match name {
        "cluster" => {
            exports.set(env, "isMaster", true)?;
            exports.set(env, "isPrimary", true)?;
            exports.set(env, "isWorker", false)?;
            empty(env, exports, &["workers", "settings"])?;
            exports.set(env, "SCHED_NONE", 1)?;
            exports.set(env, "SCHED_RR", 2)?;
        }
        "dns" | "readline" => {
            if name == "dns" {
                exports.set(env, "ADDRCONFIG", 1024)?;
                exports.set(env, "V4MAPPED", 2048)?;
                exports.set(env, "ALL", 256)?;
                exports.set(env, "NOTFOUND", "ENOTFOUND")?;
            }
            let (this, promises) = (node.clone(), format!("{name}/promises"));
            lazy(env, exports, "promises", move |env| {
                this.builtin(env, &promises)
            })?;
        }
        "http" | "https" => {
            let agents: Object<'_> = node.builtin(env, "internal/agents")?.to(env)?;
            let agents: Object<'_> = agents.get(env, name)?;
            for each in ["Agent", "globalAgent"] {
                let value: Value<'_> = agents.get(env, each)?;
                exports.set(env, each, value)?;
            }
            if name == "http" {
                exports.set(env, "maxHeaderSize", 16384)?;
                let methods: Vec<&str> = METHODS.split(' ').collect();
                exports.set(env, "METHODS", methods)?;
                let statuses = env.object()?;
                for (number, text) in STATUSES.split(',').filter_map(|each| each.split_once(' ')) {
                    statuses.set(env, number, text)?;
                }
                exports.set(env, "STATUS_CODES", statuses)?;
            }
        }
        "http2" => {
            empty(env, exports, &["constants"])?;
            let symbol = env.symbol("sensitiveHeaders")?;
            exports.set(env, "sensitiveHeaders", symbol)?;
        }
        "inspector" | "inspector/promises" => {
            native(env, exports, "url", |env, _| Ok(env.undefined()))?;
            empty(env, exports, &["console"])?;
        }
        "net" => {
            native(env, exports, "isIP", |env, args| {
                let value = args.get(env, 0)?;
                ip_version(env, value)?.into_js(env)
            })?;
            native(env, exports, "isIPv4", |env, args| {
                let value = args.get(env, 0)?;
                (ip_version(env, value)? == 4).into_js(env)
            })?;
            native(env, exports, "isIPv6", |env, args| {
                let value = args.get(env, 0)?;
                (ip_version(env, value)? == 6).into_js(env)
            })?;
        }
        "sea" => native(env, exports, "isSea", |env, _| false.into_js(env))?,
        "tls" => {
            exports.set(env, "CLIENT_RENEG_LIMIT", 3)?;
            exports.set(env, "CLIENT_RENEG_WINDOW", 600)?;
            exports.set(env, "DEFAULT_CIPHERS", "")?;
            exports.set(env, "DEFAULT_ECDH_CURVE", "auto")?;
            exports.set(env, "DEFAULT_MIN_VERSION", "TLSv1.2")?;
            exports.set(env, "DEFAULT_MAX_VERSION", "TLSv1.3")?;
            let certificates = env.array()?;
            certificates.freeze(env)?;
            exports.set(env, "rootCertificates", certificates)?;
        }
        "trace_events" => {
            native(env, exports, "getEnabledCategories", |env, _| {
                Ok(env.undefined())
            })?;
        }
        "v8" => v8(node, env, exports)?,
        "zlib" => empty(env, exports, &["constants", "codes"])?,
        _ => {}
    }
    Ok(exports)
}

/// Gives an object empty ones of these names.
fn empty(env: &mut Env<'_>, target: Object<'_>, names: &[&str]) -> Result<()> {
    for name in names {
        let object = env.object()?;
        target.set(env, *name, object)?;
    }
    Ok(())
}

/// 4, 6, or 0 for what is no address.
fn ip_version<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<u32> {
    let text = value.coerce_to_string(env)?.to_string(env)?;
    Ok(match address(&text) {
        Some(IpAddr::V4(_)) => 4,
        Some(IpAddr::V6(_)) => 6,
        None => 0,
    })
}

fn address(text: &str) -> Option<IpAddr> {
    // A zone may follow, which is no part of the number.
    match text.split_once('%') {
        Some((_, "")) => None,
        Some((address, _)) => address.parse().ok().filter(IpAddr::is_ipv6),
        None => text.parse().ok(),
    }
}

fn v8<'s>(node: &Rc<Node>, env: &mut Env<'s>, exports: Object<'s>) -> Result<()> {
    native(env, exports, "cachedDataVersionTag", |env, _| {
        0.into_js(env)
    })?;
    let snapshot = env.object()?;
    native(env, snapshot, "isBuildingSnapshot", |env, _| {
        false.into_js(env)
    })?;
    exports.set(env, "startupSnapshot", snapshot)?;
    // This engine has no flags.
    native(env, exports, "setFlagsFromString", |env, _| {
        Ok(env.undefined())
    })?;
    let this = node.clone();
    native(env, exports, "getHeapStatistics", move |env, _| {
        let usage: Object<'_> = call(&this, env, "process", "memoryUsage")?.to(env)?;
        let heap: f64 = usage.get(env, "rss")?;
        let external: f64 = usage.get(env, "external")?;
        let limit: f64 = call(&this, env, "os", "totalmem")?.to(env)?;
        let statistics = env.object()?;
        for (name, value) in [
            ("total_heap_size", heap),
            ("total_heap_size_executable", 0.0),
            ("total_physical_size", heap),
            ("total_available_size", limit - heap),
            ("used_heap_size", heap),
            ("heap_size_limit", limit),
            ("malloced_memory", heap),
            ("peak_malloced_memory", heap),
            ("does_zap_garbage", 0.0),
            ("number_of_native_contexts", 1.0),
            ("number_of_detached_contexts", 0.0),
            ("total_global_handles_size", 0.0),
            ("used_global_handles_size", 0.0),
            ("external_memory", external),
        ] {
            statistics.set(env, name, value)?;
        }
        Ok(statistics.as_value())
    })
}

/// What a function of a builtin gives.
fn call<'s>(node: &Node, env: &mut Env<'s>, module: &str, name: &str) -> Result<Value<'s>> {
    let exports: Object<'_> = node.builtin(env, module)?.to(env)?;
    let function: Function<'_> = exports.get(env, name)?;
    function.call_with_this(env, exports, ())
}

/// The global `navigator`.
pub(super) fn navigator<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let navigator = env.object()?;
    let this = node.clone();
    lazy(env, navigator, "hardwareConcurrency", move |env| {
        call(&this, env, "os", "availableParallelism")
    })?;
    navigator.set(env, "language", "en-US")?;
    let languages: Object<'_> = ["en-US"].into_js(env)?.to(env)?;
    languages.freeze(env)?;
    navigator.set(env, "languages", languages.as_value())?;
    navigator.set(env, "platform", "linux")?;
    let major = NODE_VERSION.split('.').next().unwrap_or_default();
    navigator.set(env, "userAgent", format!("Node.js/{major}"))?;
    Ok(navigator.as_value())
}
