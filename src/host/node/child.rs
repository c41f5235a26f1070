//! Child processes, for `child_process`.

use super::channel::{Channel, Outgoing};
use super::errno::{Failure, SIGNALS, number, signal_name};
use super::fs::descriptors;
use super::patient::{End, Patient};
use super::{native, output};
use crate::safe::{
    Env, Error, External, Function, IntoJs, JsValue, Object, Result, ThreadsafeFunction,
    TypedArray, Value,
};
use rustix::process::{Pid, Signal};
use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What a child process does.
enum Event {
    /// Bytes of standard output (1), standard error (2) or the channel (3); none are its end.
    Output(u32, Vec<u8>),
    Exit(ExitStatus),
}

/// A child process that runs: the writing side of its standard input, if that is a pipe.
struct Started {
    pid: u32,
    input: Option<Sender<Vec<u8>>>,
    channel: Option<Outgoing>,
    /// How many of standard output and standard error are pipes.
    pipes: usize,
}

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // runToEnd(options): { pid, status, signal, stdout, stderr, errno }.
    native(env, natives, "runToEnd", |env, args| {
        let options: Object<'_> = args.get(env, 0)?;
        run_to_end(env, options)
    })?;
    // start(options, callback): { pid, process }, or { errno }; callback(1 | 2 | 3, bytes) for output
    // and the channel, no bytes being its end, and callback(0, status, signal).
    native(env, natives, "start", |env, args| {
        let (options, callback): (Object<'_>, Function<'_>) =
            (args.get(env, 0)?, args.get(env, 1)?);
        start_process(env, options, callback)
    })?;
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
    env: &mut Env<'s>,
    options: Object<'s>,
    callback: Function<'s>,
) -> Result<Value<'s>> {
    let mut command = command(env, options)?;
    let channel: Option<i32> = options.get(env, "ipc")?;
    let channel = channel.map(|number| Channel::to_child(&mut command, number));
    let channel = channel.transpose()?;
    let events = listener(env, callback)?;
    let answer = env.object()?;
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
        }
        Err(error) => answer.set(env, "errno", number(&error))?,
    }
    Ok(answer.as_value())
}

