//! The eight functions with this crate: as users write them first, and in the cheapest form that the
//! API offers.

#![forbid(unsafe_code)]

use nodeapi::prelude::*;

/// As users write them first.
#[napi_module]
pub mod first {
    use super::*;

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
    pub fn call(callback: impl Fn(f64) -> Result<f64>, number: f64) -> Result<f64> {
        callback(number)
    }

    /// The cheapest forms, where those are others.
    #[napi]
    pub mod cheapest {
        use super::*;

        /// Short texts are read into the call's own frame.
        #[napi]
        pub fn echo<'s>(env: &mut Env<'s>, text: &str) -> Result<JsString<'s>> {
            env.string(text)
        }

        #[napi]
        pub fn make<'s>(env: &mut Env<'s>) -> Result<Object<'s>> {
            let record = env.object()?;
            record.set_named(env, c"id", 7_u32)?;
            record.set_named(env, c"name", "a record")?;
            record.set_named(env, c"x", 1.5)?;
            record.set_named(env, c"y", 2.5)?;
            record.set_named(env, c"active", true)?;
            Ok(record)
        }

        #[napi]
        pub fn read<'s>(env: &mut Env<'s>, record: Object<'s>) -> Result<f64> {
            let id: u32 = record.get_named(env, c"id")?;
            let name: JsString<'s> = record.get_named(env, c"name")?;
            let length = name.to_str(env, &mut [0; 64])?.len();
            let x: f64 = record.get_named(env, c"x")?;
            let y: f64 = record.get_named(env, c"y")?;
            let active: bool = record.get_named(env, c"active")?;
            Ok(f64::from(id) + length as f64 + x + y + f64::from(u8::from(active)))
        }

        /// Without a scope for the call.
        #[napi]
        pub fn call<'s>(
            env: &mut Env<'s>,
            callback: Function<'s, (f64,), f64>,
            number: f64,
        ) -> Result<f64> {
            callback.call(env, (number,))
        }
    }
}
