//! The eight functions, as a user of this crate writes them first; and the cheapest form.
#![forbid(unsafe_code)]

use nodeapi::prelude::*;

#[napi_module]
mod ours {
    use super::*;

    #[napi]
    fn add(a: i32, b: i32) -> i32 {
        a + b
    }

    #[napi]
    fn echo(text: String) -> String {
        text
    }

    #[napi(js_name = "echoCheap")]
    fn echo_cheap(text: &str) -> &str {
        text
    }

    #[napi(object)]
    struct Five {
        a: f64,
        b: f64,
        c: f64,
        d: f64,
        e: f64,
    }

    #[napi]
    fn object(five: Five) -> Five {
        Five {
            a: five.a + 1.0,
            b: five.b + 1.0,
            c: five.c + 1.0,
            d: five.d + 1.0,
            e: five.e + 1.0,
        }
    }

    #[napi]
    fn sum(numbers: Vec<f64>) -> f64 {
        numbers.iter().sum()
    }

    #[napi]
    fn callback(f: impl Fn(f64) -> Result<f64>, n: f64) -> Result<f64> {
        f(n)
    }

    #[napi(js_name = "callbackCheap")]
    fn callback_cheap<'s>(env: &mut Env<'s>, f: Function<'s>, n: Value<'s>) -> Result<f64> {
        f.call(env, (n,))
    }

    #[napi]
    #[derive(Default)]
    struct Counter {
        count: i32,
    }

    #[napi]
    impl Counter {
        #[napi(constructor)]
        fn new() -> Counter {
            Counter::default()
        }
        #[napi]
        fn increment(&mut self, by: i32) -> i32 {
            self.count = self.count.wrapping_add(by);
            self.count
        }
    }
}
