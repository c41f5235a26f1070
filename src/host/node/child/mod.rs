//! Child processes, for `child_process`.

mod call;
mod process;
mod run;
mod signal;

pub(super) use signal::{kill, unknown_signal};

use super::channel::{Channel, Outgoing};
use super::errno::{number, signal_name};
use super::patient::{End, Patient};
use super::{Node, native};
use crate::safe::Value;
use crate::safe::{
    Env, External, Function, IntoJs, JsValue, Object, Result, ThreadsafeFunction, TypedArray,
};
use call::{Call, How, channel_of};
use process::{Event, feed, follow, start};
use std::cell::RefCell;
use std::os::unix::process::ExitStatusExt;
use std::rc::Rc;
use std::sync::mpsc::Sender;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    define_calls(node, env, natives)?;
    // write(process, bytes), without bytes the end of what is written.
    native(env, natives, "write", |env, args| {
        let process: External<'_> = args.get(env, 0)?;
        let bytes: Option<TypedArray<'_, u8>> = args.get(env, 1)?;
        let process = process.get::<RefCell<Process>>(env)?;
        let mut process = process.borrow_mut();
        match (bytes, &process.input) {
            // Who does not read any more need not be told.
            (Some(bytes), Some(input)) => drop(input.send(bytes.as_slice(env).to_vec())),
            _ => process.input = None,
        }
        Ok(env.undefined())
    })?;
    // send(process, bytes) over the channel, without bytes its end.
    native(env, natives, "send", |env, args| {
        let process: External<'_> = args.get(env, 0)?;
        let bytes: Option<TypedArray<'_, u8>> = args.get(env, 1)?;
        let process = process.get::<RefCell<Process>>(env)?;
        let mut process = process.borrow_mut();
        match (bytes, &process.channel) {
            // Who has hung up will be heard of.
            (Some(bytes), Some(channel)) => channel.send(bytes.as_slice(env)),
            _ => process.channel = None,
        }
        Ok(env.undefined())
    })?;
    // toParent(number, callback): what `start` gives as the process, for the one that forked this.
    native(env, natives, "toParent", |env, args| {
        let (number, callback): (i32, Function<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let events = listener(env, callback)?;
        let channel = Channel::to_parent(number);
        let sink = events.clone();
        follow(3, channel.share()?, move |event| drop(sink.call(event)));
        let process = Process {
            events: Some(events),
            input: None,
            channel: Some(Outgoing::new(channel)?),
            _end: None,
        };
        Ok(env.external(RefCell::new(process))?.as_value())
    })?;
    // follow(number, callback): what `start` gives as the process, for a file that is read as it
    // gives, such as a terminal; callback(1, bytes), no bytes being its end.
    native(env, natives, "follow", |env, args| {
        let (number, callback): (i32, Function<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let events = listener(env, callback)?;
        let (patient, end) = Patient::open(number)?;
        let writer = patient.writer();
        let sink = events.clone();
        follow(1, patient, move |event| drop(sink.call(event)));
        events.keep_alive(env, true)?;
        let process = Process {
            events: Some(events),
            input: Some(feed(writer)),
            channel: None,
            _end: Some(end),
        };
        Ok(env.external(RefCell::new(process))?.as_value())
    })?;
    // setRef(process, keep): whether the event loop waits for it.
    native(env, natives, "setRef", |env, args| {
        let (process, keep): (External<'_>, bool) = (args.get(env, 0)?, args.get(env, 1)?);
        let process = process.get::<RefCell<Process>>(env)?;
        if let Some(events) = &process.borrow().events {
            events.keep_alive(env, keep)?;
        }
        Ok(env.undefined())
    })?;
    // release(process): it is done.
    native(env, natives, "release", |env, args| {
        let process: External<'_> = args.get(env, 0)?;
        let process = process.get::<RefCell<Process>>(env)?;
        process.replace(Process {
            events: None,
            input: None,
            channel: None,
            _end: None,
        });
        Ok(env.undefined())
    })
}

/// What takes the arguments of `child_process`'s own functions.
fn define_calls(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    let this = node.clone();
    native(env, natives, "spawnSync", move |env, args| {
        run::spawn_sync(&this, env, &args)
    })?;
    let this = node.clone();
    native(env, natives, "execFileSync", move |env, args| {
        run::exec_file_sync(&this, env, &args)
    })?;
    let this = node.clone();
    native(env, natives, "execSync", move |env, args| {
        run::exec_sync(&this, env, &args)
    })?;
    // normalize(file, args, options): { file, args, options }, checked.
    native(env, natives, "normalize", |env, args| {
        let (file, arguments) = (args.get(env, 0)?, args.get(env, 1)?);
        let options = args.get(env, 2)?;
        Call::new(env, file, arguments, options)?.into_object(env)
    })?;
    // start(file, args, options, callback): { spawnargs, pipes, pid, process, hasChannel }, or
    // { spawnargs, pipes, error }; callback(1 | 2 | 3, bytes) for output and the channel, no bytes being
    // its end, and callback(0, status, signal).
    let this = node.clone();
    native(env, natives, "start", move |env, args| {
        let (file, arguments) = (args.get(env, 0)?, args.get(env, 1)?);
        let (options, callback) = (args.get(env, 2)?, args.get(env, 3)?);
        let call = Call::new(env, file, arguments, options)?;
        start_process(&this, env, &call, callback)
    })?;
    // signalOf(signal): its number.
    native(env, natives, "signalOf", |env, args| {
        let signal: Value<'_> = args.get(env, 0)?;
        signal::signal_of(env, signal)?.into_js(env)
    })?;
    // kill(pid, number): whether that could be sent.
    native(env, natives, "kill", |env, args| {
        let (pid, signal): (i32, i32) = (args.get(env, 0)?, args.get(env, 1)?);
        kill(pid, signal).is_ok().into_js(env)
    })
}

/// What JavaScript holds of a process that runs.
struct Process {
    events: Option<ThreadsafeFunction<Event>>,
    input: Option<Sender<Vec<u8>>>,
    channel: Option<Outgoing>,
    /// Ends the reading of a file when it is dropped.
    _end: Option<End>,
}

/// Tells a callback of events.
fn listener(env: &mut Env<'_>, callback: Function<'_>) -> Result<ThreadsafeFunction<Event>> {
    env.threadsafe_function_of(
        "PROCESSWRAP",
        callback,
        usize::MAX,
        |env, callback, event| match event {
            Event::Output(from, bytes) if bytes.is_empty() => callback.call(env, (from,)),
            Event::Output(from, bytes) => {
                let bytes = env.array_buffer_from(bytes)?;
                callback.call(env, (from, bytes))
            }
            Event::Exit(status) => callback.call(
                env,
                (0, status.code(), status.signal().and_then(signal_name)),
            ),
        },
    )
}

fn start_process<'s>(
    node: &Node,
    env: &mut Env<'s>,
    call: &Call<'s>,
    callback: Function<'s>,
) -> Result<Value<'s>> {
    let stdio = call.stdio(env)?;
    let mut command = call.command(node, env, &stdio)?;
    let number_of_channel = channel_of(&stdio)?;
    let channel = number_of_channel.map(|number| Channel::to_child(&mut command, number));
    let channel = channel.transpose()?;
    let events = listener(env, callback)?;
    let answer = env.object()?;
    let spawn_args = call.spawn_args(env)?;
    answer.set(env, "spawnargs", spawn_args)?;
    let pipes: Vec<bool> = stdio.iter().map(|how| *how == How::Pipe).collect();
    answer.set(env, "pipes", pipes)?;
    let sink = events.clone();
    // An error says that nobody listens any more: the environment is gone.
    match start(command, channel, move |event| drop(sink.call(event))) {
        Ok(started) => {
            events.keep_alive(env, true)?;
            let process = Process {
                events: Some(events),
                input: started.input,
                channel: started.channel,
                _end: None,
            };
            let process = env.external(RefCell::new(process))?;
            answer.set(env, "pid", started.pid)?;
            answer.set(env, "process", process)?;
            answer.set(env, "hasChannel", number_of_channel.is_some())?;
        }
        Err(error) => {
            let syscall = format!("spawn {}", call.file);
            let error = call.error(env, &syscall, number(&error))?;
            answer.set(env, "error", error)?;
        }
    }
    Ok(answer.as_value())
}
