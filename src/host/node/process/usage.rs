//! What the process has used, and the time: `process.cpuUsage`, `resourceUsage`, `memoryUsage`, `hrtime`.

use super::super::errors::{invalid_arg_type, out_of_range};
use super::super::system::memory;
use super::super::{Node, native};
use crate::safe::{Args, Env, IntoJs, JsValue, Object, Result, Value};
use std::fs::read_to_string;
use std::rc::Rc;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, members: Object<'_>) -> Result<()> {
    native(env, members, "memoryUsage", |env, _| {
        let rss = memory().own;
        let usage = env.object()?;
        // The engine does not tell its heap apart.
        for name in ["rss", "heapTotal", "heapUsed"] {
            usage.set(env, name, rss)?;
        }
        usage.set(env, "external", 0)?;
        usage.set(env, "arrayBuffers", 0)?;
        Ok(usage.as_value())
    })?;
    let usage: Object<'_> = members.get(env, "memoryUsage")?;
    native(env, usage, "rss", |env, _| memory().own.into_js(env))?;
    native(env, members, "availableMemory", |env, _| {
        memory().free.into_js(env)
    })?;
    native(env, members, "constrainedMemory", |env, _| {
        let limit = read_to_string("/sys/fs/cgroup/memory.max").unwrap_or_default();
        let limit = limit.trim().parse::<f64>();
        limit.unwrap_or_else(|_| memory().all).into_js(env)
    })?;
    native(env, members, "cpuUsage", |env, args| cpu_usage(env, &args))?;
    native(env, members, "resourceUsage", |env, _| resource_usage(env))?;

    let this = node.clone();
    native(env, members, "hrtime", move |env, args| {
        let since = since(env, &args)?;
        let now = this.start.elapsed();
        let mut seconds = now.as_secs() as f64 - since[0];
        let mut nanoseconds = f64::from(now.subsec_nanos()) - since[1];
        if nanoseconds < 0.0 {
            seconds -= 1.0;
            nanoseconds += 1e9;
        }
        vec![seconds, nanoseconds].into_js(env)
    })?;
    let time: Object<'_> = members.get(env, "hrtime")?;
    let this = node.clone();
    native(env, time, "bigint", move |env, _| {
        let now = this.start.elapsed().as_nanos();
        Ok(env.bigint_u64(now as u64)?.as_value())
    })
}

/// The time that `hrtime` counts from: seconds and nanoseconds that it gave before.
fn since<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<[f64; 2]> {
    let value: Value<'_> = args.get(env, 0)?;
    if value.strict_equals(env, env.undefined()) {
        return Ok([0.0; 2]);
    }
    if !value.is_array(env) {
        return Err(invalid_arg_type(env, "time", "an instance of Array", value));
    }
    let parts: Vec<f64> = value.to(env)?;
    match parts[..] {
        [seconds, nanoseconds] => Ok([seconds, nanoseconds]),
        _ => {
            let length = env.number(parts.len() as f64).as_value();
            Err(out_of_range(env, "time", "2", length))
        }
    }
}

/// What the system has counted for this process.
fn counted() -> libc::rusage {
    // SAFETY: numbers alone, for which zeros are values.
    let mut counted = unsafe { std::mem::zeroed() };
    // SAFETY: writes to what it is given alone; zeros stay where it fails.
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut counted) };
    counted
}

fn microseconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 * 1e6 + time.tv_usec as f64
}

/// `cpuUsage(before)`: microseconds, altogether or since.
fn cpu_usage<'s>(env: &mut Env<'s>, args: &Args<'s>) -> Result<Value<'s>> {
    let before: Option<Object<'_>> = args.get(env, 0)?;
    let counted = counted();
    let usage = env.object()?;
    for (name, time) in [("user", counted.ru_utime), ("system", counted.ru_stime)] {
        let before: f64 = match before {
            Some(before) => before.get(env, name)?,
            None => 0.0,
        };
        usage.set(env, name, microseconds(time) - before)?;
    }
    Ok(usage.as_value())
}

fn resource_usage<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
    let counted = counted();
    let usage = env.object()?;
    usage.set(env, "userCPUTime", microseconds(counted.ru_utime))?;
    usage.set(env, "systemCPUTime", microseconds(counted.ru_stime))?;
    for (name, number) in [
        ("maxRSS", counted.ru_maxrss),
        ("sharedMemorySize", counted.ru_ixrss),
        ("unsharedDataSize", counted.ru_idrss),
        ("unsharedStackSize", counted.ru_isrss),
        ("minorPageFault", counted.ru_minflt),
        ("majorPageFault", counted.ru_majflt),
        ("swappedOut", counted.ru_nswap),
        ("fsRead", counted.ru_inblock),
        ("fsWrite", counted.ru_oublock),
        ("ipcSent", counted.ru_msgsnd),
        ("ipcReceived", counted.ru_msgrcv),
        ("signalsCount", counted.ru_nsignals),
        ("voluntaryContextSwitches", counted.ru_nvcsw),
        ("involuntaryContextSwitches", counted.ru_nivcsw),
    ] {
        usage.set(env, name, number as f64)?;
    }
    Ok(usage.as_value())
}
