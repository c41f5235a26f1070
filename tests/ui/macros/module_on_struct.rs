//! What #[napi_module] is for.
use nodeapi::prelude::*;
#[napi_module]
struct S;
fn main() {}
