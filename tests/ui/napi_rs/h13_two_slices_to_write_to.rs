//! Two arguments may be the same buffer.
use nodeapi::prelude::*;
#[napi]
fn swap(a: &mut [u8], b: &mut [u8]) {
    a.swap_with_slice(b);
}
fn main() {}
