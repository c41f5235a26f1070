//! A function of a class has one role.
use nodeapi::prelude::*;
#[napi]
struct Own;
#[napi]
impl Own {
    #[napi(getter, iterator)]
    fn f(&self) -> Option<u32> {
        None
    }
}
fn main() {}
