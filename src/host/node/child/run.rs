//! `spawnSync`, `execFileSync` and `execSync`: processes that JavaScript waits for.

use super::call::{Call, How};
use super::process::{Event, start};
use super::signal::send_signal;
use crate::host::node::Node;
use crate::host::node::encodings::Encoding;
use crate::host::node::errno::{number, signal_name};
use crate::host::node::errors::string;
use crate::host::node::fs::Arguments;
use crate::safe::{
    Args, Env, ErrorClass, Function, IntoArgs, JsValue, Nullable, Object, Result, Value, ValueType,
};
use std::process::ExitStatus;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A process that has ended.
struct Ended {
    pid: u32,
    status: Option<ExitStatus>,
    /// Standard output and standard error.
    texts: [Vec<u8>; 2],
    /// Why it was ended, if it was.
    errno: Option<i32>,
}

/// `spawnSync(file, args, options)`.
pub(super) fn spawn_sync<'c>(node: &Node, env: &mut Env<'c>, args: &Args<'c>) -> Result<Value<'c>> {
    let (file, arguments) = (args.get(env, 0)?, args.get(env, 1)?);
    let options = args.get(env, 2)?;
    let call = Call::new(env, file, arguments, options)?;
    Ok(result(node, env, &call)?.as_value())
}

/// `execFileSync(file, args, options)`: its standard output.
pub(super) fn exec_file_sync<'c>(
    node: &Node,
    env: &mut Env<'c>,
    args: &Args<'c>,
) -> Result<Value<'c>> {
    let (file, arguments): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
    let options = args.get(env, 2)?;
    let call = Call::new(env, file, arguments, options)?;
    let mut command = vec![string(env, "file", file)?];
    if arguments.is_array(env) {
        for argument in arguments.to::<Vec<Value<'_>>>(env)? {
            command.push(argument.coerce_to_string(env)?.to_string(env)?);
        }
    }
    let result = result(node, env, &call)?;
    output(env, &call, result, &command.join(" "))
}

/// `execSync(command, options)`: the standard output of a shell's command.
pub(super) fn exec_sync<'c>(node: &Node, env: &mut Env<'c>, args: &Args<'c>) -> Result<Value<'c>> {
    let (command, options): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
    let text = string(env, "command", command)?;
    let with_shell = env.object()?;
    if options.type_of(env) == ValueType::Object {
        let options: Object<'_> = options.to(env)?;
        for name in options.keys(env)? {
            let value: Value<'_> = options.get(env, name.as_str())?;
            with_shell.set(env, name.as_str(), value)?;
        }
    }
    let shell: Value<'_> = with_shell.get(env, "shell")?;
    if !shell.coerce_to_boolean(env)?.get(env) {
        with_shell.set(env, "shell", true)?;
    }
    let none = env.undefined();
    let call = Call::new(env, command, none, with_shell.as_value())?;
    let result = result(node, env, &call)?;
    output(env, &call, result, &text)
}

/// What `spawnSync` gives.
fn result<'c>(node: &Node, env: &mut Env<'c>, call: &Call<'c>) -> Result<Object<'c>> {
    let mut stdio = call.stdio(env)?;
    let encoding = encoding_of(env, call)?;
    let input = match call.option(env, "input")? {
        Some(input) => {
            stdio[0] = How::Pipe;
            let mut arguments = Arguments {
                node,
                env,
                values: &[input],
            };
            Some(arguments.bytes(0, "options.stdio[0]", encoding.unwrap_or(Encoding::Utf8))?)
        }
        None => None,
    };
    let syscall = format!("spawnSync {}", call.file);
    let null = env.null();
    let result = env.object()?;
    let ended = match run_to_end(node, env, call, &stdio, input)? {
        Ok(ended) => ended,
        Err(errno) => {
            let error = call.error(env, &syscall, errno)?;
            result.set(env, "error", error)?;
            for name in ["status", "signal", "output"] {
                result.set(env, name, null)?;
            }
            result.set(env, "pid", 0)?;
            for name in ["stdout", "stderr"] {
                result.set(env, name, null)?;
            }
            return Ok(result);
        }
    };
    let mut output = vec![null.as_value()];
    for (text, how) in ended.texts.into_iter().zip(&stdio[1..]) {
        output.push(match how {
            How::Pipe => match encoding {
                Some(encoding) => encoding.decode(&text, env)?.as_value(),
                None => env.buffer_from(text)?.as_value(),
            },
            _ => null.as_value(),
        });
    }
    let status = ended.status;
    let (code, signal) = (
        status.and_then(|status| status.code()),
        status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status)),
    );
    if let Some(errno) = ended.errno {
        let error = call.error(env, &syscall, errno)?;
        result.set(env, "error", error)?;
    }
    result.set(env, "status", Nullable(code))?;
    result.set(env, "signal", Nullable(signal.and_then(signal_name)))?;
    result.set(env, "output", output.clone())?;
    result.set(env, "pid", ended.pid)?;
    result.set(env, "stdout", output[1])?;
    result.set(env, "stderr", output[2])?;
    Ok(result)
}

