//! A slice is one of numbers that typed arrays hold.
use nodeapi::prelude::*;
#[napi]
fn f(texts: &[String]) {}
fn main() {}
