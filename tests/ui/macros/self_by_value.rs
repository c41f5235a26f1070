//! JavaScript keeps the object.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi]
    fn f(self) {}
}
fn main() {}
