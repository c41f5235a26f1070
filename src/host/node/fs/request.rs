//! The operations of `fs`: what each takes, what it has the system do, and what is made of the answer.

use super::answer::Finish;
use super::arguments::Arguments;
use super::{Done, Job, Outcome, descriptors, operations as op, trees};
use crate::host::node::encodings::Encoding;
use crate::host::node::path;
use crate::safe::{Result, Value, ValueType};

/// A call whose arguments have been read.
pub(super) struct Request {
    pub(super) job: Job,
    pub(super) finish: Finish,
}

impl Request {
    fn new(job: impl FnOnce() -> Done + Send + 'static) -> Result<Request> {
        Request::finished(job, Finish::Plain)
    }

    fn finished(job: impl FnOnce() -> Done + Send + 'static, finish: Finish) -> Result<Request> {
        Ok(Request {
            job: Box::new(job),
            finish,
        })
    }
}

/// Reads the arguments of an operation.
pub(super) type Read = for<'a, 'b, 'c> fn(&'a mut Arguments<'b, 'c>) -> Result<Request>;

/// Those that have three forms: at once, with a callback, with a promise.
pub(super) const OPERATIONS: &[(&str, Read)] = &[
    ("access", access),
    ("appendFile", append_file),
    ("chmod", chmod),
    ("chown", chown),
    ("close", close),
    ("copyFile", copy_file),
    ("fchmod", fchmod),
    ("fdatasync", fsync),
    ("fstat", fstat),
    ("fsync", fsync),
    ("ftruncate", ftruncate),
    ("futimes", futimes),
    ("link", link),
    ("lstat", lstat),
    ("mkdir", mkdir),
    ("mkdtemp", mkdtemp),
    ("open", open),
    ("read", read),
    ("readFile", read_file),
    ("readdir", readdir),
    ("readlink", readlink),
    ("realpath", realpath),
    ("rename", rename),
    ("rm", rm),
    ("rmdir", rmdir),
    ("stat", stat),
    ("symlink", symlink),
    ("truncate", truncate),
    ("unlink", unlink),
    ("utimes", utimes),
    ("write", write),
    ("writeFile", write_file),
];

fn access(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (path, mode) = (asked.path(0, "path")?, asked.small_mode(1, 7)?);
    Request::new(move || op::access(&path, mode))
}

fn open(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let flags = asked.flags(asked.value(1), "r")?;
    let mode = asked.mode(asked.value(2), "mode", Some(0o666))?;
    Request::new(move || op::open(&path, flags, mode))
}

fn close(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    Request::new(move || descriptors::close(file).map(|()| Outcome::Nothing))
}

fn read(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    let buffer = asked.target(1)?;
    let size = buffer.len(asked.env);
    let (mut offset, mut length, mut position) = (asked.value(2), asked.value(3), asked.value(4));
    if let Some(options) = asked.options_at(2)? {
        offset = options.get_named(asked.env, c"offset")?;
        length = options.get_named(asked.env, c"length")?;
        position = options.get_named(asked.env, c"position")?;
    }
    let offset = match offset.is_nullish(asked.env) {
        true => 0,
        false => asked.within(offset, "offset", size)?,
    };
    let length = match length.is_nullish(asked.env) {
        true => size - offset,
        false => asked.within(length, "length", size - offset)?,
    };
    let position = asked.position(position)?;
    let finish = Finish::Read {
        given: asked.env.reference(asked.value(1))?,
        offset,
    };
    let job = move || descriptors::read(file, length, position).map(Outcome::Bytes);
    Request::finished(job, finish)
}

