//! How a call from native code comes in: environment, arguments, checks, last error.

use crate::host::engine::{Engine, Errors, Outcome, Primitives, Strings, Thrown, Values};
use crate::host::scope_manager::Misuse;
use crate::host::{Env, HostEngine, Value};
use nodeapi_sys::*;
use std::ffi::{CStr, c_char};
use std::ptr::NonNull;
use std::slice;

/// Why a call does not do what was asked.
pub(super) enum Failure {
    /// With this status.
    Status(napi_status),
    /// JavaScript threw; the exception is still the engine's.
    Thrown(napi_status),
    /// A handle or scope was misused.
    Misuse(Misuse),
    /// With this status, and the last error stays as it is: where Node.js does so.
    Bare(napi_status),
}

impl From<napi_status> for Failure {
    fn from(status: napi_status) -> Self {
        Failure::Status(status)
    }
}

impl From<Thrown> for Failure {
    fn from(_: Thrown) -> Self {
        Failure::Thrown(napi_pending_exception)
    }
}

impl From<Misuse> for Failure {
    fn from(misuse: Misuse) -> Self {
        Failure::Misuse(misuse)
    }
}

/// What the body of a function gives.
pub(super) type Answer<T = ()> = Result<T, Failure>;

/// Where an exception answers another status than `napi_pending_exception`.
pub(super) trait OrStatus<T> {
    fn or_status(self, status: napi_status) -> Answer<T>;
}

impl<T> OrStatus<T> for Outcome<T> {
    fn or_status(self, status: napi_status) -> Answer<T> {
        self.map_err(|Thrown| Failure::Thrown(status))
    }
}

/// Fails with a status unless the condition holds.
pub(super) fn ensure(condition: bool, status: napi_status) -> Answer {
    if condition {
        Ok(())
    } else {
        Err(status.into())
    }
}

/// A result that native code wants, at a place that is not null.
pub(super) struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    #[inline]
    pub(super) fn set(&self, value: T) {
        // SAFETY: not null, and good for writing: the addon's promise.
        unsafe { self.0.write(value) }
    }
}

impl<T: Copy> Out<T> {
    /// What native code has put there before.
    #[inline]
    pub(super) fn get(&self) -> T {
        // SAFETY: not null, and initialised: the addon's promise for what is read and written.
        unsafe { self.0.read() }
    }
}

/// Sets a result where native code wants it.
pub(super) fn set<T>(out: &Option<Out<T>>, value: impl FnOnce() -> T) {
    if let Some(out) = out {
        out.set(value());
    }
}

/// An argument as a body wants it, from the raw one.
///
/// # Safety
///
/// `from_raw` believes what the addon promises of the raw argument.
pub(super) unsafe trait Parameter<Raw>: Sized {
    unsafe fn from_raw(env: &Env, raw: Raw) -> Answer<Self>;
}

// SAFETY: a non-null result pointer is good for writing.
unsafe impl<T> Parameter<*mut T> for Out<T> {
    #[inline]
    unsafe fn from_raw(_: &Env, raw: *mut T) -> Answer<Self> {
        NonNull::new(raw)
            .map(Out)
            .ok_or(Failure::Status(napi_invalid_arg))
    }
}

// SAFETY: as above.
unsafe impl<T> Parameter<*mut T> for Option<Out<T>> {
    #[inline]
    unsafe fn from_raw(_: &Env, raw: *mut T) -> Answer<Self> {
        Ok(NonNull::new(raw).map(Out))
    }
}

/// A value that native code gave, borrowed while its handle lives.
#[derive(Clone, Copy)]
pub(super) struct Local(pub(super) Value);

// SAFETY: a non-null handle is live, or is looked up.
unsafe impl Parameter<napi_value> for Local {
    #[inline]
    unsafe fn from_raw(env: &Env, raw: napi_value) -> Answer<Self> {
        if raw.is_null() {
            return Err(Failure::Status(napi_invalid_arg));
        }
        // SAFETY: the addon's promise.
        Ok(Local(unsafe { env.isolate.scopes.get(raw) }?))
    }
}

// SAFETY: as above.
unsafe impl Parameter<napi_value> for Option<Local> {
    unsafe fn from_raw(env: &Env, raw: napi_value) -> Answer<Self> {
        if raw.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { Local::from_raw(env, raw).map(Some) }
    }
}

