//! Standard output and standard error.

use super::native;
use crate::safe::{Env, Error, Function, Object, Ref, Result};
use std::io::{self, Write};

pub(super) fn define<'s>(env: &mut Env<'s>, host: Object<'s>) -> Result<()> {
    // write(fd, text, isLatin1): text, or bytes as a string of ISO-8859-1.
    native(env, host, "write", |env, args| {
        let (fd, text): (u32, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let is_latin1: bool = args.get(env, 2)?;
        let bytes = if is_latin1 {
            text.chars().map(|character| character as u8).collect()
        } else {
            text.into_bytes()
        };
        write(fd != 1, &bytes)?;
        Ok(env.undefined())
    })
}

/// The object of the natives, whose `write` a worker may replace.
struct Natives(Ref<Object<'static>>);

/// Has what a worker's console writes go through JavaScript, which may capture it.
pub(super) fn define_for_worker<'s>(env: &mut Env<'s>, host: Object<'s>) -> Result<()> {
    let natives = Natives(env.reference(host)?);
    env.set_instance_data(natives).map(drop)
}

/// Whether this is a worker.
pub(super) fn of_worker(env: &Env<'_>) -> Result<bool> {
    Ok(env.instance_data::<Natives>()?.is_some())
}

/// Writes to what a worker has for standard error or standard output.
pub(super) fn write_from_worker(env: &mut Env<'_>, to_errors: bool, text: String) -> Result<()> {
    let Some(natives) = env.instance_data::<Natives>()? else {
        return write(to_errors, text.as_bytes());
    };
    let host = natives.0.get(env)?;
    let write: Function<'_> = host.get_named(env, c"write")?;
    write.call(env, (if to_errors { 2 } else { 1 }, text, false))
}

/// Writes to standard error or to standard output.
pub(super) fn write(to_errors: bool, bytes: &[u8]) -> Result<()> {
    let written = match to_errors {
        true => io::stderr().lock().write_all(bytes),
        false => io::stdout().lock().write_all(bytes),
    };
    match written {
        // Whoever read the output has gone away; the program need not know.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::from),
    }
}

/// Writes what is still buffered.
pub(super) fn flush() {
    let _ = io::stdout().flush();
}
