//! A constructor makes the object.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi(constructor)]
    fn new(&self) -> S {
        S
    }
}
fn main() {}
