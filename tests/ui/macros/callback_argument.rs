//! What a callback takes becomes a value of JavaScript.
use nodeapi::prelude::*;
struct Own;
#[napi]
fn f(callback: impl Fn(Own) -> Result<u32>) -> Result<u32> {
    callback(Own)
}
fn main() {}
