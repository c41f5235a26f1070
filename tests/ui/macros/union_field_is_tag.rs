//! A field cannot have the tag's name.
use nodeapi::prelude::*;
#[napi(tag = "type")]
enum Shape {
    Circle { r#type: f64 },
}
fn main() {}
