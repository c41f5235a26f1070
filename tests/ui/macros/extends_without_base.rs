//! The value of a derived class holds one of its base.
use nodeapi::prelude::*;
#[napi]
struct Base;
#[napi(extends = Base)]
struct Derived {
    base: Base,
}
fn main() {}
