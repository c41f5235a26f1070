//! JavaScript may throw: a callback returns `Result`.
use nodeapi::prelude::*;
#[napi]
fn f(callback: impl Fn(u32) -> u32) -> u32 {
    callback(1)
}
#[napi]
fn g(callback: impl Fn(u32)) {
    callback(1)
}
fn main() {}
