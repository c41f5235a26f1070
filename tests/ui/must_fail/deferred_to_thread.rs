//! A `Deferred` may outlive scopes, not leave its thread; use a `ThreadsafeFunction`.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) -> Result<()> {
    let (deferred, _promise) = env.promise()?;
    std::thread::spawn(move || drop(deferred));
    Ok(())
}
fn main() {}
