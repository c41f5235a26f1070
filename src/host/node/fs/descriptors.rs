//! Files that JavaScript holds open, by number.

use crate::host::node::errno::Failure;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Those of the process: file descriptors belong to it as a whole. A file that is closed while
/// another thread uses it stays open until that is done, so that no number is ever taken for
/// another file.
static OPEN: LazyLock<Mutex<HashMap<i32, Arc<File>>>> = LazyLock::new(Mutex::default);

fn open() -> MutexGuard<'static, HashMap<i32, Arc<File>>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a file; its number.
pub(super) fn keep(file: OwnedFd) -> i32 {
    let file = File::from(file);
    let number = file.as_raw_fd();
    open().insert(number, Arc::new(file));
    number
}

/// The file of that number.
pub(crate) fn find(number: i32) -> io::Result<Arc<File>> {
    if let Some(file) = open().get(&number) {
        return Ok(file.clone());
    }
    share(number).map(|file| Arc::new(File::from(file)))
}

/// A share of a file that this host has not opened: one that the process was started with, or
/// native code's. Nothing says how long that one stays open; its share does until it is dropped.
fn share(number: i32) -> io::Result<OwnedFd> {
    // SAFETY: takes and gives numbers alone, and fails where no file of that number is open.
    let shared = unsafe { libc::fcntl(number, libc::F_DUPFD_CLOEXEC, 3) };
    if shared < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: just made, and nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(shared) })
}

/// Forgets a file, and so closes it.
pub(super) fn close(number: i32) -> Result<(), Failure> {
    if open().remove(&number).is_some() || (0..=2).contains(&number) {
        return Ok(());
    }
    // SAFETY: takes a number alone. That it is the program's to close, because native code gave it
    // away, is the program's promise, as in Node.js.
    if unsafe { libc::close(number) } < 0 {
        return Err(Failure::of(&io::Error::last_os_error(), "close"));
    }
    Ok(())
}

/// Reads up to so many bytes, from a position or from where the file stands.
pub(super) fn read(number: i32, length: usize, position: Option<u64>) -> Result<Vec<u8>, Failure> {
    let read = || {
        let file = find(number)?;
        let mut bytes = vec![0; length];
        let count = match position {
            Some(position) => file.read_at(&mut bytes, position)?,
            None => (&*file).read(&mut bytes)?,
        };
        bytes.truncate(count);
        Ok(bytes)
    };
    read().map_err(|error: io::Error| Failure::of(&error, "read"))
}

/// Writes bytes, at a position or where the file stands; how many went out.
pub(super) fn write(number: i32, bytes: &[u8], position: Option<u64>) -> Result<usize, Failure> {
    let write = || {
        let file = find(number)?;
        match position {
            Some(position) => file.write_at(bytes, position),
            None => (&*file).write(bytes),
        }
    };
    write().map_err(|error: io::Error| Failure::of(&error, "write"))
}

/// All that is left of a file.
pub(super) fn read_all(number: i32) -> Result<Vec<u8>, Failure> {
    let read = || {
        let file = find(number)?;
        let mut bytes = Vec::new();
        (&*file).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error: io::Error| Failure::of(&error, "read"))
}

/// Writes all of it where the file stands.
pub(super) fn write_all(number: i32, bytes: &[u8]) -> Result<(), Failure> {
    let write = || (&*find(number)?).write_all(bytes);
    write().map_err(|error: io::Error| Failure::of(&error, "write"))
}
