//! What JavaScript is given of an operation's outcome.

use super::arguments::Form;
use super::operations::{Entry, Numbers};
use super::stats::Classes;
use crate::host::node::Node;
use crate::host::node::encodings::Encoding;
use crate::safe::{Env, IntoJs, JsValue, Ref, Result, Value, View};

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
    Text(Option<Form>),
    /// A `Buffer`, or its text.
    Contents(Option<Form>),
    Stats {
        bigint: bool,
    },
    Entries {
        form: Option<Form>,
        with_types: bool,
    },
    /// How much was read, which goes into the buffer that was given.
    Read {
        given: Ref<Value<'static>>,
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
            (Finish::Text(form), Outcome::Text(text)) => name(env, &text, *form),
            (_, Outcome::Text(text)) => text.into_js(env),
            (Finish::Read { given, offset }, Outcome::Bytes(read)) => {
                let given = given.get(env)?;
                let range = *offset..offset + read.len();
                // The program may have given its memory away meanwhile.
                let count = View::of(env, given).map_or(0, |view| {
                    view.edit(env, range, |room| {
                        let count = read.len().min(room.len());
                        room[..count].copy_from_slice(&read[..count]);
                        count
                    })
                });
                (count as u32).into_js(env)
            }
            (Finish::Contents(form), Outcome::Bytes(bytes)) => contents(env, bytes, *form),
            (_, Outcome::Bytes(bytes)) => Ok(env.buffer_from(bytes)?.as_value()),
            (Finish::Stats { bigint }, Outcome::Numbers(numbers)) => {
                Classes::of(node, env)?.make_stats(env, &numbers, *bigint)
            }
            (_, Outcome::Numbers(numbers)) => {
                Classes::of(node, env)?.make_stats(env, &numbers, false)
            }
            (finish, Outcome::Entries(entries)) => {
                let (form, with_types) = match finish {
                    Finish::Entries { form, with_types } => (*form, *with_types),
                    _ => (None, false),
                };
                let list = env.array()?;
                for entry in &entries {
                    env.scope(|env| {
                        let value = if with_types {
                            let own = name(env, &entry.name, form)?;
                            Classes::of(node, env)?.make_dirent(env, own, entry)?
                        } else {
                            name(env, &entry.path, form)?
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

/// A name: text, where it is not asked for as bytes.
fn name<'s>(env: &mut Env<'s>, text: &str, form: Option<Form>) -> Result<Value<'s>> {
    match form {
        None | Some(Form::Text(Encoding::Utf8)) => text.into_js(env),
        form => contents(env, text.as_bytes().to_vec(), form),
    }
}

/// The contents of a file: bytes, where they are not asked for as text.
fn contents<'s>(env: &mut Env<'s>, bytes: Vec<u8>, form: Option<Form>) -> Result<Value<'s>> {
    match form {
        Some(Form::Text(encoding)) => Ok(encoding.decode(&bytes, env)?.as_value()),
        None | Some(Form::Bytes) => Ok(env.buffer_from(bytes)?.as_value()),
    }
}
