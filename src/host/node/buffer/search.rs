//! Where bytes are among others: `indexOf` and its kin.

use super::this;
use crate::host::node::checks::{argument, is_string, is_undefined, to_number};
use crate::host::node::encodings::Encoding;
use crate::host::node::errors::invalid_arg_type;
use crate::safe::{Args, Env, IntoJs, JsString, Native, Result, Value, ValueType, View};

/// Methods of `Buffer.prototype`.
pub(super) const METHODS: &[(&str, Native)] = &[
    ("indexOf", Native::new(index_of)),
    ("lastIndexOf", Native::new(last_index_of)),
    ("includes", Native::new(includes)),
];

fn index_of<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let found = search(env, &args, true)?;
    found.map_or(-1.0, |index| index as f64).into_js(env)
}

fn last_index_of<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let found = search(env, &args, false)?;
    found.map_or(-1.0, |index| index as f64).into_js(env)
}

fn includes<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    search(env, &args, true)?.is_some().into_js(env)
}

/// `indexOf(value, offset, end, encoding)`, where texts may stand before an encoding.
fn search<'c>(env: &mut Env<'c>, args: &Args<'c>, forward: bool) -> Result<Option<usize>> {
    let own = this(env, args)?;
    let [value, mut start, mut end, mut encoding] = [0, 1, 2, 3].map(|i| argument(env, args, i));
    if is_string(env, end) {
        (end, encoding) = (env.undefined(), end);
    }
    if is_string(env, start) {
        (start, encoding) = (env.undefined(), start);
    }
    let mut length = own.len(env);
    if !is_undefined(env, end) {
        length = length.min(to_number(env, end)?.max(0.0) as usize);
    }
    let start = to_number(env, start)?;
    let start = match (start.is_nan(), forward) {
        (true, true) => 0,
        (true, false) => length as i64,
        (false, _) => start as i64,
    };
    let units = |encoding| if encoding == Encoding::Utf16Le { 2 } else { 1 };
    let (wanted, unit) = match value.type_of(env) {
        ValueType::Number => (vec![to_number(env, value)? as i64 as u8], 1),
        ValueType::String => {
            let encoding = Encoding::of(env, encoding)?;
            let text: JsString<'_> = value.to(env)?;
            (encoding.encode(text, env)?, units(encoding))
        }
        _ => match View::of(env, value).filter(|view| view.is_uint8_array()) {
            Some(view) => {
                let unit = match is_undefined(env, encoding) {
                    true => 1,
                    false => Encoding::find(env, encoding)?.map_or(1, units),
                };
                (view.bytes(env).into_owned(), unit)
            }
            None => {
                let expected =
                    "one of type number or string or an instance of Buffer or Uint8Array";
                return Err(invalid_arg_type(env, "value", expected, value));
            }
        },
    };
    let bytes = own.part(env, 0..length);
    Ok(find(&bytes, &wanted, start, forward, unit))
}

/// Where bytes are among others, from or up to a place, which counts from the end where it is negative.
fn find(bytes: &[u8], wanted: &[u8], start: i64, forward: bool, unit: usize) -> Option<usize> {
    let length = bytes.len();
    let start = match usize::try_from(start) {
        Ok(start) if start.saturating_add(wanted.len()) <= length => start,
        Ok(_) if wanted.is_empty() => length,
        Ok(_) if forward => return None,
        Ok(_) => length.checked_sub(1)?,
        Err(_) => {
            let back = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
            match length.checked_sub(back) {
                Some(start) => start,
                None if forward || wanted.is_empty() => 0,
                None => return None,
            }
        }
    };
    if wanted.is_empty() {
        return Some(start);
    }
    let last = length.checked_sub(wanted.len())?;
    // Of UTF-16, whole units.
    let is_here = |at: &usize| at.is_multiple_of(unit) && bytes[*at..].starts_with(wanted);
    let start = start / unit * unit;
    if !forward {
        return (0..=start.min(last)).rev().find(is_here);
    }
    let mut from = start;
    while from <= last {
        let found = memchr::memmem::find(&bytes[from..], wanted)? + from;
        if is_here(&found) {
            return Some(found);
        }
        from = found + 1;
    }
    None
}
