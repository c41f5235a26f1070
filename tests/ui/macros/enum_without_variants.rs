//! An enum without variants has no values.
use nodeapi::prelude::*;
#[napi]
enum Nothing {}
fn main() {}
