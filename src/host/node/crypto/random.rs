//! Random bytes and numbers, from the system.

use super::super::buffer::made;
use super::super::checks::{
    MAX_SAFE_INTEGER, argument, callback, dom_exception, is_undefined, number_in, out_of_range,
    to_number,
};
use super::super::errors::invalid_arg_type;
use super::super::{Node, native};
use crate::safe::{
    Args, Env, Error, Function, IntoArgs, IntoJs, JsValue, Native, Object, Result, Value,
    ValueType, View,
};
use std::rc::Rc;

/// The most bytes at once.
const MOST: f64 = 2_147_483_647.0;

/// The greatest range of `randomInt`.
const WIDEST: u64 = (1 << 48) - 1;

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, exports: Object<'_>) -> Result<()> {
    for name in ["randomBytes", "pseudoRandomBytes"] {
        let this = node.clone();
        native(env, exports, name, move |env, args| {
            let (size, done) = (argument(env, &args, 0), argument(env, &args, 1));
            let size = number_in(env, "size", size, 0.0, MOST)?;
            let done = callback(env, "callback", done)?;
            let mut bytes = vec![0; size as usize];
            fill(&mut bytes)?;
            let bytes = made(env, bytes)?;
            match done {
                None => Ok(bytes),
                Some(done) => later(
                    &this,
                    env,
                    "timers",
                    "setImmediate",
                    (done, env.null(), bytes),
                ),
            }
        })?;
    }
    let this = node.clone();
    native(env, exports, "randomFill", move |env, args| {
        let is_function =
            |index: &usize| argument(env, &args, *index).type_of(env) == ValueType::Function;
        let count = [1, 2].into_iter().find(is_function).unwrap_or(3);
        let done = argument(env, &args, count);
        if done.type_of(env) != ValueType::Function {
            return Err(invalid_arg_type(env, "callback", "of type function", done));
        }
        let target = fill_range(env, &args.values()[..count])?;
        later(
            &this,
            env,
            "timers",
            "setImmediate",
            (done, env.null(), target),
        )
    })?;
    let this = node.clone();
    native(env, exports, "randomInt", move |env, args| {
        let (number, done) = random_int(env, &args)?;
        match done {
            None => number.into_js(env),
            Some(done) => later(
                &this,
                env,
                "process",
                "nextTick",
                (done, env.undefined(), number),
            ),
        }
    })?;
    exports.set_functions(
        env,
        &[
            (
                "randomFillSync",
                Native::new(|env, args| fill_range(env, args.values())),
            ),
            ("randomUUID", Native::new(random_uuid)),
            ("getRandomValues", Native::new(random_values)),
        ],
    )
}

/// Has a function of a builtin call back.
fn later<'s>(
    node: &Node,
    env: &mut Env<'s>,
    builtin: &str,
    name: &str,
    arguments: impl IntoArgs<'s>,
) -> Result<Value<'s>> {
    let exports: Object<'_> = node.builtin(env, builtin)?.to(env)?;
    let schedule: Function<'_> = exports.get(env, name)?;
    schedule.call_with_this::<_, Value<'_>>(env, exports, arguments)?;
    Ok(env.undefined())
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| Error::message(error.to_string()))
}

/// `randomFillSync(target, offset, size)`, which are counted in the target's elements.
fn fill_range<'s>(env: &mut Env<'s>, values: &[Value<'s>]) -> Result<Value<'s>> {
    let none = env.undefined();
    let value = |index: usize| values.get(index).copied().unwrap_or(none);
    let target = value(0);
    let Some(view) = View::of(env, target) else {
        let expected = "an instance of ArrayBuffer or ArrayBufferView";
        return Err(invalid_arg_type(env, "buf", expected, target));
    };
    let unit = view.element_size().unwrap_or(1);
    let length = view.len(env);
    let mut range = 0..length;
    if !is_undefined(env, value(1)) {
        let most = (length / unit) as f64;
        range.start = number_in(env, "offset", value(1), 0.0, most)? as usize * unit;
    }
    if !is_undefined(env, value(2)) {
        let size = number_in(env, "size", value(2), 0.0, MOST)? as usize * unit;
        range.end = range.start + size;
        if range.end > length {
            let end = env.number(range.end as f64).as_value();
            return Err(out_of_range(
                env,
                "size + offset",
                &format!("<= {length}"),
                end,
            ));
        }
    }
    view.edit(env, range, fill)?;
    Ok(target)
}

/// `randomUUID(options)`.
fn random_uuid<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let options = argument(env, &args, 0);
    match options.type_of(env) {
        ValueType::Undefined => {}
        ValueType::Object => {
            let option = "disableEntropyCache";
            let cached: Value<'_> = options.to::<Object<'_>>(env)?.get(env, option)?;
            if !matches!(
                cached.type_of(env),
                ValueType::Undefined | ValueType::Boolean
            ) {
                let name = format!("options.{option}");
                return Err(invalid_arg_type(env, &name, "of type boolean", cached));
            }
        }
        _ => return Err(invalid_arg_type(env, "options", "of type object", options)),
    }
    let mut bytes = [0; 16];
    fill(&mut bytes)?;
    // Version 4, of the usual variant.
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = faster_hex::hex_string(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &digits[range]);
    parts.join("-").into_js(env)
}

/// `getRandomValues(target)`.
fn random_values<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let target = argument(env, &args, 0);
    let Some(view) = View::of(env, target).filter(|view| view.is_integers()) else {
        let message = "The data argument must be an integer-type TypedArray";
        return Err(dom_exception(env, message, "TypeMismatchError"));
    };
    if view.len(env) > 65_536 {
        let message = "The requested length exceeds 65,536 bytes";
        return Err(dom_exception(env, message, "QuotaExceededError"));
    }
    view.edit(env, 0..usize::MAX, fill)?;
    Ok(target)
}

/// `randomInt(min, max, callback)`, of which the first and the last may be left out.
fn random_int<'c>(env: &mut Env<'c>, args: &Args<'c>) -> Result<(f64, Option<Function<'c>>)> {
    let [mut least, mut most, mut done] = [0, 1, 2].map(|index| argument(env, args, index));
    let is_single = matches!(
        most.type_of(env),
        ValueType::Undefined | ValueType::Function
    );
    if is_single {
        (least, most, done) = (env.number(0.0).as_value(), least, most);
    }
    let done = callback(env, "callback", done)?;
    let start = safe_integer(env, "min", least)?;
    let end = safe_integer(env, "max", most)?;
    if end <= start {
        let range = format!("greater than the value of \"min\" ({start})");
        return Err(out_of_range(env, "max", &range, most));
    }
    let range = end - start;
    if range > WIDEST as f64 {
        let name = if is_single { "max" } else { "max - min" };
        let range = env.number(range).as_value();
        return Err(out_of_range(env, name, &format!("<= {WIDEST}"), range));
    }
    // Each as likely: those beyond the last whole multiple of the range are not taken.
    let range = range as u64;
    let limit = u64::MAX - u64::MAX % range;
    loop {
        let mut bytes = [0; 8];
        fill(&mut bytes)?;
        let number = u64::from_ne_bytes(bytes);
        if number < limit {
            return Ok((start + (number % range) as f64, done));
        }
    }
}

fn safe_integer<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> Result<f64> {
    let is_number = value.type_of(env) == ValueType::Number;
    let number = if is_number {
        to_number(env, value)?
    } else {
        f64::NAN
    };
    if number.trunc() == number && number.abs() <= MAX_SAFE_INTEGER {
        return Ok(number);
    }
    Err(invalid_arg_type(env, name, "a safe integer", value))
}
