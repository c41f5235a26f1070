//! Options that nobody knows are refused.
use nodeapi::prelude::*;
#[napi(jsname = "g")]
fn f() {}
#[napi]
struct S;
#[napi]
impl S {
    #[napi(factory)]
    fn new() -> S {
        S
    }
}
fn main() {}
