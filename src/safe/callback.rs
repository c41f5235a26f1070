//! The door that JavaScript comes in by: from C to a function of Rust and back, with panics and
//! errors made exceptions.

use super::env::{Env, enter};
use super::error::{Error, Result, contain, panicked, throw};
use super::function::{Args, Function};
use super::value::{JsValue, Value};
use nodeapi_sys as sys;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// A native function without captured state.
pub(crate) type NativeFn = for<'c> fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>>;

/// How many arguments are read without a second call.
const FEW: usize = 6;

/// Runs code for JavaScript: its error or panic is pending afterwards, and the answer null.
///
/// # Safety
///
/// As of [`enter`]: the host calls into the environment, and has opened a scope for the call.
#[inline]
pub(crate) unsafe fn run(
    raw: sys::napi_env,
    f: impl for<'c> FnOnce(&mut Env<'c>) -> Result<Value<'c>>,
) -> sys::napi_value {
    let mut answer = std::ptr::null_mut();
    // What is caught here is a panic in the making of an exception, as in a `Display` of the
    // user's: there is nothing left to say then.
    contain(|| {
        // SAFETY: the caller's promise.
        unsafe {
            enter(raw, |env| {
                let error = match catch_unwind(AssertUnwindSafe(|| f(env))) {
                    Ok(Ok(value)) => {
                        answer = value.raw();
                        return;
                    }
                    Ok(Err(error)) => error,
                    Err(payload) => panicked(payload),
                };
                throw(env, error);
            });
        }
    });
    answer
}

/// Runs a callback: as [`run`], with the call's arguments and the function's data.
///
/// # Safety
///
/// As of [`run`]; `info` is the call that the host is making.
#[inline]
pub(crate) unsafe fn serve(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
    f: impl for<'c> FnOnce(&mut Env<'c>, Args<'c>, *mut c_void) -> Result<Value<'c>>,
) -> sys::napi_value {
    let mut few = [std::ptr::null_mut(); FEW];
    let many;
    let mut count = FEW;
    let (mut this, mut data) = (std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the host is making this call; it writes at most `FEW` arguments.
    let status = unsafe {
        sys::napi_get_cb_info(
            raw,
            info,
            &mut count,
            few.as_mut_ptr(),
            &mut this,
            &mut data,
        )
    };
    let mut arguments = &few[..count.min(FEW)];
    if status == sys::napi_ok && count > FEW {
        // SAFETY: the host is making this call.
        many = unsafe { all(raw, info, count) };
        arguments = &many;
    }
    // SAFETY: the caller's promise.
    unsafe {
        run(raw, |env| {
            env.check(status, "napi_get_cb_info")?;
            // SAFETY: the host's handles are live until the callback returns, which is as long as
            // the scope that it opened for the call; the slice lives in this frame.
            let args = Args::new(info, this, arguments);
            f(env, args, data)
        })
    }
}

/// Reads more arguments than a few.
///
/// # Safety
///
/// `info` is the call that the host is making, with so many arguments.
#[cold]
unsafe fn all(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
    mut count: usize,
) -> Vec<sys::napi_value> {
    let mut many = vec![std::ptr::null_mut(); count];
    let nothing = std::ptr::null_mut();
    // SAFETY: the caller's promise; the host writes at most `count` arguments.
    let _ = unsafe {
        sys::napi_get_cb_info(
            raw,
            info,
            &mut count,
            many.as_mut_ptr(),
            nothing,
            nothing.cast(),
        )
    };
    many
}

/// The callback of one function that needs no state: of a type without a size. Which function it is, the type
/// says and not the data, so that the compiler sees the whole call.
pub(crate) unsafe extern "C" fn call_item<F>(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value
where
    F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
{
    // SAFETY: a value without a size is anywhere; whoever registers this callback has had one, which was
    // not dropped. The host calls.
    unsafe {
        let f = std::ptr::NonNull::<F>::dangling().as_ref();
        serve(raw, info, |env, args, _| f(env, args))
    }
}

/// The callback of functions whose data is a closure.
pub(crate) unsafe extern "C" fn call_closure<F>(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value
where
    F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
{
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, data| {
            let f = data.cast_const().cast::<F>();
            // SAFETY: this callback is registered with `Rc::into_raw` of an `F`, which holds a
            // count until the function's finalizer runs. The count taken here keeps the closure
            // alive for the call, also where the function is finalized meanwhile.
            let f = {
                Rc::increment_strong_count(f);
                Rc::from_raw(f)
            };
            f(env, args)
        })
    }
}

/// The finalizer of a function whose data is a closure.
pub(crate) unsafe extern "C" fn free_closure<F>(
    _: sys::napi_env,
    data: *mut c_void,
    _: *mut c_void,
) {
    // SAFETY: the function held this count of the closure; it is finalized once.
    contain(|| drop(unsafe { Rc::from_raw(data.cast_const().cast::<F>()) }));
}

/// The constructor that `new` was called with; `None` where the call is none through `new`.
pub(crate) fn new_target<'c>(env: &Env<'c>, args: &Args<'c>) -> Result<Option<Function<'c>>> {
    let mut target = std::ptr::null_mut();
    // SAFETY: the environment is live, and the call is being served while `Args` live.
    let status = unsafe { sys::napi_get_new_target(env.raw(), args.info(), &mut target) };
    env.check(status, "napi_get_new_target")?;
    // SAFETY: the answer is null or a handle of the call's scope, of a function.
    Ok((!target.is_null()).then(|| unsafe { Function::new(target) }))
}

/// The error of a class that is called as a function.
pub(crate) fn needs_new(name: &str) -> Error {
    Error::type_error(format!(
        "class constructor {name} cannot be invoked without 'new'"
    ))
}
