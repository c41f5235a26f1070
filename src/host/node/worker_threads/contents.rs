//! What an object contains, one after the other.

use super::message::Token;
use crate::safe::{
    Array, Env, JsString, JsValue, Key, Object, PropertyKey, Result, TypeMismatch, Value, ValueType,
};

/// Where the contents of an object are.
#[derive(Clone, Copy)]
pub(super) enum Contents<'s> {
    /// Of an object, the properties of these names.
    Properties(Object<'s>, Array<'s>),
    /// Of an array, its elements.
    Elements(Array<'s>),
    /// Of an array of pairs, one after the other.
    Pairs(Array<'s>),
}

/// The name of a property, as an object lists it.
#[derive(Clone, Copy)]
enum Name<'s> {
    Index(u32),
    Text(JsString<'s>),
}

impl<'s, 'v: 's> PropertyKey<'s> for Name<'v> {
    fn to_key(&self, env: &Env<'s>) -> Result<Key<'s>> {
        match self {
            Name::Index(index) => index.to_key(env),
            Name::Text(text) => text.to_key(env),
        }
    }
    fn locate(&self, _: &Env<'s>, mismatch: TypeMismatch) -> TypeMismatch {
        mismatch
    }
}

impl<'s> Contents<'s> {
    /// The value of that number, if it is there, behind its name, if it has one.
    pub(super) fn get<'i>(
        self,
        env: &mut Env<'i>,
        index: u32,
        tokens: &mut Vec<Token>,
    ) -> Result<Option<Value<'i>>>
    where
        's: 'i,
    {
        let (object, name) = match self {
            Contents::Pairs(pairs) => {
                let pair: Object<'_> = pairs.get(env, index / 2)?;
                return pair.get(env, index % 2).map(Some);
            }
            Contents::Elements(array) => (*array, Name::Index(index)),
            Contents::Properties(object, names) => {
                let name: Value<'_> = names.get(env, index)?;
                match name.type_of(env) {
                    ValueType::Number => (object, Name::Index(name.to(env)?)),
                    _ => (object, Name::Text(name.to(env)?)),
                }
            }
        };
        let value: Value<'_> = object.get(env, name)?;
        // A getter may have taken it away meanwhile.
        if value.type_of(env) == ValueType::Undefined && !object.has_own(env, name)? {
            return Ok(None);
        }
        if let Contents::Properties(..) = self {
            tokens.push(match name {
                Name::Index(index) => Token::Index(index),
                Name::Text(text) => Token::Name(text.as_value().to(env)?),
            });
        }
        Ok(Some(value))
    }
}
