//! The values of an enum are 32-bit integers.
use nodeapi::prelude::*;
#[napi]
enum Level {
    Large = 4294967296,
}
fn main() {}
