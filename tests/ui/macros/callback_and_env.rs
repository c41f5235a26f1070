//! A callback needs the environment for itself.
use nodeapi::prelude::*;
#[napi]
fn f(env: &mut Env<'_>, callback: impl Fn(u32) -> Result<u32>) -> Result<u32> {
    callback(1)
}
fn main() {}
