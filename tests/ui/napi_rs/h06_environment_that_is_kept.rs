//! An environment is lent for a call.
use nodeapi::prelude::*;
use std::cell::RefCell;
thread_local! {
    static KEPT: RefCell<Option<&'static mut Env<'static>>> = const { RefCell::new(None) };
}
#[napi]
fn keep(env: &mut Env<'_>) {
    KEPT.set(Some(env));
}
fn main() {}
