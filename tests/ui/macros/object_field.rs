//! A field of a plain object must convert.
use nodeapi::prelude::*;
struct Inner;
#[napi(object)]
struct S {
    inner: Inner,
}
fn main() {}
