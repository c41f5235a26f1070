//! What `#[napi]` writes, as JavaScript sees it.
#![allow(unreachable_pub, reason = "written as users write it")]
#![cfg(all(feature = "host", feature = "macros"))]

#[path = "support/scripts.rs"]
mod scripts;

use nodeapi::prelude::*;
use nodeapi::{JsError, Rest, Runtime};
use scripts::holds;
use std::cell::RefCell;
use std::rc::Rc;

#[napi_module]
mod shapes {
    use super::*;

    /// Numbers, with and without a value of their own.
    #[napi]
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub enum Level {
        Low,
        Middle = 5,
        High,
        Below = -1,
    }

    #[napi(string, rename_all = "kebab-case")]
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub enum Color {
        DarkRed,
        #[napi(js_name = "GREEN!")]
        Green,
    }

    #[napi(tag = "type", rename_all = "camelCase")]
    #[derive(Clone, Debug, PartialEq)]
    pub enum Shape {
        Empty,
        Circle {
            radius: f64,
        },
        RoundBox {
            #[napi(js_name = "w")]
            width: f64,
            corner_radius: Option<f64>,
        },
    }

    #[napi(object, rename_all = "snake_case")]
    pub struct Snake {
        pub first_name: String,
        pub level: Level,
    }

    #[napi]
    fn raise(level: Level) -> Level {
        match level {
            Level::Below => Level::Low,
            Level::Low => Level::Middle,
            Level::Middle | Level::High => Level::High,
        }
    }

    #[napi]
    fn other_color(color: Color) -> Color {
        match color {
            Color::DarkRed => Color::Green,
            Color::Green => Color::DarkRed,
        }
    }

    #[napi]
    fn grown(shape: Shape) -> Shape {
        match shape {
            Shape::Empty => Shape::Circle { radius: 1.0 },
            Shape::Circle { radius } => Shape::RoundBox {
                width: 2.0 * radius,
                corner_radius: None,
            },
            Shape::RoundBox { .. } => Shape::Empty,
        }
    }

    #[napi]
    fn snake(snake: Snake) -> Snake {
        snake
    }

    #[napi]
    fn sum(first: f64, rest: Rest<f64>) -> f64 {
        first + rest.iter().sum::<f64>()
    }

    #[napi]
    fn count(args: Args<'_>) -> usize {
        args.len()
    }

    #[napi]
    fn map(numbers: Vec<u32>, mut f: impl FnMut(u32, &str) -> Result<f64>) -> Result<Vec<f64>> {
        numbers.into_iter().map(|n| f(n, "x")).collect()
    }

    #[napi]
    fn compose(f: impl Fn(f64) -> Result<f64>, g: impl Fn(f64) -> Result<f64>) -> Result<f64> {
        g(f(1.0)?)
    }

    #[napi]
    fn once(f: impl FnOnce() -> Result<Option<String>>) -> Result<String> {
        Ok(f()?.unwrap_or_default())
    }

    #[napi]
    fn typed(env: &mut Env<'_>, f: Function<'_, (u32, String), bool>) -> Result<bool> {
        f.call(env, (1, "x".to_owned()))
    }

    #[napi]
    fn later(f: Ref<Function<'static, (u32,), u32>>, env: This<'_>) -> Result<u32> {
        let _ = (f, env);
        Ok(1)
    }
    type This<'s> = Option<Value<'s>>;

    #[napi]
    fn total(numbers: &[f64], factor: f64) -> f64 {
        numbers.iter().sum::<f64>() * factor
    }

    #[napi]
    fn negate(numbers: &mut [i16]) {
        for number in numbers {
            *number = -*number;
        }
    }

    #[napi(instances(largestInt = i32, largestText = String))]
    fn largest<T: PartialOrd>(items: Vec<T>) -> Option<T> {
        items.into_iter().reduce(|a, b| if a < b { b } else { a })
    }

    /// One class for each alias.
    #[napi]
    pub struct Stack<T> {
        items: Vec<T>,
    }

