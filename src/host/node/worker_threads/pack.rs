//! The walk over a value that is to be made again elsewhere.

use super::contents::Contents;
use super::message::{ErrorClass, ErrorParts, Message, Text, Token};
use super::transfer::{Transfer, data_clone_error, dom_exception, port_of, port_symbol, refuse};
use crate::host::engine::{Attributes, Buffers, KeyFilter, Kind, Kinds, Messages, Objects};
use crate::host::node::{Node, url};
use crate::safe::{
    Array, ArrayBuffer, BigInt, Date, Env, Error, Function, JsValue, Object, Result, Symbol, Value,
    ValueType,
};
use std::collections::HashMap;

/// The classes of errors that stay what they are.
const ERRORS: [&str; 7] = [
    "Error",
    "EvalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
];

/// What a value consists of. The buffers and ports of the list move with it, once all is known to be in
/// order.
pub(super) fn pack<'s>(
    node: &Node,
    env: &mut Env<'s>,
    value: Value<'s>,
    transfer: &Transfer<'s>,
) -> Result<Message> {
    let mut packer = Packer {
        node,
        transfer,
        message: Message::default(),
        known: HashMap::new(),
        frames: Vec::new(),
        moved: Vec::new(),
        port: port_symbol(env)?,
    };
    if !packer.primitive(env, value)? {
        packer.object(env, value)?;
        packer.walk(env)?;
    }
    packer.finish(env)
}

struct Packer<'s, 'a> {
    node: &'a Node,
    transfer: &'a Transfer<'s>,
    message: Message,
    /// The numbers of what has come, by its identity.
    known: HashMap<usize, u32>,
    /// What is not finished. Whatever is known stays alive by its handles here and in the scope.
    frames: Vec<Frame<'s>>,
    /// Buffers that move, and where in the message.
    moved: Vec<(ArrayBuffer<'s>, usize)>,
    /// By which ports are known.
    port: Symbol<'s>,
}

/// An object whose contents are on their way.
struct Frame<'s> {
    contents: Contents<'s>,
    next: u32,
    length: u32,
}

