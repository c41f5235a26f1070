//! The environment: what makes and reads values, and runs JavaScript.

use super::convert::{FromJs, IntoJs};
use super::error::{Error, Result};
use super::state::EnvState;
use super::value::{JsString, JsValue, Object, Value};
use nodeapi_sys as sys;
use std::any::Any;
use std::ffi::CStr;
use std::marker::PhantomData;
use std::rc::Rc;

/// The environment of a module (`napi_env`), while `'s` is the innermost handle scope.
///
/// Nobody owns one: a callback or a closure gets a `&mut Env`, and gives it back by returning.
///
/// - **`&Env` makes and reads values.** No JavaScript runs, and no scope opens or closes.
/// - **`&mut Env` runs JavaScript, or opens a scope.** Reading a property counts: it may be a
///   getter, or the object a proxy.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::prelude::*;
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let object = env.object()?;
///     object.set(env, "size", 3)?;
///     env.global().set(env, "parcel", object)?;
///     let source = env.string("parcel.size += 1")?;
///     assert_eq!(env.run_script::<u32>(source)?, 4);
///
///     let list = env.to_value(vec![1, 2])?;
///     assert!(list.is_array(env));
///     assert!(env.undefined().is_nullish(env) && env.null().is_nullish(env));
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
///
/// The borrow checker does the rest. A byte slice borrows the `Env` it was read with, so no
/// JavaScript can detach the buffer while the slice is in use. A value made in an inner scope cannot
/// leave it, for the outer `Env` is out of reach meanwhile.
///
/// # "cannot borrow `*env` as mutable more than once"
///
/// A call that runs JavaScript cannot be an argument of another one:
///
/// ```compile_fail,E0499
/// # use nodeapi::prelude::*;
/// fn copy(env: &mut Env<'_>, from: Object<'_>, to: Object<'_>) -> Result<()> {
///     to.set(env, "x", from.get::<Value>(env, "x")?)
/// }
/// ```
///
/// Give the inner one a name:
///
/// ```
/// # use nodeapi::prelude::*;
/// fn copy(env: &mut Env<'_>, from: Object<'_>, to: Object<'_>) -> Result<()> {
///     let x: Value = from.get(env, "x")?;
///     to.set(env, "x", x)
/// }
/// ```
///
/// Making a value takes `&Env`, so it may stay where it is: `to.set(env, "x", env.number(1.0))`.
///
/// # "lifetime may not live long enough" about a closure
///
/// The closures of [`Env::function`], [`Env::scope`] and the like work for every scope, and Rust
/// sees that only where the closure is written as the argument. One that is bound with `let` first
/// is refused; a `fn` item will do as well:
///
/// ```
/// # use nodeapi::prelude::*;
/// fn double<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
///     let n: f64 = args.get(env, 0)?;
///     Ok(env.number(2.0 * n).as_value())
/// }
/// fn make<'s>(env: &mut Env<'s>) -> Result<Function<'s>> {
///     env.function(double)
/// }
/// ```
///
/// # Known limit
///
/// Types tell two runtimes on one thread apart where a value of the one is given to the other, but not
/// where the value itself is used with the `Env` of the other: that the host refuses, at run time.
pub struct Env<'s> {
    raw: sys::napi_env,
    _scope: PhantomData<(&'s (), *const ())>,
}

static_assertions::assert_not_impl_any!(Env<'static>: Send, Sync, Clone);

/// Gives `f` the environment of a raw `napi_env`: the one way to get an [`Env`].
///
/// For hosts, and for native code that is entered from elsewhere than through this crate.
///
/// # Safety
///
/// - The environment is live, of this thread, and a handle scope is open in it, which stays the
///   innermost one while `f` runs, but for those that `f` itself opens.
/// - No other `Env` of the same environment is used while `f` runs.
/// - The environment's instance data belongs to this crate: nobody else calls
///   `napi_set_instance_data` for it.
pub unsafe fn enter<R>(raw: sys::napi_env, f: impl for<'s> FnOnce(&mut Env<'s>) -> R) -> R {
    f(&mut Env {
        raw,
        _scope: PhantomData,
    })
}

