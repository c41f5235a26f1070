//! The operations on files, one system call each.

use super::{Done, Outcome, descriptors};
use crate::host::node::errno::Failure;
use rustix::fs::{Access, Mode, OFlags, Timespec, Timestamps};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::time::UNIX_EPOCH;

fn nothing(result: io::Result<()>, failure: impl FnOnce(&io::Error) -> Failure) -> Done {
    result
        .map(|()| Outcome::Nothing)
        .map_err(|error| failure(&error))
}

pub(super) fn access(path: &str, mode: u32) -> Done {
    let result = rustix::fs::access(path, Access::from_bits_retain(mode));
    nothing(result.map_err(io::Error::from), |error| {
        Failure::of(error, "access").at(path)
    })
}

fn open_file(path: &str, flags: u32, mode: u32) -> Result<std::os::fd::OwnedFd, Failure> {
    let flags = OFlags::from_bits_retain(flags) | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::from_bits_retain(mode))
        .map_err(|error| Failure::of(&error.into(), "open").at(path))
}

pub(super) fn open(path: &str, flags: u32, mode: u32) -> Done {
    let file = open_file(path, flags, mode)?;
    Ok(Outcome::Number(descriptors::keep(file).into()))
}

pub(super) fn read_file(path: &str, flags: u32) -> Done {
    let mut file = File::from(open_file(path, flags, 0)?);
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| Failure::of(&error, "read"))?;
    Ok(Outcome::Bytes(bytes))
}

pub(super) fn write_file(path: &str, bytes: &[u8], flags: u32, mode: u32) -> Done {
    let mut file = File::from(open_file(path, flags, mode)?);
    nothing(file.write_all(bytes), |error| Failure::of(error, "write"))
}

/// What `Stats` is made of.
pub(super) struct Numbers {
    /// In the order of the properties, up to `blocks`.
    pub(super) fields: [u64; 10],
    /// When it was read, written, changed and made: seconds, and nanoseconds beside them.
    pub(super) times: [(i64, i64); 4],
}

fn numbers(of: &Metadata) -> Done {
    let birth = of
        .created()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let birth = birth.map_or((of.ctime(), of.ctime_nsec()), |time| {
        (time.as_secs() as i64, i64::from(time.subsec_nanos()))
    });
    Ok(Outcome::Numbers(Box::new(Numbers {
        fields: [
            of.dev(),
            of.mode().into(),
            of.nlink(),
            of.uid().into(),
            of.gid().into(),
            of.rdev(),
            of.blksize(),
            of.ino(),
            of.size(),
            of.blocks(),
        ],
        times: [
            (of.atime(), of.atime_nsec()),
            (of.mtime(), of.mtime_nsec()),
            (of.ctime(), of.ctime_nsec()),
            birth,
        ],
    })))
}

pub(super) fn stat(path: &str, follow: bool) -> Done {
    let (data, syscall) = match follow {
        true => (fs::metadata(path), "stat"),
        false => (fs::symlink_metadata(path), "lstat"),
    };
    numbers(&data.map_err(|error| Failure::of(&error, syscall).at(path))?)
}

pub(super) fn fstat(file: i32) -> Done {
    let data = descriptors::find(file).and_then(|file| file.metadata());
    numbers(&data.map_err(|error| Failure::of(&error, "fstat"))?)
}

/// Something in a folder.
pub(super) struct Entry {
    /// The folder, as `Dirent` names it.
    pub(super) folder: String,
    /// The name, from where reading began.
    pub(super) path: String,
    pub(super) name: String,
    /// What it is, by `Dirent`'s numbers.
    pub(super) kind: u32,
}

/// The names in a folder, sorted as libuv sorts them, and what they are.
pub(super) fn scan_folder(path: &str) -> Result<Vec<(String, u32)>, Failure> {
    let read = || {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let kind = if kind.is_file() {
                1
            } else if kind.is_dir() {
                2
            } else if kind.is_symlink() {
                3
            } else if kind.is_fifo() {
                4
            } else if kind.is_socket() {
                5
            } else if kind.is_char_device() {
                6
            } else {
                7
            };
            entries.push((entry.file_name(), kind));
        }
        entries.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
        Ok(entries)
    };
    let entries = read().map_err(|error: io::Error| Failure::of(&error, "scandir").at(path))?;
    let entries = entries
        .into_iter()
        .map(|(name, kind)| (name.to_string_lossy().into_owned(), kind));
    Ok(entries.collect())
}

pub(super) fn remove_folder(path: &str) -> Done {
    nothing(fs::remove_dir(path), |error| {
        Failure::of(error, "rmdir").at(path)
    })
}

