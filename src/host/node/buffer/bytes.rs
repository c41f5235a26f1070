//! What a `Buffer` does with its bytes as such: comparing, filling, copying.

use super::numbers::outside;
use super::{made, this, uint8_array};
use crate::host::node::checks::{
    MAX_SAFE_INTEGER, argument, integer_in, is_string, is_undefined, number_in, offset,
    out_of_range, to_number,
};
use crate::host::node::encodings::Encoding;
use crate::host::node::errors::{coded, invalid_arg_type};
use crate::safe::{
    Args, Array, Env, ErrorClass, IntoJs, JsString, JsValue, Native, Result, Value, ValueType, View,
};
use std::cmp::Ordering;

/// Methods of `Buffer.prototype`.
pub(super) const METHODS: &[(&str, Native)] = &[
    ("equals", Native::new(equals)),
    ("compare", Native::new(compare)),
    ("fill", Native::new(fill)),
    ("copy", Native::new(copy)),
    ("swap16", Native::new(swap::<2>)),
    ("swap32", Native::new(swap::<4>)),
    ("swap64", Native::new(swap::<8>)),
];

/// Functions of `Buffer`.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("alloc", Native::new(alloc)),
    ("allocUnsafe", Native::new(alloc_unsafe)),
    ("allocUnsafeSlow", Native::new(alloc_unsafe)),
    ("compare", Native::new(compare_two)),
    ("concat", Native::new(concat)),
    ("copyBytesFrom", Native::new(copy_bytes_from)),
];

fn size_of<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<usize> {
    let size = argument(env, args, 0);
    Ok(number_in(env, "size", size, 0.0, MAX_SAFE_INTEGER)? as usize)
}

fn alloc<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let size = size_of(env, &args)?;
    let buffer = env.fresh_buffer(size)?.as_value();
    let (value, encoding) = (argument(env, &args, 1), argument(env, &args, 2));
    if size > 0 && !is_undefined(env, value) {
        let start = env.undefined();
        fill_range(env, buffer, value, [start, start, encoding])?;
    }
    Ok(buffer)
}

fn alloc_unsafe<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let size = size_of(env, &args)?;
    Ok(env.fresh_buffer(size)?.as_value())
}

fn sign(ordering: Ordering) -> i32 {
    ordering as i32
}

fn equals<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let own = this(env, &args)?;
    let other = uint8_array(env, &args, 0, "otherBuffer")?;
    (own.bytes(env) == other.bytes(env)).into_js(env)
}

fn compare_two<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let a = uint8_array(env, &args, 0, "buf1")?;
    let b = uint8_array(env, &args, 1, "buf2")?;
    sign(a.bytes(env).cmp(&b.bytes(env))).into_js(env)
}

fn compare<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let own = this(env, &args)?;
    let target = uint8_array(env, &args, 0, "target")?;
    let bound = |env: &mut Env<'c>, index, name: &str, otherwise, most| {
        let value = argument(env, &args, index);
        offset(env, name, value, otherwise, most)
    };
    let (length, target_length) = (own.len(env), target.len(env));
    let start = bound(env, 1, "targetStart", 0, MAX_SAFE_INTEGER)?;
    let end = bound(env, 2, "targetEnd", target_length, target_length as f64)?;
    let own_start = bound(env, 3, "sourceStart", 0, MAX_SAFE_INTEGER)?;
    let own_end = bound(env, 4, "sourceEnd", length, length as f64)?;
    let ordering = match (own_start >= own_end, start >= end) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => {
            let own = own.part(env, own_start..own_end);
            own.cmp(&target.part(env, start..end))
        }
    };
    sign(ordering).into_js(env)
}

fn fill<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let rest = [1, 2, 3].map(|index| argument(env, &args, index));
    fill_range(env, args.this(), argument(env, &args, 0), rest)
}

/// `fill(value, offset, end, encoding)`, where an encoding may be the first of these that is given.
fn fill_range<'s>(
    env: &mut Env<'s>,
    buffer: Value<'s>,
    value: Value<'s>,
    [mut start, mut end, mut encoding]: [Value<'s>; 3],
) -> Result<Value<'s>> {
    let view = super::buffer(env, buffer)?;
    let length = view.len(env);
    let pattern = match value.type_of(env) {
        ValueType::String => {
            if is_string(env, start) {
                (encoding, start, end) = (start, env.undefined(), env.undefined());
            } else if is_string(env, end) {
                (encoding, end) = (end, env.undefined());
            }
            let kind = encoding.type_of(env);
            let encoding = match kind {
                ValueType::Undefined => Encoding::Utf8,
                ValueType::String if is_empty(env, encoding)? => Encoding::Utf8,
                ValueType::String => Encoding::of(env, encoding)?,
                ValueType::Null => Encoding::Utf8,
                _ => {
                    return Err(invalid_arg_type(
                        env,
                        "encoding",
                        "of type string",
                        encoding,
                    ));
                }
            };
            let text: JsString<'_> = value.to(env)?;
            match text.len_utf16(env)? {
                0 => vec![0],
                _ => encoding.encode(text, env)?,
            }
        }
        ValueType::Number | ValueType::Boolean => vec![to_number(env, value)? as i64 as u8],
        _ => match View::of(env, value) {
            Some(view) if !view.is_buffer() => view.bytes(env).into_owned(),
            _ => vec![to_number(env, value)? as i64 as u8],
        },
    };
    let mut range = 0..length;
    if !is_undefined(env, start) {
        range.start = integer_in(env, "offset", start, 0.0, MAX_SAFE_INTEGER)? as usize;
        if !is_undefined(env, end) {
            range.end = integer_in(env, "end", end, 0.0, length as f64)? as usize;
        }
        if range.is_empty() {
            return Ok(buffer);
        }
    }
    if pattern.is_empty() {
        return Err(invalid_value(env, value));
    }
    if range.end > view.len(env) {
        return Err(outside());
    }
    view.edit(env, range, |bytes| match pattern[..] {
        [byte] => bytes.fill(byte),
        _ => {
            for part in bytes.chunks_mut(pattern.len()) {
                part.copy_from_slice(&pattern[..part.len()]);
            }
        }
    });
    Ok(buffer)
}

