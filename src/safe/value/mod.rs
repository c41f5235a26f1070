//! JavaScript values: handles that live as long as their scope.

mod array;
mod array_buffer;
mod bigint;
mod buffer;
mod data_view;
mod date;
mod describe;
mod external;
mod key;
mod map;
mod object;
mod object_shape;
mod primitive;
mod property;
mod shared_array_buffer;
mod string;
mod string_make;
mod symbol;
mod typed_array;
#[cfg(feature = "node")]
mod view;

pub use array::Array;
pub use array_buffer::ArrayBuffer;
pub use bigint::BigInt;
pub use buffer::Buffer;
pub use data_view::DataView;
pub use date::Date;
pub use external::External;
pub use key::{Key, PropertyKey};
pub use map::{JsMap, JsSet};
pub use object::Object;
pub use object_shape::TypeTag;
pub use primitive::{Boolean, Number};
pub use property::{KeyFilter, PropertyAttributes, PropertyDescriptor};
pub use shared_array_buffer::SharedArrayBuffer;
pub use string::JsString;
pub use symbol::Symbol;
pub use typed_array::{Clamped, Element, Float16, TypedArray};

pub(crate) use describe::{describe, mismatch};
pub(crate) use primitive::{read_bool, read_number};
pub(crate) use property::EMPTY;
pub(crate) use string::{read as read_string, read_uninit as read_string_into};
#[cfg(feature = "node")]
pub(crate) use view::View;

use super::convert::FromJs;
use super::env::Env;
use super::error::Result;
use nodeapi_sys as sys;

/// A kind of JavaScript value: what [`Value`], [`Object`], [`Function`](crate::Function) and the
/// others have in common. Each is a `Copy` handle that is live while its scope `'s` is open.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Ref, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     // `At` is the same kind of value elsewhere: `'static` in what is kept.
///     fn keep<'s, V: JsValue<'s>>(env: &Env<'s>, value: V) -> Result<Ref<V::At<'static>>> {
///         env.reference(value)
///     }
///     let array = env.array()?;
///     let kept: Ref<Array<'static>> = keep(env, array)?;
///     assert!(kept.get(env)?.as_value().strict_equals(env, array));
///
///     // Through the handle itself, as after a call into the raw layer.
///     let handle = array.raw();
///     // SAFETY: the handle was of an array, and its scope is still open.
///     let same = unsafe { Array::from_raw(handle) };
///     assert_eq!(same.len(env), 0);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
///
/// # Safety
///
/// `At<'x>` is the same type with another lifetime, and its values can be built from the handles of
/// its values.
pub unsafe trait JsValue<'s>: Copy {
    /// The same kind of value in another scope.
    type At<'x>: JsValue<'x>;

    /// The handle itself, for calls into the raw layer.
    fn raw(self) -> sys::napi_value;

    /// A value from its handle.
    ///
    /// # Safety
    ///
    /// The handle is live for `'s`, and its value is of this kind.
    unsafe fn from_raw(raw: sys::napi_value) -> Self;

    /// The value without what is known of its kind.
    fn as_value(self) -> Value<'s> {
        // SAFETY: every kind of value is a `Value`, and `self` is live for `'s`.
        unsafe { Value::new(self.raw()) }
    }
}

/// Declares kinds of values: the type, what all kinds have, and that no thread but its own sees it.
macro_rules! values {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        pub struct $name<'s>(
            nodeapi_sys::napi_value,
            std::marker::PhantomData<(&'s (), *const ())>,
        );

        impl $name<'_> {
            /// # Safety
            ///
            /// As [`JsValue::from_raw`]: the handle is live for the lifetime given, and of this
            /// kind.
            ///
            /// [`JsValue::from_raw`]: crate::JsValue::from_raw
            pub(crate) unsafe fn new(raw: nodeapi_sys::napi_value) -> Self {
                Self(raw, std::marker::PhantomData)
            }
        }

        // SAFETY: `At` replaces the lifetime alone.
        unsafe impl<'s> crate::safe::value::JsValue<'s> for $name<'s> {
            type At<'x> = $name<'x>;
            fn raw(self) -> nodeapi_sys::napi_value {
                self.0
            }
            unsafe fn from_raw(raw: nodeapi_sys::napi_value) -> Self {
                Self(raw, std::marker::PhantomData)
            }
        }

        // A value of an outer scope is welcome where one of an inner scope is expected.
        impl<'s, 'v: 's> crate::safe::convert::IntoJs<'s> for $name<'v> {
            fn into_js(
                self,
                _: &mut crate::safe::env::Env<'s>,
            ) -> crate::safe::error::Result<crate::safe::value::Value<'s>> {
                Ok(crate::safe::value::JsValue::as_value(self))
            }
        }

        static_assertions::assert_not_impl_any!($name<'static>: Send, Sync);
        static_assertions::assert_eq_size!($name<'static>, nodeapi_sys::napi_value);
    )* };
}
pub(crate) use values;

