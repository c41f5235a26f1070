//! JavaScript sees each name once.
use nodeapi::prelude::*;
#[napi_module]
mod m {
    use nodeapi::napi;
    #[napi]
    fn word_count() {}
    #[napi(js_name = "wordCount")]
    fn other() {}
}
fn main() {}
