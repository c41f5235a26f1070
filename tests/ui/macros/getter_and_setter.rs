//! One role for one function.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi(getter, setter)]
    fn x(&self, _n: u32) {}
}
fn main() {}
