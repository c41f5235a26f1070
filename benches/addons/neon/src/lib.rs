//! The eight functions through neon, as its guide writes them: `#[neon::export]` where its types are
//! enough. Neon has no classes; what its users do instead is a function on a `JsBox`.

use neon::prelude::*;
use std::cell::RefCell;

// Neon converts no `i32`; `f64` does less.
#[neon::export]
fn add(a: f64, b: f64) -> f64 {
    a + b
}

#[neon::export]
fn echo(text: String) -> String {
    text
}

#[neon::export]
fn make<'cx>(cx: &mut FunctionContext<'cx>) -> JsResult<'cx, JsObject> {
    let record = cx.empty_object();
    let id = cx.number(7);
    record.set(cx, "id", id)?;
    let name = cx.string("a record");
    record.set(cx, "name", name)?;
    let x = cx.number(1.5);
    record.set(cx, "x", x)?;
    let y = cx.number(2.5);
    record.set(cx, "y", y)?;
    let active = cx.boolean(true);
    record.set(cx, "active", active)?;
    Ok(record)
}

#[neon::export]
fn read<'cx>(cx: &mut FunctionContext<'cx>, record: Handle<'cx, JsObject>) -> NeonResult<f64> {
    let id = record.get::<JsNumber, _, _>(cx, "id")?.value(cx);
    let name = record.get::<JsString, _, _>(cx, "name")?.value(cx);
    let x = record.get::<JsNumber, _, _>(cx, "x")?.value(cx);
    let y = record.get::<JsNumber, _, _>(cx, "y")?.value(cx);
    let active = record.get::<JsBoolean, _, _>(cx, "active")?.value(cx);
    Ok(id + name.len() as f64 + x + y + f64::from(u8::from(active)))
}

#[neon::export]
fn sum<'cx>(cx: &mut FunctionContext<'cx>, numbers: Handle<'cx, JsArray>) -> NeonResult<f64> {
    let mut read = Vec::new();
    for number in numbers.to_vec(cx)? {
        read.push(number.downcast_or_throw::<JsNumber, _>(cx)?.value(cx));
    }
    Ok(read.iter().sum())
}

struct Counter {
    count: i32,
}

impl Finalize for Counter {}

#[neon::export]
fn counter<'cx>(cx: &mut FunctionContext<'cx>, count: f64) -> Handle<'cx, JsBox<RefCell<Counter>>> {
    let count = count as i32;
    cx.boxed(RefCell::new(Counter { count }))
}

#[neon::export(name = "counterAdd")]
fn counter_add(counter: &RefCell<Counter>, amount: f64) -> f64 {
    let mut counter = counter.borrow_mut();
    counter.count = counter.count.wrapping_add(amount as i32);
    f64::from(counter.count)
}

#[neon::export]
fn call<'cx>(
    cx: &mut FunctionContext<'cx>,
    callback: Handle<'cx, JsFunction>,
    number: f64,
) -> NeonResult<f64> {
    callback.bind(cx).arg(number)?.call()
}
