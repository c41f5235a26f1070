//! A class has one constructor.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi(constructor)]
    fn new() -> S {
        S
    }
    #[napi(constructor)]
    fn other() -> S {
        S
    }
}
fn main() {}
