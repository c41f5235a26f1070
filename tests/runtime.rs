//! The embedder's front door.

#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{JsException, Runtime};

fn thrown(error: Error) -> JsException {
    match error {
        Error::JavaScript(exception) => *exception,
        other => panic!("expected an exception, found {other:?}"),
    }
}

#[test]
fn eval_converts_the_completion_value() {
    let mut runtime = Runtime::new().unwrap();
    assert_eq!(runtime.eval::<f64>("6 * 7").unwrap(), 42.0);
    assert_eq!(
        runtime.eval::<String>("'a' + 'ä' + '\\u{1F600}'").unwrap(),
        "aä😀"
    );
    assert!(runtime.eval::<bool>("[1, 2].length === 2").unwrap());
}

#[test]
fn a_syntax_error_is_an_error_and_the_runtime_goes_on() {
    let mut runtime = Runtime::new().unwrap();
    let exception = thrown(runtime.eval::<f64>("1 +").unwrap_err());
    assert_eq!(exception.name(), "SyntaxError");
    assert_eq!(runtime.eval::<f64>("1 + 1").unwrap(), 2.0);
}

#[test]
fn a_thrown_value_is_described() {
    let mut runtime = Runtime::new().unwrap();
    let exception = thrown(
        runtime
            .eval::<f64>("const e = new RangeError('too far'); e.code = 'E_FAR'; throw e")
            .unwrap_err(),
    );
    assert_eq!(
        (exception.name(), exception.message(), exception.code()),
        ("RangeError", "too far", Some("E_FAR"))
    );
    let exception = thrown(runtime.eval::<f64>("throw 'a string'").unwrap_err());
    assert!(exception.message().contains("a string"), "{exception}");
}

#[test]
fn recursion_to_the_stack_limit_is_an_error() {
    let mut runtime = Runtime::new().unwrap();
    let exception = thrown(
        runtime
            .eval::<f64>("(function f() { return f() })()")
            .unwrap_err(),
    );
    assert!(exception.message().contains("call stack"), "{exception}");
    assert_eq!(runtime.eval::<f64>("1").unwrap(), 1.0);
}

#[test]
fn recursion_through_native_functions_is_an_error() {
    let mut runtime = Runtime::new().unwrap();
    let message = runtime
        .with(|env| {
            let f = env.function(|env, args| {
                let me: Function<'_> = args.get(env, 0)?;
                me.call::<_, Value<'_>>(env, (me,))
            })?;
            match f.call::<_, Value<'_>>(env, (f,)) {
                Err(Error::Exception) => {
                    let caught: Result<()> = Err(Error::Exception);
                    let exception = caught.catch(env).unwrap_err();
                    let object: Object<'_> = FromJs::from_js(env, exception)?;
                    object.get::<String>(env, "message")
                }
                other => panic!("{other:?}"),
            }
        })
        .unwrap();
    assert!(message.contains("call stack"), "{message}");
    assert_eq!(runtime.eval::<f64>("1").unwrap(), 1.0);
}

#[test]
fn a_panic_in_with_leaves_the_runtime_whole() {
    let mut runtime = Runtime::new().unwrap();
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        runtime.with(|env| -> Result<()> {
            env.object()?;
            panic!("on purpose")
        })
    }));
    assert!(result.is_err());
    assert_eq!(runtime.eval::<f64>("2").unwrap(), 2.0);
}

#[test]
fn microtasks_run_before_with_returns() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .eval::<()>("var done = 0; Promise.resolve().then(() => { done = 1 }); undefined")
        .unwrap();
    assert_eq!(runtime.eval::<f64>("done").unwrap(), 1.0);
}

#[test]
fn an_unhandled_rejection_is_reported_once() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .eval::<()>("Promise.reject(new Error('nobody')); undefined")
        .unwrap();
    let exception = thrown(runtime.run_until_idle().unwrap_err());
    assert_eq!(exception.message(), "nobody");
    runtime.run_until_idle().unwrap();
    runtime
        .eval::<()>("Promise.reject(1).catch(() => {}); undefined")
        .unwrap();
    runtime.run_until_idle().unwrap();
}

#[test]
fn runtimes_are_independent() {
    let (mut a, mut b) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    a.eval::<()>("globalThis.x = 1; undefined").unwrap();
    assert_eq!(b.eval::<String>("typeof x").unwrap(), "undefined");
    let threads: Vec<_> = (0..4)
        .map(|number| {
            std::thread::spawn(move || {
                let mut runtime = Runtime::new().unwrap();
                runtime.eval::<f64>(&format!("{number} * 2")).unwrap()
            })
        })
        .collect();
    let results: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert_eq!(results, [0.0, 2.0, 4.0, 6.0]);
}

#[test]
fn a_function_of_rust_is_called_from_javascript() {
    let mut runtime = Runtime::new().unwrap();
    let f = runtime
        .with(|env| {
            let f = env.function(|env, args| {
                let (a, b): (f64, f64) = (args.get(env, 0)?, args.get(env, 1)?);
                Ok(env.number(a + b).as_value())
            })?;
            env.reference(f.as_value())
        })
        .unwrap();
    runtime.set_global("add", &f).unwrap();
    assert_eq!(runtime.eval::<f64>("add(2, 3)").unwrap(), 5.0);
}