    #[napi]
    impl<T: Clone + 'static> Stack<T>
    where
        T: for<'s> FromJs<'s> + for<'s> IntoJs<'s>,
    {
        #[napi]
        pub const KIND: &'static str = "stack";

        #[napi(constructor)]
        pub fn new() -> Self {
            Stack { items: Vec::new() }
        }
        #[napi]
        pub fn push(&mut self, item: T) -> usize {
            self.items.push(item);
            self.items.len()
        }
        #[napi(getter)]
        pub fn last(&self) -> Option<T> {
            self.items.last().cloned()
        }
        #[napi(js_name = "[Symbol.iterator]")]
        fn iter(&self) -> Countdown {
            Countdown {
                left: self.items.len() as u32,
            }
        }
    }

    #[napi]
    pub type NumberStack = Stack<f64>;
    #[napi(js_name = "Texts", to_string_tag = "TextStack")]
    pub type TextStack = Stack<String>;

    #[napi]
    pub struct Countdown {
        left: u32,
    }

    #[napi]
    impl Countdown {
        #[napi(iterator)]
        fn next(&mut self) -> Option<u32> {
            self.left = self.left.checked_sub(1)?;
            Some(self.left)
        }
        #[napi(enumerable = true, writable = false, configurable = false)]
        fn fixed(&self) -> u32 {
            self.left
        }
        #[napi(getter, enumerable = true)]
        fn left(&self) -> u32 {
            self.left
        }
        #[napi(enumerable = false)]
        const HIDDEN: u32 = 1;
        #[napi(getter, js_name = "[Symbol.toStringTag]")]
        fn tag(&self) -> &'static str {
            "Counting"
        }
    }

    thread_local! {
        pub static CLOSED: RefCell<Vec<String>> = RefCell::default();
    }

    #[napi]
    pub struct File {
        name: String,
        bytes: i64,
    }

    #[napi]
    impl File {
        #[napi(constructor)]
        fn new(env: &mut Env<'_>, name: String) -> Result<File> {
            env.adjust_external_memory(1000)?;
            Ok(File { name, bytes: 1000 })
        }
        #[napi(finalizer)]
        fn closed(self, env: &mut Env<'_>) -> Result<()> {
            env.adjust_external_memory(-self.bytes)?;
            CLOSED.with_borrow_mut(|closed| closed.push(self.name));
            Ok(())
        }
    }

    #[derive(Debug, thiserror::Error, JsError)]
    #[js_error(class = TypeError, name = "ConfigError", code = "E_CONFIG")]
    pub enum ConfigError {
        #[error("no file {path}")]
        #[js_error(code = "E_MISSING", class = RangeError)]
        Missing {
            #[js_error(property)]
            path: String,
            #[js_error(property = "tries")]
            count: u32,
            secret: u32,
        },
        #[error("not a number")]
        Number(#[from] std::num::ParseIntError),
        #[error("nothing")]
        #[js_error(name = "NothingError")]
        Nothing,
    }

    #[napi]
    fn configure(text: &str) -> Result<i32, ConfigError> {
        match text {
            "" => Err(ConfigError::Nothing),
            "missing" => Err(ConfigError::Missing {
                path: "/etc/x".into(),
                count: 3,
                secret: 4,
            }),
            text => Ok(text.parse()?),
        }
    }

    #[napi]
    fn local_error() -> Result<(), Box<dyn std::error::Error>> {
        let shared = Rc::new(1);
        let error: Box<dyn std::error::Error> = format!("local {shared}").into();
        Err(error)
    }

    #[napi]
    fn short_text(text: &str, other: Option<&str>) -> String {
        format!("{text}{}", other.unwrap_or("-"))
    }
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&NAPI_MODULE).unwrap();
    runtime.set_global("m", &exports).unwrap();
    runtime
}

#[track_caller]
fn fails(runtime: &mut Runtime, script: &str, message: &str) {
    match runtime.eval::<()>(script) {
        Err(Error::JavaScript(exception)) => assert_eq!(exception.message(), message),
        other => panic!("{script}: {other:?}"),
    }
}

