//! Functions: of JavaScript to call, and of Rust for JavaScript to call.

use super::callback::{call_closure, call_item, free_closure};
use super::class::JsClass;
use super::convert::{ArgumentList, FromJs, IntoArgs, IntoJs};
use super::env::Env;
use super::error::{Error, Result};
use super::value::{JsValue, Object, Value, ValueType, mismatch};
use nodeapi_sys as sys;
use std::ffi::{c_char, c_void};
use std::marker::PhantomData;
use std::rc::Rc;

/// A JavaScript function.
///
/// `Function<'s>` is called with any arguments, and its result read as any type. `Function<'s, A, R>`
/// says which: `Function<'s, (f64, &str), bool>` takes a number and a text, and gives a boolean. The
/// types are this side's alone: JavaScript's function is not asked, but its result is.
///
/// `Copy`, and bound to the scope `'s` and its thread.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let source = env.string("(a, b) => a + b")?;
///     let add: Function<(f64, f64), f64> = env.run_script(source)?;
///     assert_eq!(add.call(env, (1.5, 2.0))?, 3.5);
///
///     // With any arguments, and a result that the caller names.
///     let add: Function = add.typed();
///     assert_eq!(add.call::<_, String>(env, ("a", 1))?, "a1");
///
///     let source = env.string("(class { constructor(x) { this.x = x; } getX() { return this.x; } })")?;
///     let class: Function = env.run_script(source)?;
///     let object = class.construct(env, (7,))?;
///     let get_x: Function = object.get(env, "getX")?;
///     assert_eq!(get_x.call_with_this::<_, u32>(env, object, ())?, 7);
///
///     // A class is no function to be called. What is thrown is pending until somebody takes it.
///     let error = class.call::<_, ()>(env, ()).describe(env).unwrap_err();
///     assert!(error.to_string().starts_with("TypeError"));
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[repr(transparent)]
pub struct Function<'s, A = Any, R = Any>(
    sys::napi_value,
    PhantomData<(&'s (), *const ())>,
    PhantomData<fn(A) -> R>,
);

/// Arguments or a result of a [`Function`] that nothing is said about.
#[derive(Debug)]
pub enum Any {}

impl<A, R> Clone for Function<'_, A, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<A, R> Copy for Function<'_, A, R> {}

impl<A, R> std::fmt::Debug for Function<'_, A, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Function").field(&self.0).finish()
    }
}

// SAFETY: `At` replaces the lifetime of the handle alone; the types are those of calls.
unsafe impl<'s, A, R> JsValue<'s> for Function<'s, A, R> {
    type At<'x> = Function<'x, A, R>;
    fn raw(self) -> sys::napi_value {
        self.0
    }
    unsafe fn from_raw(raw: sys::napi_value) -> Self {
        Function(raw, PhantomData, PhantomData)
    }
}

impl<'s, A, R> std::ops::Deref for Function<'s, A, R> {
    type Target = Object<'s>;
    fn deref(&self) -> &Object<'s> {
        // SAFETY: both are transparent over the same handle, and functions are objects.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

static_assertions::assert_not_impl_any!(Function<'static>: Send, Sync);
static_assertions::assert_eq_size!(Function<'static>, sys::napi_value);

impl Function<'_> {
    /// # Safety
    ///
    /// As [`JsValue::from_raw`]: the handle is live for the lifetime given, and of a function.
    pub(crate) unsafe fn new(raw: sys::napi_value) -> Self {
        Function(raw, PhantomData, PhantomData)
    }
}

impl<'v, A, R> Function<'v, A, R> {
    /// The function with other types of arguments and result, or with none: [`Any`].
    pub fn typed<B, S>(self) -> Function<'v, B, S> {
        Function(self.0, PhantomData, PhantomData)
    }
}

impl<A: ArgumentList, R> Function<'_, A, R> {
    /// Calls the function with the types that it has; `this` is `undefined` (`napi_call_function`).
    /// Takes `&mut Env`: JavaScript runs.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where it threw; what the conversion of an
    /// argument says, or that of the result, which is `result` in the error's path.
    #[inline]
    pub fn call<'s>(self, env: &mut Env<'s>, args: A) -> Result<R>
    where
        A: IntoArgs<'s>,
        R: FromJs<'s>,
    {
        self.typed::<Any, Any>().call(env, args)
    }
}