/// The same with its handle, for what may give that back.
pub(super) struct Handle(pub(super) napi_value, pub(super) Value);

// SAFETY: as above.
unsafe impl Parameter<napi_value> for Handle {
    unsafe fn from_raw(env: &Env, raw: napi_value) -> Answer<Self> {
        // SAFETY: the caller's promise.
        let Local(value) = unsafe { Local::from_raw(env, raw) }?;
        Ok(Handle(raw, value))
    }
}

/// What native code names by a pointer that is not null.
pub(super) struct NonNullRaw<T>(pub(super) *mut T);

// SAFETY: the pointer is only handed on.
unsafe impl<T> Parameter<*mut T> for NonNullRaw<T> {
    #[inline]
    unsafe fn from_raw(_: &Env, raw: *mut T) -> Answer<Self> {
        if raw.is_null() {
            Err(Failure::Status(napi_invalid_arg))
        } else {
            Ok(NonNullRaw(raw))
        }
    }
}

/// A value as an object: the object itself, or a primitive's wrapper, freed when dropped.
pub(super) struct AsObject<'e> {
    engine: &'e HostEngine,
    pub(super) value: Value,
    is_owned: bool,
}

impl Drop for AsObject<'_> {
    fn drop(&mut self) {
        if self.is_owned {
            self.engine.free(self.value);
        }
    }
}

/// What bodies ask of the environment.
pub(super) trait EnvExt {
    /// A new handle; it takes the value over.
    fn handle(&self, value: Value) -> napi_value;
    /// The value as `Object(value)` has it.
    fn to_object(&self, value: Local) -> Answer<AsObject<'_>>;
    /// A string from what native code gave.
    fn string(&self, text: *const c_char, length: usize) -> Answer<Value>;
}

impl EnvExt for Env {
    #[inline]
    fn handle(&self, value: Value) -> napi_value {
        self.isolate.scopes.push(value)
    }

    #[inline]
    fn to_object(&self, Local(value): Local) -> Answer<AsObject<'_>> {
        let engine = self.engine();
        if engine.is_object(value) {
            return Ok(AsObject {
                engine,
                value,
                is_owned: false,
            });
        }
        let value = engine.to_object(value).or_status(napi_object_expected)?;
        Ok(AsObject {
            engine,
            value,
            is_owned: true,
        })
    }

    fn string(&self, text: *const c_char, length: usize) -> Answer<Value> {
        ensure(is_valid_length(length), napi_invalid_arg)?;
        ensure(!text.is_null(), napi_invalid_arg)?;
        // SAFETY: not null; as long as the addon says, or NUL-terminated.
        let bytes = unsafe { bytes(text.cast(), length) };
        ensure(bytes.len() <= LONGEST_STRING, napi_generic_failure)?;
        Ok(self.engine().string_utf8(bytes)?)
    }
}

/// How many units of text V8 makes a string of, at most.
pub(super) const LONGEST_STRING: usize = (1 << 29) - 24;

/// Whether Node.js takes a string of this length.
pub(super) fn is_valid_length(length: usize) -> bool {
    length == NAPI_AUTO_LENGTH || length <= i32::MAX as usize
}

/// Bytes that native code gave; none where the length is 0.
///
/// # Safety
///
/// `text` is good for `length` bytes, or up to its first NUL where that is `NAPI_AUTO_LENGTH`.
pub(super) unsafe fn bytes<'a>(text: *const u8, length: usize) -> &'a [u8] {
    match length {
        0 => &[],
        // SAFETY: the caller's promise.
        NAPI_AUTO_LENGTH => unsafe { CStr::from_ptr(text.cast()) }.to_bytes(),
        // SAFETY: the caller's promise.
        length => unsafe { slice::from_raw_parts(text, length) },
    }
}

/// Elements that native code gave; none where the count is 0.
///
/// # Safety
///
/// `elements` is good for `count` of them.
pub(super) unsafe fn elements<'a, T>(elements: *const T, count: usize) -> Answer<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    ensure(!elements.is_null(), napi_invalid_arg)?;
    // SAFETY: the caller's promise.
    Ok(unsafe { slice::from_raw_parts(elements, count) })
}

