//! A kept function stays on its thread; `SendRef` may go, and `ThreadsafeFunction` may be called.
use nodeapi::prelude::*;
#[napi]
fn later(callback: FunctionRef) {
    std::thread::spawn(move || drop(callback));
}
fn main() {}