impl Function<'_> {
    /// Calls the function with `this` being `undefined`, and converts its result
    /// (`napi_call_function`). Takes `&mut Env`: JavaScript runs.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where it threw; what the conversion of an
    /// argument says, or that of the result, which is `result` in the error's path.
    #[inline]
    pub fn call<'s, A: IntoArgs<'s>, R: FromJs<'s>>(self, env: &mut Env<'s>, args: A) -> Result<R> {
        let this = env.undefined();
        self.call_with_this(env, this, args)
    }

    /// Calls the function as a method of `this`, and converts its result (`napi_call_function`).
    ///
    /// # Errors
    ///
    /// As [`Function::call`].
    #[inline]
    pub fn call_with_this<'s, A: IntoArgs<'s>, R: FromJs<'s>>(
        self,
        env: &mut Env<'s>,
        this: impl IntoJs<'s>,
        args: A,
    ) -> Result<R> {
        let this = this.into_js(env)?;
        let args = args.into_args(env)?;
        let args = args.as_ref();
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so are the handles; a `Value` is its handle alone, so
        // that the slice is one of handles. The answer is a handle of the innermost scope.
        let status = unsafe {
            sys::napi_call_function(
                env.raw(),
                this.raw(),
                self.raw(),
                args.len(),
                args.as_ptr().cast::<sys::napi_value>(),
                &mut result,
            )
        };
        env.check(status, "napi_call_function")?;
        // SAFETY: as above.
        match R::from_js(env, unsafe { Value::new(result) }) {
            Ok(result) => Ok(result),
            Err(error) => Err(in_result(error)),
        }
    }

    /// JavaScript's `new function(…)` (`napi_new_instance`). Takes `&mut Env`: JavaScript runs.
    ///
    /// # Errors
    ///
    /// [`Error::Exception`](crate::Error::Exception) where it threw, or cannot be called with `new`;
    /// what the conversion of an argument says.
    pub fn construct<'s, A: IntoArgs<'s>>(self, env: &mut Env<'s>, args: A) -> Result<Object<'s>> {
        let args = args.into_args(env)?;
        let args = args.as_ref();
        let mut result = std::ptr::null_mut();
        // SAFETY: as in `call_with_this`.
        let status = unsafe {
            sys::napi_new_instance(
                env.raw(),
                self.raw(),
                args.len(),
                args.as_ptr().cast::<sys::napi_value>(),
                &mut result,
            )
        };
        env.check(status, "napi_new_instance")?;
        // SAFETY: as above, and `new` gives an object.
        Ok(unsafe { Object::new(result) })
    }
}

#[cold]
fn in_result(error: Error) -> Error {
    error.locate(|place| place.in_field("result"))
}

impl<'s> Env<'s> {
    /// Makes a JavaScript function of a closure (`napi_create_function`, `napi_add_finalizer`).
    ///
    /// The closure may be called at any later time: it is `'static`, and each call gets a scope of
    /// its own. An `Err` is thrown, and a panic becomes an `Error` with the message `panicked: …`.
    /// The closure is dropped after the function has been collected.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    /// use std::cell::Cell;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let calls = Cell::new(0);
    ///     let count = env.function(move |env, args| {
    ///         let step: u32 = args.get(env, 0)?;
    ///         calls.set(calls.get() + step);
    ///         calls.get().into_js(env)
    ///     })?;
    ///     assert_eq!(count.call::<_, u32>(env, (2,))?, 2);
    ///     assert_eq!(count.call::<_, u32>(env, (3,))?, 5);
    ///
    ///     // With a name, for stack traces.
    ///     let fail = env.named_function("fail", |_, _| Err(Error::message("as told")))?;
    ///     assert_eq!(fail.get::<String>(env, "name")?, "fail");
    ///     let error = fail.call::<_, ()>(env, ()).describe(env).unwrap_err();
    ///     assert_eq!(error.to_string(), "Error: as told");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn function<F>(&self, f: F) -> Result<Function<'s>>
    where
        F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
    {
        self.named_function("", f)
    }

