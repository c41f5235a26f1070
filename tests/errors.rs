//! Errors and panics: from Rust to JavaScript, and back.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{CustomError, ErrorClass, JsException, Runtime};
use std::cell::Cell;
use std::rc::Rc;

/// A module whose every part fails, as it is told to.
#[napi_module]
mod failing {
    use super::*;

    fn fail(how: &str) -> Result<()> {
        match how {
            "panic" => panic!("deep inside"),
            "code" => Err(Error::new("E_CODE", "coded")),
            "range" => Err(CustomError::new(ErrorClass::RangeError, "far")
                .with_code("E_FAR")
                .into()),
            "syntax" => Err(CustomError::new(ErrorClass::SyntaxError, "odd").into()),
            _ => Ok(()),
        }
    }

    #[napi]
    fn function(how: &str) -> Result<()> {
        fail(how)
    }

    #[napi]
    struct Thing;

    #[napi]
    impl Thing {
        #[napi(constructor)]
        fn new(how: &str) -> Result<Thing> {
            fail(how).map(|()| Thing)
        }
        #[napi]
        fn method(&self, how: &str) -> Result<()> {
            fail(how)
        }
        #[napi(getter)]
        fn panics(&self) -> u32 {
            panic!("in a getter")
        }
        #[napi(setter)]
        fn set_how(&mut self, how: &str) -> Result<()> {
            fail(how)
        }
    }
}

mod failing_init {
    use nodeapi::prelude::*;
    #[napi_module(name = "failing_init")]
    fn init<'s>(_env: &mut Env<'s>, _exports: Object<'s>) -> Result<()> {
        panic!("in the initialiser")
    }
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&NAPI_MODULE).unwrap();
    runtime.set_global("failing", &exports).unwrap();
    runtime
}

fn exception<T>(result: Result<T>) -> JsException {
    match result {
        Err(Error::JavaScript(exception)) => *exception,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("nothing was thrown"),
    }
}

#[test]
fn panics_become_errors_everywhere() {
    let mut runtime = runtime();
    for script in [
        "failing.function('panic')",
        "new failing.Thing('panic')",
        "new failing.Thing('').method('panic')",
        "new failing.Thing('').how = 'panic'",
    ] {
        let error = exception(runtime.eval::<()>(script));
        assert_eq!(
            error.to_string(),
            "Error: panicked: deep inside",
            "{script}"
        );
    }
    let error = exception(runtime.eval::<()>("new failing.Thing('').panics"));
    assert_eq!(error.message(), "panicked: in a getter");
    let error = exception(runtime.import(&failing_init::NAPI_MODULE));
    assert_eq!(error.message(), "panicked: in the initialiser");
    let error = exception(runtime.with(|env| {
        let f = env.function(|_, _| panic!("in {}", "a closure"))?;
        f.call::<_, ()>(env, ())
    }));
    assert_eq!(error.message(), "panicked: in a closure");
}

#[test]
fn a_panic_replaces_a_pending_exception() {
    let mut runtime = Runtime::new().unwrap();
    let error = exception(runtime.with(|env| {
        let f = env.function(|env, _| {
            let _ = env.throw("pending");
            panic!("on top")
        })?;
        f.call::<_, ()>(env, ())
    }));
    assert_eq!(error.message(), "panicked: on top");
}

#[test]
fn codes_and_classes() {
    let mut runtime = runtime();
    let error = exception(runtime.eval::<()>("failing.function('code')"));
    assert_eq!(
        (error.name(), error.code(), error.message()),
        ("Error", Some("E_CODE"), "coded")
    );
    let error = exception(runtime.eval::<()>("failing.function('range')"));
    assert_eq!((error.name(), error.code()), ("RangeError", Some("E_FAR")));
    let error = exception(runtime.eval::<()>("failing.function('syntax')"));
    assert_eq!(error.name(), "SyntaxError");
}

