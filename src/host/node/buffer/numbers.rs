//! Numbers among the bytes: `readInt8`, `writeUInt32BE` and so on.

use super::this;
use crate::host::node::checks::{argument, is_undefined, number, out_of_range, to_number};
use crate::host::node::errors::{coded, invalid_arg_type};
use crate::safe::{
    Args, BigInt, Env, Error, ErrorClass, IntoJs, JsValue, Native, Object, Result, Value, ValueType,
};

/// A number of a fixed size.
trait Number: Sized + 'static {
    const SIZE: usize = size_of::<Self>();
    fn read(bytes: &[u8], little: bool) -> Self;
    fn write(self, bytes: &mut [u8], little: bool);
    fn into_value<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>>;
    /// What a value stands for that is in range. Of a single byte, Node.js first looks at the offset.
    fn from_value<'s>(env: &mut Env<'s>, value: Value<'s>, offset: Value<'s>) -> Result<Self>;
}

/// Implements [`Number`] for types; a closure makes one of a value.
macro_rules! implement {
    ($($type:ident)*, $into:expr, |$env:ident, $value:ident, $offset:ident| $from:expr) => { $(
        impl Number for $type {
            fn read(bytes: &[u8], little: bool) -> Self {
                let mut own = [0; size_of::<$type>()];
                own.copy_from_slice(bytes);
                match little {
                    true => <$type>::from_le_bytes(own),
                    false => <$type>::from_be_bytes(own),
                }
            }
            fn write(self, bytes: &mut [u8], little: bool) {
                bytes.copy_from_slice(&match little {
                    true => self.to_le_bytes(),
                    false => self.to_be_bytes(),
                });
            }
            fn into_value<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
                $into(self, env)
            }
            fn from_value<'s>(
                $env: &mut Env<'s>,
                $value: Value<'s>,
                $offset: Value<'s>,
            ) -> Result<Self> {
                $from
            }
        }
    )* };
}

implement!(u8 i8 u16 i16 u32 i32, |own: Self, env| own.into_js(env), |env, value, offset| {
    let new = to_number(env, value)?;
    if Self::SIZE == 1 && !is_undefined(env, offset) {
        number(env, "offset", offset)?;
    }
    let (least, most) = (f64::from(Self::MIN), f64::from(Self::MAX));
    check_range(env, new, least, most, Self::SIZE)?;
    Ok(new as Self)
});
implement!(
    f32,
    |own, env| f64::from(own).into_js(env),
    |env, value, _offset| Ok(to_number(env, value)? as f32)
);
implement!(
    f64,
    |own: f64, env| own.into_js(env),
    |env, value, _offset| to_number(env, value)
);
implement!(
    i64,
    |own, env: &mut Env<'s>| Ok(env.bigint_i64(own)?.as_value()),
    |env, value, _offset| {
        let range = ">= -(2n ** 63n) and < 2n ** 63n";
        big(env, value, BigInt::to_i64, range)
    }
);
implement!(
    u64,
    |own, env: &mut Env<'s>| Ok(env.bigint_u64(own)?.as_value()),
    |env, value, _offset| big(env, value, BigInt::to_u64, ">= 0n and < 2n ** 64n")
);

/// The number that a big integer stands for.
fn big<'s, T>(
    env: &mut Env<'s>,
    value: Value<'s>,
    convert: for<'v> fn(BigInt<'s>, &Env<'v>) -> Option<T>,
    range: &str,
) -> Result<T> {
    if value.type_of(env) != ValueType::BigInt {
        return Err(Error::type_error(
            "Cannot mix BigInt and other types, use explicit conversions",
        ));
    }
    let big: BigInt<'s> = value.to(env)?;
    convert(big, env).ok_or_else(|| out_of_range(env, "value", range, value))
}

/// A function for reading and one for writing, by the name and the type.
macro_rules! table {
    ($($type:ty: $name:literal;)*) => {
        const FUNCTIONS: &[(&str, Native)] = &[
            $(
                (concat!("read", $name, "LE"), Native::new(read::<$type, true>)),
                (concat!("read", $name, "BE"), Native::new(read::<$type, false>)),
                (concat!("write", $name, "LE"), Native::new(write::<$type, true>)),
                (concat!("write", $name, "BE"), Native::new(write::<$type, false>)),
            )*
            ("readUInt8", Native::new(read::<u8, true>)),
            ("readInt8", Native::new(read::<i8, true>)),
            ("writeUInt8", Native::new(write::<u8, true>)),
            ("writeInt8", Native::new(write::<i8, true>)),
            ("readUIntLE", Native::new(read_part::<false, true>)),
            ("readUIntBE", Native::new(read_part::<false, false>)),
            ("readIntLE", Native::new(read_part::<true, true>)),
            ("readIntBE", Native::new(read_part::<true, false>)),
            ("writeUIntLE", Native::new(write_part::<false, true>)),
            ("writeUIntBE", Native::new(write_part::<false, false>)),
            ("writeIntLE", Native::new(write_part::<true, true>)),
            ("writeIntBE", Native::new(write_part::<true, false>)),
        ];
    };
}
table! {
    u16: "UInt16";
    i16: "Int16";
    u32: "UInt32";
    i32: "Int32";
    f32: "Float";
    f64: "Double";
    i64: "BigInt64";
    u64: "BigUInt64";
}

/// Gives `Buffer.prototype` the functions for numbers, under both spellings of `UInt`.
pub(super) fn define(env: &mut Env<'_>, prototype: Object<'_>) -> Result<()> {
    prototype.set_functions(env, FUNCTIONS)?;
    for (name, _) in FUNCTIONS.iter().filter(|(name, _)| name.contains("UInt")) {
        env.scope(|env| {
            let function: Value<'_> = prototype.get(env, *name)?;
            prototype.set(env, name.replace("UInt", "Uint"), function)
        })?;
    }
    Ok(())
}

