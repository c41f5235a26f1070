//! References: values that are kept beyond their scope.

use super::convert::{FromJs, IntoJs};
use super::drop_queue::DropQueue;
use super::env::Env;
use super::error::{Error, Result, TypeMismatch};
use super::function::Function;
use super::state::EnvState;
use super::value::{JsValue, Object, Value, ValueType, mismatch};
use nodeapi_sys as sys;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;

/// A kept value (`napi_ref`): `'static`, so it can be stored where no scope reaches, and keeps its
/// value alive. Bound to the environment that made it, and to its thread.
///
/// A reference may outlive its environment; using it then is an `Err`, and dropping it is nothing.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{ObjectRef, ValueRef, prelude::*};
///
/// /// What stays between two calls.
/// struct Listener {
///     callback: FunctionRef,
///     options: ObjectRef,
///     last: ValueRef,
/// }
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let listener = runtime.with(|env| {
///     let source = env.string("(n) => n + 1")?;
///     let callback: Function = env.run_script(source)?;
///     let options = env.object()?;
///     options.set(env, "step", 2)?;
///     Ok(Listener {
///         callback: env.reference(callback)?,
///         options: env.reference(options)?,
///         last: env.reference(env.undefined())?,
///     })
/// })?;
/// runtime.with(|env| {
///     let step: u32 = listener.options.get(env)?.get(env, "step")?;
///     let next: u32 = listener.callback.get(env)?.call(env, (step,))?;
///     assert_eq!(next, 3);
///     assert!(listener.last.get(env)?.is_nullish(env));
///     Ok(())
/// })?;
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct Ref<T> {
    raw: RawRef,
    _kind: PhantomData<(T, *const ())>,
}

/// A reference that does not keep its value alive: a [`Ref`] to what may have been collected. Made
/// by [`Env::weak_reference`].
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let (weak, kept) = runtime.with(|env| {
///     let object = env.object()?;
///     Ok((env.weak_reference(object)?, env.reference(object)?))
/// })?;
/// runtime.collect_garbage();
/// runtime.with(|env| Ok(assert!(weak.get(env)?.is_some())))?;
/// drop(kept);
/// runtime.collect_garbage();
/// runtime.with(|env| Ok(assert!(weak.get(env)?.is_none())))?;
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct WeakRef<T> {
    raw: RawRef,
    _kind: PhantomData<(T, *const ())>,
}

/// A kept function. [`Ref`] has an example.
pub type FunctionRef = Ref<Function<'static>>;
/// A kept object. [`Ref`] has an example.
pub type ObjectRef = Ref<Object<'static>>;
/// A kept value of any type. [`Ref`] has an example.
pub type ValueRef = Ref<Value<'static>>;

static_assertions::assert_not_impl_any!(ValueRef: Send, Sync);
static_assertions::assert_not_impl_any!(WeakRef<Object<'static>>: Send, Sync);

/// A `napi_ref`, and the state of its environment, which knows whether it is still to be deleted.
struct RawRef {
    state: Rc<EnvState>,
    raw: sys::napi_ref,
    /// Whether the value is in a property of the object that the reference is to: hosts refer to
    /// objects, functions and symbols alone.
    boxed: bool,
}

/// Where the value is, of a reference that is boxed.
const BOXED: &std::ffi::CStr = c"value";

impl RawRef {
    fn new(env: &Env<'_>, value: Value<'_>, count: u32, boxed: bool) -> Result<RawRef> {
        let state = EnvState::of(env)?;
        let mut raw = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_create_reference(env.raw(), value.raw(), count, &mut raw) };
        env.check(status, "napi_create_reference")?;
        state.keep_reference(raw);
        Ok(RawRef { state, raw, boxed })
    }

    /// The value, or `None` where it has been collected.
    fn get<'s>(&self, env: &Env<'s>) -> Result<Option<Value<'s>>> {
        self.state.check(env)?;
        // SAFETY: the reference is one of the environment's, not deleted while the state is open.
        unsafe { read(env, self.raw, self.boxed) }
    }

    /// The reference itself, which nobody deletes now but the environment's end.
    fn into_parts(self) -> (sys::napi_ref, bool) {
        let this = ManuallyDrop::new(self);
        // SAFETY: the count is taken out of what is not dropped any more.
        drop(unsafe { std::ptr::read(&this.state) });
        (this.raw, this.boxed)
    }
}

/// The value of a reference, or `None` where it has been collected.
///
/// # Safety
///
/// The reference is one of the environment's, and not deleted.
unsafe fn read<'s>(
    env: &Env<'s>,
    reference: sys::napi_ref,
    boxed: bool,
) -> Result<Option<Value<'s>>> {
    let mut value = std::ptr::null_mut();
    // SAFETY: the environment is live; the rest is the caller's promise. The answer is null or a
    // handle of the innermost scope.
    let status = unsafe { sys::napi_get_reference_value(env.raw(), reference, &mut value) };
    env.check(status, "napi_get_reference_value")?;
    if value.is_null() {
        return Ok(None);
    }
    if boxed {
        let holder = value;
        // SAFETY: as above. The holder is an ordinary object with this data property, which nobody
        // else has seen: no JavaScript runs.
        let status =
            unsafe { sys::napi_get_named_property(env.raw(), holder, BOXED.as_ptr(), &mut value) };
        env.check(status, "napi_get_named_property")?;
    }
    // SAFETY: as above.
    Ok(Some(unsafe { Value::new(value) }))
}

