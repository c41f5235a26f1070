//! The arguments of a callback may not be kept for later.
use nodeapi::prelude::*;
use std::cell::RefCell;
fn f(env: &mut Env<'_>) {
    let kept: RefCell<Option<Object>> = RefCell::new(None);
    let _ = env.function(move |env, args| {
        *kept.borrow_mut() = Some(args.get(env, 0)?);
        Ok(env.undefined())
    });
}
fn main() {}
