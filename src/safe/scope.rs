//! Handle scopes: values made inside die at their end.

use super::env::Env;
use super::value::JsValue;
use nodeapi_sys as sys;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// An open handle scope `'i` inside the scope `'o`: an [`Env`] whose values die with it. What
/// [`Env::scope`] gives its closure.
pub struct Scope<'i, 'o> {
    env: Env<'i>,
    /// Says that `'o` outlives `'i`, so that values of the outer scope are welcome in the inner one.
    _outer: PhantomData<&'i &'o ()>,
}

/// As [`Scope`]; one value may leave it, through [`escape`](EscapableScope::escape). What
/// [`Env::escapable_scope`] gives its closure.
pub struct EscapableScope<'i, 'o> {
    env: Env<'i>,
    scope: sys::napi_escapable_handle_scope,
    _outer: PhantomData<&'i &'o ()>,
}

impl<'i> Deref for Scope<'i, '_> {
    type Target = Env<'i>;
    fn deref(&self) -> &Env<'i> {
        &self.env
    }
}

impl<'i> DerefMut for Scope<'i, '_> {
    fn deref_mut(&mut self) -> &mut Env<'i> {
        &mut self.env
    }
}

impl<'i> Deref for EscapableScope<'i, '_> {
    type Target = Env<'i>;
    fn deref(&self) -> &Env<'i> {
        &self.env
    }
}

impl<'i> DerefMut for EscapableScope<'i, '_> {
    fn deref_mut(&mut self) -> &mut Env<'i> {
        &mut self.env
    }
}

impl<'s> Env<'s> {
    /// Opens a handle scope around `f` (`napi_open_handle_scope`, `napi_close_handle_scope`): the
    /// values made inside are given back when it returns or panics. For loops that make many values,
    /// one scope a turn.
    ///
    /// Values of this scope may be used inside; none of the inner ones can leave.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let list = env.array()?;
    ///     for i in 0..1000 {
    ///         env.scope(|env| {
    ///             let text = env.string(&i.to_string())?;
    ///             list.set(env, i, text)
    ///         })?;
    ///     }
    ///     assert_eq!(list.len(env), 1000);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn scope<R>(&mut self, f: impl for<'i> FnOnce(&mut Scope<'i, 's>) -> R) -> R {
        /// Closes the scope, also where `f` panics.
        struct Close(sys::napi_env, sys::napi_handle_scope);
        impl Drop for Close {
            fn drop(&mut self) {
                // SAFETY: the scope was opened below in this environment, and all that were opened
                // in it are closed: their guards live shorter.
                let _ = unsafe { sys::napi_close_handle_scope(self.0, self.1) };
            }
        }

        let mut scope = std::ptr::null_mut();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_open_handle_scope(self.raw(), &mut scope) };
        self.must(status, "napi_open_handle_scope");
        let _close = Close(self.raw(), scope);
        // SAFETY: the scope is the innermost one while `f` runs, and `self` is borrowed, so that
        // nobody makes a value through it meanwhile. `'i` is `f`'s to name and nobody else's.
        let env = unsafe { Env::of_scope(self.raw()) };
        f(&mut Scope {
            env,
            _outer: PhantomData,
        })
    }

    /// As [`Env::scope`], with a way out for one value: `f` owns its scope, and escaping consumes it
    /// (`napi_open_escapable_handle_scope`, `napi_close_escapable_handle_scope`).
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// fn greeting<'s>(env: &mut Env<'s>, name: &str) -> Result<JsString<'s>> {
    ///     env.escapable_scope(|scope| {
    ///         let text = scope.string(&format!("hello {name}"))?;
    ///         Ok(scope.escape(text))
    ///     })
    /// }
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     assert_eq!(greeting(env, "Ann")?.to_string(env)?, "hello Ann");
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn escapable_scope<R>(&mut self, f: impl for<'i> FnOnce(EscapableScope<'i, 's>) -> R) -> R {
        /// Closes the scope, also where `f` panics.
        struct Close(sys::napi_env, sys::napi_escapable_handle_scope);
        impl Drop for Close {
            fn drop(&mut self) {
                // SAFETY: as in `scope`.
                let _ = unsafe { sys::napi_close_escapable_handle_scope(self.0, self.1) };
            }
        }

        let mut scope = std::ptr::null_mut();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_open_escapable_handle_scope(self.raw(), &mut scope) };
        self.must(status, "napi_open_escapable_handle_scope");
        let _close = Close(self.raw(), scope);
        // SAFETY: as in `scope`.
        let env = unsafe { Env::of_scope(self.raw()) };
        f(EscapableScope {
            env,
            scope,
            _outer: PhantomData,
        })
    }
}

impl<'i, 'o> EscapableScope<'i, 'o> {
    /// Lets a value out into the outer scope, and ends the use of this one (`napi_escape_handle`).
    /// Shown at [`Env::escapable_scope`].
    pub fn escape<V: JsValue<'i>>(self, value: V) -> V::At<'o> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the scope is open, since `self` exists inside `escapable_scope` alone, and no
        // value has left it, since leaving consumes it; the value is live in the scope.
        let status = unsafe {
            sys::napi_escape_handle(self.env.raw(), self.scope, value.raw(), &mut result)
        };
        self.env.must(status, "napi_escape_handle");
        // SAFETY: the host has made a handle to the same value in the outer scope.
        unsafe { V::At::<'o>::from_raw(result) }
    }
}
