//! What generated code and hosts stand on. Nothing in here is for use by hand, and any of it may
//! change.

mod bytes;
mod callbacks;
mod enums;
pub mod error_kind;
mod fields;

pub use bytes::{Bytes, elements, elements_mut};
pub use callbacks::Callbacks;
pub use enums::{EnumValue, enum_number, enum_tag, enum_text, export_enum};
pub use fields::{field, fields, object_of, set_field};

pub use super::class::{
    BaseLink, Class, ClassRef, ClassRefMut, Extends, Finalize, Instance, JsClass, Member, Native,
    Parent,
};
pub use super::convert::{Detached, FromJs, IntoArgs, IntoJs, Rest};
pub use super::env::{Env, enter};
pub use super::error::{Error, ErrorClass, JsError, Result};
pub use super::function::{Args, Function, FunctionName};
pub use super::module::{DEFAULT_API_VERSION, Module, announce};
pub use super::value::{ArrayBuffer, JsValue, Object, PropertyAttributes, TypedArray, Value};
pub use nodeapi_sys::{napi_env, napi_value};
pub use std::convert::From;
pub use std::option::Option;
pub use std::result::Result as StdResult;
pub use std::string::String;
pub use std::vec::Vec;
pub use std::{env, option_env, unreachable};

use super::function;
use super::module::initialise;
use super::value::read_string_into;
use std::borrow::Cow;
use std::mem::MaybeUninit;

/// Something that a module exports: each item with `#[napi]` has a type of its name that is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not exported to JavaScript",
    note = "an item that a module exports has `#[napi]`"
)]
pub trait Export {
    /// Puts the item into `target` under its name.
    ///
    /// # Errors
    ///
    /// What the host or a conversion says.
    fn export<'s>(env: &mut Env<'s>, target: Object<'s>) -> Result<()>;
}

/// The C initialiser of a module that exports this.
///
/// # Safety
///
/// As of [`enter`]; `exports` is a live handle of an object.
pub unsafe extern "C" fn init<E: Export>(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: the caller's promise.
    unsafe { initialise(env, exports, E::export) }
}

/// Exports a function.
///
/// # Errors
///
/// What the host says.
pub fn export_function<'s, F>(
    env: &mut Env<'s>,
    target: Object<'s>,
    name: &'static str,
    f: F,
) -> Result<()>
where
    F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + Copy + 'static,
{
    let function = env.named_function(name, f)?;
    target.set(env, name, function)
}

/// Exports a class.
///
/// # Errors
///
/// What the host says.
pub fn export_class<'s, T: JsClass>(env: &mut Env<'s>, target: Object<'s>) -> Result<()> {
    let constructor = env.class::<T>()?;
    target.set(env, T::NAME, constructor)
}

/// Exports a namespace: an object of its own.
///
/// # Errors
///
/// What the host or a conversion says.
pub fn export_namespace<'s, E: Export>(
    env: &mut Env<'s>,
    target: Object<'s>,
    name: &'static str,
) -> Result<()> {
    let namespace = env.object()?;
    E::export(env, namespace)?;
    target.set(env, name, namespace)
}

/// Exports a value.
///
/// # Errors
///
/// What the host or a conversion says.
pub fn export_value<'s>(
    env: &mut Env<'s>,
    target: Object<'s>,
    name: &'static str,
    value: impl IntoJs<'s>,
) -> Result<()> {
    target.set(env, name, value)
}

/// Converts an argument.
///
/// # Errors
///
/// [`Error::Type`], which names function and argument.
#[inline]
pub fn argument<'c, T: FromJs<'c>>(
    env: &mut Env<'c>,
    args: Args<'c>,
    index: usize,
    function: FunctionName,
    name: &'static str,
) -> Result<T> {
    args.convert(env, index, function, name)
}

/// Where the text of a short `&str` argument is kept.
pub type TextBuffer = [MaybeUninit<u8>; 1280];

/// Room for a text.
#[inline]
pub fn text_buffer() -> TextBuffer {
    [MaybeUninit::uninit(); 1280]
}

/// Converts an argument to text that stays in the call's own frame, if it is short.
///
/// # Errors
///
/// [`Error::Type`], which names function and argument.
#[inline]
pub fn text_argument<'b, 'c>(
    env: &mut Env<'c>,
    args: Args<'c>,
    index: usize,
    function: FunctionName,
    name: &'static str,
    buffer: &'b mut TextBuffer,
) -> Result<Cow<'b, str>> {
    if let Some(value) = args.values().get(index)
        && let Ok(text) = read_string_into(env, *value, buffer)
    {
        return Ok(text);
    }
    // Something else than a string: the conversion says what.
    args.convert(env, index, function, name).map(Cow::Owned)
}