/// What the output is asked for as; bytes, where that is no text.
fn encoding_of<'c>(env: &mut Env<'c>, call: &Call<'c>) -> Result<Option<Encoding>> {
    let Some(encoding) = call.option(env, "encoding")? else {
        return Ok(None);
    };
    match &*encoding.coerce_to_string(env)?.to_string(env)? {
        "" | "buffer" => Ok(None),
        _ => Encoding::of(env, encoding).map(Some),
    }
}

/// The output, or an error where the process did not go well.
fn output<'c>(
    env: &mut Env<'c>,
    call: &Call<'c>,
    result: Object<'c>,
    command: &str,
) -> Result<Value<'c>> {
    let errors: Value<'_> = result.get(env, "stderr")?;
    let text = match errors.is_nullish(env) {
        true => String::new(),
        false => errors.coerce_to_string(env)?.to_string(env)?,
    };
    if !text.is_empty() && call.option(env, "stdio")?.is_none() {
        let process: Object<'_> = env.global().get(env, "process")?;
        let stderr: Object<'_> = process.get(env, "stderr")?;
        call_method(env, stderr, "write", (errors,))?;
    }
    let (error, status): (Value<'_>, Option<i32>) =
        (result.get(env, "error")?, result.get(env, "status")?);
    let is_failed = !error.is_nullish(env);
    if !is_failed && status == Some(0) {
        return result.get(env, "stdout");
    }
    let error: Object<'_> = match is_failed {
        true => error.to(env)?,
        false => {
            let more = if text.is_empty() { "" } else { "\n" };
            let message = format!("Command failed: {command}{more}{text}");
            env.error(ErrorClass::Error, None, &message)?
        }
    };
    for name in result.keys(env)? {
        let value: Value<'_> = result.get(env, name.as_str())?;
        error.set(env, name.as_str(), value)?;
    }
    Err(env.throw(error))
}

fn call_method<'s>(
    env: &mut Env<'s>,
    of: Object<'s>,
    name: &str,
    args: impl IntoArgs<'s>,
) -> Result<Value<'s>> {
    let method: Function<'_> = of.get(env, name)?;
    method.call_with_this(env, of, args)
}

/// Runs it; an error is the number of the system's.
fn run_to_end<'c>(
    node: &Node,
    env: &mut Env<'c>,
    call: &Call<'c>,
    stdio: &[How],
    input: Option<Vec<u8>>,
) -> Result<std::result::Result<Ended, i32>> {
    let command = call.command(node, env, stdio)?;
    let timeout = call.option(env, "timeout")?;
    let timeout: Option<f64> = timeout.map(|timeout| timeout.to(env)).transpose()?;
    let most = call.max_buffer(env)?;
    let kill_signal = call.kill_signal(env)?;

    let (sender, events) = channel();
    let started = match start(command, None, move |event| drop(sender.send(event))) {
        Ok(started) => started,
        Err(error) => return Ok(Err(number(&error))),
    };
    if let (Some(pipe), Some(bytes)) = (started.input, input) {
        let _ = pipe.send(bytes);
    }
    let mut deadline = timeout
        .filter(|&timeout| timeout > 0.0)
        .map(|timeout| Instant::now() + Duration::from_secs_f64(timeout / 1000.0));
    let mut ended = Ended {
        pid: started.pid,
        status: None,
        texts: [Vec::new(), Vec::new()],
        errno: None,
    };
    let mut open = started.pipes;
    while open > 0 || ended.status.is_none() {
        let event = match deadline {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => {
                events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
        };
        match event {
            Ok(Event::Output(_, bytes)) if bytes.is_empty() => open -= 1,
            Ok(Event::Output(from, bytes)) => {
                let text = &mut ended.texts[if from == 1 { 0 } else { 1 }];
                text.extend_from_slice(&bytes);
                if text.len() > most {
                    text.truncate(most);
                    ended.errno.get_or_insert(libc::ENOBUFS);
                    send_signal(started.pid, kill_signal);
                }
            }
            Ok(Event::Exit(exited)) => ended.status = Some(exited),
            Err(RecvTimeoutError::Timeout) => {
                deadline = None;
                ended.errno.get_or_insert(libc::ETIMEDOUT);
                send_signal(started.pid, kill_signal);
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(Ok(ended))
}
