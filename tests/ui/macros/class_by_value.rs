//! JavaScript keeps the object: an instance is borrowed.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
fn f(s: S) {
    drop(s);
}
fn main() {}
