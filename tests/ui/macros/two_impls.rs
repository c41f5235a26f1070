//! A class has one impl with #[napi].
use nodeapi::prelude::*;
#[napi_module]
mod m {
    use nodeapi::napi;
    #[napi]
    struct S;
    #[napi]
    impl S {}
    #[napi]
    impl S {}
}
fn main() {}
