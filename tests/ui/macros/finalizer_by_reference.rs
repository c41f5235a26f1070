//! A finalizer gets what is left.
use nodeapi::prelude::*;
#[napi]
struct File;
#[napi]
impl File {
    #[napi(finalizer)]
    fn close(&mut self) {}
}
fn main() {}
