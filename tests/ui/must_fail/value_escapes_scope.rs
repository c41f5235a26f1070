//! A value made in a nested scope may not leave it as the closure's result.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>) -> Object<'s> {
    env.scope(|env| env.object().unwrap())
}
fn main() {}