impl<'s> Env<'s> {
    /// The handle of a scope that has just been opened.
    ///
    /// # Safety
    ///
    /// As of [`enter`]; `'s` is the scope that is the innermost now.
    pub(crate) unsafe fn of_scope(raw: sys::napi_env) -> Env<'s> {
        Env {
            raw,
            _scope: PhantomData,
        }
    }

    /// The `napi_env` itself, for calls into the raw layer.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let mut version = 0;
    ///     // SAFETY: the environment is live, and the function writes one number.
    ///     let status = unsafe { nodeapi_sys::napi_get_version(env.raw(), &mut version) };
    ///     assert_eq!(status, nodeapi_sys::napi_ok);
    ///     assert_eq!(version, env.node_api_version()?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    #[inline]
    pub fn raw(&self) -> sys::napi_env {
        self.raw
    }

    /// For calls that fail only where the host is broken or lacks the function.
    ///
    /// # Panics
    ///
    /// Where the call failed after all. JavaScript gets that as an `Error`.
    #[inline]
    #[track_caller]
    pub(crate) fn must(&self, status: sys::napi_status, function: &'static str) {
        if let Err(error) = self.check(status, function) {
            panic!("{error}");
        }
    }

    /// Calls a Node-API function that makes a value.
    ///
    /// # Safety
    ///
    /// Where `call` answers `napi_ok`, it has written a handle of the innermost scope, whose value
    /// is of the kind `V`.
    #[inline]
    pub(crate) unsafe fn made<V: JsValue<'s>>(
        &self,
        function: &'static str,
        call: impl FnOnce(*mut sys::napi_value) -> sys::napi_status,
    ) -> Result<V> {
        let mut result = std::ptr::null_mut();
        let status = call(&mut result);
        self.check(status, function)?;
        if result.is_null() {
            // Node.js does so where it throws on the way.
            return Err(Error::Exception);
        }
        // SAFETY: the caller's promise.
        Ok(unsafe { V::from_raw(result) })
    }

    /// The global object (`napi_get_global`).
    pub fn global(&self) -> Object<'s> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_get_global(self.raw, &mut result) };
        self.must(status, "napi_get_global");
        // SAFETY: as above, and the global object is an object.
        unsafe { Object::new(result) }
    }

    /// `undefined` (`napi_get_undefined`).
    pub fn undefined(&self) -> Value<'s> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_get_undefined(self.raw, &mut result) };
        self.must(status, "napi_get_undefined");
        // SAFETY: as above.
        unsafe { Value::new(result) }
    }

    /// `null` (`napi_get_null`).
    pub fn null(&self) -> Value<'s> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_get_null(self.raw, &mut result) };
        self.must(status, "napi_get_null");
        // SAFETY: as above.
        unsafe { Value::new(result) }
    }

    /// Runs a script in the global scope and converts its completion value (`napi_run_script`).
    ///
    /// # Errors
    ///
    /// What the script threw, and a result that `T` does not read.
    pub fn run_script<T: FromJs<'s>>(&mut self, source: JsString<'_>) -> Result<T> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the string; the answer is a handle of the
        // innermost scope.
        let status = unsafe { sys::napi_run_script(self.raw, source.raw(), &mut result) };
        self.check(status, "napi_run_script")?;
        // SAFETY: as above.
        T::from_js(self, unsafe { Value::new(result) })
    }

    /// Converts a value of Rust; the same as [`IntoJs::into_js`].
    ///
    /// # Errors
    ///
    /// As the conversion says.
    pub fn to_value(&mut self, value: impl IntoJs<'s>) -> Result<Value<'s>> {
        value.into_js(self)
    }

    /// The highest version of Node-API that the host offers (`napi_get_version`). Shown at
    /// [`Env::node_version`].
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn node_api_version(&self) -> Result<u32> {
        let mut version = 0;
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_get_version(self.raw, &mut version) };
        self.check(status, "napi_get_version")?;
        Ok(version)
    }

    /// Tells the garbage collector how much memory outside the engine its objects keep, as a
    /// change in bytes; gives the new total, in bytes too (`napi_adjust_external_memory`).
    /// [`Env::external_sized`] does it for an external's value.
    ///
    /// Takes `&mut Env`: the engine may collect garbage.
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn adjust_external_memory(&mut self, change: i64) -> Result<i64> {
        let mut total = 0;
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_adjust_external_memory(self.raw, change, &mut total) };
        self.check(status, "napi_adjust_external_memory")?;
        Ok(total)
    }

    /// Keeps a value with the environment, one of each type: the module's instance data
    /// (`napi_set_instance_data`). Gives the one that it replaces.
    ///
    /// The value is dropped when the environment is torn down.
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`](crate::Error::EnvironmentClosed) while that happens.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    /// use std::cell::Cell;
    ///
    /// struct Calls(Cell<u32>);
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     env.set_instance_data(Calls(Cell::new(1)))?;
    ///     let calls = env.instance_data::<Calls>()?.unwrap();
    ///     calls.0.set(calls.0.get() + 1);
    ///     assert_eq!(env.instance_data::<Calls>()?.unwrap().0.get(), 2);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn set_instance_data<T: Any>(&self, value: T) -> Result<Option<Rc<T>>> {
        Ok(EnvState::of(self)?.set_data(value))
    }

    /// What [`Env::set_instance_data`] keeps of this type, or `None` (`napi_get_instance_data`).
    ///
    /// # Errors
    ///
    /// [`Error::EnvironmentClosed`](crate::Error::EnvironmentClosed) while the environment is being
    /// torn down.
    pub fn instance_data<T: Any>(&self) -> Result<Option<Rc<T>>> {
        Ok(EnvState::of(self)?.data())
    }

    /// The version of Node.js, or of what stands for it (`napi_get_node_version`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let version = env.node_version()?;
    ///     assert!(version.major >= 18 && version.release == "node");
    ///     assert!(env.node_api_version()? >= 8);
    ///     // The environment of a `Runtime` itself is of no file.
    ///     assert_eq!(env.module_file_name()?, "");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn node_version(&self) -> Result<NodeVersion> {
        let mut version = std::ptr::null();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_get_node_version(self.raw, &mut version) };
        self.check(status, "napi_get_node_version")?;
        // SAFETY: the host has answered with a structure of its own, which it keeps; the release's
        // name is NUL-terminated.
        let (version, release) = unsafe { (&*version, CStr::from_ptr((*version).release)) };
        Ok(NodeVersion {
            major: version.major,
            minor: version.minor,
            patch: version.patch,
            release: release.to_string_lossy().into_owned(),
        })
    }

    /// Where the module was loaded from, as a `file:` URL; empty for one that is linked in
    /// (`node_api_get_module_file_name`, Node-API 9). Shown at [`Env::node_version`].
    ///
    /// # Errors
    ///
    /// [`Error::MissingFunction`](crate::Error::MissingFunction) on older hosts.
    pub fn module_file_name(&self) -> Result<String> {
        let mut name = std::ptr::null();
        // SAFETY: the environment is live.
        let status = unsafe { sys::node_api_get_module_file_name(self.raw, &mut name) };
        self.check(status, "node_api_get_module_file_name")?;
        if name.is_null() {
            return Ok(String::new());
        }
        // SAFETY: the host's name is NUL-terminated, and lives as long as the environment.
        Ok(unsafe { CStr::from_ptr(name) }
            .to_string_lossy()
            .into_owned())
    }
}

/// A version of Node.js: what [`Env::node_version`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeVersion {
    /// The major version.
    pub major: u32,
    /// The minor version.
    pub minor: u32,
    /// The patch version.
    pub patch: u32,
    /// The release's name: `node`.
    pub release: String,
}

impl std::fmt::Debug for Env<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Env").field(&self.raw).finish()
    }
}
