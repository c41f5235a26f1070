//! A result must become a JavaScript value.
use nodeapi::prelude::*;
struct Own;
#[napi]
fn f() -> Own {
    Own
}
fn main() {}
