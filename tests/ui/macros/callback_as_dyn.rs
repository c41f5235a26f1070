//! A callback is `impl Fn`, or a `Function`.
use nodeapi::prelude::*;
#[napi]
fn f(callback: &dyn Fn(u32) -> Result<u32>) -> Result<u32> {
    callback(1)
}
fn main() {}
