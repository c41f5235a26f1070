//! Async functions are not supported.
use nodeapi::prelude::*;
#[napi]
async fn f() {}
fn main() {}