impl<'s> Packer<'s, '_> {
    /// Takes what the objects that are not finished contain, the innermost first.
    fn walk(&mut self, env: &mut Env<'s>) -> Result<()> {
        while let Some(frame) = self.frames.last_mut() {
            let (contents, length) = (frame.contents, frame.length);
            let mut index = frame.next;
            // What is made for primitives is gone with the next object.
            let found = env.escapable_scope(|mut scope| -> Result<Option<Value<'s>>> {
                while index < length {
                    let value = contents.get(&mut scope, index, &mut self.message.tokens)?;
                    index += 1;
                    match value {
                        Some(value) if self.primitive(&mut scope, value)? => {}
                        Some(value) => return Ok(Some(scope.escape(value))),
                        None if matches!(contents, Contents::Elements(_)) => {
                            self.message.tokens.push(Token::Hole);
                        }
                        None => {}
                    }
                }
                Ok(None)
            })?;
            if let Some(frame) = self.frames.last_mut() {
                frame.next = index;
            }
            match found {
                Some(value) => self.object(env, value)?,
                None => {
                    self.message.tokens.push(Token::End);
                    self.frames.pop();
                }
            }
        }
        Ok(())
    }

    /// Takes a value that is no object; whether it is none.
    fn primitive<'i>(&mut self, env: &mut Env<'i>, value: Value<'i>) -> Result<bool> {
        let token = match value.type_of(env) {
            ValueType::Undefined => Token::Undefined,
            ValueType::Null => Token::Null,
            ValueType::Boolean => Token::Boolean(value.to(env)?),
            ValueType::Number => Token::Number(value.to(env)?),
            ValueType::String => Token::Text(value.to(env)?),
            ValueType::BigInt => {
                let (is_negative, words) = value.to::<BigInt<'_>>(env)?.to_words(env);
                Token::BigInt(is_negative, words)
            }
            ValueType::Object | ValueType::External => return Ok(false),
            _ => return Err(refuse(self.node, env, value)),
        };
        self.message.tokens.push(token);
        Ok(true)
    }

    fn kind(&self, env: &mut Env<'_>, value: Value<'_>) -> Result<(Kind, usize)> {
        self.node.with_engine(env, value, |engine, value| {
            Ok((engine.kind(value), engine.identity(value)))
        })
    }

    /// Takes an object; what it contains comes later.
    fn object(&mut self, env: &mut Env<'s>, value: Value<'s>) -> Result<()> {
        let (kind, identity) = self.kind(env, value)?;
        if let Some(number) = self.known.get(&identity) {
            self.message.tokens.push(Token::Again(*number));
            return Ok(());
        }
        if matches!(kind, Kind::TypedArray | Kind::DataView) {
            return self.view(env, value, identity);
        }
        self.number(identity);
        let object: Object<'s> = value.to(env)?;
        let token = match kind {
            Kind::Plain | Kind::Instance => {
                if let Some(position) = self.port(env, object)? {
                    Token::Port(position)
                } else if kind == Kind::Instance && url::is_of_url(env, value) {
                    let message = "Cannot clone object of unsupported type.";
                    return Err(data_clone_error(self.node, env, message));
                } else {
                    let names = self.names(env, object)?;
                    let contents = Contents::Properties(object, names);
                    self.open(Token::Object, contents, names.len(env));
                    return Ok(());
                }
            }
            Kind::Array => {
                let array = value.to(env)?;
                return self.array(env, array);
            }
            Kind::Map | Kind::Set => {
                let class: Object<'_> = env.global().get_named(env, c"Array")?;
                let from: Function<'_> = class.get_named(env, c"from")?;
                let list: Array<'_> = from.call_with_this(env, class, (object,))?;
                let length = list.len(env);
                match kind {
                    Kind::Map => {
                        self.open(Token::Map, Contents::Pairs(list), length.saturating_mul(2));
                    }
                    _ => self.open(Token::Set, Contents::Elements(list), length),
                }
                return Ok(());
            }
            Kind::Error => return self.error(env, object),
            Kind::BigInt | Kind::Boolean | Kind::Number | Kind::String | Kind::Symbol => {
                let value_of: Function<'_> = object.get_named(env, c"valueOf")?;
                let primitive: Value<'_> = value_of.call_with_this(env, object, ())?;
                self.message.tokens.push(Token::Boxed);
                let is_symbol = primitive.type_of(env) == ValueType::Symbol;
                if is_symbol || !self.primitive(env, primitive)? {
                    return Err(refuse(self.node, env, value));
                }
                return Ok(());
            }
            Kind::Date => Token::Date(value.to::<Date<'_>>(env)?.get_time(env)),
            Kind::RegExp => Token::RegExp(
                object.get_named(env, c"source")?,
                object.get_named(env, c"flags")?,
            ),
            Kind::ArrayBuffer => {
                let buffer = value.to(env)?;
                self.buffer(env, buffer)?
            }
            Kind::SharedArrayBuffer => {
                let memory = self.node.with_engine(env, value, |engine, buffer| {
                    Ok(engine.shared_memory(buffer))
                })?;
                self.message.shared.push(memory.ok_or_else(|| {
                    Error::message("a SharedArrayBuffer over memory of native code cannot be sent")
                })?);
                Token::Shared(self.message.shared.len() - 1)
            }
            _ => return Err(refuse(self.node, env, value)),
        };
        self.message.tokens.push(token);
        Ok(())
    }

    fn number(&mut self, identity: usize) {
        let number = self.known.len() as u32;
        self.known.insert(identity, number);
    }

    fn open(&mut self, token: Token, contents: Contents<'s>, length: u32) {
        self.message.tokens.push(token);
        self.frames.push(Frame {
            contents,
            next: 0,
            length,
        });
    }

    /// The names of an object's own properties that are enumerable; indices as numbers.
    fn names(&self, env: &mut Env<'s>, object: Object<'s>) -> Result<Array<'s>> {
        let filter = KeyFilter {
            attributes: Attributes::ENUMERABLE,
            strings: true,
            symbols: false,
            inherited: false,
            numbers: true,
            indices: true,
        };
        let isolate = self.node.isolate();
        // SAFETY: a live handle: a value of an open scope.
        let object = unsafe { isolate.scopes.get(object.raw()) }.map_err(Error::other)?;
        let names = self.node.made(env, |engine| engine.keys(object, filter))?;
        names.to(env)
    }

    fn array(&mut self, env: &mut Env<'s>, array: Array<'s>) -> Result<()> {
        let (length, names) = (array.len(env), self.names(env, *array)?);
        let is_dense = match length {
            0 => names.is_empty(env),
            _ if names.len(env) != length => false,
            _ => {
                let last: Value<'_> = names.get(env, length - 1)?;
                last.type_of(env) == ValueType::Number
            }
        };
        match is_dense {
            true => self.open(Token::Array(length), Contents::Elements(array), length),
            false => {
                let contents = Contents::Properties(*array, names);
                let count = names.len(env);
                self.open(Token::SparseArray(length), contents, count);
            }
        }
        Ok(())
    }

    /// The number of a port among those that move.
    fn port(&self, env: &mut Env<'s>, object: Object<'s>) -> Result<Option<usize>> {
        let Some(port) = port_of(env, self.port, object.as_value())? else {
            return Ok(None);
        };
        let position = self.transfer.position(&port);
        position.map(Some).ok_or_else(|| {
            let message =
                "Object that needs transfer was found in message but not listed in transferList";
            data_clone_error(self.node, env, message)
        })
    }

    fn error(&mut self, env: &mut Env<'s>, error: Object<'s>) -> Result<()> {
        let text = |env: &mut Env<'s>, name: &str| -> Result<Option<Text>> {
            match error.has_own(env, name)? {
                true => {
                    let value: Value<'_> = error.get(env, name)?;
                    value.coerce_to_string(env)?.as_value().to(env).map(Some)
                }
                false => Ok(None),
            }
        };
        let message = text(env, "message")?;
        let stack: Value<'_> = error.get_named(env, c"stack")?;
        let stack = match stack.type_of(env) {
            ValueType::String => Some(stack.to(env)?),
            _ => None,
        };
        let name: Value<'_> = error.get_named(env, c"name")?;
        let class = dom_exception(self.node, env)?;
        let class = if error.as_value().instance_of(env, class)? {
            ErrorClass::Dom(name.to(env)?)
        } else {
            let name = name.coerce_to_string(env)?.to_string(env)?;
            let known = ERRORS.into_iter().find(|known| *known == name);
            ErrorClass::Named(known.unwrap_or("Error"))
        };
        let cause = env.array()?;
        if error.has_own(env, "cause")? {
            let value: Value<'_> = error.get_named(env, c"cause")?;
            cause.push(env, value)?;
        }
        let parts = ErrorParts {
            class,
            message,
            stack,
        };
        let length = cause.len(env);
        self.open(
            Token::Error(Box::new(parts)),
            Contents::Elements(cause),
            length,
        );
        Ok(())
    }

    /// Takes the contents of a buffer, or keeps a place for those of one that moves.
    fn buffer(&mut self, env: &mut Env<'s>, buffer: ArrayBuffer<'s>) -> Result<Token> {
        if buffer.is_detached(env) {
            let message = "An ArrayBuffer is detached and could not be cloned.";
            return Err(data_clone_error(self.node, env, message));
        }
        let place = self.message.buffers.len();
        let moves = self.transfer.buffers.iter();
        let bytes = match moves
            .copied()
            .any(|moved| moved.as_value().strict_equals(env, buffer))
        {
            true => {
                self.moved.push((buffer, place));
                Vec::new()
            }
            false => buffer.as_slice(env).to_vec(),
        };
        self.message.buffers.push(bytes);
        Ok(Token::Buffer(place))
    }

    /// Takes a view, whose buffer has a number before it.
    fn view(&mut self, env: &mut Env<'s>, value: Value<'s>, identity: usize) -> Result<()> {
        let view: Object<'s> = value.to(env)?;
        let elements = self
            .node
            .with_engine(env, value, |engine, view| Ok(engine.typed_array_type(view)))?;
        let buffer: Value<'_> = view.get_named(env, c"buffer")?;
        let offset: f64 = view.get_named(env, c"byteOffset")?;
        let length: f64 = match elements {
            Some(_) => view.get_named(env, c"length")?,
            None => view.get_named(env, c"byteLength")?,
        };
        let token = Token::View(elements, offset as usize, length as usize);
        self.message.tokens.push(token);
        self.object(env, buffer)?;
        self.number(identity);
        Ok(())
    }

    /// Moves what is to be moved.
    fn finish(mut self, env: &mut Env<'s>) -> Result<Message> {
        for (buffer, place) in self.moved {
            self.message.buffers[place] = buffer.as_slice(env).to_vec();
        }
        for buffer in &self.transfer.buffers {
            buffer.detach(env)?;
        }
        for port in &self.transfer.ports {
            self.message.ports.push(port.detach());
        }
        Ok(self.message)
    }
}