/// Says that kinds of values are objects, and so have an object's methods.
macro_rules! is_object {
    ($($name:ident),*) => { $(
        impl<'s> std::ops::Deref for $name<'s> {
            type Target = crate::safe::value::Object<'s>;
            fn deref(&self) -> &Self::Target {
                // SAFETY: both are transparent over the same handle, and the value is an object.
                unsafe { &*std::ptr::from_ref(self).cast() }
            }
        }
    )* };
}
pub(crate) use is_object;

values! {
    /// A JavaScript value of any type. `Copy`, and bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::{ValueType, prelude::*};
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let number = env.number(1.5).as_value();
    ///     assert_eq!(number.type_of(env), ValueType::Number);
    ///     assert!(number.strict_equals(env, env.number(1.5)) && !number.is_nullish(env));
    ///
    ///     // What it is, Node-API says …
    ///     let source = env.string("[[], new Error('x'), new Date(0), Promise.resolve()]")?;
    ///     let [array, error, date, promise]: [Value; 4] = env.run_script(source)?;
    ///     assert!(array.is_array(env) && error.is_error(env));
    ///     assert!(date.is_date(env) && promise.is_promise(env));
    ///     let class: Function = env.global().get(env, "Date")?;
    ///     assert!(date.instance_of(env, class)? && !array.instance_of(env, class)?);
    ///
    ///     let source = env.string("const b = new ArrayBuffer(1); [b, new Uint8Array(b), new DataView(b)]")?;
    ///     let [buffer, bytes, view]: [Value; 3] = env.run_script(source)?;
    ///     assert!(buffer.is_array_buffer(env) && view.is_data_view(env));
    ///     assert!(bytes.is_typed_array(env) && bytes.is_buffer(env));
    ///
    ///     // … and what it becomes, JavaScript, where it is not converted strictly.
    ///     assert!(number.to::<u32>(env).is_err());
    ///     assert_eq!(number.coerce_to_string(env)?.to_string(env)?, "1.5");
    ///     assert_eq!(date.coerce_to_number(env)?.get(env), 0.0);
    ///     assert!(array.coerce_to_boolean(env)?.get(env));
    ///     let object = env.string("ab")?.as_value().coerce_to_object(env)?;
    ///     assert_eq!(object.get::<u32>(env, "length")?, 2);
    ///     assert!(env.null().coerce_to_object(env).catch(env).is_err());
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Value;
}

/// What `typeof` says, a little finer (`napi_valuetype`): what [`Value::type_of`] gives; shown at
/// [`Value`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A symbol.
    Symbol,
    /// An object that is neither a function nor an external.
    Object,
    /// A function.
    Function,
    /// An external: a value that holds native data.
    External,
    /// A BigInt.
    BigInt,
    /// A type that this crate does not know.
    Unknown,
}

impl<'v> Value<'v> {
    /// The value's type (`napi_typeof`).
    #[inline]
    pub fn type_of(self, env: &Env<'_>) -> ValueType {
        let mut answer = sys::napi_undefined;
        // SAFETY: the environment is live, and so is the handle while `'v` lasts.
        let status = unsafe { sys::napi_typeof(env.raw(), self.0, &mut answer) };
        env.must(status, "napi_typeof");
        match answer {
            sys::napi_undefined => ValueType::Undefined,
            sys::napi_null => ValueType::Null,
            sys::napi_boolean => ValueType::Boolean,
            sys::napi_number => ValueType::Number,
            sys::napi_string => ValueType::String,
            sys::napi_symbol => ValueType::Symbol,
            sys::napi_object => ValueType::Object,
            sys::napi_function => ValueType::Function,
            sys::napi_external => ValueType::External,
            sys::napi_bigint => ValueType::BigInt,
            _ => ValueType::Unknown,
        }
    }

    /// Whether the value is `null` or `undefined`.
    pub fn is_nullish(self, env: &Env<'_>) -> bool {
        matches!(self.type_of(env), ValueType::Undefined | ValueType::Null)
    }

    /// Converts the value, strictly: nothing is coerced; the same as [`FromJs::from_js`]. Takes
    /// `&mut Env`: reading an object's properties may run JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type) where the value is something else than `T` reads; what
    /// JavaScript threw.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let value = env.number(2.5).as_value();
    ///     assert_eq!(value.to::<f64>(env)?, 2.5);
    ///     let error = value.to::<u32>(env).unwrap_err();
    ///     assert_eq!(error.to_string(), "expected an unsigned 32-bit integer, found 2.5");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn to<'s, T: FromJs<'s>>(self, env: &mut Env<'s>) -> Result<T>
    where
        'v: 's,
    {
        T::from_js(env, self)
    }

