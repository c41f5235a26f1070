//! Two arguments may be the same buffer.
use nodeapi::prelude::*;
#[napi]
fn f(a: &mut [u8], b: &[u8]) {
    a.copy_from_slice(b);
}
fn main() {}
