//! Handles and scopes as raw native code may misuse them: what the host recognises, what it answers,
//! and that it goes on.
#![cfg(feature = "host")]

use nodeapi::Runtime;
use nodeapi_sys as sys;
use nodeapi_sys::{napi_env, napi_handle_scope, napi_status, napi_value};
use std::ffi::c_void;
use std::ptr;

const USED_AFTER_SCOPE: &str = "a value was used after its handle scope was closed";
const FOREIGN: &str =
    "a value was used that is not of this runtime, or whose scope closed long ago";
const MISMATCH: &str =
    "a handle scope was closed that is not open: closed twice, or never opened here";
const UNBALANCED: &str = "a callback returned with a handle scope of its own still open";

fn runtime(checked: bool) -> Runtime {
    Runtime::builder().checked(checked).build().unwrap()
}

/// Runs what a callback would: in a scope of the runtime's own environment. The functions below are
/// for what runs in here.
fn native<T>(runtime: &mut Runtime, f: impl FnOnce(napi_env) -> T) -> T {
    runtime.with(|env| Ok(f(env.raw()))).unwrap()
}

/// A call of Node-API whose result is wanted.
fn made<T>(call: impl FnOnce(*mut T) -> napi_status) -> T {
    let mut result = std::mem::MaybeUninit::uninit();
    assert_eq!(call(result.as_mut_ptr()), sys::napi_ok);
    // SAFETY: a call that answers `napi_ok` has written its result.
    unsafe { result.assume_init() }
}

fn number(env: napi_env, value: i32) -> napi_value {
    // SAFETY: the environment is `native`'s.
    made(|result| unsafe { sys::napi_create_int32(env, value, result) })
}

fn object(env: napi_env) -> napi_value {
    // SAFETY: the environment is `native`'s.
    made(|result| unsafe { sys::napi_create_object(env, result) })
}

fn text(env: napi_env, length: usize) -> napi_value {
    let bytes = "x".repeat(length);
    // SAFETY: the environment is `native`'s; the bytes are as many as said.
    made(|result| unsafe {
        sys::napi_create_string_latin1(env, bytes.as_ptr().cast(), length, result)
    })
}

/// The number that a handle stands for, or what the host says of the handle.
fn read(env: napi_env, value: napi_value) -> Result<i32, napi_status> {
    let mut result = 0;
    // SAFETY: the environment is `native`'s; the handle is the host's to judge.
    match unsafe { sys::napi_get_value_int32(env, value, &mut result) } {
        sys::napi_ok => Ok(result),
        status => Err(status),
    }
}

fn open(env: napi_env) -> napi_handle_scope {
    // SAFETY: the environment is `native`'s.
    made(|result| unsafe { sys::napi_open_handle_scope(env, result) })
}

fn close(env: napi_env, scope: napi_handle_scope) -> napi_status {
    // SAFETY: the environment is `native`'s; the scope is the host's to judge.
    unsafe { sys::napi_close_handle_scope(env, scope) }
}

fn open_escapable(env: napi_env) -> sys::napi_escapable_handle_scope {
    // SAFETY: the environment is `native`'s.
    made(|result| unsafe { sys::napi_open_escapable_handle_scope(env, result) })
}

fn close_escapable(env: napi_env, scope: sys::napi_escapable_handle_scope) -> napi_status {
    // SAFETY: the environment is `native`'s; the scope is the host's to judge.
    unsafe { sys::napi_close_escapable_handle_scope(env, scope) }
}

fn escape(
    env: napi_env,
    scope: sys::napi_escapable_handle_scope,
    value: napi_value,
) -> Result<napi_value, napi_status> {
    let mut result = ptr::null_mut();
    // SAFETY: the environment is `native`'s; scope and value are the host's to judge.
    match unsafe { sys::napi_escape_handle(env, scope, value, &mut result) } {
        sys::napi_ok => Ok(result),
        status => Err(status),
    }
}

