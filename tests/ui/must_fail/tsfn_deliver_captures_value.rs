//! What delivers a thread-safe function's values runs later: it cannot capture a scoped value.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>, cb: Function<'s>, log: Object<'s>) -> Result<()> {
    env.threadsafe_function(cb, move |env, _f, n: u32| log.set(env, "n", n))?;
    Ok(())
}
fn main() {}
