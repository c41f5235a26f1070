//! The way from JavaScript into an addon's `napi_callback`.

use super::{Environment, Isolate};
use crate::host::engine::{Call, Engine, ErrorKind, Native, Outcome, Thrown};
use crate::host::reference_manager::Side;
use crate::host::scope_manager::{Frame, Mark, Misuse};
use nodeapi_sys::{napi_callback, napi_callback_info, napi_env, napi_value};
use std::ffi::c_void;
use std::ptr;

/// A `napi_callback` that is not null.
type Callback = unsafe extern "C" fn(napi_env, napi_callback_info) -> napi_value;

/// What a function object of an addon holds: whom to call and with what.
pub(crate) struct Binding<E: Engine> {
    env: *const Environment<E>,
    /// The environment's, for a shorter way to it.
    isolate: *const Isolate<E>,
    callback: Callback,
    data: *mut c_void,
    /// The class whose instances alone may be `this`; null for any `this`.
    receiver: *const c_void,
}

/// What a `napi_callback_info` points at: the running call.
pub(crate) struct CallbackInfo<E: Engine> {
    pub(crate) frame: Frame<E::Value>,
    pub(crate) data: *mut c_void,
}

impl<E: Engine> CallbackInfo<E> {
    /// The call behind a handle; `None` for null.
    ///
    /// # Safety
    ///
    /// The handle is null or that of a running call: the addon's promise.
    #[inline]
    pub(crate) unsafe fn from_raw<'a>(info: napi_callback_info) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { info.cast::<Self>().cast_const().as_ref() }
    }
}

impl<E: Engine> Binding<E> {
    /// What the engine needs for a function object that calls `callback`.
    pub(crate) fn native(
        env: &Environment<E>,
        callback: napi_callback,
        data: *mut c_void,
        receiver: *const c_void,
    ) -> Native<E::Value> {
        // Callers have looked for null; nothing happens where one slips through.
        let callback = callback.unwrap_or(nothing);
        let isolate = ptr::from_ref(&*env.isolate);
        let binding = Box::new(Binding {
            env,
            isolate,
            callback,
            data,
            receiver,
        });
        Native {
            entry: match (env.side, receiver.is_null()) {
                (Side::Addons, true) => enter::<E>,
                (Side::Addons, false) => enter_method::<E>,
                (Side::Builtins, true) => enter_builtin::<E, false>,
                (Side::Builtins, false) => enter_builtin::<E, true>,
            },
            data: Box::into_raw(binding).cast(),
            drop: drop_binding::<E>,
        }
    }
}

/// # Safety
///
/// `data` is a binding that [`Binding::native`] made; its function object is gone.
unsafe fn drop_binding<E: Engine>(data: *mut c_void) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(data.cast::<Binding<E>>()) });
}

unsafe extern "C" fn nothing(_: napi_env, _: napi_callback_info) -> napi_value {
    ptr::null_mut()
}

/// As [`enter`], for the methods of a class: `this` must be an instance.
///
/// # Safety
///
/// As [`enter`].
unsafe extern "C" fn enter_method<E: Engine>(
    data: *mut c_void,
    call: &Call<'_, E::Value>,
) -> E::Value {
    // SAFETY: the caller's promise.
    let (binding, engine) = unsafe {
        let binding = &*data.cast::<Binding<E>>();
        (binding, (*binding.env).engine())
    };
    // Constructed, it gets an object of its own.
    if call.new_target.is_none() && !engine.is_instance(call.this, binding.receiver) {
        illegal_invocation(engine);
        return E::HOLE;
    }
    // SAFETY: the caller's promise.
    unsafe { enter::<E>(data, call) }
}

/// As [`enter`] or [`enter_method`], for what builtins call.
///
/// # Safety
///
/// As [`enter`].
unsafe extern "C" fn enter_builtin<E: Engine, const IS_METHOD: bool>(
    data: *mut c_void,
    call: &Call<'_, E::Value>,
) -> E::Value {
    // SAFETY: the caller's promise; the isolate outlives its environments.
    unsafe {
        let isolate = (*data.cast::<Binding<E>>()).isolate;
        (*isolate).run_builtin_finalizers();
        match IS_METHOD {
            true => enter_method::<E>(data, call),
            false => enter::<E>(data, call),
        }
    }
}

