//! A class has one base.
use nodeapi::prelude::*;
#[napi]
struct Base;
#[napi(extends = Base)]
struct Derived {
    #[napi(base)]
    one: Base,
    #[napi(base)]
    two: Base,
}
fn main() {}
