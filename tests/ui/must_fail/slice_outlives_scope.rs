//! A byte slice cannot leave the scope of its buffer.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    let bytes: &[u8] = env.scope(|env| env.array_buffer(4).unwrap().as_slice(env));
    let _ = bytes;
}
fn main() {}
