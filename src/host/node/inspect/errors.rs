//! Errors: their stacks, with names and causes.

use super::names::{Name, prefix};
use super::text::Style;
use super::walk::Inspection;
use crate::host::engine::Kind;
use crate::host::node::kinds;
use crate::safe::{CatchResult, Env, JsValue, Object, Result, Value, ValueType};

/// How the engine's stacks begin, and what is between the lines of all.
const FIRST: &str = "    at ";
const NEXT: &str = "\n    at";

impl<'o> Inspection<'o> {
    /// The stack of an error, or its name and message; keys that say the same are taken out.
    pub(super) fn error<'s>(
        &mut self,
        env: &mut Env<'s>,
        error: Object<'s>,
        class: &Name,
        tag: &str,
        keys: &mut Vec<Value<'s>>,
    ) -> Result<String>
    where
        'o: 's,
    {
        let name = property(env, error, "name")?;
        let name = text_of(env, name)?.unwrap_or_else(|| "Error".to_owned());
        let stack = self.stack(env, error)?;
        let message = property(env, error, "message")?;
        let message = text_of(env, message)?.unwrap_or_default();
        let mut names = Vec::new();
        for key in &*keys {
            names.push(match key.type_of(env) {
                ValueType::String => key.to(env)?,
                _ => String::new(),
            });
        }
        if !self.options.show_hidden {
            let mut index = 0;
            while index < keys.len() {
                let is_told = matches!(&*names[index], "name" | "message" | "stack") && {
                    let value: Value<'s> = error.get(env, &names[index])?;
                    value.type_of(env) != ValueType::String
                        || stack.contains(&value.to::<String>(env)?)
                };
                if is_told {
                    keys.remove(index);
                    names.remove(index);
                } else {
                    index += 1;
                }
            }
        }
        for hidden in ["cause", "errors"] {
            let is_there = match hidden {
                "cause" => error.has(env, hidden)?,
                _ => property(env, error, hidden)?.is_array(env),
            };
            if is_there && !names.iter().any(|name| name == hidden) {
                keys.push(env.string(hidden)?.as_value());
            }
        }
        let stack = improved(stack, class.known(), &name, tag);
        let after = match message.is_empty() {
            true => 0,
            false => stack
                .find(&message)
                .map_or(0, |start| start + message.len()),
        };
        let stack = match stack[after..].find(NEXT) {
            None => format!("[{stack}]"),
            Some(start) => self.without_frames_of_cause(env, error, stack, after + start)?,
        };
        Ok(self.indented(stack))
    }

    /// The text of an error's stack, which the engine makes without name and message.
    fn stack<'s>(&mut self, env: &mut Env<'s>, error: Object<'s>) -> Result<String>
    where
        'o: 's,
    {
        let stack = property(env, error, "stack")?;
        if stack.type_of(env) != ValueType::String {
            let head = head(env, error)?;
            if !stack.coerce_to_boolean(env)?.get(env) {
                return Ok(head);
            }
            self.inside(env, error, |this, env| {
                this.indentation += 4;
                let shown = this.value(env, stack, 0);
                this.indentation -= 4;
                Ok(format!("{head}\n    {}", shown?))
            })
        } else {
            let text: String = stack.to(env)?;
            let text = text.trim_end_matches('\n');
            Ok(match text {
                "" => head(env, error)?,
                text if text.starts_with(FIRST) => format!("{}\n{text}", head(env, error)?),
                text => text.to_owned(),
            })
        }
    }

    /// Leaves out the lines of a stack that the stack of the error's cause has too.
    fn without_frames_of_cause<'s>(
        &mut self,
        env: &mut Env<'s>,
        error: Object<'s>,
        stack: String,
        start: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        let cause = property(env, error, "cause")?;
        if kinds::kind(env, cause) != Some(Kind::Error) {
            return Ok(stack);
        }
        let cause = cause.to(env)?;
        let cause = self.stack(env, cause)?;
        let Some(at) = cause.find(NEXT) else {
            return Ok(stack);
        };
        let (head, frames) = stack.split_at(start + 1);
        let frames: Vec<&str> = frames.lines().collect();
        let others: Vec<&str> = cause[at + 1..].lines().collect();
        let Some((offset, length)) = common(&frames, &others) else {
            return Ok(stack);
        };
        let note = format!(
            "    ... {} lines matching cause stack trace ...",
            length - 2
        );
        let note = self.style(note, Style::Undefined);
        let mut kept: Vec<&str> = frames[..=offset].to_vec();
        kept.push(&note);
        kept.extend(&frames[offset + length - 1..]);
        Ok(format!("{head}{}", kept.join("\n")))
    }
}

/// Where lines are the same as some of others, and how many; few do not count.
fn common(lines: &[&str], others: &[&str]) -> Option<(usize, usize)> {
    const FEW: usize = 3;
    for start in 0..lines.len().saturating_sub(FEW) {
        let Some(at) = others.iter().position(|other| *other == lines[start]) else {
            continue;
        };
        let pairs = lines[start..].iter().zip(&others[at..]);
        let length = pairs.take_while(|(a, b)| a == b).count();
        if length > FEW {
            return Some((start, length));
        }
    }
    None
}

/// A property, where reading it does not throw.
fn property<'s>(env: &mut Env<'s>, object: Object<'s>, name: &str) -> Result<Value<'s>> {
    let value: Result<Value<'s>> = object.get(env, name);
    Ok(value.catch(env).unwrap_or_else(|_| env.undefined()))
}

fn text_of(env: &mut Env<'_>, value: Value<'_>) -> Result<Option<String>> {
    if value.is_nullish(env) || value.type_of(env) == ValueType::Symbol {
        return Ok(None);
    }
    let text = value
        .coerce_to_string(env)
        .and_then(|text| text.to_string(env));
    Ok(text.catch(env).ok())
}

/// An error's name and message.
fn head<'s>(env: &mut Env<'s>, error: Object<'s>) -> Result<String> {
    env.scope(|env| {
        let name = property(env, error, "name")?;
        let name = text_of(env, name)?.unwrap_or_else(|| "Error".to_owned());
        let message = property(env, error, "message")?;
        let message = text_of(env, message)?.unwrap_or_default();
        Ok(match (name.is_empty(), message.is_empty()) {
            (_, true) => name,
            (true, _) => message,
            _ => format!("{name}: {message}"),
        })
    })
}

/// A stack whose first line says the class, where that is another than the error's name.
fn improved(stack: String, class: Option<&str>, name: &str, tag: &str) -> String {
    let rest = stack.strip_prefix(name);
    let begins = name.ends_with("Error")
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '\n']));
    if class.is_some() && !begins {
        return stack;
    }
    let (mut fallback, mut length) = ("Error", name.len());
    if class.is_none() {
        let end = stack.find([':', '\n']).unwrap_or(stack.len());
        let first = &stack[..end];
        let is_name = first.starts_with(|first: char| first.is_ascii_uppercase());
        length = if is_name { first.len() } else { 0 };
        if is_name {
            fallback = first;
        }
    }
    let shown = prefix(class, tag, fallback, None);
    let shown = shown.trim_end();
    if shown == name {
        return stack;
    }
    match shown.contains(name) {
        true if length == 0 => format!("{shown}: {stack}"),
        true => format!("{shown}{}", &stack[length..]),
        false => format!("{shown} [{name}]{}", &stack[length..]),
    }
}
