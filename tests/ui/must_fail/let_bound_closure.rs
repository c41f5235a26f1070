//! A price of the higher-ranked callback type: write the closure where it is passed, or a `fn`.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    let f = |env, _args| Ok(Env::undefined(env));
    let _ = env.function(f);
}
fn main() {}
