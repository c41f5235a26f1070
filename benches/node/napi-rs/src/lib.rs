//! The eight functions, as a user of napi-rs writes them first.
use napi::bindgen_prelude::*;
use napi_derive::napi;

#[napi]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[napi]
pub fn echo(text: String) -> String {
    text
}

#[napi(object)]
pub struct Five {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
}

#[napi]
pub fn object(five: Five) -> Five {
    Five {
        a: five.a + 1.0,
        b: five.b + 1.0,
        c: five.c + 1.0,
        d: five.d + 1.0,
        e: five.e + 1.0,
    }
}

#[napi]
pub fn sum(numbers: Vec<f64>) -> f64 {
    numbers.iter().sum()
}

#[napi]
pub fn callback(f: Function<f64, f64>, n: f64) -> Result<f64> {
    f.call(n)
}

#[napi]
#[derive(Default)]
pub struct Counter {
    count: i32,
}

#[napi]
impl Counter {
    #[napi(constructor)]
    pub fn new() -> Self {
        Counter::default()
    }
    #[napi]
    pub fn increment(&mut self, by: i32) -> i32 {
        self.count = self.count.wrapping_add(by);
        self.count
    }
}
