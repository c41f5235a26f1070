//! An error of JavaScript is one of Rust first.
use nodeapi::JsError;
#[derive(Debug, JsError)]
struct Own;
fn main() {}
