//! Channels between a process and one that it forked. What goes over them is JavaScript's business.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// One end of a channel, or a share of it: the first that is dropped closes it for both sides.
pub(super) struct Channel(UnixStream);

impl Channel {
    /// A channel whose other end the command's process has under a number, as its environment says.
    pub(super) fn to_child(command: &mut Command, number: RawFd) -> io::Result<Channel> {
        let (ours, theirs) = UnixStream::pair()?;
        command.env(NUMBER, number.to_string());
        command.env(KIND, JSON);
        let give = move || {
            let file = theirs.as_raw_fd();
            // SAFETY: system calls on a file that is open here, and a number that belongs to nobody
            // in a process that has just begun.
            let result = unsafe {
                if file == number {
                    libc::fcntl(file, libc::F_SETFD, 0)
                } else {
                    libc::dup2(file, number)
                }
            };
            if result < 0 {
                return Err(io::Error::last_os_error());
            }
            Ok(())
        };
        // SAFETY: between the fork and the program there are only system calls.
        unsafe { command.pre_exec(give) };
        Ok(Channel(ours))
    }

    /// The channel to the process that forked this one, by its number.
    pub(super) fn to_parent(number: RawFd) -> Channel {
        // SAFETY: the environment says that the file of this number is the channel's; JavaScript
        // asks for it once.
        let file = unsafe { OwnedFd::from_raw_fd(number) };
        // Not for the processes that this one starts.
        let _ = rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::CLOEXEC);
        Channel(UnixStream::from(file))
    }

    /// The same end, for another thread.
    pub(super) fn share(&self) -> io::Result<Channel> {
        self.0.try_clone().map(Channel)
    }
}

/// What a channel is written with. A process may end right after it has sent something, so that what
/// there is room for goes out at once; a thread writes the rest. Dropped, it ends the channel when
/// that is done.
pub(super) struct Outgoing {
    stream: UnixStream,
    rest: Sender<Vec<u8>>,
    /// How many parts the thread has not written.
    waiting: Arc<AtomicUsize>,
}

impl Outgoing {
    pub(super) fn new(mut channel: Channel) -> io::Result<Outgoing> {
        let stream = channel.0.try_clone()?;
        let waiting = Arc::new(AtomicUsize::new(0));
        let (rest, parts) = mpsc::channel::<Vec<u8>>();
        let count = waiting.clone();
        thread::spawn(move || {
            for part in parts {
                if channel.write_all(&part).is_err() {
                    return;
                }
                count.fetch_sub(1, Ordering::Release);
            }
        });
        Ok(Outgoing {
            stream,
            rest,
            waiting,
        })
    }

    /// Sends bytes; what the other side does not take any more is dropped.
    pub(super) fn send(&self, bytes: &[u8]) {
        let sent = match self.waiting.load(Ordering::Acquire) {
            0 => self.send_now(bytes),
            _ => 0,
        };
        if sent < bytes.len() {
            self.waiting.fetch_add(1, Ordering::Release);
            let _ = self.rest.send(bytes[sent..].to_vec());
        }
    }

    /// Sends what there is room for; how much that is.
    fn send_now(&self, bytes: &[u8]) -> usize {
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        let (file, start) = (self.stream.as_raw_fd(), bytes.as_ptr().cast());
        // SAFETY: an open file, and bytes that are there meanwhile.
        let sent = unsafe { libc::send(file, start, bytes.len(), flags) };
        usize::try_from(sent).unwrap_or(0)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

impl Read for Channel {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const NUMBER: &str = "NODE_CHANNEL_FD";
const KIND: &str = "NODE_CHANNEL_SERIALIZATION_MODE";
const JSON: &str = "json";

/// The number of the channel to the process that forked this one, if it did.
pub(super) fn number() -> Option<RawFd> {
    let number = std::env::var(NUMBER).ok()?.parse().ok()?;
    let is_json = std::env::var(KIND).is_ok_and(|kind| kind == JSON);
    (is_json && number > 2).then_some(number)
}
