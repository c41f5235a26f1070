//! Processes that run, and the threads that tell of them.

use crate::host::node::channel::{Channel, Outgoing};
use crate::host::node::output;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// What a child process does.
pub(super) enum Event {
    /// Bytes of standard output (1), standard error (2) or the channel (3); none are its end.
    Output(u32, Vec<u8>),
    Exit(ExitStatus),
}

/// A child process that runs: the writing side of its standard input, if that is a pipe.
pub(super) struct Started {
    pub(super) pid: u32,
    pub(super) input: Option<Sender<Vec<u8>>>,
    pub(super) channel: Option<Outgoing>,
    /// How many of standard output and standard error are pipes.
    pub(super) pipes: usize,
}

/// Starts the process, and threads that tell of it.
pub(super) fn start(
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
pub(super) fn feed(mut pipe: impl Write + Send + 'static) -> Sender<Vec<u8>> {
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
pub(super) fn follow(
    from: u32,
    mut pipe: impl Read + Send + 'static,
    tell: impl Fn(Event) + Send + 'static,
) {
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
