//! The environment is the first parameter.
use nodeapi::prelude::*;
#[napi]
fn f(n: u32, env: &mut Env<'_>) {
    let _ = (n, env);
}
fn main() {}