#[derive(Debug, thiserror::Error)]
#[error("outermost")]
struct Outermost(#[source] Middle);

#[derive(Debug, thiserror::Error)]
#[error("middle")]
struct Middle(#[source] Error);

#[test]
fn a_thrown_text_may_have_any_character() {
    let mut runtime = runtime();
    for (code, message) in [(None, "a\0b"), (Some("E\0C"), "ä"), (Some("E_C"), "plain")] {
        let error = exception(runtime.with(|env| {
            let function = env.function(move |env, _| {
                Err(env.throw_error(ErrorClass::RangeError, code, message))
            })?;
            function.call::<_, ()>(env, ())
        }));
        assert_eq!(
            (error.name(), error.code(), error.message()),
            ("RangeError", code, message)
        );
    }
}

#[test]
fn sources_become_causes() {
    let mut runtime = Runtime::new().unwrap();
    let error = exception(runtime.with(|env| {
        let f = env.function(|env, _| {
            let thrown = env.throw("innermost");
            Err(Error::other(Outermost(Middle(thrown))))
        })?;
        f.call::<_, ()>(env, ())
    }));
    assert_eq!(error.message(), "outermost");
    let middle = error.cause().unwrap();
    assert_eq!(middle.message(), "middle");
    // The end of the chain was pending in the engine: it is the very value that was thrown.
    assert_eq!(middle.cause().unwrap().message(), "innermost");

    let error = exception(runtime.with(|env| {
        let f =
            env.function(|_, _| Err(Error::other(Outermost(Middle(Error::new("E_IN", "in"))))))?;
        f.call::<_, ()>(env, ())
    }));
    assert_eq!(error.cause().unwrap().cause().unwrap().code(), Some("E_IN"));
}

#[test]
fn a_described_exception_is_thrown_again() {
    let mut runtime = Runtime::new().unwrap();
    let source =
        "const e = new TypeError('no', { cause: new Error('why') }); e.code = 'E_NO'; throw e";
    let first = runtime.eval::<()>(source).unwrap_err();
    let text = first.to_string();
    assert_eq!(text, "TypeError: no");
    let first = std::cell::Cell::new(Some(first));
    let second = exception(runtime.with(move |env| {
        let f = env.function(move |_, _| Err(first.take().unwrap()))?;
        f.call::<_, ()>(env, ())
    }));
    assert_eq!((second.name(), second.code()), ("TypeError", Some("E_NO")));
    assert_eq!(second.cause().unwrap().to_string(), "Error: why");
}

#[test]
fn an_exception_can_be_caught_once() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            let source = env.string("(() => { throw { odd: 1 } })")?;
            let f: Function<'_> = env.run_script(source)?;
            let thrown = f.call::<_, ()>(env, ()).catch(env).unwrap_err();
            assert!(!env.is_exception_pending());
            let thrown: Object<'_> = thrown.to(env)?;
            assert_eq!(thrown.get::<u32>(env, "odd")?, 1);
            // `Error::Exception` without an exception is an error as any other.
            let value = Error::Exception.into_value(env);
            assert!(value.is_error(env));
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_thrown_by_reading_an_exception_is_passed_over() {
    let mut runtime = Runtime::new().unwrap();
    let error = exception(runtime.eval::<()>(
        "throw { get name() { throw 1 }, get message() { throw 2 }, code: 3, get stack() { throw 4 } }",
    ));
    assert_eq!(
        (error.name(), error.message(), error.code()),
        ("", "an object", Some("3"))
    );
    assert_eq!(
        exception(runtime.eval::<()>("throw undefined")).message(),
        "undefined"
    );
    assert_eq!(
        exception(runtime.eval::<()>("throw 'text'")).message(),
        "text"
    );
    let endless = "const e = new Error('self'); e.cause = e; throw e";
    assert_eq!(exception(runtime.eval::<()>(endless)).message(), "self");
}

#[test]
fn conversions_are_strict() {
    let mut runtime = Runtime::new().unwrap();
    let mut fails = |source: &str, read: fn(&mut Env<'_>, &str) -> Result<()>| {
        runtime
            .with(|env| Ok(read(env, source).unwrap_err().to_string()))
            .unwrap()
    };
    fn read<T: for<'s> FromJs<'s>>(env: &mut Env<'_>, source: &str) -> Result<()> {
        let source = env.string(source)?;
        env.run_script::<T>(source).map(drop)
    }
    for source in ["-1", "1.5", "4294967296", "NaN", "'1'", "1n", "null"] {
        assert!(
            fails(source, read::<u32>).starts_with("expected an unsigned 32-bit integer, found ")
        );
    }
    assert_eq!(fails("0", read::<bool>), "expected a boolean, found 0");
    assert_eq!(
        fails("true", read::<String>),
        "expected a string, found true"
    );
    assert_eq!(
        fails("'ab'", read::<char>),
        "expected a string of one character, found \"ab\""
    );
    assert_eq!(
        fails("[[1], ['x']]", read::<Vec<Vec<f64>>>),
        "[1][0]: expected a number, found \"x\""
    );
    assert_eq!(
        fails("[1]", read::<[u8; 2]>),
        "expected an array of 2 elements, found one of 1"
    );
    assert_eq!(
        fails("9007199254740992", read::<i64>)
            .split(", found")
            .count(),
        2
    );
    assert_eq!(fails("-1", read::<u64>).split(", found -1").count(), 2);
    assert_eq!(
        fails("Symbol()", read::<f64>),
        "expected a number, found a symbol"
    );
}

/// Panics when it is dropped, which is in a finalizer.
struct Explosive(Rc<Cell<u32>>);

impl Drop for Explosive {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        panic!("in a finalizer");
    }
}

#[test]
fn a_panic_in_a_finalizer_is_contained() {
    let dropped = Rc::new(Cell::new(0));
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            env.external(Explosive(dropped.clone()))?;
            let explosive = Explosive(dropped.clone());
            env.function(move |env, _| Ok(env.number(f64::from(explosive.0.get())).as_value()))?;
            env.set_instance_data(Explosive(dropped.clone()))?;
            Ok(())
        })
        .unwrap();
    // The external and the function are gone with their scope.
    assert_eq!(dropped.get(), 2);
    assert_eq!(runtime.eval::<f64>("6 * 7").unwrap(), 42.0);
    drop(runtime);
    assert_eq!(dropped.get(), 3);
}
