//! A class shows its own functions, not those of a trait.
use nodeapi::prelude::*;
#[napi]
struct S;
#[napi]
impl Clone for S {
    fn clone(&self) -> S {
        S
    }
}
fn main() {}