/// The values of an argument list.
///
/// # Safety
///
/// `handles` is good for `count` live handles.
pub(super) unsafe fn arguments(
    env: &Env,
    handles: *const napi_value,
    count: usize,
) -> Answer<Vec<Value>> {
    // SAFETY: the caller's promise.
    let handles = unsafe { elements(handles, count) }?;
    handles
        .iter()
        .map(|&handle| {
            // SAFETY: the caller's promise. V8 would crash for a null handle.
            unsafe { Local::from_raw(env, handle) }.map(|Local(value)| value)
        })
        .collect()
}

/// Runs the body of a function that runs no JavaScript.
#[inline(always)]
pub(super) fn plain(
    env: &Env,
    name: &'static str,
    body: impl FnOnce(&Env) -> Answer,
) -> napi_status {
    if env.is_watched()
        && let Some(status) = watch(env, name)
    {
        return status;
    }
    match body(env) {
        Ok(()) => {
            env.last_error.clear();
            napi_ok
        }
        Err(failure) => {
            if let Failure::Thrown(_) = failure {
                // Only functions that may run JavaScript leave an exception behind.
                let engine = env.engine();
                engine.discard_exception();
            }
            fail_without_exception(env, failure)
        }
    }
}

/// As [`plain`], for functions that other threads may call; the body looks which one it is on.
#[inline(always)]
pub(super) fn any_thread(
    env: &Env,
    name: &'static str,
    body: impl FnOnce(&Env) -> Answer,
) -> napi_status {
    if env.isolate.is_own_thread() {
        plain(env, name, body)
    } else {
        elsewhere(env, body)
    }
}

/// As [`any_thread`], for functions that may be called in the middle of a collection.
#[inline(always)]
pub(super) fn any_thread_basic(
    env: &Env,
    name: &'static str,
    body: impl FnOnce(&Env) -> Answer,
) -> napi_status {
    if env.isolate.is_own_thread() {
        basic(env, name, body)
    } else {
        elsewhere(env, body)
    }
}

/// The last error, and what it says, is the own thread's.
#[cold]
fn elsewhere(env: &Env, body: impl FnOnce(&Env) -> Answer) -> napi_status {
    match body(env) {
        Ok(()) => napi_ok,
        Err(Failure::Status(status) | Failure::Bare(status) | Failure::Thrown(status)) => status,
        Err(Failure::Misuse(_)) => napi_generic_failure,
    }
}

/// As [`plain`], for functions that may be called in the middle of a collection.
#[inline(always)]
pub(super) fn basic(
    env: &Env,
    name: &'static str,
    body: impl FnOnce(&Env) -> Answer,
) -> napi_status {
    if env.is_watched()
        && let Some(status) = watch_basic(env, name)
    {
        return status;
    }
    match body(env) {
        Ok(()) => {
            env.last_error.clear();
            napi_ok
        }
        Err(failure) => fail(env, failure),
    }
}

/// Runs the body of a function that may run JavaScript: not while an exception is pending, and not
/// while the environment is torn down.
#[inline(always)]
pub(super) fn script(
    env: &Env,
    name: &'static str,
    body: impl FnOnce(&Env) -> Answer,
) -> napi_status {
    if env.is_watched()
        && let Some(status) = watch(env, name)
    {
        return status;
    }
    if env.has_exception() {
        return fail(env, Failure::Status(napi_pending_exception));
    }
    if !env.can_call_into_js() {
        let status = if env.api_version >= 10 {
            napi_cannot_run_js
        } else {
            napi_pending_exception
        };
        return fail(env, Failure::Status(status));
    }
    env.last_error.clear();
    match body(env) {
        Ok(()) => napi_ok,
        Err(failure) => fail(env, failure),
    }
}

/// What the checked mode and basic finalizers have looked at in each call.
#[cold]
fn watch(env: &Env, name: &'static str) -> Option<napi_status> {
    if !env.isolate.is_own_thread() {
        eprintln!("nodeapi: {name}: an environment was used on a thread that is not its own");
        return Some(napi_generic_failure);
    }
    if env.is_closed() {
        return Some(used_after_end(name));
    }
    env.isolate.scopes.set_running(name);
    if env.in_basic_finalizer() {
        fatal_in_finalizer();
    }
    None
}

