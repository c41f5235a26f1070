//! Files, for `fs`: each operation is a job that runs at once or on another thread.

pub(super) mod descriptors;
mod operations;
mod trees;

use super::background::{Answer, answer_now, run_later};
use super::errno::Failure;
use super::{Node, native};
use crate::safe::{
    Args, Env, Error, FromJs, Function, IntoJs, JsValue, Object, Result, TypedArray, Value,
};
use operations as op;
use std::rc::Rc;

/// What an operation gives.
pub(super) enum Outcome {
    Nothing,
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    Numbers(Vec<f64>),
    /// Names in a folder, and what they are.
    Entries(Vec<(String, u32)>),
}

impl Answer for Outcome {
    fn into_value<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self {
            Outcome::Nothing => Ok(env.undefined()),
            Outcome::Number(number) => number.into_js(env),
            Outcome::Text(text) => text.into_js(env),
            Outcome::Bytes(bytes) => Ok(env.array_buffer_from(bytes)?.as_value()),
            Outcome::Numbers(numbers) => numbers.into_js(env),
            Outcome::Entries(entries) => {
                let (names, kinds): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
                let both = env.array()?;
                both.push(env, names)?;
                both.push(env, kinds)?;
                Ok(both.as_value())
            }
        }
    }
}

type Done = Result<Outcome, Failure>;
type Job = Box<dyn FnOnce() -> Done + Send>;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // now(operation, ...arguments): what it gives, or an object that says how it failed.
    let this = node.clone();
    native(env, natives, "now", move |env, args| {
        let job = Arguments {
            node: &this,
            env,
            args: &args,
            first: 0,
        }
        .job()?;
        answer_now(env, job())
    })?;
    // later(callback, operation, ...arguments)
    let this = node.clone();
    native(env, natives, "later", move |env, args| {
        let callback: Function<'_> = args.get(env, 0)?;
        let job = Arguments {
            node: &this,
            env,
            args: &args,
            first: 1,
        }
        .job()?;
        run_later(&this.background, env, callback, job)?;
        Ok(env.undefined())
    })
}

/// The arguments of an operation: its name, and what that takes.
struct Arguments<'a, 'c> {
    node: &'a Node,
    env: &'a mut Env<'c>,
    args: &'a Args<'c>,
    first: usize,
}

