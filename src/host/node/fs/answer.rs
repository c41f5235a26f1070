//! What JavaScript is given of an operation's outcome.

use super::arguments::buffer_class;
use super::operations::{Entry, Numbers};
use super::stats::Classes;
use crate::host::node::Node;
use crate::safe::{Env, Function, IntoJs, JsValue, Object, Ref, Result, TypedArray, Value};

/// What an operation gives.
pub(in crate::host::node) enum Outcome {
    Nothing,
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    Numbers(Box<Numbers>),
    Entries(Vec<Entry>),
}

/// What is made of it.
pub(super) enum Finish {
    /// The value itself.
    Plain,
    /// A name, in an encoding.
    Text(Option<String>),
    /// A `Buffer`, or its text.
    Contents(Option<String>),
    Stats {
        bigint: bool,
    },
    Entries {
        encoding: Option<String>,
        with_types: bool,
    },
    /// How much was read, which goes into the buffer that was given.
    Read {
        given: Ref<Value<'static>>,
        bytes: Ref<TypedArray<'static, u8>>,
        offset: usize,
    },
    /// How much was written, of what was given.
    Written {
        given: Ref<Value<'static>>,
    },
}

impl Finish {
    pub(super) fn value<'s>(
        &self,
        node: &Node,
        env: &mut Env<'s>,
        outcome: Outcome,
    ) -> Result<Value<'s>> {
        match (self, outcome) {
            (_, Outcome::Nothing) => Ok(env.undefined()),
            (_, Outcome::Number(number)) => number.into_js(env),
            (Finish::Text(encoding), Outcome::Text(text)) => {
                name(node, env, &text, encoding.as_deref())
            }
            (_, Outcome::Text(text)) => text.into_js(env),
            (Finish::Read { bytes, offset, .. }, Outcome::Bytes(read)) => {
                let target = bytes.get(env)?;
                // The program may have given its memory away meanwhile.
                let room = target
                    .as_mut_slice(env)
                    .get_mut(*offset..)
                    .unwrap_or_default();
                let count = read.len().min(room.len());
                room[..count].copy_from_slice(&read[..count]);
                (count as u32).into_js(env)
            }
            (Finish::Contents(encoding), Outcome::Bytes(bytes)) => {
                decoded(env, bytes, encoding.as_deref())
            }
            (_, Outcome::Bytes(bytes)) => Ok(env.buffer_from(bytes)?.as_value()),
            (Finish::Stats { bigint }, Outcome::Numbers(numbers)) => {
                Classes::of(node, env)?.make_stats(env, &numbers, *bigint)
            }
            (_, Outcome::Numbers(numbers)) => {
                Classes::of(node, env)?.make_stats(env, &numbers, false)
            }
            (finish, Outcome::Entries(entries)) => {
                let (encoding, with_types) = match finish {
                    Finish::Entries {
                        encoding,
                        with_types,
                    } => (encoding.as_deref(), *with_types),
                    _ => (None, false),
                };
                let list = env.array()?;
                for entry in &entries {
                    env.scope(|env| {
                        let value = if with_types {
                            let own = name(node, env, &entry.name, encoding)?;
                            Classes::of(node, env)?.make_dirent(env, own, entry)?
                        } else {
                            name(node, env, &entry.path, encoding)?
                        };
                        list.push(env, value)
                    })?;
                }
                Ok(list.as_value())
            }
        }
    }

    /// What a callback gets behind the value.
    pub(super) fn given<'s>(&self, env: &Env<'s>) -> Result<Option<Value<'s>>> {
        match self {
            Finish::Read { given, .. } | Finish::Written { given } => given.get(env).map(Some),
            _ => Ok(None),
        }
    }
}

/// A name, in the encoding that was asked for.
fn name<'s>(
    node: &Node,
    env: &mut Env<'s>,
    text: &str,
    encoding: Option<&str>,
) -> Result<Value<'s>> {
    match encoding {
        None | Some("utf8" | "utf-8") => text.into_js(env),
        encoding => {
            let class: Object<'_> = buffer_class(node, env)?;
            let from: Function<'_> = class.get_named(env, c"from")?;
            let buffer: Value<'_> = from.call(env, (text,))?;
            shown(env, buffer, encoding)
        }
    }
}

/// What a file or a process gave: bytes, or text where an encoding says how.
pub(in crate::host::node) fn decoded<'s>(
    env: &mut Env<'s>,
    bytes: Vec<u8>,
    encoding: Option<&str>,
) -> Result<Value<'s>> {
    match encoding {
        Some("utf8" | "utf-8") => match String::from_utf8(bytes) {
            Ok(text) => text.into_js(env),
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_js(env),
        },
        encoding => {
            let buffer = env.buffer_from(bytes)?.as_value();
            shown(env, buffer, encoding)
        }
    }
}

fn shown<'s>(env: &mut Env<'s>, buffer: Value<'s>, encoding: Option<&str>) -> Result<Value<'s>> {
    match encoding {
        None | Some("buffer") => Ok(buffer),
        Some(encoding) => {
            let object: Object<'_> = buffer.to(env)?;
            let to_string: Function<'_> = object.get_named(env, c"toString")?;
            to_string.call_with_this(env, buffer, (encoding,))
        }
    }
}
