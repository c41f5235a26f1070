//! A glob does not say what is exported.
use nodeapi::prelude::*;
mod other {}
#[napi_module]
mod m {
    use nodeapi::napi;
    #[napi]
    pub use super::other::*;
}
fn main() {}
