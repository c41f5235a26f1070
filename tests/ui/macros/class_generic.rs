//! A class cannot be generic.
use nodeapi::prelude::*;
#[napi]
struct S<T> {
    _t: T,
}
fn main() {}
