//! The exports are read from the mod's body.
use nodeapi::prelude::*;
#[napi_module]
mod elsewhere;
fn main() {}
