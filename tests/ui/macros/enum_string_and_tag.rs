//! An enum is one of strings, or a union.
use nodeapi::prelude::*;
#[napi(string, tag = "type")]
enum Both {
    One,
}
fn main() {}
