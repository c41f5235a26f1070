//! The eight functions, as a user of neon writes them first.
use neon::prelude::*;
use std::cell::Cell;

fn add(mut cx: FunctionContext) -> JsResult<JsNumber> {
    let a = cx.argument::<JsNumber>(0)?.value(&mut cx) as i32;
    let b = cx.argument::<JsNumber>(1)?.value(&mut cx) as i32;
    Ok(cx.number(a + b))
}

fn echo(mut cx: FunctionContext) -> JsResult<JsString> {
    let text = cx.argument::<JsString>(0)?.value(&mut cx);
    Ok(cx.string(text))
}

fn object(mut cx: FunctionContext) -> JsResult<JsObject> {
    const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];
    let five = cx.argument::<JsObject>(0)?;
    let result = cx.empty_object();
    for name in NAMES {
        let number = five.get::<JsNumber, _, _>(&mut cx, name)?.value(&mut cx);
        let number = cx.number(number + 1.0);
        result.set(&mut cx, name, number)?;
    }
    Ok(result)
}

fn sum(mut cx: FunctionContext) -> JsResult<JsNumber> {
    let array = cx.argument::<JsArray>(0)?;
    let mut numbers = Vec::with_capacity(array.len(&mut cx) as usize);
    for index in 0..array.len(&mut cx) {
        numbers.push(array.get::<JsNumber, _, _>(&mut cx, index)?.value(&mut cx));
    }
    Ok(cx.number(numbers.iter().sum::<f64>()))
}

fn callback(mut cx: FunctionContext) -> JsResult<JsNumber> {
    let f = cx.argument::<JsFunction>(0)?;
    let n = cx.argument::<JsNumber>(1)?;
    let result: Handle<JsNumber> = f.bind(&mut cx).arg(n)?.call()?;
    let result = result.value(&mut cx);
    Ok(cx.number(result))
}

// neon 1 has no classes: a boxed value, and a function of it.
struct Counter(Cell<i32>);
impl Finalize for Counter {}

fn make(mut cx: FunctionContext) -> JsResult<JsBox<Counter>> {
    Ok(cx.boxed(Counter(Cell::new(0))))
}

fn increment(mut cx: FunctionContext) -> JsResult<JsNumber> {
    let counter = cx.argument::<JsBox<Counter>>(0)?;
    let by = cx.argument::<JsNumber>(1)?.value(&mut cx) as i32;
    counter.0.set(counter.0.get().wrapping_add(by));
    Ok(cx.number(counter.0.get()))
}

#[neon::main]
fn main(mut cx: ModuleContext) -> NeonResult<()> {
    cx.export_function("add", add)?;
    cx.export_function("echo", echo)?;
    cx.export_function("object", object)?;
    cx.export_function("sum", sum)?;
    cx.export_function("callback", callback)?;
    cx.export_function("make", make)?;
    cx.export_function("increment", increment)?;
    Ok(())
}
