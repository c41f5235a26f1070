//! What a module exports by `use` has #[napi].
use nodeapi::prelude::*;
mod other {
    pub fn f() {}
    pub struct S;
}
#[napi_module]
mod m {
    use nodeapi::napi;
    #[napi]
    pub use super::other::S;
}
fn main() {}