impl Drop for RawRef {
    fn drop(&mut self) {
        self.state.delete_reference(self.raw);
    }
}

impl<'s> Env<'s> {
    /// Keeps a value beyond its scope, in a [`Ref`] (`napi_create_reference`). Values that hosts do
    /// not refer to, primitive ones, are kept in an object.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] while the environment is being torn down.
    pub fn reference<V: JsValue<'s>>(&self, value: V) -> Result<Ref<V::At<'static>>> {
        let value = value.as_value();
        let raw = match value.type_of(self) {
            ValueType::Object | ValueType::Function => RawRef::new(self, value, 1, false)?,
            _ => {
                let holder = self.object()?;
                let property = sys::napi_property_descriptor {
                    utf8name: BOXED.as_ptr(),
                    value: value.raw(),
                    ..super::value::EMPTY
                };
                // SAFETY: the environment is live, and so are the handles; defining a property of
                // a new object runs no JavaScript.
                let status =
                    unsafe { sys::napi_define_properties(self.raw(), holder.raw(), 1, &property) };
                self.check(status, "napi_define_properties")?;
                RawRef::new(self, holder.as_value(), 1, true)?
            }
        };
        Ok(Ref {
            raw,
            _kind: PhantomData,
        })
    }

    /// Refers to an object without keeping it alive, by a [`WeakRef`] (`napi_create_reference` with a
    /// count of 0).
    ///
    /// # Errors
    ///
    /// [`Error::Type`] where the value is no object, function or symbol: nobody can refer to others
    /// weakly. [`Error::EnvironmentClosed`] while the environment is being torn down.
    pub fn weak_reference<V: JsValue<'s>>(&self, value: V) -> Result<WeakRef<V::At<'static>>> {
        let value = value.as_value();
        // Hosts differ in what they do with others, and by the module's version.
        if !matches!(
            value.type_of(self),
            ValueType::Object | ValueType::Function | ValueType::Symbol
        ) {
            return Err(mismatch(self, "an object, function or symbol", value));
        }
        let raw = RawRef::new(self, value, 0, false)?;
        Ok(WeakRef {
            raw,
            _kind: PhantomData,
        })
    }
}

