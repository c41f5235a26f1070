//! The eight functions through napi-rs, as its guide writes them.

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
pub struct Record {
    pub id: u32,
    pub name: String,
    pub x: f64,
    pub y: f64,
    pub active: bool,
}

#[napi]
pub fn make() -> Record {
    Record {
        id: 7,
        name: "a record".to_owned(),
        x: 1.5,
        y: 2.5,
        active: true,
    }
}

#[napi]
pub fn read(record: Record) -> f64 {
    f64::from(record.id)
        + record.name.len() as f64
        + record.x
        + record.y
        + f64::from(u8::from(record.active))
}

#[napi]
pub fn sum(numbers: Vec<f64>) -> f64 {
    numbers.iter().sum()
}

#[napi]
pub struct Counter {
    count: i32,
}

#[napi]
impl Counter {
    #[napi(constructor)]
    pub fn new(count: i32) -> Counter {
        Counter { count }
    }

    #[napi]
    pub fn add(&mut self, amount: i32) -> i32 {
        self.count = self.count.wrapping_add(amount);
        self.count
    }
}

#[napi]
pub fn call(callback: Function<'_, f64, f64>, number: f64) -> Result<f64> {
    callback.call(number)
}
