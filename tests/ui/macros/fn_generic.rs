//! JavaScript calls one function: it cannot be generic.
use nodeapi::prelude::*;
#[napi]
fn f<T>(value: T) -> T {
    value
}
fn main() {}