fn write(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    let data = asked.value(1);
    let is_text = data.type_of(asked.env) == ValueType::String;
    let encoding = match is_text && !asked.is_nullish(3) {
        true => Encoding::of(asked.env, asked.value(3))?,
        false => Encoding::Utf8,
    };
    let mut bytes = asked.bytes(1, "buffer", encoding)?;
    let position = if is_text {
        asked.position(asked.value(2))?
    } else {
        let (mut offset, mut length, mut position) =
            (asked.value(2), asked.value(3), asked.value(4));
        if let Some(options) = asked.options_at(2)? {
            offset = options.get_named(asked.env, c"offset")?;
            length = options.get_named(asked.env, c"length")?;
            position = options.get_named(asked.env, c"position")?;
        }
        if !offset.is_nullish(asked.env) {
            let offset = asked.within(offset, "offset", bytes.len())?;
            bytes.drain(..offset);
        }
        if !length.is_nullish(asked.env) {
            let length = asked.within(length, "length", bytes.len())?;
            bytes.truncate(length);
        }
        asked.position(position)?
    };
    let finish = Finish::Written {
        given: asked.env.reference(data)?,
    };
    let job = move || {
        let count = descriptors::write(file, &bytes, position)?;
        Ok(Outcome::Number(count as f64))
    };
    Request::finished(job, finish)
}

fn read_file(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let options = asked.options(1)?;
    let finish = Finish::Contents(options.form);
    if asked.is_descriptor(0) {
        let file = asked.descriptor(0)?;
        return Request::finished(
            move || descriptors::read_all(file).map(Outcome::Bytes),
            finish,
        );
    }
    let path = asked.path(0, "path")?;
    let flags = options.get(asked.env, "flag")?;
    let flags = asked.flags(flags, "r")?;
    Request::finished(move || op::read_file(&path, flags), finish)
}

fn write_file(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    write_whole(asked, "w")
}

fn append_file(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    write_whole(asked, "a")
}

fn write_whole(asked: &mut Arguments<'_, '_>, usual: &str) -> Result<Request> {
    let options = asked.options(2)?;
    let bytes = asked.bytes(1, "data", options.encoding())?;
    if asked.is_descriptor(0) {
        let file = asked.descriptor(0)?;
        return Request::new(move || {
            descriptors::write_all(file, &bytes).map(|()| Outcome::Nothing)
        });
    }
    let path = asked.path(0, "path")?;
    let flags = options.get(asked.env, "flag")?;
    let flags = asked.flags(flags, usual)?;
    let mode = options.get(asked.env, "mode")?;
    let mode = asked.mode(mode, "mode", Some(0o666))?;
    Request::new(move || op::write_file(&path, &bytes, flags, mode))
}

fn stats(
    asked: &mut Arguments<'_, '_>,
    job: impl FnOnce() -> Done + Send + 'static,
) -> Result<Request> {
    let bigint = match asked.options_at(1)? {
        Some(options) => {
            let bigint: Value<'_> = options.get_named(asked.env, c"bigint")?;
            bigint.coerce_to_boolean(asked.env)?.get(asked.env)
        }
        None => false,
    };
    Request::finished(job, Finish::Stats { bigint })
}

fn stat(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    stats(asked, move || op::stat(&path, true))
}

fn lstat(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    stats(asked, move || op::stat(&path, false))
}

fn fstat(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    stats(asked, move || op::fstat(file))
}

fn readdir(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.text(0, "path")?;
    let options = asked.options(1)?;
    let recursive = asked.flag(options.object(), "recursive")?;
    let finish = Finish::Entries {
        form: options.form,
        with_types: asked.flag(options.object(), "withFileTypes")?,
    };
    let root = asked.node.path(path.clone());
    Request::finished(move || trees::read_folder(&root, &path, recursive), finish)
}

fn mkdir(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.text(0, "path")?;
    let options = asked.options_at(1)?;
    let recursive = asked.flag(options, "recursive")?;
    let (mode, name) = match options {
        Some(options) => (options.get_named(asked.env, c"mode")?, "options.mode"),
        None => (asked.value(1), "mode"),
    };
    let mode = asked.mode(mode, name, Some(0o777))?;
    let path = match recursive {
        true => path::absolute(asked.node, path)?,
        false => asked.node.path(path),
    };
    Request::new(move || trees::make_folder(&path, mode, recursive))
}

