//! A value made again of what it consists of.

use super::message::{ErrorClass, ErrorParts, Message, Text, Token};
use super::transfer::dom_exception;
use super::{Handle, Node};
use crate::host::engine::{Buffers, Messages};
use crate::safe::{
    Env, Error, Function, JsMap, JsSet, JsValue, Object, PropertyAttributes, Result, Value,
};

/// The value of a message.
pub(super) fn unpack<'s>(
    node: &Node,
    env: &mut Env<'s>,
    mut message: Message,
) -> Result<Value<'s>> {
    let tokens = std::mem::take(&mut message.tokens);
    let mut unpacker = Unpacker {
        node,
        tokens: tokens.into_iter(),
        message,
        known: Vec::new(),
        frames: Vec::new(),
    };
    let value = unpacker.next(env)?;
    unpacker.fill(env)?;
    Ok(value)
}

struct Unpacker<'s, 'a> {
    node: &'a Node,
    tokens: std::vec::IntoIter<Token>,
    /// What tokens speak of.
    message: Message,
    /// What has a number.
    known: Vec<Value<'s>>,
    /// What is not finished.
    frames: Vec<Frame<'s>>,
}

/// An object whose contents come.
struct Frame<'s> {
    /// What they are put into.
    contents: Object<'s>,
    next: u32,
    /// What is made of them in the end, where that is another object.
    end: End<'s>,
}

enum End<'s> {
    Nothing,
    Map(JsMap<'s>),
    Set(JsSet<'s>),
    Error(Object<'s>),
}

impl Frame<'_> {
    /// Takes what comes next, under its name if it has one.
    fn put<'i>(&mut self, env: &mut Env<'i>, name: Option<Token>, value: Value<'i>) -> Result<()> {
        match name {
            Some(Token::Name(Text::Utf8(name))) if name == "__proto__" => {
                let attributes = PropertyAttributes::default_jsproperty;
                self.contents.define(env, name, value, attributes)
            }
            Some(Token::Name(name)) => {
                let name = name.string(env)?;
                self.contents.set(env, name, value)
            }
            Some(Token::Index(index)) => self.contents.set(env, index, value),
            _ => {
                self.next += 1;
                self.contents.set(env, self.next - 1, value)
            }
        }
    }
}

fn broken() -> Error {
    Error::message("the message is broken")
}

/// The value of a token that stands for no object.
fn primitive<'i>(env: &mut Env<'i>, token: &Token) -> Result<Option<Value<'i>>> {
    Ok(Some(match token {
        Token::Undefined => env.undefined(),
        Token::Null => env.null(),
        Token::Boolean(boolean) => env.to_value(*boolean)?,
        Token::Number(number) => env.number(*number).as_value(),
        Token::Text(text) => text.string(env)?.as_value(),
        Token::BigInt(is_negative, words) => env.bigint_words(*is_negative, words)?.as_value(),
        _ => return Ok(None),
    }))
}