/// A function of JavaScript that calls this closure with its environment and first argument, and
/// returns what the closure gives.
fn function(env: napi_env, f: &dyn Fn(napi_env, napi_value) -> napi_value) -> napi_value {
    type Closure<'a> = &'a dyn Fn(napi_env, napi_value) -> napi_value;
    unsafe extern "C" fn enter(env: napi_env, info: sys::napi_callback_info) -> napi_value {
        let (mut count, mut argument, mut data) = (1, ptr::null_mut(), ptr::null_mut());
        // SAFETY: the running call's own environment and info.
        let status = unsafe {
            let this = ptr::null_mut();
            sys::napi_get_cb_info(env, info, &mut count, &mut argument, this, &mut data)
        };
        assert_eq!(status, sys::napi_ok);
        // SAFETY: `function`'s data, which `call` has kept alive.
        let f = unsafe { *data.cast::<Closure<'_>>() };
        f(env, argument)
    }
    let data: *mut Closure<'_> = Box::leak(Box::new(f));
    // SAFETY: the environment is `native`'s; the data stays for good, and what it borrows outlives
    // the call that follows.
    made(|result| unsafe {
        sys::napi_create_function(
            env,
            c"f".as_ptr(),
            1,
            Some(enter),
            data.cast::<c_void>(),
            result,
        )
    })
}

/// Calls a closure through JavaScript; gives what it returns.
fn call(
    env: napi_env,
    argument: napi_value,
    f: &dyn Fn(napi_env, napi_value) -> napi_value,
) -> napi_value {
    let function = function(env, f);
    made(|result| {
        // SAFETY: the environment is `native`'s, the handles are live.
        unsafe { sys::napi_call_function(env, argument, function, 1, &argument, result) }
    })
}

/// The runtime still works, and has seen this misuse and no other.
#[track_caller]
fn assert_seen(runtime: &mut Runtime, misuses: &[&str]) {
    let seen = runtime.take_misuses();
    let is_as_said = |(seen, misuse): (&String, &&str)| seen.contains(*misuse);
    assert!(
        seen.len() == misuses.len() && seen.iter().zip(misuses).all(is_as_said),
        "seen: {seen:#?}\nexpected: {misuses:#?}"
    );
    assert_eq!(runtime.eval::<f64>("40 + 2").unwrap(), 42.0);
    assert_eq!(runtime.take_misuses(), [""; 0]);
}

#[test]
fn a_report_names_the_functions() {
    let mut runtime = runtime(true);
    native(&mut runtime, |env| {
        let scope = open(env);
        let value = number(env, 1);
        assert_eq!(close(env, scope), sys::napi_ok);
        assert_eq!(read(env, value), Err(sys::napi_invalid_arg));
    });
    assert_eq!(
        runtime.take_misuses(),
        [
            "napi_get_value_int32: a value was used after its handle scope was closed; \
          napi_create_int32 made it, napi_close_handle_scope closed the scope"
        ]
    );
}

#[test]
fn a_value_after_its_scope() {
    let mut runtime = runtime(true);
    native(&mut runtime, |env| {
        let before = number(env, 1);
        let scope = open(env);
        let inside = number(env, 2);
        assert_eq!(read(env, inside), Ok(2));
        assert_eq!(close(env, scope), sys::napi_ok);
        assert_eq!(read(env, inside), Err(sys::napi_invalid_arg));
        // Later values do not take its place.
        let after = number(env, 3);
        assert_eq!(read(env, inside), Err(sys::napi_invalid_arg));
        assert_eq!((read(env, before), read(env, after)), (Ok(1), Ok(3)));
    });
    assert_seen(&mut runtime, &[USED_AFTER_SCOPE; 2]);
}

#[test]
fn the_last_error_says_what_was_misused() {
    let mut runtime = runtime(true);
    let message = native(&mut runtime, |env| {
        let scope = open(env);
        let value = number(env, 2);
        assert_eq!(close(env, scope), sys::napi_ok);
        assert!(read(env, value).is_err());
        let mut info = ptr::null();
        // SAFETY: the environment is `native`'s; the information is good until the next call, and
        // its message is a string of the host's.
        unsafe {
            assert_eq!(sys::napi_get_last_error_info(env, &mut info), sys::napi_ok);
            std::ffi::CStr::from_ptr((*info).error_message)
                .to_str()
                .unwrap()
                .to_owned()
        }
    });
    assert_eq!(
        message,
        "A value was used after its handle scope was closed"
    );
    assert_seen(&mut runtime, &[USED_AFTER_SCOPE]);
}

#[test]
fn a_value_after_its_callback() {
    let mut runtime = runtime(true);
    let kept = native(&mut runtime, |env| {
        let kept = std::cell::Cell::new(ptr::null_mut());
        let argument = number(env, 1);
        call(env, argument, &|env, argument| {
            kept.set(argument);
            assert_eq!(read(env, argument), Ok(1));
            argument
        });
        assert_eq!(read(env, kept.get()), Err(sys::napi_invalid_arg));
        assert_eq!(read(env, argument), Ok(1));
        argument
    });
    native(&mut runtime, |env| {
        assert_eq!(read(env, kept), Err(sys::napi_invalid_arg))
    });
    assert_seen(&mut runtime, &[USED_AFTER_SCOPE; 2]);
}

/// The caller must not go on with `undefined`, or worse, as if that were the result. Without checks,
/// `tests/lenience.rs`, the value of the scope that was closed last is still there; others are not.
#[test]
fn a_callback_that_returns_a_closed_value_has_thrown() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        let message = native(&mut runtime, |env| {
            let function = function(env, &|env, _| {
                let scope = open(env);
                let [_, value] = [number(env, 2), number(env, 3)];
                assert_eq!(close(env, scope), sys::napi_ok);
                let scope = open(env);
                number(env, 4);
                assert_eq!(close(env, scope), sys::napi_ok);
                value
            });
            let argument = number(env, 1);
            let mut result = ptr::null_mut();
            // SAFETY: the environment is `native`'s, the handles are live.
            let status = unsafe {
                sys::napi_call_function(env, argument, function, 1, &argument, &mut result)
            };
            assert_eq!(status, sys::napi_pending_exception);
            // SAFETY: as above.
            let message = made(|result| unsafe {
                let error = made(|result| sys::napi_get_and_clear_last_exception(env, result));
                sys::napi_get_named_property(env, error, c"message".as_ptr(), result)
            });
            let mut text = [0; 200];
            // SAFETY: as above, and the buffer is of this size.
            let length = made(|result| unsafe {
                sys::napi_get_value_string_utf8(env, message, text.as_mut_ptr(), 200, result)
            });
            String::from_utf8(text[..length].iter().map(|byte| *byte as u8).collect()).unwrap()
        });
        assert!(message.contains(USED_AFTER_SCOPE), "{message}");
        assert_seen(&mut runtime, &[USED_AFTER_SCOPE]);
    }
}