fn mkdtemp(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let prefix = asked.path(0, "prefix")?;
    let finish = Finish::Text(asked.options(1)?.form);
    Request::finished(move || trees::make_temporary_folder(&prefix), finish)
}

fn rm(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let options = match asked.value(1).type_of(asked.env) {
        ValueType::Undefined => None,
        ValueType::Object => asked.options_at(1)?,
        _ => return asked.wrong("options", "of type object", asked.value(1)),
    };
    let (recursive, force) = (
        asked.flag(options, "recursive")?,
        asked.flag(options, "force")?,
    );
    Request::new(move || trees::remove(&path, recursive, force))
}

fn rmdir(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    Request::new(move || op::remove_folder(&path))
}

fn unlink(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    Request::new(move || op::unlink(&path))
}

fn rename(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (from, to) = (asked.path(0, "oldPath")?, asked.path(1, "newPath")?);
    Request::new(move || op::rename(&from, &to))
}

fn copy_file(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (from, to) = (asked.path(0, "src")?, asked.path(1, "dest")?);
    let mode = asked.small_mode(2, 7)?;
    Request::new(move || op::copy(&from, &to, mode))
}

fn link(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (from, to) = (asked.path(0, "existingPath")?, asked.path(1, "newPath")?);
    Request::new(move || op::link(&from, &to))
}

fn symlink(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    // What a link says is left as it is.
    let (target, path) = (asked.text(0, "target")?, asked.path(1, "path")?);
    Request::new(move || op::symlink(&target, &path))
}

fn readlink(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let finish = Finish::Text(asked.options(1)?.form);
    Request::finished(move || op::read_link(&path), finish)
}

fn realpath(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.text(0, "path")?;
    let path = path::absolute(asked.node, path)?;
    let finish = Finish::Text(asked.options(1)?.form);
    Request::finished(move || trees::real_path(&path), finish)
}

/// `realpath.native`, which asks the system at once.
pub(super) fn native_realpath(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let finish = Finish::Text(asked.options(1)?.form);
    Request::finished(move || op::real_path(&path), finish)
}

fn chmod(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let mode = asked.mode(asked.value(1), "mode", None)?;
    Request::new(move || op::chmod(&path, mode))
}

fn fchmod(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    let mode = asked.mode(asked.value(1), "mode", None)?;
    Request::new(move || op::fchmod(file, mode))
}

fn chown(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let user = owner(asked, 1, "uid")?;
    let group = owner(asked, 2, "gid")?;
    Request::new(move || op::chown(&path, user, group))
}

/// A number of a user or group; -1 leaves it as it is.
fn owner(asked: &mut Arguments<'_, '_>, index: usize, name: &str) -> Result<u32> {
    let value = asked.value(index);
    match asked.number(value, name)? {
        -1.0 => Ok(u32::MAX),
        _ => asked.integer(value, name, u32::MAX),
    }
}

fn utimes(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let path = asked.path(0, "path")?;
    let (accessed, modified) = (asked.seconds(1, "time")?, asked.seconds(2, "time")?);
    Request::new(move || op::set_times(&path, accessed, modified))
}

fn futimes(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    let (accessed, modified) = (asked.seconds(1, "atime")?, asked.seconds(2, "mtime")?);
    Request::new(move || op::set_file_times(file, accessed, modified))
}

fn ftruncate(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (file, length) = (asked.descriptor(0)?, asked.length(1)?);
    Request::new(move || op::truncate(file, length))
}

fn truncate(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let (path, length) = (asked.path(0, "path")?, asked.length(1)?);
    Request::new(move || op::truncate_path(&path, length))
}

fn fsync(asked: &mut Arguments<'_, '_>) -> Result<Request> {
    let file = asked.descriptor(0)?;
    Request::new(move || op::sync(file))
}
