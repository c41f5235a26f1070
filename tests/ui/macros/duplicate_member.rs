//! JavaScript sees each member once.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl S {
    #[napi]
    fn size(&self) -> u32 {
        1
    }
    #[napi(getter, js_name = "size")]
    fn other(&self) -> u32 {
        2
    }
}
fn main() {}
