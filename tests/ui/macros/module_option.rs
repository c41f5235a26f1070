//! Options of a module that nobody knows are refused.
use nodeapi::prelude::*;
#[napi_module(version = 9)]
mod m {}
fn main() {}