#[test]
fn enums_are_numbers_strings_and_unions() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "JSON.stringify(m.Level) === '{\"Low\":0,\"Middle\":5,\"High\":6,\"Below\":-1}'",
            "Object.isFrozen(m.Level) && m.raise(m.Level.Below) === 0 && m.raise(5) === 6",
            "m.Color.DarkRed === 'dark-red' && m.Color.Green === 'GREEN!'",
            "m.otherColor('dark-red') === 'GREEN!'",
            "!('Shape' in m)",
            "JSON.stringify(m.grown({ type: 'empty' })) === '{\"type\":\"circle\",\"radius\":1}'",
            "JSON.stringify(m.grown({ type: 'circle', radius: 2 })) === '{\"type\":\"roundBox\",\"w\":4}'",
            "m.grown({ type: 'roundBox', w: 1, cornerRadius: 2 }).type === 'empty'",
            "m.snake({ first_name: 'x', level: 0 }).first_name === 'x'",
        ],
    );
    fails(
        &mut runtime,
        "m.raise(2)",
        "raise: argument 1 (level): expected 0 or 5 or 6 or -1, found 2",
    );
    fails(
        &mut runtime,
        "m.otherColor('red')",
        "otherColor: argument 1 (color): expected \"dark-red\" or \"GREEN!\", found \"red\"",
    );
    fails(
        &mut runtime,
        "m.grown({ type: 'square' })",
        "grown: argument 1 (shape.type): expected \"empty\" or \"circle\" or \"roundBox\", found \"square\"",
    );
    fails(
        &mut runtime,
        "m.grown({ type: 'circle', radius: 'x' })",
        "grown: argument 1 (shape.radius): expected a number, found \"x\"",
    );
    fails(
        &mut runtime,
        "m.grown(5)",
        "grown: argument 1 (shape): expected an object (Shape), found 5",
    );
}

#[test]
fn arguments_of_every_kind() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "m.sum(1) === 1 && m.sum(1, 2, 3) === 6 && m.sum(...Array(50).fill(1)) === 50",
            "m.count() === 0 && m.count(1, 2, 3, 4, 5, 6, 7, 8) === 8",
            "m.map([1, 2], (n, x) => n * 2 + x.length).join() === '3,5'",
            "m.compose((x) => x + 1, (x) => x * 10) === 20",
            "m.once(() => 'x') === 'x' && m.once(() => {}) === ''",
            "m.typed((n, text) => n === 1 && text === 'x')",
            "m.total(new Float64Array([1, 2]), 2) === 6",
            "const n = new Int16Array([1, -2]); m.negate(n); n.join() === '-1,2'",
            "m.largestInt([1, 7, 3]) === 7 && m.largestText(['a', 'c', 'b']) === 'c'",
            "m.largestInt([]) === undefined && !('largest' in m)",
            "m.shortText('é'.repeat(60)) === 'é'.repeat(60) + '-'",
            "m.shortText('x'.repeat(1000), 'y').length === 1001",
        ],
    );
    fails(
        &mut runtime,
        "m.sum(1, 2, '3')",
        "sum: argument 3 (rest): expected a number, found \"3\"",
    );
    fails(
        &mut runtime,
        "m.map([1], () => { throw new Error('no'); })",
        "no",
    );
    fails(
        &mut runtime,
        "m.map([1], () => 'x')",
        "result: expected a number, found \"x\"",
    );
    fails(
        &mut runtime,
        "m.total(new Float32Array(1), 1)",
        "total: argument 1 (numbers): expected a Float64Array, found a typed array",
    );
    fails(
        &mut runtime,
        "m.largestInt(['x'])",
        "largestInt: argument 1 (items[0]): expected a 32-bit integer, found \"x\"",
    );
    fails(
        &mut runtime,
        "m.shortText(1)",
        "shortText: argument 1 (text): expected a string, found 1",
    );
    fails(
        &mut runtime,
        "m.shortText()",
        "shortText: argument 1 (text): expected a string, found undefined",
    );
    fails(
        &mut runtime,
        "m.typed(5)",
        "typed: argument 1 (f): expected a function, found 5",
    );
}

