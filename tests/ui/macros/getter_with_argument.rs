//! A getter takes no arguments, and a setter takes one.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi(getter)]
    fn x(&self, n: u32) -> u32 {
        n
    }
    #[napi(setter)]
    fn set_y(&self) {}
}
fn main() {}
