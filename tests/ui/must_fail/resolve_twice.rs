//! Settling a promise consumes its `Deferred`.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) -> Result<()> {
    let (deferred, _promise) = env.promise()?;
    deferred.resolve(env, 1.0)?;
    deferred.resolve(env, 2.0)
}
fn main() {}
