//! A base is one of which class?
use nodeapi::prelude::*;
#[napi]
struct Base;
#[napi]
struct Derived {
    #[napi(base)]
    base: Base,
}
fn main() {}
