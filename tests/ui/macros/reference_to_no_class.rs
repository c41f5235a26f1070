//! References are borrowed from instances of classes, and from nothing else.
use nodeapi::prelude::*;
#[napi]
fn f(list: &Vec<u8>) -> usize {
    list.len()
}
fn main() {}