fn run_to_end<'s>(env: &mut Env<'s>, options: Object<'s>) -> Result<Value<'s>> {
    let command = command(env, options)?;
    let input: Option<TypedArray<'_, u8>> = options.get(env, "input")?;
    let input = input.map(|input| input.as_slice(env).to_vec());
    let timeout: Option<f64> = options.get(env, "timeout")?;
    let most: Option<f64> = options.get(env, "maxBuffer")?;
    let most = most.map_or(usize::MAX, |most| most as usize);
    let kill_signal: Option<i32> = options.get(env, "killSignal")?;
    let kill_signal = kill_signal.unwrap_or(libc::SIGTERM);

    let answer = env.object()?;
    let (sender, events) = channel();
    let started = match start(command, None, move |event| drop(sender.send(event))) {
        Ok(started) => started,
        Err(error) => {
            answer.set(env, "errno", number(&error))?;
            return Ok(answer.as_value());
        }
    };
    if let (Some(pipe), Some(bytes)) = (started.input, input) {
        let _ = pipe.send(bytes);
    }
    let mut deadline = timeout
        .filter(|&timeout| timeout > 0.0)
        .map(|timeout| Instant::now() + Duration::from_secs_f64(timeout / 1000.0));
    let (mut texts, mut open, mut status, mut errno) =
        ([Vec::new(), Vec::new()], started.pipes, None, None);
    while open > 0 || status.is_none() {
        let event = match deadline {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => {
                events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
        };
        match event {
            Ok(Event::Output(_, bytes)) if bytes.is_empty() => open -= 1,
            Ok(Event::Output(from, bytes)) => {
                let text = &mut texts[if from == 1 { 0 } else { 1 }];
                text.extend_from_slice(&bytes);
                if text.len() > most {
                    text.truncate(most);
                    errno.get_or_insert(libc::ENOBUFS);
                    send_signal(started.pid, kill_signal);
                }
            }
            Ok(Event::Exit(exited)) => status = Some(exited),
            Err(RecvTimeoutError::Timeout) => {
                deadline = None;
                errno.get_or_insert(libc::ETIMEDOUT);
                send_signal(started.pid, kill_signal);
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let [stdout, stderr] = texts;
    let (stdout, stderr) = (
        env.array_buffer_from(stdout)?,
        env.array_buffer_from(stderr)?,
    );
    answer.set(env, "pid", started.pid)?;
    answer.set(env, "status", status.and_then(|status| status.code()))?;
    answer.set(
        env,
        "signal",
        status
            .and_then(|status| status.signal())
            .and_then(signal_name),
    )?;
    answer.set(env, "stdout", stdout)?;
    answer.set(env, "stderr", stderr)?;
    answer.set(env, "errno", errno)?;
    Ok(answer.as_value())
}

/// The command that options ask for: `file`, `args` with what the program is called first, `env` as
/// names and values in turn, `cwd`, `stdio`, `detached`, `uid`, `gid`.
fn command<'s>(env: &mut Env<'s>, options: Object<'s>) -> Result<Command> {
    let file: String = options.get(env, "file")?;
    let arguments: Vec<String> = options.get(env, "args")?;
    let environment: Vec<String> = options.get(env, "env")?;
    let folder: Option<String> = options.get(env, "cwd")?;
    let detached: Option<bool> = options.get(env, "detached")?;
    let user: Option<u32> = options.get(env, "uid")?;
    let group: Option<u32> = options.get(env, "gid")?;
    let stdio: Vec<Value<'_>> = options.get(env, "stdio")?;

    let mut command = Command::new(file);
    let mut arguments = arguments.into_iter();
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    command.args(arguments).env_clear();
    for pair in environment.chunks_exact(2) {
        command.env(&pair[0], &pair[1]);
    }
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    if detached == Some(true) {
        command.process_group(0);
    }
    if let Some(user) = user {
        command.uid(user);
    }
    if let Some(group) = group {
        command.gid(group);
    }
    for (number, how) in stdio.into_iter().enumerate() {
        let how = stdio_of(env, how)?;
        match number {
            0 => command.stdin(how),
            1 => command.stdout(how),
            2 => command.stderr(how),
            _ => return Err(Error::message("more than three of stdio are not provided")),
        };
    }
    Ok(command)
}

/// `'pipe'`, `'ignore'`, or the number of a file.
fn stdio_of<'s>(env: &mut Env<'s>, how: Value<'s>) -> Result<Stdio> {
    if let Ok(file) = how.to::<i32>(env) {
        let file = descriptors::find(file)?;
        return Ok(Stdio::from(file.try_clone()?));
    }
    Ok(match &*how.to::<String>(env)? {
        "pipe" => Stdio::piped(),
        _ => Stdio::null(),
    })
}

/// Starts the process, and threads that tell of it.
fn start(
    mut command: Command,
    channel: Option<Channel>,
    tell: impl Fn(Event) + Clone + Send + 'static,
) -> io::Result<Started> {
    // What was written before comes before what the child writes.
    output::flush();
    let mut child = command.spawn()?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let pipes = usize::from(output.is_some()) + usize::from(errors.is_some());
    let pid = child.id();
    // Our share of the other end of the channel goes with the command.
    drop(command);
    let input = child.stdin.take().map(feed);
    if let Some(channel) = &channel {
        follow(3, channel.share()?, tell.clone());
    }
    let channel = channel.map(Outgoing::new).transpose()?;
    if let Some(output) = output {
        follow(1, output, tell.clone());
    }
    if let Some(errors) = errors {
        follow(2, errors, tell.clone());
    }
    thread::spawn(move || {
        if let Ok(status) = wait(&mut child) {
            tell(Event::Exit(status));
        }
    });
    Ok(Started {
        pid,
        input,
        channel,
        pipes,
    })
}

fn wait(child: &mut Child) -> io::Result<ExitStatus> {
    child.wait()
}

/// Writes what is sent, and closes the pipe when the sender is gone.
fn feed(mut pipe: impl Write + Send + 'static) -> Sender<Vec<u8>> {
    let (sender, receiver) = channel::<Vec<u8>>();
    thread::spawn(move || {
        for bytes in receiver {
            if pipe.write_all(&bytes).is_err() {
                return;
            }
        }
    });
    sender
}

/// Tells of what a pipe gives, until its end.
fn follow(from: u32, mut pipe: impl Read + Send + 'static, tell: impl Fn(Event) + Send + 'static) {
    thread::spawn(move || {
        let mut bytes = vec![0; 65536];
        loop {
            let count = match pipe.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                count => count.unwrap_or(0),
            };
            tell(Event::Output(from, bytes[..count].to_vec()));
            if count == 0 {
                return;
            }
        }
    });
}

/// Sends a signal to a process; 0 asks whether it is there.
fn send_signal(pid: u32, signal: i32) -> i32 {
    kill(pid as i32, signal).map_or_else(|failure| failure.errno, |()| 0)
}

/// `kill`, with what a negative number and 0 mean to the system.
pub(super) fn kill(pid: i32, signal: i32) -> Result<(), Failure> {
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

/// `kill`, for JavaScript: 0, or the number of an error.
pub(super) fn kill_number<'s>(env: &mut Env<'s>, pid: i32, signal: i32) -> Result<Value<'s>> {
    kill(pid, signal)
        .map_or_else(|failure| failure.errno, |()| 0)
        .into_js(env)
}
