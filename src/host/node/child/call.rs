//! The arguments `(file, args, options)` of what starts a process, of which the last two may be left out.

use super::signal::signal_of;
use crate::host::node::checks::not_provided;
use crate::host::node::errno::{describe, failed};
use crate::host::node::errors::{coded, invalid_arg_type, invalid_arg_value, out_of_range, string};
use crate::host::node::fs::{descriptors, path_of};
use crate::host::node::{Node, path};
use crate::safe::{Env, Error, ErrorClass, JsValue, Object, Result, Value, ValueType};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// A process that is to be started.
pub(super) struct Call<'c> {
    pub(super) file: String,
    pub(super) args: Vec<String>,
    pub(super) options: Option<Object<'c>>,
}

/// How a process has one of its files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Pipe,
    Ignore,
    /// Another's, of that number.
    File(i32),
    /// The channel of `fork`.
    Channel,
}

impl<'c> Call<'c> {
    pub(super) fn new(
        env: &mut Env<'c>,
        file: Value<'c>,
        args: Value<'c>,
        options: Value<'c>,
    ) -> Result<Call<'c>> {
        let file_name = string(env, "file", file)?;
        if file_name.is_empty() {
            return Err(invalid_arg_value(env, "file", "cannot be empty", file));
        }
        let (args, options) = match args.type_of(env) {
            ValueType::Undefined | ValueType::Null => (None, options),
            ValueType::Object if args.is_array(env) => (Some(args), options),
            ValueType::Object => (None, args),
            _ => return Err(invalid_arg_type(env, "args", "of type object", args)),
        };
        let options = match options.type_of(env) {
            ValueType::Undefined | ValueType::Null => None,
            ValueType::Object => Some(options.to::<Object<'_>>(env)?),
            _ => return Err(invalid_arg_type(env, "options", "of type object", options)),
        };
        let mut call = Call {
            file: file_name,
            args: Vec::new(),
            options,
        };
        without_nul(env, "file", &call.file, file)?;
        let args: Vec<Value<'_>> = args
            .map(|args| args.to(env))
            .transpose()?
            .unwrap_or_default();
        for (index, arg) in args.into_iter().enumerate() {
            let text = arg.coerce_to_string(env)?.to_string(env)?;
            without_nul(env, &format!("args[{index}]"), &text, arg)?;
            call.args.push(text);
        }
        call.use_shell(env)?;
        call.check_timeout(env)?;
        Ok(call)
    }

    pub(super) fn option(&self, env: &mut Env<'c>, name: &str) -> Result<Option<Value<'c>>> {
        let Some(options) = self.options else {
            return Ok(None);
        };
        let value: Value<'_> = options.get(env, name)?;
        Ok((!value.is_nullish(env)).then_some(value))
    }

    /// An option that is of the type, if it is there: what Node.js calls it, and which it is.
    fn option_of(
        &self,
        env: &mut Env<'c>,
        name: &str,
        expected: &str,
        types: &[ValueType],
    ) -> Result<Option<Value<'c>>> {
        match self.option(env, name)? {
            Some(value) if !types.contains(&value.type_of(env)) => {
                let name = format!("options.{name}");
                Err(invalid_arg_type(env, &name, expected, value))
            }
            value => Ok(value),
        }
    }

    fn text(&self, env: &mut Env<'c>, name: &str) -> Result<Option<String>> {
        let value = self.option_of(env, name, "of type string", &[ValueType::String])?;
        value.map(|value| value.to(env)).transpose()
    }

    fn number(&self, env: &mut Env<'c>, name: &str) -> Result<Option<(f64, Value<'c>)>> {
        let value = self.option_of(env, name, "of type number", &[ValueType::Number])?;
        value.map(|value| Ok((value.to(env)?, value))).transpose()
    }

    fn owner(&self, env: &mut Env<'c>, name: &str) -> Result<Option<u32>> {
        match self.number(env, name)? {
            Some((number, _)) if number.fract() == 0.0 => Ok(Some(number as i64 as u32)),
            Some((_, value)) => {
                let name = format!("options.{name}");
                Err(out_of_range(env, &name, "an integer", value))
            }
            None => Ok(None),
        }
    }

