//! Nothing is left for a parameter after `Rest`.
use nodeapi::{Rest, prelude::*};
#[napi]
fn f(all: Rest<u32>, more: u32) {}
fn main() {}
