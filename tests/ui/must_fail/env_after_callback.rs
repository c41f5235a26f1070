//! The env of a callback may not be kept for later.
use nodeapi::prelude::*;
use std::cell::RefCell;
thread_local!(static KEEP: RefCell<Option<&'static mut Env<'static>>> = RefCell::new(None));
fn f(env: &mut Env<'_>) {
    let _ = env.function(|env, _| {
        KEEP.with(|k| *k.borrow_mut() = Some(env));
        Err(Error::Exception)
    });
}
fn main() {}
