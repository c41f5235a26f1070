//! What generated code and hosts stand on. Nothing in here is for use by hand, and any of it may
//! change.

pub use super::class::{Class, ClassRef, ClassRefMut, JsClass, Member};
pub use super::convert::{Detached, FromJs, IntoJs};
pub use super::env::{Env, enter};
pub use super::error::{Error, Result};
pub use super::function::{Args, Function, FunctionName};
pub use super::module::{DEFAULT_API_VERSION, Module, announce};
pub use super::value::{ArrayBuffer, JsValue, Object, TypedArray, Value};
pub use nodeapi_sys::{napi_env, napi_value};
pub use std::option::Option;
pub use std::result::Result as StdResult;
pub use std::string::String;
pub use std::{env, option_env};

use super::callback::NativeFn;
use super::error::BoxError;
use super::error::TypeMismatch;
use super::function;
use super::module::initialise;
use super::value::{describe, mismatch, read_string_into};
use std::borrow::Cow;
use std::ffi::CStr;

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
pub fn export_function<'s>(
    env: &mut Env<'s>,
    target: Object<'s>,
    name: &'static str,
    f: NativeFn,
) -> Result<()> {
    let function = env.native_function(name, f)?;
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
pub type TextBuffer = [u8; 128];

/// Room for a text.
#[inline]
pub fn text_buffer() -> TextBuffer {
    [0; 128]
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

/// Converts an argument that is borrowed from an instance of a class.
///
/// # Errors
///
/// [`Error::Type`], which names function and argument.
pub fn class_argument<'c, T: JsClass>(
    env: &mut Env<'c>,
    args: Args<'c>,
    index: usize,
    function: FunctionName,
    name: &'static str,
) -> Result<Class<'c, T>> {
    args.convert(env, index, function, name)
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
}
impl<T> NoMembers for T {}

/// What `new` does for a class.
pub type Construct<T> = for<'c> fn(&mut Env<'c>, Args<'c>) -> Result<T>;

/// The bytes of an argument that Rust borrows: a `Uint8Array`, and so a `Buffer`, or an
/// `ArrayBuffer`.
#[derive(Clone, Copy, Debug)]
pub enum Bytes<'s> {
    /// A view.
    View(TypedArray<'s, u8>),
    /// A whole buffer.
    Buffer(ArrayBuffer<'s>),
}

impl<'v> Bytes<'v> {
    /// The bytes.
    pub fn as_slice<'a>(self, env: &'a Env<'_>) -> &'a [u8]
    where
        'v: 'a,
    {
        match self {
            Bytes::View(view) => view.as_slice(env),
            Bytes::Buffer(buffer) => buffer.as_slice(env),
        }
    }

    /// The bytes, to write to.
    pub fn as_mut_slice<'a>(self, env: &'a mut Env<'_>) -> &'a mut [u8]
    where
        'v: 'a,
    {
        match self {
            Bytes::View(view) => view.as_mut_slice(env),
            Bytes::Buffer(buffer) => buffer.as_mut_slice(env),
        }
    }
}

impl<'s> FromJs<'s> for Bytes<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_array_buffer(env) {
            return Ok(Bytes::Buffer(ArrayBuffer::from_js(env, value)?));
        }
        TypedArray::from_js(env, value)
            .map(Bytes::View)
            .map_err(|_| mismatch(env, "a Uint8Array or an ArrayBuffer", value))
    }
}

/// Reads a value as an object with fields.
///
/// # Errors
///
/// [`Error::Type`] where it is no object.
pub fn fields<'s>(env: &mut Env<'s>, value: Value<'s>, name: &'static str) -> Result<Object<'s>> {
    Object::from_js(env, value)
        .map_err(|_| TypeMismatch::new(format!("an object ({name})"), describe(env, value)).into())
}

/// Reads a field.
///
/// # Errors
///
/// What JavaScript threw; [`Error::Type`], which names the field.
pub fn field<'s, T: FromJs<'s>>(
    env: &mut Env<'s>,
    object: Object<'s>,
    key: &'static CStr,
) -> Result<T> {
    object.get_named(env, key)
}

/// Sets a field.
///
/// # Errors
///
/// What JavaScript threw, and what the conversion says.
pub fn set_field<'s>(
    env: &mut Env<'s>,
    object: Object<'s>,
    key: &'static CStr,
    value: impl IntoJs<'s>,
) -> Result<()> {
    object.set_named(env, key, value)
}

/// How the error of a native function becomes an [`Error`]: by its own conversion where it has one,
/// else as any error of Rust. The method that is found first decides, by what it is called on.
pub mod error_kind {
    use super::{BoxError, Error};

    /// An error whose kind is asked for.
    pub struct Of<'a, E>(pub &'a E);

    /// An error with a conversion of its own.
    pub struct Own;
    /// Any error of Rust.
    pub struct Boxed;

    /// Found first.
    pub trait OwnKind {
        /// Chooses.
        fn nodeapi_kind(&self) -> Own {
            Own
        }
    }
    impl<E: Into<Error>> OwnKind for &&Of<'_, E> {}

    /// Found else.
    pub trait BoxedKind {
        /// Chooses.
        fn nodeapi_kind(&self) -> Boxed {
            Boxed
        }
    }
    impl<E: Into<BoxError>> BoxedKind for &Of<'_, E> {}

    /// An error that stays on its thread.
    pub struct Local;

    /// Found last.
    pub trait LocalKind {
        /// Chooses.
        fn nodeapi_kind(&self) -> Local {
            Local
        }
    }
    impl<E: Into<Box<dyn std::error::Error>>> LocalKind for Of<'_, E> {}

    impl Local {
        /// Converts: what the error and its sources say is kept.
        pub fn convert<E: Into<Box<dyn std::error::Error>>>(self, error: E) -> Error {
            Error::from_local(error.into())
        }
    }

    impl Own {
        /// Converts.
        pub fn convert<E: Into<Error>>(self, error: E) -> Error {
            error.into()
        }
    }

    impl Boxed {
        /// Converts.
        pub fn convert<E: Into<BoxError>>(self, error: E) -> Error {
            Error::other(error)
        }
    }
}

/// Ends the borrow of an instance.
#[inline]
pub fn release<T>(guard: T) {
    drop(guard);
}
