//! What `super` is called with comes from the value.
use nodeapi::prelude::*;
#[napi(extends = "Error")]
struct Own;
#[napi]
impl Own {
    #[napi(super_args)]
    fn message(text: String) -> (String,) {
        (text,)
    }
}
fn main() {}
