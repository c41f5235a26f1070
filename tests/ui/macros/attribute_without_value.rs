//! An attribute is there, or not.
use nodeapi::prelude::*;
#[napi]
struct Own;
#[napi]
impl Own {
    #[napi(enumerable)]
    fn f(&self) {}
    #[napi(getter, writable = true)]
    fn g(&self) -> u32 {
        1
    }
}
fn main() {}
