//! An argument's type must be one that JavaScript values are read as.
use nodeapi::prelude::*;
struct Own;
#[napi]
fn f(own: Own) {
    drop(own);
}
fn main() {}
