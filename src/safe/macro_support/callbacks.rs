//! Callbacks that are closures to the user: they get no environment.

use crate::safe::convert::{FromJs, IntoArgs};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::Function;
use nodeapi_sys as sys;
use std::cell::RefCell;

/// How many calls share a scope.
const TOGETHER: u32 = 32;

/// The environment, for the callbacks of one call of a native function.
///
/// What is made for a call is gone some calls later: a scope is opened for many of them together, and
/// none for the first, which the native function's own scope is good for.
#[derive(Debug)]
pub struct Callbacks<'a, 's>(RefCell<State<'a, 's>>);

#[derive(Debug)]
struct State<'a, 's> {
    env: &'a mut Env<'s>,
    scope: Option<sys::napi_handle_scope>,
    calls: u32,
}

impl<'a, 's> Callbacks<'a, 's> {
    /// Nobody else has the environment from here on.
    #[inline]
    pub fn new(env: &'a mut Env<'s>) -> Callbacks<'a, 's> {
        Callbacks(RefCell::new(State {
            env,
            scope: None,
            calls: 0,
        }))
    }

    /// Calls a function.
    ///
    /// # Errors
    ///
    /// As of [`Function::call`].
    pub fn call<A, R>(&self, function: Function<'_>, args: A) -> Result<R>
    where
        A: for<'i> IntoArgs<'i>,
        R: for<'i> FromJs<'i>,
    {
        // While JavaScript runs, nobody else can call: whoever is called gets an environment of its
        // own.
        let mut state = self.0.try_borrow_mut().map_err(|_| {
            Error::message("a callback was called while its arguments are converted")
        })?;
        if state.calls == TOGETHER {
            state.reopen()?;
        }
        state.calls += 1;
        // SAFETY: the scope is the innermost one until the next call, and the environment's own
        // `Env` is borrowed. The values of the call are for this scope alone: `args` and `R` work for
        // any, and so keep none of this one.
        let mut env = unsafe { Env::of_scope(state.env.raw()) };
        call(&mut env, function, args)
    }
}

/// In a scope that nobody can name.
fn call<'i, A: IntoArgs<'i>, R: FromJs<'i>>(
    env: &mut Env<'i>,
    function: Function<'_>,
    args: A,
) -> Result<R> {
    function.call(env, args)
}

impl State<'_, '_> {
    /// Gives back what the calls have made, and begins anew.
    fn reopen(&mut self) -> Result<()> {
        self.close();
        let mut scope = std::ptr::null_mut();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_open_handle_scope(self.env.raw(), &mut scope) };
        self.env.check(status, "napi_open_handle_scope")?;
        self.scope = Some(scope);
        self.calls = 0;
        Ok(())
    }

    fn close(&mut self) {
        if let Some(scope) = self.scope.take() {
            // SAFETY: opened in this environment; those that were opened in it are closed, for they
            // live no longer than a call.
            let _ = unsafe { sys::napi_close_handle_scope(self.env.raw(), scope) };
        }
    }
}

impl Drop for State<'_, '_> {
    fn drop(&mut self) {
        self.close();
    }
}
