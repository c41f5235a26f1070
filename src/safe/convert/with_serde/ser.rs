//! From `serde` to JavaScript.

use crate::safe::convert::IntoJs;
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::value::{Array, JsValue, Object, PropertyAttributes, Value};
use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

/// Makes one value.
pub(super) struct Serializer<'a, 's> {
    pub(super) env: &'a mut Env<'s>,
}

/// The integers that a number tells from the next.
const SAFE: u128 = (1 << 53) - 1;

macro_rules! plain {
    ($($method:ident($type:ty);)*) => { $(
        fn $method(self, value: $type) -> Result<Value<'s>> {
            value.into_js(self.env)
        }
    )* };
}

impl<'a, 's> serde::Serializer for Serializer<'a, 's> {
    type Ok = Value<'s>;
    type Error = Error;
    type SerializeSeq = Items<'a, 's>;
    type SerializeTuple = Items<'a, 's>;
    type SerializeTupleStruct = Items<'a, 's>;
    type SerializeTupleVariant = Items<'a, 's>;
    type SerializeMap = Entries<'a, 's>;
    type SerializeStruct = Entries<'a, 's>;
    type SerializeStructVariant = Entries<'a, 's>;

    plain! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
    }

    fn serialize_i64(self, value: i64) -> Result<Value<'s>> {
        self.serialize_i128(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Value<'s>> {
        self.serialize_u128(value.into())
    }

    fn serialize_i128(self, value: i128) -> Result<Value<'s>> {
        if value.unsigned_abs() <= SAFE {
            Ok(self.env.number(value as f64).as_value())
        } else {
            value.into_js(self.env)
        }
    }

    fn serialize_u128(self, value: u128) -> Result<Value<'s>> {
        if value <= SAFE {
            Ok(self.env.number(value as f64).as_value())
        } else {
            value.into_js(self.env)
        }
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value<'s>> {
        Ok(self.env.typed_array_of(bytes)?.as_value())
    }

    fn serialize_none(self) -> Result<Value<'s>> {
        Ok(self.env.undefined())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Value<'s>> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value<'s>> {
        Ok(self.env.null())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value<'s>> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value<'s>> {
        variant.into_js(self.env)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value<'s>> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<'s>> {
        let object = self.env.object()?;
        let value = value.serialize(Serializer { env: self.env })?;
        object.set(self.env, variant, value)?;
        Ok(object.as_value())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a, 's>> {
        Items::new(self.env, None)
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a, 's>> {
        Items::new(self.env, None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a, 's>> {
        Items::new(self.env, None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a, 's>> {
        Items::new(self.env, Some(variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'a, 's>> {
        Entries::new(self.env, None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'a, 's>> {
        Entries::new(self.env, None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries<'a, 's>> {
        Entries::new(self.env, Some(variant))
    }
}

/// What stands around the contents of an enum's variant.
fn wrapped<'s>(
    env: &mut Env<'s>,
    variant: Option<&'static str>,
    contents: Value<'s>,
) -> Result<Value<'s>> {
    let Some(variant) = variant else {
        return Ok(contents);
    };
    let object = env.object()?;
    object.set(env, variant, contents)?;
    Ok(object.as_value())
}

/// An array in the making.
pub(super) struct Items<'a, 's> {
    env: &'a mut Env<'s>,
    variant: Option<&'static str>,
    array: Array<'s>,
    length: u32,
}

impl<'a, 's> Items<'a, 's> {
    fn new(env: &'a mut Env<'s>, variant: Option<&'static str>) -> Result<Self> {
        let array = env.array()?;
        Ok(Items {
            env,
            variant,
            array,
            length: 0,
        })
    }

    fn add<T: ?Sized + Serialize>(&mut self, item: &T) -> Result<()> {
        let (array, index) = (self.array, self.length);
        self.env.scope(|env| {
            let item = item.serialize(Serializer { env })?;
            array.set(env, index, item)
        })?;
        self.length += 1;
        Ok(())
    }

    fn finish(self) -> Result<Value<'s>> {
        wrapped(self.env, self.variant, self.array.as_value())
    }
}

macro_rules! items {
    ($($trait:ident: $method:ident;)*) => { $(
        impl<'s> $trait for Items<'_, 's> {
            type Ok = Value<'s>;
            type Error = Error;
            fn $method<T: ?Sized + Serialize>(&mut self, item: &T) -> Result<()> {
                self.add(item)
            }
            fn end(self) -> Result<Value<'s>> {
                self.finish()
            }
        }
    )* };
}
items! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

/// An object in the making.
pub(super) struct Entries<'a, 's> {
    env: &'a mut Env<'s>,
    variant: Option<&'static str>,
    object: Object<'s>,
    /// The key whose value comes next.
    key: Option<String>,
}

impl<'a, 's> Entries<'a, 's> {
    fn new(env: &'a mut Env<'s>, variant: Option<&'static str>) -> Result<Self> {
        let object = env.object()?;
        Ok(Entries {
            env,
            variant,
            object,
            key: None,
        })
    }

    fn add<T: ?Sized + Serialize>(&mut self, key: &str, item: &T) -> Result<()> {
        let object = self.object;
        self.env.scope(|env| {
            let item = item.serialize(Serializer { env })?;
            // Defined, not set: `__proto__` is a key as any other.
            object.define(env, key, item, PropertyAttributes::default_jsproperty)
        })
    }

    fn finish(self) -> Result<Value<'s>> {
        wrapped(self.env, self.variant, self.object.as_value())
    }
}

impl<'s> SerializeMap for Entries<'_, 's> {
    type Ok = Value<'s>;
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<()> {
        self.key = Some(self.env.scope(|env| {
            let key = key.serialize(Serializer { env })?;
            if key.is_nullish(env) || key.to::<Object<'_>>(env).is_ok() {
                return Err(Error::type_error("the keys of a map become strings"));
            }
            key.coerce_to_string(env)?.to_string(env)
        })?);
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<()> {
        match self.key.take() {
            Some(key) => self.add(&key, value),
            None => Err(Error::message("a map's key comes before its value")),
        }
    }

    fn end(self) -> Result<Value<'s>> {
        self.finish()
    }
}

macro_rules! entries {
    ($($trait:ident),*) => { $(
        impl<'s> $trait for Entries<'_, 's> {
            type Ok = Value<'s>;
            type Error = Error;
            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<()> {
                self.add(key, value)
            }
            fn end(self) -> Result<Value<'s>> {
                self.finish()
            }
        }
    )* };
}
entries!(SerializeStruct, SerializeStructVariant);
