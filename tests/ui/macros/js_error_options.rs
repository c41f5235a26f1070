//! What an error's options are.
use nodeapi::JsError;
#[derive(Debug, JsError)]
#[js_error(class = EvalError)]
struct One;
#[derive(Debug, JsError)]
#[js_error(kind = "x")]
struct Two;
#[derive(Debug, JsError)]
struct Three(#[js_error(property)] u32);
#[derive(Debug, JsError)]
struct Four {
    #[js_error(shown)]
    field: u32,
}
fn main() {}