    fn use_shell(&mut self, env: &mut Env<'c>) -> Result<()> {
        let types = [ValueType::Boolean, ValueType::String];
        let shell = self.option_of(env, "shell", "one of type boolean or string", &types)?;
        let Some(shell) = shell else {
            return Ok(());
        };
        if !shell.coerce_to_boolean(env)?.get(env) {
            return Ok(());
        }
        let mut words = vec![std::mem::take(&mut self.file)];
        words.append(&mut self.args);
        self.file = match shell.type_of(env) {
            ValueType::String => shell.to(env)?,
            _ => "/bin/sh".to_owned(),
        };
        self.args = vec!["-c".to_owned(), words.join(" ")];
        Ok(())
    }

    fn check_timeout(&self, env: &mut Env<'c>) -> Result<()> {
        let Some(timeout) = self.option(env, "timeout")? else {
            return Ok(());
        };
        if timeout.type_of(env) != ValueType::Number {
            return Err(invalid_arg_type(env, "timeout", "of type number", timeout));
        }
        let range = match timeout.to::<f64>(env)? {
            number if number.fract() != 0.0 => "an integer",
            number if number < 0.0 => ">= 0 && <= 9007199254740991",
            _ => return Ok(()),
        };
        Err(out_of_range(env, "timeout", range, timeout))
    }

    /// How many bytes of output there may be.
    pub(super) fn max_buffer(&self, env: &mut Env<'c>) -> Result<usize> {
        match self.number(env, "maxBuffer")? {
            Some((most, _)) if most >= 0.0 => Ok(most as usize),
            Some((_, value)) => Err(out_of_range(env, "options.maxBuffer", ">= 0", value)),
            None => Ok(1024 * 1024),
        }
    }

    pub(super) fn kill_signal(&self, env: &mut Env<'c>) -> Result<i32> {
        let signal = self.option(env, "killSignal")?;
        signal_of(env, signal.unwrap_or_else(|| env.undefined()))
    }

