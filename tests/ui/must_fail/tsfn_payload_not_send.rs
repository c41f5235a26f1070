//! What a thread-safe function sends must be `Send`.
use nodeapi::prelude::*;
use std::rc::Rc;
fn f(env: &mut Env<'_>, cb: Function<'_>) {
    let _ = env.threadsafe_function(cb, |_env, _f, _n: Rc<u8>| Ok(()));
}
fn main() {}