#[test]
fn what_was_never_a_handle() {
    let mut runtime = runtime(true);
    let mut not_a_slot = [0u64; 4];
    native(&mut runtime, |env| {
        let inside = number(env, 1).cast::<u8>().wrapping_add(1).cast();
        let beyond = number(env, 2).cast::<[u64; 2]>().wrapping_add(1).cast();
        for value in [
            not_a_slot.as_mut_ptr().cast(),
            ptr::without_provenance_mut(1),
            inside,
            beyond,
        ] {
            assert_eq!(read(env, value), Err(sys::napi_invalid_arg));
        }
    });
    assert_seen(&mut runtime, &[FOREIGN, FOREIGN, FOREIGN, USED_AFTER_SCOPE]);
}

#[test]
fn a_value_of_another_runtime() {
    for checked in [true, false] {
        let (mut first, mut second) = (runtime(checked), runtime(checked));
        native(&mut first, |outer| {
            let (five, key) = (number(outer, 5), object(outer));
            native(&mut second, |inner| {
                let own = number(inner, 7);
                assert_eq!(read(inner, five), Err(sys::napi_invalid_arg));
                // SAFETY: both environments are `native`'s; the handles are the host's to judge.
                let status = unsafe { sys::napi_set_property(inner, object(inner), key, own) };
                assert_eq!(status, sys::napi_invalid_arg);
                // Each runtime has constants of its own.
                // SAFETY: the environment is `native`'s.
                let undefined = made(|result| unsafe { sys::napi_get_undefined(outer, result) });
                let mut kind = sys::napi_null;
                // SAFETY: as above.
                let status = unsafe { sys::napi_typeof(inner, undefined, &mut kind) };
                assert_eq!(status, sys::napi_invalid_arg);
                // The other way about, and each at home.
                assert_eq!(read(outer, own), Err(sys::napi_invalid_arg));
                assert_eq!((read(outer, five), read(inner, own)), (Ok(5), Ok(7)));
            });
            assert_eq!(read(outer, five), Ok(5));
        });
        assert_seen(&mut second, &[FOREIGN; 3]);
        assert_seen(&mut first, &[FOREIGN]);
    }
}

