//! Signals to processes.

use crate::host::node::errno::{Failure, SIGNALS, signal_number};
use crate::host::node::errors::coded;
use crate::safe::{Env, Error, ErrorClass, Result, Value, ValueType};
use rustix::process::{Pid, Signal};

/// The number of a signal that JavaScript names; `SIGTERM` where it names none.
pub(super) fn signal_of<'s>(env: &mut Env<'s>, signal: Value<'s>) -> Result<i32> {
    match signal.type_of(env) {
        ValueType::Undefined | ValueType::Null => return Ok(libc::SIGTERM),
        ValueType::Number => return signal.to(env),
        _ => {}
    }
    let text = signal.coerce_to_string(env)?.to_string(env)?;
    let known = signal_number(&text).or_else(|| signal_number(&text.to_uppercase()));
    match known {
        Some(number) if signal.type_of(env) == ValueType::String => Ok(number),
        _ => Err(unknown_signal(&text)),
    }
}

/// The error of a name that no signal has.
pub(in crate::host::node) fn unknown_signal(name: &str) -> Error {
    let message = format!("Unknown signal: {name}");
    coded(ErrorClass::TypeError, "ERR_UNKNOWN_SIGNAL", message)
}

/// Sends a signal to a process; 0 asks whether it is there.
pub(super) fn send_signal(pid: u32, signal: i32) -> i32 {
    kill(pid as i32, signal).map_or_else(|failure| failure.errno, |()| 0)
}

/// `kill`, with what a negative number and 0 mean to the system.
pub(in crate::host::node) fn kill(pid: i32, signal: i32) -> Result<(), Failure> {
    let failure = |errno: i32| Failure::new(errno, "kill");
    let known = SIGNALS.iter().any(|(_, number)| *number == signal);
    let signal = match signal {
        0 => None,
        _ if known => Signal::from_named_raw(signal),
        _ => return Err(failure(libc::EINVAL)),
    };
    let process = Pid::from_raw(pid.wrapping_abs());
    let sent = match (process, signal) {
        (Some(process), Some(signal)) if pid > 0 => rustix::process::kill_process(process, signal),
        (Some(process), None) if pid > 0 => rustix::process::test_kill_process(process),
        (Some(process), Some(signal)) => rustix::process::kill_process_group(process, signal),
        (Some(process), None) => rustix::process::test_kill_process_group(process),
        (None, Some(signal)) => rustix::process::kill_current_process_group(signal),
        (None, None) => rustix::process::test_kill_current_process_group(),
    };
    sent.map_err(|error| failure(error.raw_os_error()))
}