    /// The process's files.
    pub(super) fn stdio(&self, env: &mut Env<'c>) -> Result<Vec<How>> {
        let Some(stdio) = self.option(env, "stdio")? else {
            return Ok(vec![How::Pipe; 3]);
        };
        let mut list: Vec<Value<'_>> = match stdio.type_of(env) {
            ValueType::String => vec![stdio; 3],
            _ => stdio.to(env)?,
        };
        while list.len() < 3 {
            list.push(env.undefined());
        }
        let all = list.into_iter().enumerate();
        all.map(|(index, value)| how(env, value, index)).collect()
    }

    /// The command for the system; the channel is not its business.
    pub(super) fn command(&self, node: &Node, env: &mut Env<'c>, stdio: &[How]) -> Result<Command> {
        let mut command = Command::new(&self.file);
        if let Some(name) = self.text(env, "argv0")? {
            command.arg0(name);
        }
        command.args(&self.args).env_clear();
        let variables = match self.option(env, "env")? {
            Some(variables) => variables.coerce_to_object(env)?,
            None => env
                .global()
                .get::<Object<'_>>(env, "process")?
                .get(env, "env")?,
        };
        for name in variables.keys(env)? {
            let value: Value<'_> = variables.get(env, name.as_str())?;
            if value.type_of(env) != ValueType::Undefined {
                command.env(name, value.coerce_to_string(env)?.to_string(env)?);
            }
        }
        let folder = match self.option(env, "cwd")? {
            Some(folder) => path_of(node, env, folder, "options.cwd")?,
            None => String::new(),
        };
        command.current_dir(path::absolute(node, folder)?);
        let detached = self.option_of(env, "detached", "of type boolean", &[ValueType::Boolean])?;
        if let Some(detached) = detached
            && detached.to(env)?
        {
            command.process_group(0);
        }
        if let Some(user) = self.owner(env, "uid")? {
            command.uid(user);
        }
        if let Some(group) = self.owner(env, "gid")? {
            command.gid(group);
        }
        for (number, how) in stdio.iter().enumerate() {
            let how = match how {
                How::Channel => continue,
                How::Ignore if number > 2 => continue,
                How::Ignore => Stdio::null(),
                How::Pipe => Stdio::piped(),
                How::File(file) => Stdio::from(descriptors::find(*file)?.try_clone()?),
            };
            match number {
                0 => command.stdin(how),
                1 => command.stdout(how),
                2 => command.stderr(how),
                _ => return Err(Error::message("more than three of stdio are not provided")),
            };
        }
        Ok(command)
    }

    /// What the process is called, and its arguments: `spawnargs`.
    pub(super) fn spawn_args(&self, env: &mut Env<'c>) -> Result<Vec<String>> {
        let name = self.text(env, "argv0")?;
        let name = name.unwrap_or_else(|| self.file.clone());
        Ok(std::iter::once(name)
            .chain(self.args.iter().cloned())
            .collect())
    }

    /// The error of a call to the system for this process.
    pub(super) fn error(&self, env: &mut Env<'c>, syscall: &str, errno: i32) -> Result<Value<'c>> {
        let (code, _) = describe(errno);
        let error = failed(env, errno, syscall, &format!("{syscall} {code}"))?;
        error.set(env, "path", self.file.as_str())?;
        error.set(env, "spawnargs", self.args.clone())?;
        Ok(error.as_value())
    }

    /// The same arguments again: `{ file, args, options }`.
    pub(super) fn into_object(self, env: &mut Env<'c>) -> Result<Value<'c>> {
        let object = env.object()?;
        object.set(env, "file", self.file)?;
        object.set(env, "args", self.args)?;
        let options = match self.options {
            Some(options) => options,
            None => env.object()?,
        };
        object.set(env, "options", options)?;
        Ok(object.as_value())
    }
}

fn without_nul<'s>(env: &mut Env<'s>, name: &str, text: &str, value: Value<'s>) -> Result<()> {
    match text.contains('\0') {
        true => {
            let reason = "must be a string without null bytes";
            Err(invalid_arg_value(env, name, reason, value))
        }
        false => Ok(()),
    }
}

/// What one of `stdio` says.
fn how<'s>(env: &mut Env<'s>, value: Value<'s>, index: usize) -> Result<How> {
    match value.type_of(env) {
        ValueType::Undefined | ValueType::Null if index < 3 => return Ok(How::Pipe),
        ValueType::Undefined | ValueType::Null => return Ok(How::Ignore),
        ValueType::Number => return value.to(env).map(How::File),
        ValueType::String => match &*value.to::<String>(env)? {
            "pipe" | "overlapped" => return Ok(How::Pipe),
            "ignore" => return Ok(How::Ignore),
            "inherit" => return Ok(How::File(index as i32)),
            "ipc" if index > 2 => return Ok(How::Channel),
            "ipc" => {
                let what = "child_process: stdio 'ipc' in the place of a standard stream";
                return Err(not_provided(what));
            }
            _ => {}
        },
        ValueType::Object => {
            // A stream over a file.
            let file: Value<'_> = value.to::<Object<'_>>(env)?.get(env, "fd")?;
            if file.type_of(env) == ValueType::Number {
                return file.to(env).map(How::File);
            }
        }
        _ => {}
    }
    Err(invalid_arg_value(env, "stdio", "is invalid", value))
}

/// The number under which a process has the channel, if it is to have one.
pub(super) fn channel_of(stdio: &[How]) -> Result<Option<i32>> {
    let mut all = stdio
        .iter()
        .enumerate()
        .filter(|(_, how)| **how == How::Channel);
    let first = all.next().map(|(index, _)| index as i32);
    match all.next() {
        Some(_) => Err(coded(
            ErrorClass::Error,
            "ERR_IPC_ONE_PIPE",
            "Child process can have only one IPC pipe",
        )),
        None => Ok(first),
    }
}
