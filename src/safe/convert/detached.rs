//! What a conversion leaves behind in the scope: nothing, of most types. Then long lists are converted
//! in scopes of their own, and need no more handles than short ones.

use crate::safe::env::Env;
use crate::safe::error::Result;
use nodeapi_sys as sys;
use std::marker::PhantomData;

/// Whether what a conversion makes refers to no handle: see `FromJs::DETACHED`.
///
/// Of one type alone: what another type does says nothing.
#[derive(Debug)]
pub struct Detached<T: ?Sized>(bool, PhantomData<fn(&T)>);

impl<T: ?Sized> Detached<T> {
    /// It may refer to handles of the scope: what is true where nobody knows better.
    pub const NO: Detached<T> = Detached(false, PhantomData);

    /// It refers to none.
    ///
    /// # Safety
    ///
    /// The conversion keeps no handle of the scope that it runs in: neither in its result nor
    /// anywhere else.
    pub const unsafe fn yes() -> Detached<T> {
        Detached(true, PhantomData)
    }

    /// It refers to none where the condition holds.
    ///
    /// # Safety
    ///
    /// As of [`Detached::yes`], where the condition holds.
    pub const unsafe fn when(condition: bool) -> Detached<T> {
        Detached(condition, PhantomData)
    }

    /// Whether it refers to none.
    pub const fn is(&self) -> bool {
        self.0
    }
}

/// How many items share a scope.
const TOGETHER: usize = 64;

/// Runs `f` for each number of a range, where the conversions are detached in scopes that hold few of
/// them.
#[inline]
pub(crate) fn in_scopes<'s, T>(
    env: &mut Env<'s>,
    detached: Detached<T>,
    length: u32,
    mut f: impl FnMut(&mut Env<'s>, u32) -> Result<()>,
) -> Result<()> {
    if !detached.0 || length as usize <= TOGETHER {
        return (0..length).try_for_each(|index| f(env, index));
    }
    let mut index = 0;
    while index < length {
        let end = length.min(index.saturating_add(TOGETHER as u32));
        let _scope = Scope::open(env)?;
        while index < end {
            f(env, index)?;
            index += 1;
        }
    }
    Ok(())
}

/// An open scope, whose inner lifetime nobody needs: no value that is made in it is kept, as
/// [`Detached::yes`] has promised.
struct Scope(sys::napi_env, sys::napi_handle_scope);

impl Scope {
    fn open(env: &mut Env<'_>) -> Result<Scope> {
        let mut scope = std::ptr::null_mut();
        // SAFETY: the environment is live.
        let status = unsafe { sys::napi_open_handle_scope(env.raw(), &mut scope) };
        env.check(status, "napi_open_handle_scope")?;
        Ok(Scope(env.raw(), scope))
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        // SAFETY: opened in this environment; those opened in it are closed, for they live shorter.
        let _ = unsafe { sys::napi_close_handle_scope(self.0, self.1) };
    }
}
