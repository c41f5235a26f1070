//! From JavaScript to `serde`.

use crate::safe::convert::FromJs;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::Function;
use crate::safe::macro_support::Bytes;
use crate::safe::value::{
    Array, BigInt, JsMap, JsSet, JsString, KeyFilter, Object, Value, ValueType, mismatch,
};
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
};
use serde::de::{Unexpected, Visitor};

/// Reads one value.
pub(super) struct Deserializer<'a, 's> {
    pub(super) env: &'a mut Env<'s>,
    pub(super) value: Value<'s>,
}

/// The integers that a number tells from the next.
const SAFE: f64 = ((1_u64 << 53) - 1) as f64;

impl<'a, 's> Deserializer<'a, 's> {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let number = f64::from_js(self.env, self.value)?;
        if number.fract() != 0.0
            || number.abs() > SAFE
            || (number == 0.0 && number.is_sign_negative())
        {
            visitor.visit_f64(number)
        } else if number < 0.0 {
            visitor.visit_i64(number as i64)
        } else {
            visitor.visit_u64(number as u64)
        }
    }

    fn bigint<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let number = BigInt::from_js(self.env, self.value)?;
        if let Some(number) = number.to_u64(self.env) {
            visitor.visit_u64(number)
        } else if let Some(number) = number.to_i64(self.env) {
            visitor.visit_i64(number)
        } else if let Some(number) = number.to_u128(self.env) {
            visitor.visit_u128(number)
        } else if let Some(number) = number.to_i128(self.env) {
            visitor.visit_i128(number)
        } else {
            Err(mismatch(
                self.env,
                "an integer of up to 128 bits",
                self.value,
            ))
        }
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Deserializer { env, value } = self;
        if value.is_array(env) {
            let array = Array::from_js(env, value)?;
            return visitor.visit_seq(Items::new(env, array)?);
        }
        if let Some(bytes) = probe::<Bytes<'s>>(env, value)? {
            return visitor.visit_byte_buf(bytes.as_slice(env).to_vec());
        }
        if probe::<JsSet<'s>>(env, value)?.is_some() {
            let class: Object<'s> = env.global().get_named(env, c"Array")?;
            let from: Function<'s> = class.get_named(env, c"from")?;
            let array: Array<'s> = from.call_with_this(env, class, (value,))?;
            return visitor.visit_seq(Items::new(env, array)?);
        }
        let is_map = probe::<JsMap<'s>>(env, value)?.is_some();
        if !is_map && (value.is_date(env) || value.is_promise(env) || value.is_typed_array(env)) {
            return Err(mismatch(env, "data", value));
        }
        let object = Object::from_js(env, value)?;
        let entries = if is_map {
            let class: Object<'s> = env.global().get_named(env, c"Array")?;
            let from: Function<'s> = class.get_named(env, c"from")?;
            from.call_with_this(env, class, (value,))?
        } else {
            let filter = KeyFilter::enumerable | KeyFilter::skip_symbols;
            object.property_names(env, false, filter)?
        };
        visitor.visit_map(Entries {
            length: entries.length(env)?,
            env,
            object: (!is_map).then_some(object),
            entries,
            index: 0,
            key: None,
        })
    }
}