impl<'c> Arguments<'_, 'c> {
    fn get<T: FromJs<'c>>(&mut self, index: usize) -> Result<T> {
        self.args.get(self.env, self.first + 1 + index)
    }

    fn text(&mut self, index: usize) -> Result<String> {
        self.get(index)
    }

    fn path(&mut self, index: usize) -> Result<String> {
        Ok(self.node.path(self.text(index)?))
    }

    fn number(&mut self, index: usize) -> Result<f64> {
        self.get(index)
    }

    fn integer(&mut self, index: usize) -> Result<u32> {
        Ok(self.number(index)? as i64 as u32)
    }

    fn descriptor(&mut self, index: usize) -> Result<i32> {
        Ok(self.number(index)? as i32)
    }

    fn flag(&mut self, index: usize) -> Result<bool> {
        self.get(index)
    }

    fn bytes(&mut self, index: usize) -> Result<Vec<u8>> {
        let view: TypedArray<'_, u8> = self.get(index)?;
        Ok(view.as_slice(self.env).to_vec())
    }

    /// A position in a file; a negative one is where the file stands.
    fn position(&mut self, index: usize) -> Result<Option<u64>> {
        let position = self.number(index)?;
        Ok((position >= 0.0).then_some(position as u64))
    }

    /// The job that the arguments ask for.
    fn job(mut self) -> Result<Job> {
        let name: String = self.args.get(self.env, self.first)?;
        Ok(match &*name {
            "access" => {
                let (path, mode) = (self.path(0)?, self.integer(1)?);
                Box::new(move || op::access(&path, mode))
            }
            "open" => {
                let (path, flags, mode) = (self.path(0)?, self.integer(1)?, self.integer(2)?);
                Box::new(move || op::open(&path, flags, mode))
            }
            "close" => {
                let file = self.descriptor(0)?;
                Box::new(move || descriptors::close(file).map(|()| Outcome::Nothing))
            }
            "read" => {
                let (file, length, position) = (
                    self.descriptor(0)?,
                    self.number(1)? as usize,
                    self.position(2)?,
                );
                Box::new(move || descriptors::read(file, length, position).map(Outcome::Bytes))
            }
            "write" => {
                let (file, bytes, position) =
                    (self.descriptor(0)?, self.bytes(1)?, self.position(2)?);
                Box::new(move || {
                    let count = descriptors::write(file, &bytes, position)?;
                    Ok(Outcome::Number(count as f64))
                })
            }
            "readFile" => {
                let (path, flags) = (self.path(0)?, self.integer(1)?);
                Box::new(move || op::read_file(&path, flags))
            }
            "readAll" => {
                let file = self.descriptor(0)?;
                Box::new(move || descriptors::read_all(file).map(Outcome::Bytes))
            }
            "writeFile" => {
                let (path, bytes) = (self.path(0)?, self.bytes(1)?);
                let (flags, mode) = (self.integer(2)?, self.integer(3)?);
                Box::new(move || op::write_file(&path, &bytes, flags, mode))
            }
            "writeAll" => {
                let (file, bytes) = (self.descriptor(0)?, self.bytes(1)?);
                Box::new(move || descriptors::write_all(file, &bytes).map(|()| Outcome::Nothing))
            }
            "stat" => {
                let path = self.path(0)?;
                Box::new(move || op::stat(&path, true))
            }
            "lstat" => {
                let path = self.path(0)?;
                Box::new(move || op::stat(&path, false))
            }
            "fstat" => {
                let file = self.descriptor(0)?;
                Box::new(move || op::fstat(file))
            }
            "scandir" => {
                let path = self.path(0)?;
                Box::new(move || op::scan_folder(&path))
            }
            "mkdir" => {
                let (path, mode, recursive) = (self.path(0)?, self.integer(1)?, self.flag(2)?);
                Box::new(move || trees::make_folder(&path, mode, recursive))
            }
            "mkdtemp" => {
                let prefix = self.path(0)?;
                Box::new(move || trees::make_temporary_folder(&prefix))
            }
            "rm" => {
                let (path, recursive, force) = (self.path(0)?, self.flag(1)?, self.flag(2)?);
                Box::new(move || trees::remove(&path, recursive, force))
            }
            "rmdir" | "unlink" | "readlink" | "realpath" => {
                let path = self.path(0)?;
                let run = match &*name {
                    "rmdir" => op::remove_folder,
                    "unlink" => op::unlink,
                    "readlink" => op::read_link,
                    _ => op::real_path,
                };
                Box::new(move || run(&path))
            }
            "rename" | "link" | "symlink" => {
                // What a link says is left as it is.
                let from = match &*name {
                    "symlink" => self.text(0)?,
                    _ => self.path(0)?,
                };
                let to = self.path(1)?;
                let run = match &*name {
                    "rename" => op::rename,
                    "link" => op::link,
                    _ => op::symlink,
                };
                Box::new(move || run(&from, &to))
            }
            "copyfile" => {
                let (from, to, mode) = (self.path(0)?, self.path(1)?, self.integer(2)?);
                Box::new(move || op::copy(&from, &to, mode))
            }
            "chmod" => {
                let (path, mode) = (self.path(0)?, self.integer(1)?);
                Box::new(move || op::chmod(&path, mode))
            }
            "fchmod" => {
                let (file, mode) = (self.descriptor(0)?, self.integer(1)?);
                Box::new(move || op::fchmod(file, mode))
            }
            "chown" => {
                let (path, user, group) = (self.path(0)?, self.integer(1)?, self.integer(2)?);
                Box::new(move || op::chown(&path, user, group))
            }
            "utime" => {
                let (path, accessed, modified) = (self.path(0)?, self.number(1)?, self.number(2)?);
                Box::new(move || op::set_times(&path, accessed, modified))
            }
            "futime" => {
                let (file, accessed, modified) =
                    (self.descriptor(0)?, self.number(1)?, self.number(2)?);
                Box::new(move || op::set_file_times(file, accessed, modified))
            }
            "ftruncate" => {
                let (file, length) = (self.descriptor(0)?, self.number(1)?);
                Box::new(move || op::truncate(file, length as u64))
            }
            "fsync" => {
                let file = self.descriptor(0)?;
                Box::new(move || op::sync(file))
            }
            other => return Err(Error::message(format!("no such operation: {other}"))),
        })
    }
}
