//! #[napi] on what is nothing in JavaScript.
use nodeapi::prelude::*;

#[napi]
trait Shape {
    fn area(&self) -> f64;
}

fn main() {}
