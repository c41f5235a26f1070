//! A plain object has named fields.
use nodeapi::prelude::*;
#[napi(object)]
struct S(u32);
fn main() {}
