//! An addon that does, from safe Rust, all that breaks memory elsewhere; `soundness.js` calls it, the
//! same in every host.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "a test's addon")]

mod kinds;
mod threads;

use nodeapi::ObjectRef;
use nodeapi::prelude::*;
use std::cell::RefCell;

/// The module.
#[napi_module]
pub mod soundness {
    use super::*;

    #[napi]
    pub use super::kinds::kinds;
    #[napi]
    pub use super::threads::{
        compute, count_in_threads, drop_elsewhere, hold, keep_elsewhere, open_kept, panic_later,
    };

    /// A list that is looked at while JavaScript runs.
    #[napi]
    pub struct List {
        items: Vec<u32>,
    }

    #[napi]
    impl List {
        #[napi(constructor)]
        pub fn new(items: Vec<u32>) -> List {
            List { items }
        }
        #[napi]
        pub fn push(&mut self, item: u32) -> usize {
            self.items.push(item);
            self.items.len()
        }
        /// Calls `f` for each item, with the items in hand: re-entrance would move them.
        #[napi]
        pub fn each(env: &mut Env<'_>, this: Class<'_, List>, f: Function<'_>) -> Result<u32> {
            let list = this.borrow_mut(env)?;
            for item in &list.items {
                f.call::<_, ()>(env, (*item,))?;
            }
            Ok(list.items.iter().sum())
        }
        /// The same, with shared access.
        #[napi]
        pub fn look(env: &mut Env<'_>, this: Class<'_, List>, f: Function<'_>) -> Result<u32> {
            let list = this.borrow(env)?;
            for item in &list.items {
                f.call::<_, ()>(env, (*item,))?;
            }
            Ok(list.items.iter().sum())
        }
        #[napi]
        pub fn take_from(&mut self, other: &mut List) -> usize {
            self.items.append(&mut other.items);
            self.items.len()
        }
        #[napi]
        pub fn push_all(&mut self, more: Vec<u32>) -> usize {
            self.items.extend(more);
            self.items.len()
        }
        #[napi]
        pub fn into_items<'s>(env: &mut Env<'s>, this: Class<'s, List>) -> Result<Vec<u32>> {
            Ok(this.take(env)?.items)
        }
    }

    thread_local! {
        static KEPT: RefCell<Vec<ObjectRef>> = RefCell::default();
    }

    /// Keeps the value alive through a guard alone, while `f` runs.
    #[napi]
    pub fn guard(env: &mut Env<'_>, list: Class<'_, List>, f: Function<'_>) -> Result<usize> {
        let guard = list.borrow(env)?;
        f.call::<_, ()>(env, ())?;
        Ok(guard.items.len())
    }

    #[napi(object)]
    pub struct Options {
        pub from: u32,
        pub label: Option<String>,
    }

    /// The slice is taken when all arguments have been read.
    #[napi]
    pub fn sum_from(bytes: &[u8], options: Options) -> u32 {
        let from = (options.from as usize).min(bytes.len());
        bytes[from..].iter().map(|byte| u32::from(*byte)).sum()
    }

    #[napi]
    pub fn fill_from(bytes: &mut [u8], options: Options) -> usize {
        bytes.fill(options.from as u8);
        bytes.len()
    }

    #[napi]
    pub fn same(a: &[u8], b: &[u8]) -> bool {
        a == b
    }

    #[napi]
    pub fn scale(numbers: &mut [f64], by: f64) {
        for number in numbers {
            *number *= by;
        }
    }

    /// Writes through one handle, reads through another: one after the other.
    #[napi]
    pub fn write_and_read(env: &mut Env<'_>, a: Buffer<'_>, b: Buffer<'_>) -> Option<u8> {
        a.as_mut_slice(env).fill(7);
        b.as_slice(env).first().copied()
    }

    /// Reads, lets JavaScript do as it likes, and reads again.
    #[napi]
    pub fn around(
        env: &mut Env<'_>,
        data: ArrayBuffer<'_>,
        f: Function<'_>,
    ) -> Result<(usize, usize)> {
        let before = data.as_slice(env).len();
        f.call::<_, ()>(env, ())?;
        Ok((before, data.as_slice(env).len()))
    }

    /// The elements, one by one, while JavaScript changes the array.
    #[napi]
    pub fn walk(env: &mut Env<'_>, items: Array<'_>, f: Function<'_>) -> Result<Vec<String>> {
        let mut seen = Vec::new();
        items.for_each(env, |env, index, item| {
            f.call::<_, ()>(env, (index,))?;
            seen.push(item.coerce_to_string(env)?.to_string(env)?);
            Ok(())
        })?;
        Ok(seen)
    }

    /// Values that outlive their scopes: kept ones.
    #[napi]
    pub fn keep(object: ObjectRef) -> usize {
        KEPT.with_borrow_mut(|kept| {
            kept.push(object);
            kept.len()
        })
    }

    #[napi]
    pub fn kept(env: &mut Env<'_>) -> Result<Vec<u32>> {
        KEPT.with_borrow(|kept| {
            let numbers = kept.iter().map(|kept| kept.get(env)?.get(env, "n"));
            numbers.collect()
        })
    }

    /// Many values, each gone before the next; gives how many.
    #[napi]
    pub fn many(env: &mut Env<'_>, count: u32) -> Result<u32> {
        let array: Array<'_> = {
            let source = env.string(&format!("Array({count})"))?;
            env.run_script(source)?
        };
        let mut seen = 0;
        array.for_each(env, |env, index, _| {
            env.string(&format!("item {index}"))?;
            seen += 1;
            Ok(())
        })?;
        Ok(seen)
    }

    /// Panics, in every kind of export.
    #[napi]
    pub struct Panics;

    #[napi]
    impl Panics {
        #[napi(constructor)]
        pub fn new(now: bool) -> Panics {
            assert!(!now, "in a constructor");
            Panics
        }
        #[napi]
        pub fn method(&self) {
            panic!("in a method");
        }
        #[napi]
        pub fn exclusive(&mut self) {
            panic!("in an exclusive method");
        }
        #[napi]
        pub fn fixed() {
            panic!("in a static method");
        }
        #[napi(getter)]
        pub fn value(&self) -> u32 {
            panic!("in a getter");
        }
        #[napi(setter)]
        pub fn set_value(&mut self, _: u32) {
            panic!("in a setter");
        }
        #[napi(iterator)]
        pub fn step(&mut self) -> Option<u32> {
            panic!("in an iterator");
        }
        #[napi(finalizer)]
        pub fn closed(self) {
            panic!("in a finalizer");
        }
    }

    #[napi]
    pub fn panics() {
        panic!("in a function");
    }

    #[napi]
    pub fn panics_with_callback(f: impl Fn() -> Result<()>) -> Result<()> {
        f()?;
        panic!("after a callback");
    }

    #[napi]
    pub fn panicking_closure<'s>(env: &mut Env<'s>) -> Result<Function<'s>> {
        env.function(|_, _| panic!("in a closure"))
    }

    #[napi]
    pub fn panicking_scope(env: &mut Env<'_>) -> Result<()> {
        env.scope(|env| {
            env.string("in the scope")?;
            panic!("in a scope")
        })
    }

    /// An animal, for the inheritance of what is sound.
    #[napi]
    pub struct Animal {
        name: String,
    }

    #[napi]
    impl Animal {
        #[napi(constructor)]
        pub fn new(name: String) -> Animal {
            Animal { name }
        }
        #[napi(getter)]
        pub fn name(&self) -> &str {
            &self.name
        }
        #[napi]
        pub fn rename(&mut self, name: String) {
            self.name = name;
        }
    }

    #[napi(extends = Animal)]
    pub struct Dog {
        age: u64,
        #[napi(base)]
        animal: Animal,
    }

    #[napi]
    impl Dog {
        #[napi(constructor)]
        pub fn new(name: String) -> Dog {
            let animal = Animal { name };
            Dog { age: 3, animal }
        }
        #[napi(getter)]
        pub fn age(&self) -> u64 {
            self.age
        }
    }

    #[napi]
    pub fn name_of(animal: &Animal) -> String {
        animal.name.clone()
    }

    #[napi(extends = "Error")]
    pub struct LimitError {
        limit: u32,
    }

    #[napi]
    impl LimitError {
        #[napi(constructor)]
        pub fn new(limit: u32) -> LimitError {
            LimitError { limit }
        }
        #[napi(super_args)]
        fn message(&self) -> (String,) {
            (format!("more than {}", self.limit),)
        }
        #[napi(getter)]
        pub fn limit(&self) -> u32 {
            self.limit
        }
    }

    #[napi(extends = "node:events#EventEmitter")]
    #[derive(Default)]
    pub struct Ticker {
        ticks: u32,
    }

    #[napi]
    impl Ticker {
        #[napi(constructor)]
        pub fn new() -> Ticker {
            Ticker { ticks: 0 }
        }
        #[napi]
        pub fn tick<'s>(env: &mut Env<'s>, this: Class<'s, Ticker>) -> Result<bool> {
            let ticks = {
                let mut ticker = this.borrow_mut(env)?;
                ticker.ticks += 1;
                ticker.ticks
            };
            let emit: Function<'s> = this.get(env, "emit")?;
            emit.call_with_this(env, this, ("tick", ticks))
        }
    }
}