fn read<'c, T: Number, const LITTLE: bool>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let view = this(env, &args)?;
    let offset = argument(env, &args, 0);
    let start = place(env, offset, view.len(env), T::SIZE)?;
    let number = T::read(&view.part(env, start..start + T::SIZE), LITTLE);
    number.into_value(env)
}

fn write<'c, T: Number, const LITTLE: bool>(
    env: &mut Env<'c>,
    args: Args<'c>,
) -> Result<Value<'c>> {
    let (value, offset) = (argument(env, &args, 0), argument(env, &args, 1));
    let new = T::from_value(env, value, offset)?;
    let view = this(env, &args)?;
    let start = place(env, offset, view.len(env), T::SIZE)?;
    view.edit(env, start..start + T::SIZE, |bytes| {
        new.write(bytes, LITTLE)
    });
    ((start + T::SIZE) as f64).into_js(env)
}

/// `readUIntBE(offset, byteLength)` and the like, of up to six bytes.
fn read_part<'c, const SIGNED: bool, const LITTLE: bool>(
    env: &mut Env<'c>,
    args: Args<'c>,
) -> Result<Value<'c>> {
    let view = this(env, &args)?;
    let offset = argument(env, &args, 0);
    if is_undefined(env, offset) {
        return Err(invalid_arg_type(env, "offset", "of type number", offset));
    }
    let size = argument(env, &args, 1);
    let size = part_size(env, size)?;
    let start = place(env, offset, view.len(env), size)?;
    let mut all = [0; 8];
    let bytes = view.part(env, start..start + size);
    for (place, byte) in all.iter_mut().zip(in_order(&bytes, LITTLE)) {
        *place = *byte;
    }
    let number = u64::from_le_bytes(all);
    let unused = 64 - 8 * size as u32;
    match SIGNED {
        true => ((number << unused) as i64 >> unused) as f64,
        false => number as f64,
    }
    .into_js(env)
}

/// `writeUIntBE(value, offset, byteLength)` and the like, of up to six bytes.
fn write_part<'c, const SIGNED: bool, const LITTLE: bool>(
    env: &mut Env<'c>,
    args: Args<'c>,
) -> Result<Value<'c>> {
    let size = argument(env, &args, 2);
    let size = part_size(env, size)?;
    let (value, offset) = (argument(env, &args, 0), argument(env, &args, 1));
    let new = to_number(env, value)?;
    if size == 1 || is_undefined(env, offset) {
        number(env, "offset", offset)?;
    }
    let bits = 8 * size as i32;
    let (least, most) = match SIGNED {
        true => (-2_f64.powi(bits - 1), 2_f64.powi(bits - 1) - 1.0),
        false => (0.0, 2_f64.powi(bits) - 1.0),
    };
    check_range(env, new, least, most, size)?;
    let view = this(env, &args)?;
    let start = place(env, offset, view.len(env), size)?;
    let new = (new as i64).to_le_bytes();
    view.edit(env, start..start + size, |bytes| {
        for (index, byte) in new[..size].iter().enumerate() {
            bytes[if LITTLE { index } else { size - 1 - index }] = *byte;
        }
    });
    ((start + size) as f64).into_js(env)
}

/// Bytes from the least to the most significant.
fn in_order(bytes: &[u8], little: bool) -> impl Iterator<Item = &u8> {
    let count = bytes.len();
    (0..count).map(move |index| &bytes[if little { index } else { count - 1 - index }])
}

/// How many bytes a number is to have.
fn part_size<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<usize> {
    if is_undefined(env, value) {
        return Err(invalid_arg_type(env, "byteLength", "of type number", value));
    }
    let size = number(env, "byteLength", value)?;
    if size.trunc() != size {
        return Err(out_of_range(env, "byteLength", "an integer", value));
    }
    if !(1.0..=6.0).contains(&size) {
        return Err(out_of_range(env, "byteLength", ">= 1 and <= 6", value));
    }
    Ok(size as usize)
}

/// Where so many bytes begin; the first where nothing is said.
fn place<'s>(env: &mut Env<'s>, offset: Value<'s>, length: usize, size: usize) -> Result<usize> {
    let start = match is_undefined(env, offset) {
        true => 0.0,
        false => number(env, "offset", offset)?,
    };
    let most = length as f64 - size as f64;
    if start.trunc() == start && (0.0..=most).contains(&start) {
        return Ok(start as usize);
    }
    if start.trunc() != start {
        return Err(out_of_range(env, "offset", "an integer", offset));
    }
    if most < 0.0 {
        return Err(outside());
    }
    Err(out_of_range(
        env,
        "offset",
        &format!(">= 0 and <= {most}"),
        offset,
    ))
}

/// The error of bytes where there are none.
pub(super) fn outside() -> Error {
    coded(
        ErrorClass::RangeError,
        "ERR_BUFFER_OUT_OF_BOUNDS",
        "Attempt to access memory outside buffer bounds",
    )
}

/// That a number is one that so many bytes can have.
fn check_range(env: &mut Env<'_>, number: f64, least: f64, most: f64, size: usize) -> Result<()> {
    if !(number < least || number > most) {
        return Ok(());
    }
    let bits = 8 * size;
    let range = match (size > 4, least == 0.0) {
        (false, _) => format!(">= {least} and <= {most}"),
        (true, true) => format!(">= 0 and < 2 ** {bits}"),
        (true, false) => format!(">= -(2 ** {0}) and < 2 ** {0}", bits - 1),
    };
    let number = env.number(number).as_value();
    Err(out_of_range(env, "value", &range, number))
}
