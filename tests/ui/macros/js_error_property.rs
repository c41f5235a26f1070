//! A property becomes a value of JavaScript.
use nodeapi::JsError;
#[derive(Debug)]
struct Plain;
#[derive(Debug, thiserror::Error, JsError)]
#[error("own")]
struct Own {
    #[js_error(property)]
    plain: Plain,
}
fn main() {}
