//! A guard of wrapped data cannot leave the scope of the handle it was borrowed from.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    let g = env.scope(|env| env.wrap(1u8).unwrap().borrow(env).unwrap());
    drop(g);
}
fn main() {}
