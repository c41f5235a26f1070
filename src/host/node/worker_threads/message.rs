//! A value on its way to another thread, or to itself: what it consists of, in the order in which it
//! is made again.

use super::port::Port;
use crate::host::HostEngine;
use crate::host::engine::{ElementType, Messages};
use crate::safe::{Env, FromJs, IntoJs, JsString, JsValue, Result, Value};
use std::sync::Arc;

/// A value of one thread, for another.
#[derive(Default)]
pub(super) struct Message {
    pub(super) tokens: Vec<Token>,
    /// What array buffers hold.
    pub(super) buffers: Vec<Vec<u8>>,
    pub(super) shared: Vec<<HostEngine as Messages>::SharedMemory>,
    /// Ports that move with it, until they are made again.
    pub(super) ports: Vec<Option<Arc<Port>>>,
}

/// A part of a value. Objects and what else may occur again are numbered as they come.
pub(super) enum Token {
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    /// Whether it is negative, and its digits.
    BigInt(bool, Vec<u64>),
    Text(Text),
    /// The one of that number again.
    Again(u32),
    /// Names and values follow, up to the end.
    Object,
    /// The elements follow, up to the end.
    Array(u32),
    /// An array with holes or with names: as an object, up to the end.
    SparseArray(u32),
    /// Keys and values in turn follow, up to the end.
    Map,
    /// The values follow, up to the end.
    Set,
    /// A cause may follow, up to the end.
    Error(Box<ErrorParts>),
    /// The primitive follows.
    Boxed,
    Date(f64),
    RegExp(Text, Text),
    Buffer(usize),
    Shared(usize),
    Port(usize),
    /// The buffer follows. A data view where there are no elements; then the length is in bytes.
    View(Option<ElementType>, usize, usize),
    Name(Text),
    Index(u32),
    /// An element that is not there.
    Hole,
    End,
}

/// What an error says of itself.
pub(super) struct ErrorParts {
    pub(super) class: ErrorClass,
    pub(super) message: Option<Text>,
    pub(super) stack: Option<Text>,
}

pub(super) enum ErrorClass {
    /// A global.
    Named(&'static str),
    /// `DOMException`, by its name.
    Dom(Text),
}

/// A text; surrogates that have lost their partner stay.
pub(super) enum Text {
    Utf8(String),
    Utf16(Vec<u16>),
}

impl<'s> FromJs<'s> for Text {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let string: JsString<'_> = value.to(env)?;
        let text = string.to_string(env)?;
        Ok(match text.contains(char::REPLACEMENT_CHARACTER) {
            true => Text::Utf16(string.to_utf16(env)?),
            false => Text::Utf8(text),
        })
    }
}

impl Text {
    pub(super) fn string<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        match self {
            Text::Utf8(text) => env.string(text),
            Text::Utf16(units) => env.string_utf16(units),
        }
    }
}

impl<'s> IntoJs<'s> for &Text {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.string(env)?.as_value())
    }
}