/// Finds the instance of a class that an argument is.
///
/// # Errors
///
/// [`Error::Type`], which names function and argument.
#[inline]
pub fn class_argument<'c, T: JsClass>(
    env: &mut Env<'c>,
    args: Args<'c>,
    index: usize,
    function: FunctionName,
    name: &'static str,
) -> Result<Instance<T>> {
    let value = match args.values().get(index) {
        Some(value) => *value,
        None => env.undefined(),
    };
    Instance::of(env, value)
        .map_err(|error| error.locate(|place| place.in_argument(function.to_string(), index, name)))
}

/// Finds the instance that the receiver is.
///
/// # Errors
///
/// [`Error::Type`], which names the function.
#[inline]
pub fn receiver<T: JsClass>(
    env: &Env<'_>,
    args: Args<'_>,
    function: FunctionName,
) -> Result<Instance<T>> {
    Instance::of(env, args.this())
        .map_err(|error| error.locate(|place| place.in_receiver(function.to_string())))
}

/// Converts the receiver.
///
/// # Errors
///
/// [`Error::Type`], which names the function.
pub fn this<'c, T: FromJs<'c>>(
    env: &mut Env<'c>,
    args: Args<'c>,
    function: FunctionName,
) -> Result<T> {
    function::receiver(env, args, function)
}

/// The error of a class without a constructor.
pub fn no_constructor<T: JsClass>() -> Error {
    Error::type_error(format!("class {} has no constructor", T::NAME))
}

/// The members of a class without an `impl`; an inherent constant of the same name comes first.
pub trait NoMembers: Sized {
    /// None.
    const NAPI_MEMBERS: &'static [Member] = &[];
    /// None.
    const NAPI_CONSTRUCT: Option<Construct<Self>> = None;
    /// None.
    const NAPI_SUPER: Option<SuperArgs<Self>> = None;
    /// None.
    const NAPI_FINALIZE: Option<Finalize<Self>> = None;
}
impl<T> NoMembers for T {}

/// What the parent's constructor is called with.
pub type SuperArgs<T> = for<'c> fn(&T, &mut Env<'c>) -> Result<Vec<Value<'c>>>;

/// The attributes of a member: those that are said, and else those of its kind.
pub const fn attributes(
    usual: PropertyAttributes,
    writable: Option<bool>,
    enumerable: Option<bool>,
    configurable: Option<bool>,
) -> PropertyAttributes {
    const fn with(
        all: PropertyAttributes,
        one: PropertyAttributes,
        said: Option<bool>,
    ) -> PropertyAttributes {
        match said {
            Some(true) => all.union(one),
            Some(false) => all.difference(one),
            None => all,
        }
    }
    let all = with(usual, PropertyAttributes::writable, writable);
    let all = with(all, PropertyAttributes::enumerable, enumerable);
    with(all, PropertyAttributes::configurable, configurable)
}

/// The attributes of methods.
pub const METHOD: PropertyAttributes = PropertyAttributes::default_method;
/// The attributes of accessors.
pub const ACCESSOR: PropertyAttributes = PropertyAttributes::configurable;
/// The attributes of constants.
pub const CONSTANT: PropertyAttributes = PropertyAttributes::enumerable;

/// Arguments as a list.
///
/// # Errors
///
/// What the conversion of one says.
pub fn list<'s>(env: &mut Env<'s>, args: impl IntoArgs<'s>) -> Result<Vec<Value<'s>>> {
    let values = args.into_args(env)?;
    Ok(values.as_ref().to_vec())
}

/// The arguments from one on.
///
/// # Errors
///
/// [`Error::Type`], which names function and argument.
pub fn rest<'c, T: FromJs<'c>>(
    env: &mut Env<'c>,
    args: Args<'c>,
    index: usize,
    function: FunctionName,
    name: &'static str,
) -> Result<Rest<T>> {
    let all = index..args.len();
    let rest = all.map(|index| args.convert(env, index, function, name));
    rest.collect::<Result<_>>().map(Rest)
}

/// What an iterator's `next` gives.
///
/// # Errors
///
/// What the conversion says.
pub fn step<'s, T: IntoJs<'s>>(env: &mut Env<'s>, item: Option<T>) -> Result<Value<'s>> {
    let result = env.object()?;
    let done = item.is_none();
    let value = item.into_js(env)?;
    result.set_named(env, c"value", value)?;
    result.set_named(env, c"done", done)?;
    Ok(result.as_value())
}

/// An iterator's `[Symbol.iterator]`: itself.
///
/// # Errors
///
/// None.
pub fn itself<'c>(_: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    Ok(args.this())
}

/// What `new` does for a class.
pub type Construct<T> = for<'c> fn(&mut Env<'c>, Args<'c>) -> Result<T>;

/// Ends the borrow of an instance.
#[inline]
pub fn release<T>(guard: T) {
    drop(guard);
}
