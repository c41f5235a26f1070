//! Standard output and standard error.

use super::native;
use crate::safe::{Env, Error, Object, Result};
use std::io::{self, Write};

pub(super) fn define(env: &mut Env<'_>, host: Object<'_>) -> Result<()> {
    // write(fd, text, isLatin1): text, or bytes as a string of ISO-8859-1.
    native(env, host, "write", |env, args| {
        let (fd, text): (u32, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let is_latin1: bool = args.get(env, 2)?;
        let bytes = if is_latin1 {
            text.chars().map(|character| character as u8).collect()
        } else {
            text.into_bytes()
        };
        let written = match fd {
            1 => io::stdout().lock().write_all(&bytes),
            _ => io::stderr().lock().write_all(&bytes),
        };
        match written {
            // Whoever read the output has gone away; the program need not know.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written.map_err(Error::from)?,
        }
        Ok(env.undefined())
    })
}

/// Writes what is still buffered.
pub(super) fn flush() {
    let _ = io::stdout().flush();
}
