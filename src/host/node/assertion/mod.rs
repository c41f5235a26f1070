//! What the errors of failed assertions say: the builtin `internal/assertion`.

mod difference;

use super::inspect::{self, Options};
use super::kinds;
use super::{Node, native};
use crate::host::engine::Kind;
use crate::safe::{Env, IntoJs, JsValue, Object, Result, Value, ValueType};
use difference::{Line, difference, folded};
use std::rc::Rc;

/// How many lines of a value are shown where it is not compared line by line.
const MOST_LINES: usize = 50;

/// The exports of `internal/assertion`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    // message(operator, actual, expected, heading): with the usual heading, if there is none.
    native(env, exports, "message", |env, args| {
        let operator: Value<'_> = args.get(env, 0)?;
        let operator = operator.coerce_to_string(env)?.to_string(env)?;
        let (actual, expected): (Value<'_>, Value<'_>) = (args.get(env, 1)?, args.get(env, 2)?);
        let heading: Option<String> = args.get(env, 3)?;
        message(env, &operator, actual, expected, heading)?.into_js(env)
    })?;
    // show(value)
    native(env, exports, "show", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        show(env, value)?.into_js(env)
    })?;
    Ok(exports.as_value())
}

/// What is expected, for the operators that Node.js has words for.
fn heading(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "deepStrictEqual" => "Expected values to be strictly deep-equal:",
        "strictEqual" => "Expected values to be strictly equal:",
        "strictEqualObject" => "Expected \"actual\" to be reference-equal to \"expected\":",
        "deepEqual" => "Expected values to be loosely deep-equal:",
        "notDeepStrictEqual" => "Expected \"actual\" not to be strictly deep-equal to:",
        "notStrictEqual" => "Expected \"actual\" to be strictly unequal to:",
        "notStrictEqualObject" => "Expected \"actual\" not to be reference-equal to \"expected\":",
        "notDeepEqual" => "Expected \"actual\" not to be loosely deep-equal to:",
        "notIdentical" => "Values have same structure but are not reference-equal:",
        "notDeepEqualUnequal" => "Expected values not to be loosely deep-equal:",
        _ => return None,
    })
}

fn message<'s>(
    env: &mut Env<'s>,
    operator: &str,
    actual: Value<'s>,
    expected: Value<'s>,
    own_heading: Option<String>,
) -> Result<String> {
    match operator {
        "deepStrictEqual" | "strictEqual" => compared(env, operator, actual, expected, own_heading),
        "notDeepStrictEqual" | "notStrictEqual" => unwanted(env, operator, actual),
        _ => sides(env, operator, actual, expected),
    }
}

/// A value in full.
fn show<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let options = Options {
        compact: Some(0.0),
        depth: 1000.0,
        max_array_length: f64::INFINITY,
        break_length: f64::INFINITY,
        sorted: true,
        getters: inspect::Getters::All,
        ..Options::default()
    };
    let value = without_stack(env, value)?;
    inspect::show(env, value, options)
}

/// An error as one that says the same and has no stack.
fn without_stack<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Value<'s>> {
    if kinds::kind(env, value) != Some(Kind::Error) {
        return Ok(value);
    }
    let error: Object<'s> = value.to(env)?;
    let copy = env.object()?;
    let prototype = error.prototype(env)?;
    copy.set_prototype(env, prototype)?;
    for name in error.keys(env)? {
        let value: Value<'s> = error.get(env, &name)?;
        copy.set(env, &name, value)?;
    }
    let message: Value<'s> = error.get_named(env, c"message")?;
    let hidden = crate::safe::PropertyAttributes::empty();
    copy.define(env, "message", message, hidden)?;
    // The getter of the stack of errors is not for others.
    copy.define(env, "stack", env.undefined(), hidden)?;
    Ok(copy.as_value())
}

fn is_object(env: &Env<'_>, value: Value<'_>) -> bool {
    matches!(value.type_of(env), ValueType::Object | ValueType::External)
}

/// Two values that ought to be equal.
fn compared<'s>(
    env: &mut Env<'s>,
    operator: &str,
    actual: Value<'s>,
    expected: Value<'s>,
    own_heading: Option<String>,
) -> Result<String> {
    let is_function = |value: Value<'s>| value.type_of(env) == ValueType::Function;
    let are_objects = (is_object(env, actual) && is_object(env, expected))
        || (is_function(actual) && is_function(expected));
    let mut operator = match operator {
        "strictEqual" if are_objects => "strictEqualObject",
        operator => operator,
    };
    let has_object = is_object(env, actual) && is_object(env, expected);
    let (a, b) = (show(env, actual)?, show(env, expected)?);
    let mut marks = "+ actual - expected";
    let mut is_folded = false;
    let shown = if !has_object && !a.contains('\n') && !b.contains('\n') {
        let are_strings = [actual, expected].map(|value| value.type_of(env) == ValueType::String);
        match side_by_side(env, [&a, &b], are_strings, [actual, expected]) {
            Some(text) => {
                marks = "";
                text
            }
            None => stacked(&a, &b),
        }
    } else if a == b {
        operator = "notIdentical";
        marks = "";
        let lines: Vec<&str> = a.lines().collect();
        is_folded = lines.len() > MOST_LINES;
        match is_folded {
            true => format!("{}\n...}}", lines[..MOST_LINES].join("\n")),
            false => a.clone(),
        }
    } else {
        let lines = difference(&a, &b, is_object(env, actual));
        let (text, has_skipped) = folded(&lines);
        is_folded = has_skipped;
        format!("\n{text}")
    };
    let heading = own_heading.unwrap_or_else(|| heading(operator).unwrap_or_default().to_owned());
    let skipped = if is_folded { "\n... Skipped lines" } else { "" };
    Ok(format!("{heading}\n{marks}{skipped}\n{shown}\n"))
}

