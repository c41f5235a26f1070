//! There are so many cases.
use nodeapi::prelude::*;
#[napi(object, rename_all = "Kebab-Case")]
struct Options {
    a: u32,
}
fn main() {}
