//! What a task computes comes from another thread.
use nodeapi::prelude::*;
use std::rc::Rc;
fn compute<'s>(env: &mut Env<'s>) -> Result<Promise<'s>> {
    let (_, promise) = env.task(|| Rc::new(1), |env, n| n.into_js(env))?;
    Ok(promise)
}
fn main() {}
