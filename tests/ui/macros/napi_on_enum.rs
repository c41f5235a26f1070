//! What #[napi] is for.
use nodeapi::prelude::*;
#[napi]
enum E {
    A,
}
fn _still_there() -> E {
    E::A
}
fn main() {}