/// The value, where it is of the type; what JavaScript threw meanwhile goes on.
fn probe<'s, T: FromJs<'s>>(env: &mut Env<'s>, value: Value<'s>) -> Result<Option<T>> {
    match T::from_js(env, value) {
        Ok(value) => Ok(Some(value)),
        Err(Error::Type(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl<'de> serde::Deserializer<'de> for Deserializer<'_, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.value.type_of(self.env) {
            ValueType::Undefined | ValueType::Null => visitor.visit_unit(),
            ValueType::Boolean => visitor.visit_bool(bool::from_js(self.env, self.value)?),
            ValueType::Number => self.number(visitor),
            ValueType::BigInt => self.bigint(visitor),
            ValueType::String => visitor.visit_string(String::from_js(self.env, self.value)?),
            ValueType::Object => self.object(visitor),
            _ => Err(mismatch(self.env, "data", self.value)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.value.is_nullish(self.env) {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        const EXPECTED: &str = "a string, or an object with one property";
        let Deserializer { env, value } = self;
        if value.type_of(env) == ValueType::String {
            let name = String::from_js(env, value)?;
            return visitor.visit_enum(name.into_deserializer());
        }
        let Ok(object) = Object::from_js(env, value) else {
            return Err(mismatch(env, EXPECTED, value));
        };
        let mut keys = object.keys(env)?;
        let (Some(name), true) = (keys.pop(), keys.is_empty()) else {
            return Err(mismatch(env, EXPECTED, value));
        };
        let contents: Value<'_> = object.get(env, &name)?;
        visitor.visit_enum(Variant {
            env,
            name,
            contents,
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The elements of an array.
struct Items<'a, 's> {
    env: &'a mut Env<'s>,
    array: Array<'s>,
    index: u32,
    length: u32,
}

impl<'a, 's> Items<'a, 's> {
    fn new(env: &'a mut Env<'s>, array: Array<'s>) -> Result<Self> {
        Ok(Items {
            length: array.length(env)?,
            env,
            array,
            index: 0,
        })
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.index == self.length {
            return Ok(None);
        }
        let (array, index) = (self.array, self.index);
        self.index += 1;
        let item = self.env.scope(|env| {
            let value = array.get_element(env, index)?;
            seed.deserialize(Deserializer { env, value })
        });
        item.map(Some)
            .map_err(|error| error.locate(|place| place.in_element(index as usize)))
    }

    fn size_hint(&self) -> Option<usize> {
        // A sparse array may claim a length that nothing stands for.
        Some((self.length - self.index).min(1024) as usize)
    }
}

/// The properties of an object, or the entries of a `Map`.
struct Entries<'a, 's> {
    env: &'a mut Env<'s>,
    /// The object; `None` where `entries` are pairs, those of a `Map`.
    object: Option<Object<'s>>,
    entries: Array<'s>,
    index: u32,
    length: u32,
    /// The key whose value comes next.
    key: Option<String>,
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.index == self.length {
            return Ok(None);
        }
        let (entries, index, is_map) = (self.entries, self.index, self.object.is_none());
        self.index += 1;
        let (key, text) = self.env.scope(|env| -> Result<_> {
            if is_map {
                let pair: Object<'_> = entries.get(env, index)?;
                let value = pair.get_element(env, 0)?;
                let text = value.to::<String>(env).unwrap_or_default();
                let key = seed.deserialize(Deserializer { env, value })?;
                return Ok((key, text));
            }
            let name: JsString<'_> = entries.get(env, index)?;
            let text = name.to_string(env)?;
            // Integers and the like as keys: what is written in the string.
            let key = seed.deserialize(PropertyName(&text))?;
            Ok((key, text))
        })?;
        self.key = Some(text);
        Ok(Some(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value> {
        let (object, entries, index) = (self.object, self.entries, self.index.saturating_sub(1));
        let key = self.key.take().unwrap_or_default();
        let value = self.env.scope(|env| {
            let value = match object {
                Some(object) => object.get(env, key.as_str())?,
                None => {
                    let pair: Object<'_> = entries.get(env, index)?;
                    pair.get_element(env, 1)?
                }
            };
            seed.deserialize(Deserializer { env, value })
        });
        value.map_err(|error| error.locate(|place| place.in_field(&key)))
    }
}

/// A property's name, for the key of a map.
struct PropertyName<'a>(&'a str);

macro_rules! parsed {
    ($($method:ident $visit:ident $type:ty;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.0.parse::<$type>() {
                Ok(value) => visitor.$visit(value),
                Err(_) => visitor.visit_str(self.0),
            }
        }
    )* };
}

impl<'de> serde::Deserializer<'de> for PropertyName<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_str(self.0)
    }

    parsed! {
        deserialize_bool visit_bool bool;
        deserialize_i8 visit_i64 i64;
        deserialize_i16 visit_i64 i64;
        deserialize_i32 visit_i64 i64;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
        deserialize_u8 visit_u64 u64;
        deserialize_u16 visit_u64 u64;
        deserialize_u32 visit_u64 u64;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
        deserialize_f32 visit_f64 f64;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit option unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

/// A variant of an enum that has contents.
struct Variant<'a, 's> {
    env: &'a mut Env<'s>,
    name: String,
    contents: Value<'s>,
}

impl<'de, 'a, 's> EnumAccess<'de> for Variant<'a, 's> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self)> {
        let name = seed.deserialize(PropertyName(&self.name))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        if self.contents.is_nullish(self.env) {
            return Ok(());
        }
        let error = serde::de::Error::invalid_type(Unexpected::NewtypeVariant, &"unit variant");
        Err(at(error, &self.name))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        let (env, value) = (self.env, self.contents);
        seed.deserialize(Deserializer { env, value })
            .map_err(|error| at(error, &self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        let (env, value) = (self.env, self.contents);
        serde::Deserializer::deserialize_any(Deserializer { env, value }, visitor)
            .map_err(|error| at(error, &self.name))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.tuple_variant(0, visitor)
    }
}

fn at(error: Error, name: &str) -> Error {
    error.locate(|place| place.in_field(name))
}
