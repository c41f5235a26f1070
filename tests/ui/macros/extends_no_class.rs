//! What is extended is a class.
use nodeapi::prelude::*;
struct Plain;
#[napi(extends = Plain)]
struct Derived {
    #[napi(base)]
    base: Plain,
}
fn main() {}
