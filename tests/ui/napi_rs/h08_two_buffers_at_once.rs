//! Two handles may be to the same buffer.
use nodeapi::prelude::*;
#[napi]
fn copy(env: &mut Env<'_>, from: Buffer<'_>, to: Buffer<'_>) {
    let (from, to) = (from.as_mut_slice(env), to.as_mut_slice(env));
    to.copy_from_slice(from);
}
fn main() {}
