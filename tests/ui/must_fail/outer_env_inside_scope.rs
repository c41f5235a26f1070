//! The outer env is frozen while an inner scope is open: a value made through it would
//! be typed for the outer scope but live in the inner one.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>) -> Object<'s> {
    env.scope(|_inner| env.object().unwrap())
}
fn main() {}
