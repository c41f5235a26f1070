//! A callback runs later: it cannot capture a scoped value (keep a `Ref`).
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>, v: Object<'s>) {
    let _ = env.function(move |env, _| { v.set(env, "x", 1.0)?; Ok(env.undefined()) });
}
fn main() {}