impl<T: JsValue<'static>> Ref<T> {
    /// The value (`napi_get_reference_value`).
    ///
    /// # Errors
    ///
    /// [`Error::WrongEnvironment`] where another environment than the reference's is given;
    /// [`Error::EnvironmentClosed`] where that has been torn down.
    pub fn get<'s>(&self, env: &Env<'s>) -> Result<T::At<'s>> {
        // A strong reference keeps its value: it is there while the environment is.
        let value = self.raw.get(env)?.ok_or(Error::EnvironmentClosed)?;
        // SAFETY: the reference was made of a value of this kind.
        Ok(unsafe { T::At::<'s>::from_raw(value.raw()) })
    }
}

impl<T: JsValue<'static>> WeakRef<T> {
    /// The value, or `None` where it has been collected (`napi_get_reference_value`).
    ///
    /// # Errors
    ///
    /// As [`Ref::get`].
    pub fn get<'s>(&self, env: &Env<'s>) -> Result<Option<T::At<'s>>> {
        let value = self.raw.get(env)?;
        // SAFETY: the reference was made of a value of this kind.
        Ok(value.map(|value| unsafe { T::At::<'s>::from_raw(value.raw()) }))
    }
}

impl<T: JsValue<'static>> Ref<T> {
    /// Lets go of the value, and still refers to it while others keep it (`napi_reference_unref`).
    ///
    /// # Errors
    ///
    /// As [`Ref::get`]; [`Error::Type`] where the value is a primitive one, to which nobody can refer
    /// weakly.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let object = env.object()?;
    ///     let weak = env.reference(object)?.into_weak(env)?;
    ///     // The scope still has the object.
    ///     let strong = weak.into_strong(env)?.expect("the object is there");
    ///     assert!(strong.get(env)?.as_value().strict_equals(env, object));
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn into_weak(self, env: &Env<'_>) -> Result<WeakRef<T>> {
        self.raw.state.check(env)?;
        if self.raw.boxed {
            return Err(TypeMismatch::new("an object", "a primitive value").into());
        }
        // SAFETY: the environment is live, and the reference is one of its, with a count of 1.
        let status =
            unsafe { sys::napi_reference_unref(env.raw(), self.raw.raw, std::ptr::null_mut()) };
        env.check(status, "napi_reference_unref")?;
        Ok(WeakRef {
            raw: self.raw,
            _kind: PhantomData,
        })
    }
}

impl<T: JsValue<'static>> WeakRef<T> {
    /// Keeps the value from now on (`napi_reference_ref`); `None` where it has been collected. Shown at
    /// [`Ref::into_weak`].
    ///
    /// # Errors
    ///
    /// As [`Ref::get`].
    pub fn into_strong(self, env: &Env<'_>) -> Result<Option<Ref<T>>> {
        // The handle keeps the value until the reference does.
        if self.raw.get(env)?.is_none() {
            return Ok(None);
        }
        // SAFETY: the environment is live, and the reference is one of its, with a count of 0.
        let status =
            unsafe { sys::napi_reference_ref(env.raw(), self.raw.raw, std::ptr::null_mut()) };
        env.check(status, "napi_reference_ref")?;
        Ok(Some(Ref {
            raw: self.raw,
            _kind: PhantomData,
        }))
    }
}

/// A [`Ref`] that any thread may keep, and drop: the `Send` form. Its value can be had in its own
/// environment alone. One that is dropped elsewhere waits in a queue for its environment's thread.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let (kept, other) = runtime.with(|env| {
///     let object = env.object()?;
///     let other = env.reference(object)?.into_send(env)?;
///     Ok((env.send_reference(object)?, other))
/// })?;
/// let kept = std::thread::spawn(move || kept).join().unwrap();
/// runtime.with(|env| {
///     let object = kept.get(env)?.as_value();
///     Ok(assert!(object.strict_equals(env, other.get(env)?)))
/// })?;
/// std::thread::spawn(move || drop((kept, other))).join().unwrap();
/// # Ok(()) }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct SendRef<T> {
    raw: SendRaw,
    env: u64,
    boxed: bool,
    queue: Arc<DropQueue>,
    _kind: PhantomData<fn() -> T>,
}

