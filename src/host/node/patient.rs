//! Files that are waited for, whether or not reading them waits: terminals that native code has opened.

use super::fs::descriptors;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Ends the waiting of the other side when the last is dropped.
pub(super) struct End {
    _signal: OwnedFd,
}

/// A file for a thread that reads it until its end or until nobody wants more.
pub(super) struct Patient {
    file: Arc<File>,
    ended: OwnedFd,
}

impl Patient {
    /// A share of the file with that number, and what ends the reading.
    pub(super) fn open(number: i32) -> io::Result<(Patient, End)> {
        let file = descriptors::find(number)?;
        let (ended, signal) = pipe_with(PipeFlags::CLOEXEC)?;
        Ok((Patient { file, ended }, End { _signal: signal }))
    }

    /// The same file, to write to.
    pub(super) fn writer(&self) -> Writer {
        Writer(self.file.clone())
    }
}

impl Read for Patient {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut files = [
                PollFd::new(&*self.file, PollFlags::IN),
                PollFd::new(&self.ended, PollFlags::IN),
            ];
            match poll(&mut files, None) {
                Err(rustix::io::Errno::INTR) => continue,
                waited => waited?,
            };
            // The other side has been dropped.
            if !files[1].revents().is_empty() {
                return Ok(0);
            }
            match (&*self.file).read(bytes) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }
}

/// A file that is written to, and waited for where it has no room.
pub(super) struct Writer(Arc<File>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match (&*self.0).write(bytes) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    let mut files = [PollFd::new(&*self.0, PollFlags::OUT)];
                    let _ = poll(&mut files, None);
                }
                written => return written,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
