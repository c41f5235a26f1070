//! The fields of a class are not shown; the item stays.
use nodeapi::prelude::*;
#[napi]
struct S {
    #[napi]
    n: u32,
}
fn _still_there(s: S) -> u32 {
    s.n
}
fn main() {}
