//! The contents of a variant have names.
use nodeapi::prelude::*;
#[napi(tag = "type")]
enum Shape {
    Circle(f64),
}
fn main() {}
