//! JavaScript cannot call unsafe functions.
use nodeapi::prelude::*;
#[napi]
unsafe fn f() {}
fn main() {}