#[test]
fn arguments_of_a_call_are_known_while_runtimes_are_mixed() {
    for checked in [true, false] {
        let (mut first, second) = (runtime(checked), std::cell::RefCell::new(runtime(checked)));
        native(&mut first, |env| {
            let argument = number(env, 8);
            call(env, argument, &|env, argument| {
                native(&mut second.borrow_mut(), |inner| {
                    assert_eq!(read(inner, argument), Err(sys::napi_invalid_arg));
                    assert_eq!(read(env, argument), Ok(8));
                });
                argument
            });
        });
        assert_seen(&mut second.borrow_mut(), &[FOREIGN]);
        assert_seen(&mut first, &[]);
    }
}

#[test]
fn a_scope_that_is_closed_twice() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let value = number(env, 1);
            let scope = open(env);
            assert_eq!(close(env, scope), sys::napi_ok);
            assert_eq!(close(env, scope), sys::napi_handle_scope_mismatch);
            // Nor is it one that has been opened in its place.
            let other = open(env);
            assert_eq!(close(env, scope), sys::napi_handle_scope_mismatch);
            assert_eq!(close(env, other), sys::napi_ok);
            let escapable = open_escapable(env);
            assert_eq!(close_escapable(env, escapable), sys::napi_ok);
            assert_eq!(
                close_escapable(env, escapable),
                sys::napi_handle_scope_mismatch
            );
            assert_eq!(read(env, value), Ok(1));
        });
        assert_seen(&mut runtime, &[MISMATCH; 3]);
    }
}

#[test]
fn a_scope_that_was_never_opened() {
    let mut runtime = runtime(false);
    native(&mut runtime, |env| {
        let nonsense = ptr::without_provenance_mut(0x7FFF_1234);
        assert_eq!(close(env, nonsense), sys::napi_handle_scope_mismatch);
        assert_eq!(close(env, ptr::null_mut()), sys::napi_invalid_arg);
    });
    assert_seen(&mut runtime, &[MISMATCH]);
}

#[test]
fn closing_a_scope_closes_those_inside() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let (outer, value) = (open(env), number(env, 1));
            let inner = open(env);
            number(env, 2);
            assert_eq!(read(env, value), Ok(1));
            assert_eq!(close(env, outer), sys::napi_ok);
            assert_eq!(close(env, inner), sys::napi_handle_scope_mismatch);
        });
        assert_seen(&mut runtime, &[MISMATCH]);
    }
}

#[test]
fn a_scope_of_the_caller() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let scope = open(env);
            let value = number(env, 4);
            let returned = call(env, value, &|env, argument| {
                assert_eq!(close(env, scope), sys::napi_handle_scope_mismatch);
                assert_eq!(read(env, argument), Ok(4));
                argument
            });
            assert_eq!((read(env, value), read(env, returned)), (Ok(4), Ok(4)));
            assert_eq!(close(env, scope), sys::napi_ok);
        });
        assert_seen(&mut runtime, &[MISMATCH]);
    }
}

#[test]
fn scopes_that_a_callback_leaves_open() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let mine = open(env);
            let value = number(env, 1);
            let left = std::cell::Cell::new(ptr::null_mut());
            for _ in 0..3 {
                let returned = call(env, value, &|env, _| {
                    open(env);
                    left.set(open(env));
                    number(env, 9)
                });
                assert_eq!(read(env, returned), Ok(9));
            }
            // They are gone with the callback; the caller's own is still there.
            assert_eq!(close(env, left.get()), sys::napi_handle_scope_mismatch);
            assert_eq!(read(env, value), Ok(1));
            assert_eq!(close(env, mine), sys::napi_ok);
        });
        assert_seen(
            &mut runtime,
            &[UNBALANCED, UNBALANCED, UNBALANCED, MISMATCH],
        );
        // Where the embedder's own closure leaves one open, too.
        native(&mut runtime, open);
        assert_seen(&mut runtime, &[UNBALANCED]);
    }
}

