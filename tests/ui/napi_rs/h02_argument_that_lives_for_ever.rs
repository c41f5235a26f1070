//! An argument lives as long as the call.
use nodeapi::prelude::*;
use std::cell::RefCell;
thread_local! {
    static KEPT: RefCell<Option<Object<'static>>> = const { RefCell::new(None) };
}
#[napi]
fn keep(object: Object<'static>) {
    KEPT.set(Some(object));
}
fn main() {}