pub(super) fn unlink(path: &str) -> Done {
    nothing(fs::remove_file(path), |error| {
        Failure::of(error, "unlink").at(path)
    })
}

pub(super) fn read_link(path: &str) -> Done {
    fs::read_link(path)
        .map(|link| Outcome::Text(link.to_string_lossy().into_owned()))
        .map_err(|error| Failure::of(&error, "readlink").at(path))
}

pub(super) fn real_path(path: &str) -> Done {
    fs::canonicalize(path)
        .map(|real| Outcome::Text(real.to_string_lossy().into_owned()))
        .map_err(|error| Failure::of(&error, "realpath").at(path))
}

pub(super) fn rename(from: &str, to: &str) -> Done {
    nothing(fs::rename(from, to), |error| {
        Failure::of(error, "rename").at(from).to(to)
    })
}

pub(super) fn link(from: &str, to: &str) -> Done {
    nothing(fs::hard_link(from, to), |error| {
        Failure::of(error, "link").at(from).to(to)
    })
}

pub(super) fn symlink(target: &str, path: &str) -> Done {
    let result = std::os::unix::fs::symlink(target, path);
    nothing(result, |error| {
        Failure::of(error, "symlink").at(target).to(path)
    })
}

/// The bit of `mode` that says that the copy must be new.
const EXCLUSIVE: u32 = 1;

pub(super) fn copy(from: &str, to: &str, mode: u32) -> Done {
    let copy = || {
        if mode & EXCLUSIVE != 0 {
            let mut source = File::open(from)?;
            let mut target = File::options().write(true).create_new(true).open(to)?;
            target.set_permissions(source.metadata()?.permissions())?;
            return io::copy(&mut source, &mut target);
        }
        if fs::metadata(from)?.is_dir() {
            return Err(io::Error::from_raw_os_error(libc::EISDIR));
        }
        fs::copy(from, to)
    };
    nothing(copy().map(drop), |error| {
        Failure::of(error, "copyfile").at(from).to(to)
    })
}

pub(super) fn chmod(path: &str, mode: u32) -> Done {
    let result = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    nothing(result, |error| Failure::of(error, "chmod").at(path))
}

pub(super) fn fchmod(file: i32, mode: u32) -> Done {
    let change = |file: &File| file.set_permissions(fs::Permissions::from_mode(mode));
    nothing(
        descriptors::find(file).and_then(|file| change(&file)),
        |error| Failure::of(error, "fchmod"),
    )
}

pub(super) fn chown(path: &str, user: u32, group: u32) -> Done {
    let result = std::os::unix::fs::chown(path, Some(user), Some(group));
    nothing(result, |error| Failure::of(error, "chown").at(path))
}

/// Times in seconds, as the system takes them.
fn timestamps(accessed: f64, modified: f64) -> Timestamps {
    let time = |seconds: f64| Timespec {
        tv_sec: seconds.floor() as i64,
        tv_nsec: ((seconds - seconds.floor()) * 1e9) as i64,
    };
    Timestamps {
        last_access: time(accessed),
        last_modification: time(modified),
    }
}

pub(super) fn set_times(path: &str, accessed: f64, modified: f64) -> Done {
    let times = timestamps(accessed, modified);
    let flags = rustix::fs::AtFlags::empty();
    let result = rustix::fs::utimensat(rustix::fs::CWD, path, &times, flags);
    nothing(result.map_err(io::Error::from), |error| {
        Failure::of(error, "utime").at(path)
    })
}

pub(super) fn set_file_times(file: i32, accessed: f64, modified: f64) -> Done {
    let times = timestamps(accessed, modified);
    let result = descriptors::find(file)
        .and_then(|file| rustix::fs::futimens(&*file, &times).map_err(io::Error::from));
    nothing(result, |error| Failure::of(error, "futime"))
}

pub(super) fn truncate(file: i32, length: u64) -> Done {
    let result = descriptors::find(file).and_then(|file| file.set_len(length));
    nothing(result, |error| Failure::of(error, "ftruncate"))
}

pub(super) fn truncate_path(path: &str, length: u64) -> Done {
    let file = File::from(open_file(path, OFlags::RDWR.bits(), 0)?);
    nothing(file.set_len(length), |error| {
        Failure::of(error, "ftruncate")
    })
}

pub(super) fn sync(file: i32) -> Done {
    let result = descriptors::find(file).and_then(|file| file.sync_all());
    nothing(result, |error| Failure::of(error, "fsync"))
}