#[test]
fn one_value_escapes() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let scope = open_escapable(env);
            let escaped = escape(env, scope, number(env, 11)).unwrap();
            assert_eq!(read(env, escaped), Ok(11));
            let second = escape(env, scope, number(env, 12));
            assert_eq!(second, Err(sys::napi_escape_called_twice));
            assert_eq!(close_escapable(env, scope), sys::napi_ok);
            // Values that are made afterwards do not take its place.
            let later: Vec<_> = (0..10).map(|value| number(env, value)).collect();
            assert_eq!(read(env, escaped), Ok(11));
            assert_eq!(read(env, later[9]), Ok(9));
        });
        // Escaping twice is an error of Node-API, which the addon is told; no more than that.
        assert_seen(&mut runtime, &[]);
    }
}

#[test]
fn a_value_escapes_scope_by_scope() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let (outer, inner) = (open_escapable(env), open_escapable(env));
            let value = escape(env, inner, number(env, 13)).unwrap();
            assert_eq!(close_escapable(env, inner), sys::napi_ok);
            let value = escape(env, outer, value).unwrap();
            assert_eq!(close_escapable(env, outer), sys::napi_ok);
            assert_eq!(read(env, value), Ok(13));
        });
        assert_seen(&mut runtime, &[]);
    }
}

#[test]
fn nothing_escapes_from_a_scope_that_lets_nothing_out() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let value = number(env, 14);
            let closed = open_escapable(env);
            assert_eq!(close_escapable(env, closed), sys::napi_ok);
            assert_eq!(
                escape(env, closed, value),
                Err(sys::napi_handle_scope_mismatch)
            );
            let plain = open(env);
            assert_eq!(
                escape(env, plain.cast(), value),
                Err(sys::napi_handle_scope_mismatch)
            );
            assert_eq!(close(env, plain), sys::napi_ok);
            assert_eq!(read(env, value), Ok(14));
        });
        assert_seen(&mut runtime, &[MISMATCH; 2]);
    }
}

const MANY: i32 = 1_000_000;

#[test]
fn a_million_values_in_one_scope() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let values: Vec<_> = (0..MANY).map(|value| number(env, value)).collect();
            for at in (0..MANY).step_by(4099) {
                assert_eq!(read(env, values[at as usize]), Ok(at));
            }
        });
        assert_seen(&mut runtime, &[]);
    }
}

/// The memory that this process has, in KiB.
#[cfg(target_os = "linux")]
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmData:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_million_values_in_scopes_of_their_own() {
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        native(&mut runtime, |env| {
            let kept = object(env);
            let before = memory();
            for value in 0..MANY / 10 {
                let scope = open(env);
                let values: [_; 10] = std::array::from_fn(|_| text(env, 256));
                assert_eq!(read(env, values[9]), Err(sys::napi_number_expected));
                assert_eq!(read(env, number(env, value)), Ok(value));
                assert_eq!(close(env, scope), sys::napi_ok);
            }
            // Kept, the texts would be 256 MiB. The checked mode keeps a million closed slots out of
            // use, 16 MiB; and another test makes a million values at the same time.
            let grown = memory().saturating_sub(before) / 1024;
            assert!(grown < 128, "{grown} MiB more");
            // SAFETY: the environment is `native`'s, and the handle live.
            let kind = made(|result| unsafe { sys::napi_typeof(env, kept, result) });
            assert_eq!(kind, sys::napi_object);
        });
        assert_seen(&mut runtime, &[]);
    }
}

#[test]
fn deep_calls_and_scopes() {
    fn descend(env: napi_env, depth: i32, argument: napi_value) -> napi_value {
        let scope = open_escapable(env);
        let value = match depth {
            0 => number(env, read(env, argument).unwrap() + 1),
            _ => call(env, argument, &|env, argument| {
                descend(env, depth - 1, argument)
            }),
        };
        let value = escape(env, scope, value).unwrap();
        assert_eq!(close_escapable(env, scope), sys::napi_ok);
        value
    }
    for checked in [true, false] {
        let mut runtime = runtime(checked);
        let found = native(&mut runtime, |env| {
            read(env, descend(env, 50, number(env, 20)))
        });
        assert_eq!(found, Ok(21));
        assert_seen(&mut runtime, &[]);
    }
}
