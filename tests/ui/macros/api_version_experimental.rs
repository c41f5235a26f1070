//! A module is for a numbered version.
use nodeapi::prelude::*;
#[napi_module(api_version = 2147483647)]
mod addon {}
fn main() {}
