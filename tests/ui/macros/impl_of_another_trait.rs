//! A parameter cannot be of any type that has a trait.
use nodeapi::prelude::*;
#[napi]
fn f(text: impl Into<String>) -> String {
    text.into()
}
fn main() {}
