//! The addon, called from JavaScript and from Rust, without Node.js.

use nodeapi::prelude::*;
use nodeapi::{JsException, Runtime};
use textkit::textkit as rust;

/// A runtime in which `textkit` is a global.
fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&textkit::NAPI_MODULE).unwrap();
    runtime.set_global("textkit", &exports).unwrap();
    runtime
}

/// The exception of a script that throws.
fn thrown(runtime: &mut Runtime, source: &str) -> JsException {
    match runtime.eval::<()>(source) {
        Err(Error::JavaScript(exception)) => *exception,
        other => panic!("{source} should have thrown: {other:?}"),
    }
}

#[test]
fn numbers_and_strings() {
    let mut runtime = runtime();
    assert_eq!(runtime.eval::<f64>("textkit.add(0.5, 2)").unwrap(), 2.5);
    assert_eq!(
        runtime
            .eval::<u32>("textkit.countOf('banana', 'a')")
            .unwrap(),
        3
    );
    assert_eq!(
        runtime.eval::<u32>("textkit.MAX_LENGTH").unwrap(),
        rust::MAX_LENGTH
    );
    let reversed: String = runtime.eval("textkit.words.reverse('drawer')").unwrap();
    assert_eq!(reversed, "reward");
}

#[test]
fn what_is_wrong_is_named() {
    let mut runtime = runtime();
    let error = thrown(
        &mut runtime,
        "textkit.greet('Ann', { retries: -1, mark: '?' })",
    );
    assert_eq!(error.name(), "TypeError");
    assert_eq!(
        error.message(),
        "greet: argument 2 (options.retries): expected an unsigned 32-bit integer, found -1"
    );
    for (arguments, found) in [("1, '1'", "\"1\""), ("1, null", "null"), ("1", "undefined")] {
        let error = thrown(&mut runtime, &format!("textkit.add({arguments})"));
        let expected = format!("add: argument 2 (b): expected a number, found {found}");
        assert_eq!(error.message(), expected);
    }
}

#[test]
fn callbacks() {
    let mut runtime = runtime();
    let kept: Vec<String> = runtime
        .eval("textkit.filterWords('one two three four', (word, place) => place % 2 === 1)")
        .unwrap();
    assert_eq!(kept, ["two", "four"]);
    let error = thrown(
        &mut runtime,
        "textkit.filterWords('x', () => { throw new RangeError('no') })",
    );
    assert_eq!(error.to_string(), "RangeError: no");
    let caught: String = runtime
        .eval("textkit.tryCall(() => { throw 'text' })")
        .unwrap();
    assert_eq!(caught, "text");
}

#[test]
fn objects_in_and_out() {
    let mut runtime = runtime();
    let adults: Vec<rust::Person> = runtime
        .eval(
            "textkit.adults([{ name: 'Ann', age: 40 }, { name: 'Bob' }, { name: 'Eve', age: 72 }])",
        )
        .unwrap();
    let names: Vec<_> = adults.iter().map(|person| &*person.name).collect();
    assert_eq!(names, ["EVE", "ANN"]);
    let error = thrown(
        &mut runtime,
        "textkit.adults([{ name: 'Ann' }, { name: 7 }])",
    );
    assert!(
        error
            .message()
            .contains("(people[1].name): expected a string, found 7")
    );
}

#[test]
fn bytes_where_they_are() {
    let mut runtime = runtime();
    assert_eq!(
        runtime
            .eval::<u32>("textkit.checksum(new Uint8Array([1, 2, 3]))")
            .unwrap(),
        6
    );
    let bytes: Vec<u8> = runtime
        .eval(
            "{ const b = new Uint8Array([1, 255]); textkit.incrementAll(b.buffer); Array.from(b) }",
        )
        .unwrap();
    assert_eq!(bytes, [2, 0]);
    thrown(
        &mut runtime,
        "textkit.checksum(new Uint8Array(new SharedArrayBuffer(4)))",
    );
}

#[test]
fn errors_have_codes_and_causes() {
    let mut runtime = runtime();
    let error = thrown(&mut runtime, "textkit.slug('x'.repeat(81))");
    assert_eq!(error.code(), Some("E_TOO_LONG"));
    let error = thrown(&mut runtime, "textkit.parse('4x')");
    assert_eq!(error.code(), Some("E_NUMBER"));
    assert_eq!(
        error.cause().unwrap().message(),
        "invalid digit found in string"
    );
}

#[test]
fn a_panic_is_an_error() {
    let mut runtime = runtime();
    let error = thrown(&mut runtime, "textkit.explode('boom')");
    assert_eq!(error.to_string(), "Error: panicked: boom");
    assert_eq!(runtime.eval::<f64>("textkit.add(1, 1)").unwrap(), 2.0);
}

#[test]
fn a_class() {
    let mut runtime = runtime();
    let script = "
        const counter = new textkit.Counter(5);
        counter.add();
        counter.count += 10;
        const seen = [];
        counter.onStep((self, count) => seen.push(count, self.add()));
        counter.step();
        [counter.count, ...seen, textkit.Counter.STEP, textkit.Counter.fromText(' 42 ').count]";
    assert_eq!(
        runtime.eval::<Vec<i32>>(script).unwrap(),
        [18, 17, 18, 1, 42]
    );
    assert!(
        runtime
            .eval::<bool>("textkit.Counter.fromText('1') instanceof textkit.Counter")
            .unwrap()
    );
    assert_eq!(
        thrown(&mut runtime, "textkit.Counter(1)").name(),
        "TypeError"
    );
    thrown(
        &mut runtime,
        "textkit.Counter.furthest(new textkit.Counter(), {})",
    );
    let sum: String = runtime
        .eval("class Loud extends textkit.Counter { add(n) { return super.add(n) + '!'; } } new Loud(1).add(2)")
        .unwrap();
    assert_eq!(sum, "3!");
}

#[test]
fn promises_and_threads() {
    let mut runtime = runtime();
    runtime
        .eval::<()>(
            "globalThis.seen = [];
             textkit.doubleLater(21).then((n) => seen.push(n));
             textkit.countInThread(3, (n) => seen.push(n));",
        )
        .unwrap();
    runtime.run_until_idle().unwrap();
    let mut seen: Vec<u32> = runtime.eval("seen").unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 42]);
}

#[test]
fn from_rust() {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&textkit::NAPI_MODULE).unwrap();
    runtime
        .with(|env| {
            let exports: Object<'_> = exports.get(env)?.to(env)?;
            let greet: Function<'_> = exports.get(env, "greet")?;
            assert_eq!(greet.call::<_, String>(env, ("Ann",))?, "hello Ann!");
            Ok(())
        })
        .unwrap();
    // The functions of the addon are functions of Rust as any other.
    assert_eq!(rust::greet("Ann", None), "hello Ann!");
}
