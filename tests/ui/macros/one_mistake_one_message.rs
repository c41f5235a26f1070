//! One mistake is one message: the rest of the module is as usual.
use nodeapi::prelude::*;
#[napi_module]
mod m {
    use nodeapi::napi;
    #[napi]
    pub fn generic<T>(value: T) -> T {
        value
    }
    #[napi]
    pub fn fine() {}
}
fn _still_there() -> (&'static str, u32) {
    (NAPI_MODULE.name(), m::generic(1))
}
fn main() {}