    /// As [`Env::function`], with a `name` (`napi_create_function`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn named_function<F>(&self, name: &str, f: F) -> Result<Function<'s>>
    where
        F: for<'c> Fn(&mut Env<'c>, Args<'c>) -> Result<Value<'c>> + 'static,
    {
        if size_of::<F>() == 0 && !std::mem::needs_drop::<F>() {
            // It has no state to keep.
            std::mem::forget(f);
            return self.create_function(name, Some(call_item::<F>), std::ptr::null_mut());
        }
        let data = Rc::into_raw(Rc::new(f)).cast_mut().cast::<c_void>();
        let function = self.create_function(name, Some(call_closure::<F>), data);
        let added = function.and_then(|function| {
            // SAFETY: the environment and the function are live; the finalizer gets the count of
            // the closure that the function holds.
            let status = unsafe {
                sys::napi_add_finalizer(
                    self.raw(),
                    function.raw(),
                    data,
                    Some(free_closure::<F>),
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                )
            };
            self.check(status, "napi_add_finalizer")?;
            Ok(function)
        });
        if added.is_err() {
            // SAFETY: no finalizer is registered, so that the count is ours; a function without
            // one has been seen by nobody, and is never called.
            drop(unsafe { Rc::from_raw(data.cast_const().cast::<F>()) });
        }
        added
    }

    pub(in crate::safe) fn create_function(
        &self,
        name: &str,
        callback: sys::napi_callback,
        data: *mut c_void,
    ) -> Result<Function<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and the host reads the name's bytes and no others;
        // callback and data belong together, as the callers see to. The answer is a handle of the
        // innermost scope.
        let status = unsafe {
            sys::napi_create_function(
                self.raw(),
                name.as_ptr().cast::<c_char>(),
                name.len(),
                callback,
                data,
                &mut result,
            )
        };
        self.check(status, "napi_create_function")?;
        // SAFETY: as above, and it is a function.
        Ok(unsafe { Function::new(result) })
    }
}

impl<'s, A, R> FromJs<'s> for Function<'s, A, R> {
    #[inline]
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        match value.type_of(env) {
            ValueType::Function => Ok(Function(value.raw(), PhantomData, PhantomData)),
            _ => Err(mismatch(env, "a function", value)),
        }
    }
}

// A function of an outer scope is welcome where one of an inner scope is expected.
impl<'s, 'v: 's, A, R> IntoJs<'s> for Function<'v, A, R> {
    fn into_js(self, _: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.as_value())
    }
}

/// What a native function was called with (`napi_get_cb_info`). `Copy`, and live as long as the call.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let keep = env.function(|env, args| {
///         if args.is_empty() || args.new_target(env)?.is_some() {
///             return Err(Error::type_error("call it with a number, and without `new`"));
///         }
///         let count: u32 = args.get(env, 0)?;
///         let missing: Option<bool> = args.get(env, args.len())?;
///         assert!(missing.is_none() && args.values().len() == 2);
///         let this: Object = args.this().to(env)?;
///         this.set(env, "count", count)?;
///         Ok(args.this())
///     })?;
///
///     let object = env.object()?;
///     keep.call_with_this::<_, Object>(env, object, (3, "x"))?;
///     assert_eq!(object.get::<u32>(env, "count")?, 3);
///
///     let error = keep.call::<_, ()>(env, (true,)).describe(env).unwrap_err();
///     assert_eq!(
///         error.to_string(),
///         "TypeError: argument 1: expected an unsigned 32-bit integer, found true",
///     );
///     assert!(keep.construct(env, (3,)).describe(env).is_err());
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Args<'c> {
    info: sys::napi_callback_info,
    this: Value<'c>,
    values: &'c [Value<'c>],
}