    /// JavaScript's `===` (`napi_strict_equals`). Runs no JavaScript.
    pub fn strict_equals<'o>(self, env: &Env<'_>, other: impl JsValue<'o>) -> bool {
        let mut answer = false;
        // SAFETY: the environment is live, and so are both handles.
        let status =
            unsafe { sys::napi_strict_equals(env.raw(), self.0, other.raw(), &mut answer) };
        env.must(status, "napi_strict_equals");
        answer
    }

    /// Whether the value is an `Error` (`napi_is_error`).
    pub fn is_error(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_error, "napi_is_error")
    }

    /// Whether the value is an array (`napi_is_array`).
    pub fn is_array(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_array, "napi_is_array")
    }

    /// Whether the value is an `ArrayBuffer`, not a shared one (`napi_is_arraybuffer`).
    pub fn is_array_buffer(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_arraybuffer, "napi_is_arraybuffer")
    }

    /// Whether the value is a typed array (`napi_is_typedarray`).
    pub fn is_typed_array(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_typedarray, "napi_is_typedarray")
    }

    /// Whether the value is a Node.js `Buffer`, or another `Uint8Array` (`napi_is_buffer`).
    pub fn is_buffer(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_buffer, "napi_is_buffer")
    }

    /// Whether the value is a `Date` (`napi_is_date`).
    pub fn is_date(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_date, "napi_is_date")
    }

    /// Whether the value is a `DataView` (`napi_is_dataview`).
    pub fn is_data_view(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_dataview, "napi_is_dataview")
    }

    /// Whether the value is a promise (`napi_is_promise`).
    pub fn is_promise(self, env: &Env<'_>) -> bool {
        self.is(env, sys::napi_is_promise, "napi_is_promise")
    }

    /// One of Node-API's questions about a value.
    #[inline]
    pub(crate) fn is(
        self,
        env: &Env<'_>,
        question: unsafe fn(sys::napi_env, sys::napi_value, *mut bool) -> sys::napi_status,
        name: &'static str,
    ) -> bool {
        let mut answer = false;
        // SAFETY: the environment is live, and so is the handle while `'v` lasts; the question
        // reads and writes nothing else.
        let status = unsafe { question(env.raw(), self.0, &mut answer) };
        env.must(status, name);
        answer
    }

    /// JavaScript's `instanceof` (`napi_instanceof`). Takes `&mut Env`: it may run JavaScript
    /// (`Symbol.hasInstance`, proxies).
    ///
    /// # Errors
    ///
    /// What JavaScript threw.
    pub fn instance_of(
        self,
        env: &mut Env<'_>,
        constructor: crate::safe::Function<'_>,
    ) -> Result<bool> {
        let mut answer = false;
        // SAFETY: the environment is live, and so are both handles.
        let status =
            unsafe { sys::napi_instanceof(env.raw(), self.0, constructor.raw(), &mut answer) };
        env.check(status, "napi_instanceof")?;
        Ok(answer)
    }

    /// JavaScript's `String(value)` (`napi_coerce_to_string`). Takes `&mut Env`: `toString` runs.
    ///
    /// # Errors
    ///
    /// What JavaScript threw; a symbol cannot be coerced.
    pub fn coerce_to_string<'s>(self, env: &mut Env<'s>) -> Result<JsString<'s>> {
        // SAFETY: the answer is a string.
        self.coerce(env, sys::napi_coerce_to_string, "napi_coerce_to_string")
            .map(|raw| unsafe { JsString::new(raw) })
    }

    /// JavaScript's `Number(value)` (`napi_coerce_to_number`). Takes `&mut Env`: `valueOf` runs.
    ///
    /// # Errors
    ///
    /// What JavaScript threw; a symbol or a BigInt cannot be coerced.
    pub fn coerce_to_number<'s>(self, env: &mut Env<'s>) -> Result<Number<'s>> {
        // SAFETY: the answer is a number.
        self.coerce(env, sys::napi_coerce_to_number, "napi_coerce_to_number")
            .map(|raw| unsafe { Number::new(raw) })
    }

    /// JavaScript's `Boolean(value)` (`napi_coerce_to_bool`). Runs no JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where one is pending already.
    pub fn coerce_to_boolean<'s>(self, env: &Env<'s>) -> Result<Boolean<'s>> {
        // SAFETY: the answer is a boolean.
        self.coerce(env, sys::napi_coerce_to_bool, "napi_coerce_to_bool")
            .map(|raw| unsafe { Boolean::new(raw) })
    }

    /// JavaScript's `Object(value)` (`napi_coerce_to_object`), but for `undefined` and `null`. Runs
    /// no JavaScript.
    ///
    /// # Errors
    ///
    /// `undefined` and `null` cannot be coerced: hosts throw, or answer a status.
    pub fn coerce_to_object<'s>(self, env: &Env<'s>) -> Result<Object<'s>> {
        // SAFETY: the answer is an object.
        self.coerce(env, sys::napi_coerce_to_object, "napi_coerce_to_object")
            .map(|raw| unsafe { Object::new(raw) })
    }

    fn coerce(
        self,
        env: &Env<'_>,
        coerce: unsafe fn(sys::napi_env, sys::napi_value, *mut sys::napi_value) -> sys::napi_status,
        name: &'static str,
    ) -> Result<sys::napi_value> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle while `'v` lasts.
        let status = unsafe { coerce(env.raw(), self.0, &mut result) };
        env.check(status, name)?;
        Ok(result)
    }
}