static_assertions::assert_impl_all!(SendRef<Value<'static>>: Send, Sync);

/// A reference that is carried about.
struct SendRaw(sys::napi_ref);

// SAFETY: the pointer is used on its own thread alone: by `get`, which asks for an `Env` of it.
unsafe impl Send for SendRaw {}
// SAFETY: as above.
unsafe impl Sync for SendRaw {}

impl<'s> Env<'s> {
    /// Keeps a value beyond its scope, for any thread to hold, in a [`SendRef`]: as
    /// [`Env::reference`]. Takes `&mut Env`: the first one makes a thread-safe function.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`] while the environment is being torn down.
    pub fn send_reference<V: JsValue<'s>>(&mut self, value: V) -> Result<SendRef<V::At<'static>>> {
        let reference = self.reference(value)?;
        reference.into_send(self)
    }
}

impl<T: JsValue<'static>> Ref<T> {
    /// The reference in a form that any thread may keep: a [`SendRef`]. Takes `&mut Env`, as
    /// [`Env::send_reference`] does.
    ///
    /// # Errors
    ///
    /// As [`Ref::get`].
    pub fn into_send(self, env: &mut Env<'_>) -> Result<SendRef<T>> {
        self.raw.state.check(env)?;
        let queue = self.raw.state.drops(env)?;
        let env = self.raw.state.id();
        let (raw, boxed) = self.raw.into_parts();
        Ok(SendRef {
            raw: SendRaw(raw),
            env,
            boxed,
            queue,
            _kind: PhantomData,
        })
    }
}

impl<T: JsValue<'static>> SendRef<T> {
    /// The value; as [`Ref::get`] (`napi_get_reference_value`).
    ///
    /// # Errors
    ///
    /// [`Error::WrongEnvironment`] where another environment than the reference's is given;
    /// [`Error::EnvironmentClosed`] while that is being torn down.
    pub fn get<'s>(&self, env: &Env<'s>) -> Result<T::At<'s>> {
        let state = EnvState::of(env)?;
        if state.id() != self.env {
            return Err(Error::WrongEnvironment);
        }
        // SAFETY: the environment is the reference's own, and open, so that it has not been deleted.
        let value = unsafe { read(env, self.raw.0, self.boxed)? };
        let value = value.ok_or(Error::EnvironmentClosed)?;
        // SAFETY: the reference was made of a value of this kind.
        Ok(unsafe { T::At::<'s>::from_raw(value.raw()) })
    }
}

impl<T> Drop for SendRef<T> {
    fn drop(&mut self) {
        self.queue.push(self.raw.0);
    }
}

impl<T> std::fmt::Debug for SendRef<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SendRef").field(&self.raw.0).finish()
    }
}

impl<'s, T: JsValue<'static>> FromJs<'s> for SendRef<T>
where
    T::At<'s>: FromJs<'s> + JsValue<'s, At<'static> = T>,
{
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let value = T::At::<'s>::from_js(env, value)?;
        env.send_reference(value)
    }
}

impl<'s, T: JsValue<'static>> IntoJs<'s> for &SendRef<T> {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.get(env)?.as_value())
    }
}

impl<'s, T: JsValue<'static>> FromJs<'s> for Ref<T>
where
    T::At<'s>: FromJs<'s> + JsValue<'s, At<'static> = T>,
{
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let value = T::At::<'s>::from_js(env, value)?;
        env.reference(value)
    }
}

impl<'s, T: JsValue<'static>> IntoJs<'s> for &Ref<T> {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.get(env)?.as_value())
    }
}

impl<'s, T: JsValue<'static>> IntoJs<'s> for Ref<T> {
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        Ok(self.get(env)?.as_value())
    }
}

impl<T> std::fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ref").field(&self.raw.raw).finish()
    }
}

impl<T> std::fmt::Debug for WeakRef<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WeakRef").field(&self.raw.raw).finish()
    }
}
