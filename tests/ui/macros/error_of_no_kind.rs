//! What is thrown must be an error.
use nodeapi::prelude::*;
struct Own;
#[napi]
fn f() -> Result<(), Own> {
    Err(Own)
}
fn main() {}