impl<'s> Unpacker<'s, '_> {
    /// Makes what the next token stands for.
    fn next(&mut self, env: &mut Env<'s>) -> Result<Value<'s>> {
        let token = self.tokens.next().ok_or_else(broken)?;
        match primitive(env, &token)? {
            Some(value) => Ok(value),
            None => self.object(env, token),
        }
    }

    /// Fills what has been made, the innermost first.
    fn fill(&mut self, env: &mut Env<'s>) -> Result<()> {
        while let Some(frame) = self.frames.last_mut() {
            let tokens = &mut self.tokens;
            // What is made for primitives is gone with the next object.
            let (name, token) = env.scope(|env| -> Result<(Option<Token>, Token)> {
                let mut name = None;
                for token in tokens {
                    match token {
                        Token::Name(_) | Token::Index(_) => name = Some(token),
                        Token::Hole => frame.next += 1,
                        token => match primitive(env, &token)? {
                            Some(value) => frame.put(env, name.take(), value)?,
                            None => return Ok((name, token)),
                        },
                    }
                }
                Err(broken())
            })?;
            if matches!(token, Token::End) {
                let frame = self.frames.pop().ok_or_else(broken)?;
                finish(env, frame)?;
                continue;
            }
            let parent = self.frames.len() - 1;
            let value = self.object(env, token)?;
            self.frames[parent].put(env, name, value)?;
        }
        Ok(())
    }

    /// Makes an object; what it contains comes later.
    fn object(&mut self, env: &mut Env<'s>, token: Token) -> Result<Value<'s>> {
        let value = match token {
            Token::Again(number) => {
                return self.known.get(number as usize).copied().ok_or_else(broken);
            }
            Token::View(elements, offset, length) => {
                let buffer = self.next(env)?;
                let isolate = self.node.isolate();
                // SAFETY: a live handle: a value of an open scope.
                let buffer = unsafe { isolate.scopes.get(buffer.raw()) }.map_err(Error::other)?;
                self.node.made(env, |engine| match elements {
                    Some(elements) => engine.typed_array(elements, buffer, offset, length),
                    None => engine.data_view(buffer, offset, length),
                })?
            }
            Token::Object => {
                let object = env.object()?;
                self.open(object, End::Nothing)
            }
            Token::Array(length) | Token::SparseArray(length) => {
                let array = env.array()?;
                array.set_named(env, c"length", length)?;
                self.open(*array, End::Nothing)
            }
            Token::Map => {
                let (map, list) = (env.map()?, env.array()?);
                self.open(*list, End::Map(map));
                map.as_value()
            }
            Token::Set => {
                let (set, list) = (env.set()?, env.array()?);
                self.open(*list, End::Set(set));
                set.as_value()
            }
            Token::Error(parts) => {
                let (error, list) = (self.error(env, &parts)?, env.array()?);
                self.open(*list, End::Error(error));
                error.as_value()
            }
            Token::Boxed => self.next(env)?.coerce_to_object(env)?.as_value(),
            Token::Date(time) => env.date(time)?.as_value(),
            Token::RegExp(source, flags) => {
                let class: Function<'_> = env.global().get_named(env, c"RegExp")?;
                class.construct(env, (&source, &flags))?.as_value()
            }
            Token::Buffer(place) => {
                // In memory of the engine's own, so that it may be sent on.
                let bytes = self.message.buffers.get(place).ok_or_else(broken)?;
                let buffer = env.array_buffer(bytes.len())?;
                buffer.as_mut_slice(env).copy_from_slice(bytes);
                buffer.as_value()
            }
            Token::Shared(place) => {
                let memory = self.message.shared.get(place).ok_or_else(broken)?;
                self.node
                    .made(env, |engine| engine.shared_buffer_over(memory))?
            }
            Token::Port(place) => {
                let port = self.message.ports.get_mut(place).and_then(Option::take);
                let handle = env.external(Handle::new(port.ok_or_else(broken)?))?;
                let ports: Object<'_> = self.node.builtin(env, "internal/message_port")?.to(env)?;
                let to_port: Function<'_> = ports.get_named(env, c"toPort")?;
                to_port.call(env, (handle,))?
            }
            _ => return Err(broken()),
        };
        self.known.push(value);
        Ok(value)
    }

    fn open(&mut self, contents: Object<'s>, end: End<'s>) -> Value<'s> {
        self.frames.push(Frame {
            contents,
            next: 0,
            end,
        });
        contents.as_value()
    }

    fn error(&self, env: &mut Env<'s>, parts: &ErrorParts) -> Result<Object<'s>> {
        let error = match (&parts.class, &parts.message) {
            (ErrorClass::Dom(name), message) => {
                let class = dom_exception(self.node, env)?;
                class.construct(env, (message.as_ref(), name))?
            }
            (ErrorClass::Named(name), message) => {
                let class: Function<'_> = env.global().get(env, *name)?;
                class.construct(env, (message.as_ref(),))?
            }
        };
        if let Some(stack) = &parts.stack {
            error.define(env, "stack", stack, PropertyAttributes::default_method)?;
        }
        Ok(error)
    }
}

/// Makes an object of what it contains.
fn finish<'s>(env: &mut Env<'s>, frame: Frame<'s>) -> Result<()> {
    let (contents, length) = (frame.contents, frame.next);
    match frame.end {
        End::Nothing => {}
        End::Map(map) => {
            for index in (1..length).step_by(2) {
                env.scope(|env| {
                    let key: Value<'_> = contents.get(env, index - 1)?;
                    let value: Value<'_> = contents.get(env, index)?;
                    map.set_entry(env, key, value)
                })?;
            }
        }
        End::Set(set) => {
            for index in 0..length {
                env.scope(|env| {
                    let value: Value<'_> = contents.get(env, index)?;
                    set.add(env, value)
                })?;
            }
        }
        End::Error(error) if length > 0 => {
            let cause: Value<'_> = contents.get(env, 0)?;
            error.define(env, "cause", cause, PropertyAttributes::default_method)?;
        }
        End::Error(_) => {}
    }
    Ok(())
}
