//! `fs.constants`.

use crate::safe::{Env, Object, Result};

/// Names, with their numbers where the system's headers have none.
macro_rules! constants {
    ($($name:ident $(= $number:literal)?)*) => {
        &[$((stringify!($name), constants!(@ $name $($number)?))),*]
    };
    (@ $name:ident $number:literal) => { $number };
    (@ $name:ident) => { libc::$name as u32 };
}

const FIRST: &[(&str, u32)] = constants! {
    UV_FS_SYMLINK_DIR = 1 UV_FS_SYMLINK_JUNCTION = 2
    O_RDONLY O_WRONLY O_RDWR
    UV_DIRENT_UNKNOWN = 0 UV_DIRENT_FILE = 1 UV_DIRENT_DIR = 2 UV_DIRENT_LINK = 3 UV_DIRENT_FIFO = 4
    UV_DIRENT_SOCKET = 5 UV_DIRENT_CHAR = 6 UV_DIRENT_BLOCK = 7
    S_IFMT S_IFREG S_IFDIR S_IFCHR S_IFBLK S_IFIFO S_IFLNK S_IFSOCK
    O_CREAT O_EXCL UV_FS_O_FILEMAP = 0 O_NOCTTY O_TRUNC O_APPEND O_DIRECTORY
};

#[cfg(target_os = "linux")]
const SECOND: &[(&str, u32)] = constants!(O_NOATIME O_NOFOLLOW O_SYNC O_DSYNC O_DIRECT O_NONBLOCK);
#[cfg(not(target_os = "linux"))]
const SECOND: &[(&str, u32)] = constants!(O_NOFOLLOW O_SYNC O_DSYNC O_SYMLINK O_NONBLOCK);

const LAST: &[(&str, u32)] = constants! {
    S_IRWXU S_IRUSR S_IWUSR S_IXUSR S_IRWXG S_IRGRP S_IWGRP S_IXGRP S_IRWXO S_IROTH S_IWOTH S_IXOTH
    F_OK R_OK W_OK X_OK
    UV_FS_COPYFILE_EXCL = 1 COPYFILE_EXCL = 1 UV_FS_COPYFILE_FICLONE = 2 COPYFILE_FICLONE = 2
    UV_FS_COPYFILE_FICLONE_FORCE = 4 COPYFILE_FICLONE_FORCE = 4
};

pub(super) fn make<'s>(env: &mut Env<'s>) -> Result<Object<'s>> {
    let null = env.null();
    let constants = env.object_with(null, &[], &[])?;
    for (name, number) in [FIRST, SECOND, LAST].concat() {
        constants.set(env, name, number)?;
    }
    Ok(constants)
}
