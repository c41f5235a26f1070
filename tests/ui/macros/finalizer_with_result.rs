//! Nobody waits for a finalizer.
use nodeapi::prelude::*;
#[napi]
struct File;
#[napi]
impl File {
    #[napi(finalizer)]
    fn close(self) -> u32 {
        1
    }
}
fn main() {}