impl<'c> Args<'c> {
    /// # Safety
    ///
    /// `info` is the call being made, and the handles are its: live for `'c`, as is the slice.
    pub(crate) unsafe fn new(
        info: sys::napi_callback_info,
        this: sys::napi_value,
        values: &[sys::napi_value],
    ) -> Args<'c> {
        // SAFETY: a `Value` is its handle alone; the caller promises the rest.
        unsafe {
            let values =
                std::slice::from_raw_parts(values.as_ptr().cast::<Value<'c>>(), values.len());
            Args {
                info,
                this: Value::new(this),
                values,
            }
        }
    }

    pub(crate) fn info(&self) -> sys::napi_callback_info {
        self.info
    }

    /// How many arguments there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no arguments.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The receiver of the call: JavaScript's `this`.
    pub fn this(&self) -> Value<'c> {
        self.this
    }

    /// The arguments as they are.
    pub fn values(&self) -> &'c [Value<'c>] {
        self.values
    }

    /// Converts an argument, counted from 0, of those of the call (`napi_get_cb_info`); one that is
    /// missing is `undefined`. Takes `&mut Env`: the conversion may run JavaScript.
    ///
    /// # Errors
    ///
    /// [`Error::Type`](crate::Error::Type), which names the argument, where `T` does not read the
    /// value; what JavaScript threw.
    pub fn get<T: FromJs<'c>>(&self, env: &mut Env<'c>, index: usize) -> Result<T> {
        self.convert(env, index, FunctionName::new(""), "")
    }

    /// As [`Args::get`], with the names for the error.
    #[inline]
    pub(crate) fn convert<T: FromJs<'c>>(
        &self,
        env: &mut Env<'c>,
        index: usize,
        function: FunctionName,
        name: &str,
    ) -> Result<T> {
        let value = match self.values.get(index) {
            Some(value) => *value,
            None => env.undefined(),
        };
        match T::from_js(env, value) {
            Ok(value) => Ok(value),
            Err(error) => Err(in_argument(error, index, function, name)),
        }
    }

    /// The constructor that `new` was called with, as JavaScript's `new.target`; `None` where the
    /// function was called without `new` (`napi_get_new_target`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn new_target(&self, env: &Env<'c>) -> Result<Option<Function<'c>>> {
        super::callback::new_target(env, self)
    }
}

#[cold]
fn in_argument(error: Error, index: usize, function: FunctionName, name: &str) -> Error {
    error.locate(|place| place.in_argument(function.to_string(), index, name))
}

/// The receiver as an object of some kind, with the function's name for the error.
pub(crate) fn receiver<'c, T: FromJs<'c>>(
    env: &mut Env<'c>,
    args: Args<'c>,
    function: FunctionName,
) -> Result<T> {
    T::from_js(env, args.this)
        .map_err(|error| error.locate(|place| place.in_receiver(function.to_string())))
}

/// A function's name in errors: with that of its class, where it has one.
#[derive(Clone, Copy, Debug)]
pub struct FunctionName {
    class: Option<&'static str>,
    name: &'static str,
}

impl FunctionName {
    /// A function of no class.
    pub const fn new(name: &'static str) -> FunctionName {
        FunctionName { class: None, name }
    }

    /// A function of a class.
    pub const fn of<T: JsClass>(name: &'static str) -> FunctionName {
        FunctionName {
            class: Some(T::NAME),
            name,
        }
    }
}

impl std::fmt::Display for FunctionName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.class {
            Some(class) => write!(f, "{class}.{}", self.name),
            None => f.write_str(self.name),
        }
    }
}