#[cold]
fn watch_basic(env: &Env, name: &'static str) -> Option<napi_status> {
    if !env.isolate.is_own_thread() {
        return None;
    }
    if env.is_closed() {
        return Some(used_after_end(name));
    }
    env.isolate.scopes.set_running(name);
    None
}

/// What has been handed out is gone by then. In Node.js the environment itself would be.
fn used_after_end(name: &str) -> napi_status {
    eprintln!("nodeapi: {name}: an environment was used after its end");
    napi_generic_failure
}

fn fatal_in_finalizer() -> ! {
    eprintln!(
        "FATAL ERROR: Finalizer is calling a function that may affect GC state.\n\
         The finalizers are run directly from GC and must not affect GC state.\n\
         Use `node_api_post_finalizer` from inside of the finalizer to work around this issue.\n\
         It schedules the call as a new task in the event loop."
    );
    std::process::abort()
}

#[cold]
fn fail(env: &Env, failure: Failure) -> napi_status {
    if let Failure::Thrown(_) = failure {
        env.catch();
    }
    fail_without_exception(env, failure)
}

#[cold]
fn fail_without_exception(env: &Env, failure: Failure) -> napi_status {
    let (status, message) = match failure {
        Failure::Bare(status) => return status,
        Failure::Status(status) => (status, None),
        Failure::Thrown(status) => (status, None),
        Failure::Misuse(misuse) => {
            env.report(misuse);
            if let Misuse::ScopeMismatch { .. } = misuse {
                // Node.js leaves the last error as it is.
                return napi_handle_scope_mismatch;
            }
            (napi_invalid_arg, misuse_message(misuse))
        }
    };
    env.last_error.set(status, message);
    status
}

fn misuse_message(misuse: Misuse) -> Option<&'static CStr> {
    match misuse {
        Misuse::UseAfterScope { .. } => Some(c"A value was used after its handle scope was closed"),
        Misuse::ForeignHandle { .. } => Some(c"A value was used that is not of this runtime"),
        Misuse::ScopeMismatch { .. } | Misuse::UnbalancedScopes => None,
    }
}

/// Defines functions of Node-API. The word before `fn` says how the call comes in; an argument
/// written `name: raw as Kind` is checked and converted, in the order of the list, before the body
/// runs.
macro_rules! api {
    ($(
        $(#[$doc:meta])*
        $mode:ident fn $name:ident($env:ident $(, $argument:ident: $raw:ty $(as $kind:ty)?)* $(,)?)
        $body:block
    )*) => {$(
        $(#[$doc])*
        pub(super) unsafe extern "C" fn $name(
            $env: nodeapi_sys::napi_env $(, $argument: $raw)*
        ) -> nodeapi_sys::napi_status {
            // SAFETY: the addon's promise.
            let Some($env) = (unsafe { $crate::host::Env::from_raw($env) }) else {
                return nodeapi_sys::napi_invalid_arg;
            };
            $crate::host::abi::call::$mode($env, stringify!($name), |$env| {
                $(api!(@convert $env $argument $($kind)?);)*
                let _ = $env;
                $body
            })
        }
    )*};
    (@convert $env:ident $argument:ident) => {};
    (@convert $env:ident $argument:ident $kind:ty) => {
        // SAFETY: the addon's promise for arguments of this function.
        let $argument = unsafe {
            <$kind as $crate::host::abi::call::Parameter<_>>::from_raw($env, $argument)
        }?;
    };
}

/// What a chapter needs.
pub(super) mod prelude {
    pub(in crate::host::abi) use super::{
        Answer, AsObject, EnvExt, Failure, LONGEST_STRING, Local, NonNullRaw, OrStatus, Out,
        arguments, bytes, elements, ensure, is_valid_length, set,
    };
    pub(in crate::host::abi) use crate::host::engine::*;
    pub(in crate::host::abi) use crate::host::{Env, HostEngine, Value};
    pub(in crate::host::abi) use nodeapi_sys::*;
    pub(in crate::host::abi) use std::ffi::{CStr, c_char, c_int, c_void};
    pub(in crate::host::abi) use std::ptr;
}

/// The engine of this build is one.
const _: fn() = || {
    fn is_engine<E: Engine>() {}
    is_engine::<HostEngine>();
};