/// The way from the engine into a callback.
///
/// # Safety
///
/// `data` is a live binding that [`Binding::native`] made; its environment outlives the engine's
/// objects.
unsafe extern "C" fn enter<E: Engine>(data: *mut c_void, call: &Call<'_, E::Value>) -> E::Value {
    // SAFETY: the caller's promise; the isolate outlives its environments.
    let (binding, env, isolate) = unsafe {
        let binding = &*data.cast::<Binding<E>>();
        (binding, &*binding.env, &*binding.isolate)
    };
    let scopes = &isolate.scopes;
    let info = CallbackInfo::<E> {
        frame: Frame::new(call),
        data: binding.data,
    };
    let mark = scopes.open();
    let floor = scopes.enter_native();
    env.last_error.clear();
    // SAFETY: the frame stays here until it is popped.
    unsafe { scopes.push_frame(&info.frame) };
    // SAFETY: the addon gave callback and data for this; `info` outlives the call.
    let result = unsafe { (binding.callback)(env.raw(), ptr::from_ref(&info).cast_mut().cast()) };
    let value = env.returned(result, mark);
    scopes.pop_frame(&info.frame);
    if let Err(misuse) = scopes.leave_native(floor) {
        env.report(misuse);
    }
    scopes.close(&isolate.engine, mark);
    if E::is_hole(value) {
        env.throw_pending();
    }
    value
}

impl<E: Engine> Environment<E> {
    /// The value that a callback returned, owned. Null is `undefined`. Where an exception is pending,
    /// the handle means nothing and is not read: the answer is a hole, and so it is where the handle
    /// is found to be closed.
    #[inline]
    fn returned(&self, handle: napi_value, mark: Mark<E::Value>) -> E::Value {
        if self.has_exception() {
            return E::HOLE;
        }
        if handle.is_null() {
            return E::UNDEFINED;
        }
        let scopes = &self.isolate.scopes;
        if let Some(value) = scopes.take_if_above(handle, mark) {
            return value;
        }
        self.returned_elsewhere(handle)
    }

    /// The value of a handle that was not made in the callback, or is looked up.
    #[inline(never)]
    fn returned_elsewhere(&self, handle: napi_value) -> E::Value {
        let scopes = &self.isolate.scopes;
        if scopes.is_checked() {
            scopes.set_running("the return of a callback");
        }
        // SAFETY: the addon's promise, or looked up.
        match unsafe { scopes.get(handle) } {
            Ok(value) if E::is_hole(value) => scopes.take_closed(handle).unwrap_or(E::HOLE),
            Ok(value) => self.engine().dup(value),
            Err(misuse) => {
                self.refuse(misuse);
                E::HOLE
            }
        }
    }

    /// Hands the pending exception to the engine. Where none is pending, the callback has returned a
    /// slot that is closed and still empty; without checks, that is all that is known of it.
    #[cold]
    #[inline(never)]
    fn throw_pending(&self) {
        if !self.has_exception() {
            self.refuse(Misuse::UseAfterScope {
                used: "the return of a callback",
                made: "",
                closed: "",
            });
        }
        if let Some(exception) = self.take_exception() {
            self.engine().throw(exception);
        }
    }

    /// Reports that a callback returned what is no value, and makes that the pending exception: the
    /// caller must not go on with `undefined` as if that were the result.
    #[cold]
    #[inline(never)]
    fn refuse(&self, misuse: Misuse) {
        let text = misuse.to_string();
        self.report(misuse);
        match error(self.engine(), ErrorKind::Error, &text) {
            Ok(error) => self.set_exception(error),
            Err(Thrown) => self.catch(),
        }
    }
}

#[cold]
fn illegal_invocation<E: Engine>(engine: &E) -> Thrown {
    match error(engine, ErrorKind::TypeError, "Illegal invocation") {
        Ok(error) => engine.throw(error),
        Err(thrown) => thrown,
    }
}

/// An error of a kind with a message, owned.
fn error<E: Engine>(engine: &E, kind: ErrorKind, message: &str) -> Outcome<E::Value> {
    let message = engine.string_utf8(message.as_bytes())?;
    let error = engine.error(kind, message);
    engine.free(message);
    error
}
