//! Two handles may be the same buffer.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, a: ArrayBuffer<'_>) {
    let x = a.as_mut_slice(env);
    let y = a.as_mut_slice(env);
    x[0] = y[0];
}
fn main() {}
