//! Operations on files that are more than one system call.

use super::operations::{Entry, scan_folder, stat};
use super::{Done, Outcome};
use crate::host::node::errno::Failure;
use rustix::fs::Mode;
use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::Path;

fn make(path: &Path, mode: u32) -> io::Result<()> {
    Ok(rustix::fs::mkdir(path, Mode::from_bits_retain(mode))?)
}

/// Makes a folder; recursively, those above it too, and then gives the first that was made.
pub(super) fn make_folder(path: &str, mode: u32, recursive: bool) -> Done {
    let failure = |error: &io::Error| Failure::of(error, "mkdir").at(path);
    if !recursive {
        make(Path::new(path), mode).map_err(|error| failure(&error))?;
        return Ok(Outcome::Nothing);
    }
    let missing: Vec<&Path> = Path::new(path)
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.iter().rev() {
        match make(folder, mode) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failure(&error));
            }
            _ => {}
        }
    }
    match missing.last() {
        Some(first) => Ok(Outcome::Text(first.to_string_lossy().into_owned())),
        None if Path::new(path).is_dir() => Ok(Outcome::Nothing),
        None => Err(Failure::new(libc::EEXIST, "mkdir").at(path)),
    }
}

/// Makes a folder with six characters after the prefix that no other has.
pub(super) fn make_temporary_folder(prefix: &str) -> Done {
    const LETTERS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let failure = |errno: i32| Failure::new(errno, "mkdtemp").at(&format!("{prefix}XXXXXX"));
    loop {
        let mut random = [0; 6];
        getrandom::fill(&mut random).map_err(|_| failure(libc::EIO))?;
        let suffix = random.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        let path = format!("{prefix}{}", String::from_iter(suffix));
        match make(Path::new(&path), 0o700) {
            Ok(()) => return Ok(Outcome::Text(path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failure(crate::host::node::errno::number(&error))),
        }
    }
}

/// Removes what is there; a folder only recursively, which `fs` has checked.
pub(super) fn remove(path: &str, recursive: bool, force: bool) -> Done {
    let remove = || {
        let data = fs::symlink_metadata(path)?;
        match (data.is_dir(), recursive) {
            (true, true) => fs::remove_dir_all(path),
            (true, false) => Err(io::Error::from_raw_os_error(libc::EISDIR)),
            (false, _) => fs::remove_file(path),
        }
    };
    match remove() {
        Err(error) if force && error.kind() == io::ErrorKind::NotFound => Ok(Outcome::Nothing),
        Err(error) => Err(Failure::of(&error, "rm").at(path)),
        Ok(()) => Ok(Outcome::Nothing),
    }
}

/// What is in a folder, and recursively in those below. Programs know the folder as `shown`.
pub(super) fn read_folder(root: &str, shown: &str, recursive: bool) -> Done {
    let below = |folder: &str, name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{}/{name}", folder.trim_end_matches('/')),
    };
    let mut found = Vec::new();
    let mut folders = VecDeque::from([String::new()]);
    while let Some(folder) = folders.pop_front() {
        let at = |from: &str| match &*folder {
            "" => from.to_owned(),
            folder => below(from, folder),
        };
        for (name, kind) in scan_folder(&at(root))? {
            let path = below(&folder, &name);
            if recursive && kind == 2 {
                folders.push_back(path.clone());
            }
            found.push(Entry {
                folder: at(shown),
                path,
                name,
                kind,
            });
        }
    }
    Ok(Outcome::Entries(found))
}

/// The path without links; of what is missing, which part of the way is: Node.js goes from part to
/// part.
pub(super) fn real_path(path: &str) -> Done {
    super::operations::real_path(path).or_else(|failure| {
        let ends = path.match_indices('/').map(|(end, _)| end).skip(1);
        for end in ends.chain([path.len()]) {
            stat(&path[..end], false)?;
        }
        Err(failure)
    })
}
