//! A union has no name in JavaScript.
use nodeapi::prelude::*;
#[napi(tag = "type", js_name = "Form")]
enum Shape {
    Empty,
}
fn main() {}
