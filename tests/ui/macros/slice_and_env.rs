//! A slice borrows the environment.
use nodeapi::prelude::*;
#[napi]
fn f(env: &mut Env<'_>, bytes: &[u8]) {
    let _ = (env, bytes);
}
fn main() {}