#[test]
fn callbacks_may_come_back_in() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &["m.map([1, 2], (n) => m.map([n], (n) => m.sum(n, 1))[0]).join() === '2,3'"],
    );
}

#[test]
fn generic_classes_by_their_aliases() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "const s = new m.NumberStack(); s.push(1.5); s.push(2) === 2 && s.last === 2",
            "const t = new m.Texts(); t.push('x'); t.last === 'x' && m.Texts.name === 'Texts'",
            "!(new m.Texts() instanceof m.NumberStack) && !('Stack' in m)",
            "String(new m.Texts()) === '[object TextStack]' && m.NumberStack.KIND === 'stack'",
        ],
    );
    fails(
        &mut runtime,
        "new m.Texts().push(1)",
        "Texts.push: argument 1 (item): expected a string, found 1",
    );
    let script = "m.NumberStack.prototype.push.call(new m.Texts(), 1)";
    match runtime.eval::<()>(script) {
        Err(error) => assert!(
            error.to_string().contains("NumberStack.push: `this`"),
            "{error}"
        ),
        Ok(()) => panic!("a stack of texts is none of numbers"),
    }
}

#[test]
fn iterators_symbols_and_attributes() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "const s = new m.NumberStack(); s.push(1); s.push(1); s.push(1); [...s].join() === '2,1,0'",
            "const i = s[Symbol.iterator](); i[Symbol.iterator]() === i",
            "JSON.stringify([i.next(), i.next(), i.next(), i.next()]) ===
                '[{\"value\":2,\"done\":false},{\"value\":1,\"done\":false},{\"value\":0,\"done\":false},{\"done\":true}]'",
            "String(i) === '[object Counting]'",
            "const own = (o, k) => Object.getOwnPropertyDescriptor(o, k); true",
            "const f = own(m.Countdown.prototype, 'fixed'); f.enumerable && !f.writable && !f.configurable",
            "own(m.Countdown.prototype, 'left').enumerable",
            "!own(m.Countdown, 'HIDDEN').enumerable && m.Countdown.HIDDEN === 1",
            "Object.keys(m.Countdown.prototype).join() === 'fixed,left'",
        ],
    );
}

#[test]
fn finalizers_get_what_is_left() {
    let mut runtime = runtime();
    let before = runtime.with(|env| env.adjust_external_memory(0)).unwrap();
    runtime
        .eval::<()>("new m.File('a'); globalThis.kept = new m.File('b');")
        .unwrap();
    runtime.collect_garbage();
    runtime.run_until_idle().unwrap();
    let closed = || shapes::CLOSED.with_borrow(|closed| closed.clone());
    assert_eq!(closed(), ["a"]);
    let after = runtime.with(|env| env.adjust_external_memory(0)).unwrap();
    assert_eq!(after, before + 1000);
    // The other one at the environment's end.
    drop(runtime);
    assert_eq!(closed(), ["a", "b"]);
}

#[test]
fn errors_say_what_they_are() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "const caught = (f) => { try { f(); } catch (e) { return e; } }; true",
            "const a = caught(() => m.configure('missing'));
             a instanceof RangeError && a.name === 'ConfigError' && a.code === 'E_MISSING'
                 && a.path === '/etc/x' && a.tries === 3 && a.message === 'no file /etc/x'
                 && !('secret' in a) && !('cause' in a)",
            "const b = caught(() => m.configure('x'));
             b instanceof TypeError && b.code === 'E_CONFIG' && b.cause instanceof Error
                 && b.cause.message === 'invalid digit found in string'",
            "const c = caught(() => m.configure('')); c.name === 'NothingError' && m.configure('7') === 7",
            "caught(m.localError).message === 'local 1'",
        ],
    );
}
