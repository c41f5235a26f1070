//! A callback may detach the buffer of a slice.
use nodeapi::prelude::*;
#[napi]
fn f(bytes: &[u8], callback: impl Fn(u8) -> Result<u32>) -> Result<u32> {
    callback(bytes[0])
}
fn main() {}
