//! What the system calls its errors, and how libuv words them: what Node.js's errors say.

use crate::safe::{Env, Error, ErrorClass, JsValue, Object, Result, Value};

/// A system call that failed.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The number of the error, positive.
    pub(super) errno: i32,
    /// What was called.
    pub(super) syscall: String,
    /// What it was about.
    pub(super) path: Option<String>,
    /// Where it should have gone.
    pub(super) dest: Option<String>,
}

impl Failure {
    pub(super) fn new(errno: i32, syscall: &str) -> Failure {
        Failure {
            errno,
            syscall: syscall.to_owned(),
            path: None,
            dest: None,
        }
    }

    pub(super) fn of(error: &std::io::Error, syscall: &str) -> Failure {
        Failure::new(number(error), syscall)
    }

    pub(super) fn at(mut self, path: &str) -> Failure {
        self.path = Some(path.to_owned());
        self
    }

    pub(super) fn to(mut self, dest: &str) -> Failure {
        self.dest = Some(dest.to_owned());
        self
    }

    /// The error that JavaScript sees.
    pub(super) fn error<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        if self.syscall == "rm" && self.errno == libc::EISDIR {
            return self.refusal(env);
        }
        let (code, text) = describe(self.errno);
        let mut message = format!("{code}: {text}, {}", self.syscall);
        if let Some(path) = &self.path {
            message += &format!(" '{path}'");
        }
        if let Some(dest) = &self.dest {
            message += &format!(" -> '{dest}'");
        }
        let error = failed(env, self.errno, &self.syscall, &message)?;
        if let Some(path) = self.path {
            error.set(env, "path", path)?;
        }
        if let Some(dest) = self.dest {
            error.set(env, "dest", dest)?;
        }
        Ok(error.as_value())
    }

    /// What `rm` says itself, before the system is asked.
    fn refusal<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        let path = self.path.unwrap_or_default();
        let message = format!("Path is a directory: rm returned EISDIR (is a directory) {path}");
        let error = env.error(ErrorClass::Error, Some("ERR_FS_EISDIR"), &message)?;
        error.set(env, "name", "SystemError")?;
        error.set(env, "errno", self.errno)?;
        error.set(env, "syscall", self.syscall)?;
        error.set(env, "path", path)?;
        Ok(error.as_value())
    }

    /// Throws that.
    pub(super) fn throw(self, env: &mut Env<'_>) -> Error {
        match self.error(env) {
            Ok(error) => env.throw(error),
            Err(error) => error,
        }
    }
}

/// The error of a system call that failed, with what is said of it.
pub(super) fn failed<'s>(
    env: &mut Env<'s>,
    errno: i32,
    syscall: &str,
    message: &str,
) -> Result<Object<'s>> {
    let (code, _) = describe(errno);
    let error = env.error(ErrorClass::Error, None, message)?;
    error.set(env, "errno", -errno)?;
    error.set(env, "code", code)?;
    error.set(env, "syscall", syscall)?;
    Ok(error)
}

/// The number of an error; `EIO` where the system gave none.
pub(super) fn number(error: &std::io::Error) -> i32 {
    use std::io::ErrorKind;
    error.raw_os_error().unwrap_or(match error.kind() {
        ErrorKind::NotFound => libc::ENOENT,
        ErrorKind::PermissionDenied => libc::EACCES,
        ErrorKind::AlreadyExists => libc::EEXIST,
        ErrorKind::InvalidInput | ErrorKind::InvalidData => libc::EINVAL,
        ErrorKind::BrokenPipe => libc::EPIPE,
        _ => libc::EIO,
    })
}

/// The name of an error, and what it means.
pub(super) fn describe(errno: i32) -> (&'static str, &'static str) {
    let known = ERRORS.iter().find(|(number, ..)| *number == errno);
    known.map_or(("UNKNOWN", "unknown error"), |(_, name, text)| (name, text))
}

/// The errors that there are, for `os.constants.errno` and `util`.
pub(super) fn all() -> impl Iterator<Item = (&'static str, i32, &'static str)> {
    ERRORS
        .iter()
        .map(|&(number, name, text)| (name, number, text))
}

macro_rules! errors {
    ($($name:ident $text:literal,)*) => {
        const ERRORS: &[(i32, &str, &str)] = &[$((libc::$name, stringify!($name), $text),)*];
    };
}

errors! {
    E2BIG "argument list too long",
    EACCES "permission denied",
    EADDRINUSE "address already in use",
    EADDRNOTAVAIL "address not available",
    EAFNOSUPPORT "address family not supported",
    EAGAIN "resource temporarily unavailable",
    EALREADY "connection already in progress",
    EBADF "bad file descriptor",
    EBUSY "resource busy or locked",
    ECANCELED "operation canceled",
    ECONNABORTED "software caused connection abort",
    ECONNREFUSED "connection refused",
    ECONNRESET "connection reset by peer",
    EDESTADDRREQ "destination address required",
    EEXIST "file already exists",
    EFAULT "bad address in system call argument",
    EFBIG "file too large",
    EHOSTUNREACH "host is unreachable",
    EINTR "interrupted system call",
    EINVAL "invalid argument",
    EIO "i/o error",
    EISCONN "socket is already connected",
    EISDIR "illegal operation on a directory",
    ELOOP "too many symbolic links encountered",
    EMFILE "too many open files",
    EMLINK "too many links",
    EMSGSIZE "message too long",
    ENAMETOOLONG "name too long",
    ENETDOWN "network is down",
    ENETUNREACH "network is unreachable",
    ENFILE "file table overflow",
    ENOBUFS "no buffer space available",
    ENODEV "no such device",
    ENOENT "no such file or directory",
    ENOEXEC "exec format error",
    ENOMEM "not enough memory",
    ENOPROTOOPT "protocol not available",
    ENOSPC "no space left on device",
    ENOSYS "function not implemented",
    ENOTCONN "socket is not connected",
    ENOTDIR "not a directory",
    ENOTEMPTY "directory not empty",
    ENOTSOCK "socket operation on non-socket",
    ENOTSUP "operation not supported on socket",
    ENOTTY "inappropriate ioctl for device",
    ENXIO "no such device or address",
    EOVERFLOW "value too large for defined data type",
    EPERM "operation not permitted",
    EPIPE "broken pipe",
    EPROTO "protocol error",
    EPROTONOSUPPORT "protocol not supported",
    ERANGE "result too large",
    EROFS "read-only file system",
    ESPIPE "invalid seek",
    ESRCH "no such process",
    ETIMEDOUT "connection timed out",
    ETXTBSY "text file is busy",
    EXDEV "cross-device link not permitted",
}

macro_rules! signals {
    ($($name:ident)*) => {
        /// The signals that there are.
        pub(super) const SIGNALS: &[(&str, i32)] = &[$((stringify!($name), libc::$name),)*];
    };
}

signals! {
    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2
    SIGPIPE SIGALRM SIGTERM SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ
    SIGVTALRM SIGPROF SIGWINCH SIGIO SIGSYS
}

/// The number of a signal.
pub(super) fn signal_number(name: &str) -> Option<i32> {
    let known = SIGNALS.iter().find(|(each, _)| *each == name);
    known.map(|(_, number)| *number)
}

/// The name of a signal.
pub(super) fn signal_name(signal: i32) -> Option<&'static str> {
    SIGNALS
        .iter()
        .find(|(_, number)| *number == signal)
        .map(|(name, _)| *name)
}