/// Two short values on one line.
fn side_by_side(
    env: &Env<'_>,
    [a, b]: [&str; 2],
    are_strings: [bool; 2],
    values: [Value<'_>; 2],
) -> Option<String> {
    /// How long they may be, without quotes.
    const SHORT: usize = 12;
    let quotes = 2 * are_strings.iter().filter(|is_string| **is_string).count();
    let length = a.encode_utf16().count() + b.encode_utf16().count() - quotes;
    let are_zeros = values.iter().all(|value| {
        value.type_of(env) == ValueType::Number && matches!(a.trim_start_matches('-'), "0")
    }) && matches!(b.trim_start_matches('-'), "0");
    (length <= SHORT && !are_zeros).then(|| format!("{a} !== {b}"))
}

/// Two values one above the other, with a mark where they begin to differ.
fn stacked(a: &str, b: &str) -> String {
    /// How long they may be together for that, and what is plain to see.
    const WIDE: usize = 80;
    const PLAIN: usize = 3;
    let mut text = format!("\n+ {a}\n- {b}");
    if a.encode_utf16().count() + b.encode_utf16().count() <= WIDE {
        let others = b.encode_utf16().map(Some).chain(std::iter::repeat(None));
        let at = a.encode_utf16().zip(others).position(|(a, b)| Some(a) != b);
        if let Some(at) = at.filter(|at| *at >= PLAIN) {
            text += &format!("\n{}^", " ".repeat(at + 2));
        }
    }
    text
}

/// A value that ought to be another.
fn unwanted<'s>(env: &mut Env<'s>, operator: &str, actual: Value<'s>) -> Result<String> {
    /// The lines that are shown of long values.
    const SHOWN: usize = 46;
    let is_reference = actual.type_of(env) == ValueType::Function || is_object(env, actual);
    let operator = match operator {
        "notStrictEqual" if is_reference => "notStrictEqualObject",
        operator => operator,
    };
    let heading = heading(operator).unwrap_or_default();
    let shown = show(env, actual)?;
    let mut lines: Vec<&str> = shown.lines().collect();
    if lines.len() > MOST_LINES {
        lines.truncate(SHOWN);
        lines.push("...");
    }
    Ok(match &lines[..] {
        [line] if line.encode_utf16().count() > 5 => format!("{heading}\n\n{line}"),
        [line] => format!("{heading} {line}"),
        lines => format!("{heading}\n\n{}\n", lines.join("\n")),
    })
}

/// Two values and what was asked of them.
fn sides<'s>(
    env: &mut Env<'s>,
    operator: &str,
    actual: Value<'s>,
    expected: Value<'s>,
) -> Result<String> {
    const LONGEST: usize = 512;
    const LONGEST_OF_ONE: usize = 1024;
    let (a, b) = (show(env, actual)?, show(env, expected)?);
    if operator == "notDeepEqual" && a == b {
        let heading = heading(operator).unwrap_or_default();
        return Ok(cut(format!("{heading}\n\n{a}"), LONGEST_OF_ONE));
    }
    let (a, b) = (cut(a, LONGEST), cut(b, LONGEST));
    let (heading_of, words) = match operator {
        "deepEqual" => ("deepEqual", "should loosely deep-equal"),
        "notDeepEqual" => ("notDeepEqualUnequal", "should not loosely deep-equal"),
        _ => return Ok(format!("{a} {operator} {b}")),
    };
    let heading = heading(heading_of).unwrap_or_default();
    Ok(format!("{heading}\n\n{a}\n\n{words}\n\n{b}"))
}

/// A text that is no longer than that.
fn cut(mut text: String, most: usize) -> String {
    if text.encode_utf16().count() > most {
        let end = text.char_indices().nth(most - 3).map(|(end, _)| end);
        text.truncate(end.unwrap_or(text.len()));
        text += "...";
    }
    text
}

impl Line<'_> {
    /// The line with the mark of whose it is.
    fn marked(self) -> String {
        match self {
            Line::Both(line) => format!("  {line}\n"),
            Line::Actual(line) => format!("+ {line}\n"),
            Line::Expected(line) => format!("- {line}\n"),
        }
    }
}
