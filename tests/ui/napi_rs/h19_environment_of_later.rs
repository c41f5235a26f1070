//! What runs later gets an environment of its own.
use nodeapi::prelude::*;
#[napi]
fn later<'s>(env: &mut Env<'s>, promise: Promise<'s>) -> Result<Promise<'s>> {
    let object = env.object()?;
    promise.then(env, move |_, value| {
        object.set(env, "value", value)?;
        Ok(value)
    })
}
fn main() {}
