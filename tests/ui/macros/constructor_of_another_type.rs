//! A constructor gives the class's own type.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi(constructor)]
    fn new() -> u32 {
        1
    }
}
fn main() {}