fn is_empty<'s>(env: &mut Env<'s>, text: Value<'s>) -> Result<bool> {
    Ok(text.to::<JsString<'_>>(env)?.len_utf16(env)? == 0)
}

/// The error of a value to fill with that has no bytes.
fn invalid_value<'s>(env: &mut Env<'s>, value: Value<'s>) -> crate::safe::Error {
    let shown = match value.to::<String>(env) {
        Ok(text) => format!("'{text}'"),
        Err(_) => "<Buffer >".to_owned(),
    };
    coded(
        ErrorClass::TypeError,
        "ERR_INVALID_ARG_VALUE",
        format!("The argument 'value' is invalid. Received {shown}"),
    )
}

fn copy<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let source = this(env, &args)?;
    let target = argument(env, &args, 0);
    let Some(target) = View::of(env, target).filter(|view| !view.is_buffer()) else {
        return Err(not_bytes(env, "target", target));
    };
    let length = source.len(env) as f64;
    let at = whole(env, &args, 1, "targetStart", 0.0, f64::INFINITY)?;
    let start = whole(env, &args, 2, "sourceStart", 0.0, length)?;
    let end = whole(env, &args, 3, "sourceEnd", length, f64::INFINITY)?;
    if start >= end {
        return 0.into_js(env);
    }
    let copied = source.copy_to(env, start..end, target, at);
    (copied as f64).into_js(env)
}

/// A place that is cut to an integer.
fn whole<'c>(
    env: &mut Env<'c>,
    args: &Args<'c>,
    index: usize,
    name: &str,
    otherwise: f64,
    most: f64,
) -> Result<usize> {
    let value = argument(env, args, index);
    if is_undefined(env, value) {
        return Ok(otherwise as usize);
    }
    let number = to_number(env, value)?.trunc();
    if number < 0.0 || number > most {
        let range = match most.is_finite() {
            true => format!(">= 0 && <= {most}"),
            false => ">= 0".to_owned(),
        };
        let number = env.number(number).as_value();
        return Err(out_of_range(env, name, &range, number));
    }
    Ok(number as usize)
}

/// The error of what is no `Uint8Array`.
pub(super) fn not_bytes<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> crate::safe::Error {
    invalid_arg_type(env, name, "an instance of Buffer or Uint8Array", value)
}

fn concat<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let (list, length) = (argument(env, &args, 0), argument(env, &args, 1));
    if !list.is_array(env) {
        return Err(invalid_arg_type(env, "list", "an instance of Array", list));
    }
    let list: Array<'_> = list.to(env)?;
    let count = list.len(env);
    if count > 0 && !is_undefined(env, length) {
        integer_in(env, "length", length, 0.0, MAX_SAFE_INTEGER)?;
    }
    let mut all = Vec::new();
    for index in 0..count {
        env.scope(|env| {
            let each: Value<'_> = list.get(env, index)?;
            match View::of(env, each).filter(|view| view.is_uint8_array()) {
                Some(view) => all.extend_from_slice(&view.bytes(env)),
                None => return Err(not_bytes(env, &format!("list[{index}]"), each)),
            }
            Ok(())
        })?;
    }
    if count > 0 && !is_undefined(env, length) {
        let length = to_number(env, length)? as usize;
        all.truncate(length);
        let buffer = env.fresh_buffer(length)?;
        buffer.as_mut_slice(env)[..all.len()].copy_from_slice(&all);
        return Ok(buffer.as_value());
    }
    made(env, all)
}

fn swap<'c, const SIZE: usize>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let view = this(env, &args)?;
    let length = view.len(env);
    if length % SIZE != 0 {
        return Err(coded(
            ErrorClass::RangeError,
            "ERR_INVALID_BUFFER_SIZE",
            format!("Buffer size must be a multiple of {}-bits", 8 * SIZE),
        ));
    }
    view.edit(env, 0..length, |bytes| {
        bytes.chunks_exact_mut(SIZE).for_each(<[u8]>::reverse)
    });
    Ok(args.this())
}

/// `copyBytesFrom(view, offset, length)`, which are counted in the view's elements.
fn copy_bytes_from<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let [view, start, length] = [0, 1, 2].map(|index| argument(env, &args, index));
    let Some((bytes, size)) =
        View::of(env, view).and_then(|bytes| Some((bytes, bytes.element_size()?)))
    else {
        return Err(invalid_arg_type(
            env,
            "view",
            "an instance of TypedArray",
            view,
        ));
    };
    let start = offset(env, "offset", start, 0, MAX_SAFE_INTEGER)?;
    let length = offset(env, "length", length, usize::MAX, MAX_SAFE_INTEGER)?;
    let end = start.saturating_add(length).saturating_mul(size);
    let bytes = bytes
        .part(env, start.saturating_mul(size)..end)
        .into_owned();
    made(env, bytes)
}
