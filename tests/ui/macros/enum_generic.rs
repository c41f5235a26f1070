//! An enum cannot be generic.
use nodeapi::prelude::*;
#[napi(tag = "type")]
enum Either<T> {
    One { value: T },
}
fn main() {}
