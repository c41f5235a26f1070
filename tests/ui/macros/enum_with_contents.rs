//! An enum whose variants have contents needs a tag.
use nodeapi::prelude::*;
#[napi]
enum Shape {
    Empty,
    Circle { radius: f64 },
}
fn main() {}
