//! An iterator's step takes no arguments.
use nodeapi::prelude::*;
#[napi]
struct Counter;
#[napi]
impl Counter {
    #[napi(iterator)]
    fn next(&mut self, by: u32) -> Option<u32> {
        Some(by)
    }
}
fn main() {}
