//! Strings. Copying out ends with a NUL and never writes more than the buffer takes.

use super::call::prelude::*;

/// A string constructor of the engine, over units of `T`.
type Make<T> = fn(&HostEngine, &[T]) -> Outcome<Value>;

api! {
    plain fn napi_create_string_latin1(
        env, string: *const c_char, length: usize, result: *mut napi_value
    ) {
        create(env, string.cast(), length, result, HostEngine::string_latin1)
    }

    plain fn napi_create_string_utf8(
        env, string: *const c_char, length: usize, result: *mut napi_value
    ) {
        create(env, string.cast(), length, result, HostEngine::string_utf8)
    }

    plain fn napi_create_string_utf16(
        env, string: *const u16, length: usize, result: *mut napi_value
    ) {
        create(env, string, length, result, HostEngine::string_utf16)
    }

    // Property keys are plain strings: the engine makes atoms of them where they are used.
    plain fn node_api_create_property_key_latin1(
        env, string: *const c_char, length: usize, result: *mut napi_value
    ) {
        create(env, string.cast(), length, result, HostEngine::string_latin1)
    }

    plain fn node_api_create_property_key_utf8(
        env, string: *const c_char, length: usize, result: *mut napi_value
    ) {
        create(env, string.cast(), length, result, HostEngine::string_utf8)
    }

    plain fn node_api_create_property_key_utf16(
        env, string: *const u16, length: usize, result: *mut napi_value
    ) {
        create(env, string, length, result, HostEngine::string_utf16)
    }

    // The engine's strings own their memory, so an external string is a copy, as the documentation
    // allows; it says so in `copied`, and its finalizer runs at once.
    plain fn node_api_create_external_string_latin1(
        env,
        string: *mut c_char,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
        copied: *mut bool as Option<Out<bool>>,
    ) {
        create::<u8>(env, string.cast_const().cast(), length, result, HostEngine::string_latin1)?;
        finalize_copied(env, string.cast(), finalize_callback, finalize_hint, &copied);
        Ok(())
    }

    plain fn node_api_create_external_string_utf16(
        env,
        string: *mut u16,
        length: usize,
        finalize_callback: node_api_basic_finalize,
        finalize_hint: *mut c_void,
        result: *mut napi_value,
        copied: *mut bool as Option<Out<bool>>,
    ) {
        create(env, string.cast_const(), length, result, HostEngine::string_utf16)?;
        finalize_copied(env, string.cast(), finalize_callback, finalize_hint, &copied);
        Ok(())
    }

    plain fn napi_get_value_string_latin1(
        env,
        value: napi_value as Local,
        buf: *mut c_char,
        bufsize: usize,
        result: *mut usize as Option<Out<usize>>,
    ) {
        read(env, value, |string| {
            env.engine().with_utf16(string, |units| {
                copy_out(units, buf.cast::<u8>(), bufsize, &result, |unit| unit as u8)
            })
        })
    }

    plain fn napi_get_value_string_utf8(
        env,
        value: napi_value as Local,
        buf: *mut c_char,
        bufsize: usize,
        result: *mut usize as Option<Out<usize>>,
    ) {
        read(env, value, |string| {
            env.engine().with_utf8(string, |bytes| {
                let fitting = if buf.is_null() { bytes } else { fitting(bytes, bufsize) };
                copy_out(fitting, buf.cast::<u8>(), bufsize, &result, |byte| byte)
            })
        })
    }

    plain fn napi_get_value_string_utf16(
        env,
        value: napi_value as Local,
        buf: *mut u16,
        bufsize: usize,
        result: *mut usize as Option<Out<usize>>,
    ) {
        read(env, value, |string| {
            env.engine().with_utf16(string, |units| {
                copy_out(units, buf, bufsize, &result, |unit| unit)
            })
        })
    }
}

/// A unit of text that native code gives; zero ends it.
trait Unit: Copy + PartialEq + Default {}
impl Unit for u8 {}
impl Unit for u16 {}

fn create<T: Unit>(
    env: &Env,
    string: *const T,
    length: usize,
    result: *mut napi_value,
    make: Make<T>,
) -> Answer {
    ensure(length == 0 || !string.is_null(), napi_invalid_arg)?;
    // SAFETY: the addon's promise for the result of this function.
    let result = unsafe { <Out<_> as super::call::Parameter<_>>::from_raw(env, result) }?;
    ensure(is_valid_length(length), napi_invalid_arg)?;
    let length = if length == NAPI_AUTO_LENGTH {
        // SAFETY: not null, and ends with a zero: the addon's promise.
        (0..)
            .take_while(|&index| unsafe { *string.add(index) } != T::default())
            .count()
    } else {
        length
    };
    ensure(length <= LONGEST_STRING, napi_generic_failure)?;
    // SAFETY: good for that many units: the addon's promise.
    let units = unsafe { elements(string, length) }?;
    result.set(env.handle(make(env.engine(), units).or_status(napi_generic_failure)?));
    Ok(())
}

fn finalize_copied(
    env: &Env,
    data: *mut c_void,
    finalize: node_api_basic_finalize,
    hint: *mut c_void,
    copied: &Option<Out<bool>>,
) {
    set(copied, || true);
    if let Some(finalize) = finalize {
        // SAFETY: the addon gave all three for this.
        unsafe { finalize(env.raw(), data, hint) }
    }
}

fn read(env: &Env, Local(value): Local, copy: impl FnOnce(Value) -> Outcome<Answer>) -> Answer {
    ensure(env.engine().is_string(value), napi_string_expected)?;
    copy(value).or_status(napi_generic_failure)?
}

/// As many whole characters of UTF-8 as a buffer takes before its NUL.
fn fitting(bytes: &[u8], buffer_size: usize) -> &[u8] {
    let Some(most) = buffer_size.checked_sub(1) else {
        return &[];
    };
    if bytes.len() <= most {
        return bytes;
    }
    let is_continuation = |&index: &usize| bytes[index] & 0xC0 == 0x80;
    let mut end = most;
    while end > 0 && is_continuation(&end) {
        end -= 1;
    }
    &bytes[..end]
}

/// Copies units and a zero into a buffer, or without a buffer tells how many there are.
fn copy_out<S: Copy, T: Default>(
    units: &[S],
    buffer: *mut T,
    buffer_size: usize,
    result: &Option<Out<usize>>,
    convert: impl Fn(S) -> T,
) -> Answer {
    if buffer.is_null() {
        let result = result.as_ref().ok_or(napi_invalid_arg)?;
        result.set(units.len());
        return Ok(());
    }
    let Some(most) = buffer_size.checked_sub(1) else {
        set(result, || 0);
        return Ok(());
    };
    let length = units.len().min(most);
    for (index, &unit) in units[..length].iter().enumerate() {
        // SAFETY: the buffer takes `buffer_size` units, and `length` is less: the addon's promise.
        unsafe { buffer.add(index).write(convert(unit)) };
    }
    // SAFETY: as above.
    unsafe { buffer.add(length).write(T::default()) };
    set(result, || length);
    Ok(())
}
