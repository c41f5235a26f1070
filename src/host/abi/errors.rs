//! Errors and exceptions.

use super::call::prelude::*;

api! {
    basic fn napi_get_last_error_info(
        env, result: *mut *const napi_extended_error_info
    ) {
        // This alone leaves the last error as it is.
        // SAFETY: the addon's promise for the result of this function.
        let result = unsafe { <Out<_> as super::call::Parameter<_>>::from_raw(env, result) }?;
        result.set(env.last_error.info());
        Err(Failure::Bare(napi_ok))
    }

    script fn napi_throw(env, error: napi_value as Local) {
        env.set_exception(env.engine().dup(error.0));
        Ok(())
    }

    script fn napi_throw_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, ErrorKind::Error, code, msg)
    }

    script fn napi_throw_type_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, ErrorKind::TypeError, code, msg)
    }

    script fn napi_throw_range_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, ErrorKind::RangeError, code, msg)
    }

    script fn node_api_throw_syntax_error(env, code: *const c_char, msg: *const c_char) {
        throw(env, ErrorKind::SyntaxError, code, msg)
    }

    plain fn napi_is_error(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_error(value.0));
        Ok(())
    }

    plain fn napi_create_error(
        env,
        code: napi_value as Option<Local>,
        msg: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        create(env, ErrorKind::Error, code, msg, &result)
    }

    plain fn napi_create_type_error(
        env,
        code: napi_value as Option<Local>,
        msg: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        create(env, ErrorKind::TypeError, code, msg, &result)
    }

    plain fn napi_create_range_error(
        env,
        code: napi_value as Option<Local>,
        msg: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        create(env, ErrorKind::RangeError, code, msg, &result)
    }

    plain fn node_api_create_syntax_error(
        env,
        code: napi_value as Option<Local>,
        msg: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        create(env, ErrorKind::SyntaxError, code, msg, &result)
    }

    plain fn napi_is_exception_pending(env, result: *mut bool as Out<bool>) {
        result.set(env.has_exception());
        Ok(())
    }

    plain fn napi_get_and_clear_last_exception(
        env, result: *mut napi_value as Out<napi_value>
    ) {
        result.set(match env.take_exception() {
            Some(exception) => env.handle(exception),
            None => env.isolate.scopes.undefined(),
        });
        Ok(())
    }

    script fn napi_fatal_exception(env, err: napi_value as Local) {
        env.isolate.uncaught(env.engine().dup(err.0));
        Ok(())
    }
}

/// Prints where and what, and ends the process. Needs no environment.
pub(super) unsafe extern "C" fn napi_fatal_error(
    location: *const c_char,
    location_len: usize,
    message: *const c_char,
    message_len: usize,
) {
    let text = |text: *const c_char, length: usize| {
        if text.is_null() {
            return String::new();
        }
        // SAFETY: not null; as long as the addon says, or NUL-terminated.
        String::from_utf8_lossy(unsafe { bytes(text.cast(), length) }).into_owned()
    };
    let (location, message) = (text(location, location_len), text(message, message_len));
    eprintln!("FATAL ERROR: {location} {message}");
    std::process::abort()
}

fn create(
    env: &Env,
    kind: ErrorKind,
    code: Option<Local>,
    Local(message): Local,
    result: &Out<napi_value>,
) -> Answer {
    let engine = env.engine();
    ensure(engine.is_string(message), napi_string_expected)?;
    if let Some(Local(code)) = code {
        ensure(engine.is_string(code), napi_string_expected)?;
    }
    let error = engine.error(kind, message)?;
    let handle = env.handle(error);
    if let Some(Local(code)) = code {
        engine
            .set_named(error, b"code", code)
            .or_status(napi_generic_failure)?;
    }
    result.set(handle);
    Ok(())
}

fn throw(env: &Env, kind: ErrorKind, code: *const c_char, message: *const c_char) -> Answer {
    let message = env.string(message, NAPI_AUTO_LENGTH)?;
    let code = (!code.is_null()).then(|| {
        // SAFETY: not null, and NUL-terminated: the addon's promise.
        unsafe { CStr::from_ptr(code) }.to_bytes()
    });
    throw_new(env, kind, code, message)
}

/// Makes a new error the pending exception; takes the message over.
fn throw_new(env: &Env, kind: ErrorKind, code: Option<&[u8]>, message: Value) -> Answer {
    let engine = env.engine();
    let error = engine.error(kind, message);
    engine.free(message);
    let error = error?;
    if let Some(code) = code {
        let code = engine.string_utf8(code)?;
        let set = engine.set_named(error, b"code", code);
        engine.free(code);
        if set.is_err() {
            engine.free(error);
            set.or_status(napi_generic_failure)?;
        }
    }
    env.set_exception(error);
    Ok(())
}

/// Makes a new error with a `code` of Node.js's own the pending exception, and fails with `status`.
pub(super) fn throw_with_code(
    env: &Env,
    kind: ErrorKind,
    code: &str,
    message: &str,
    status: napi_status,
) -> Failure {
    let thrown = env
        .engine()
        .string_utf8(message.as_bytes())
        .map_err(Failure::from)
        .and_then(|message| throw_new(env, kind, Some(code.as_bytes()), message));
    thrown.err().unwrap_or(Failure::Status(status))
}

/// Makes a new `RangeError` the pending exception, and fails for it.
pub(super) fn throw_range_error(env: &Env, message: &str) -> Failure {
    let thrown = env
        .engine()
        .string_utf8(message.as_bytes())
        .map_err(Failure::from)
        .and_then(|message| throw_new(env, ErrorKind::RangeError, None, message));
    thrown
        .err()
        .unwrap_or(Failure::Status(napi_pending_exception))
}
