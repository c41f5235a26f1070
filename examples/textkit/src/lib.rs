//! A small addon with one of everything: numbers and strings, callbacks, objects, a class, errors.
//!
//! `cargo build -p textkit` makes a library that Node.js loads as it is, once it is called
//! `textkit.node`; `cargo test -p textkit` runs it without Node.js.

#![forbid(unsafe_code)]

use nodeapi::prelude::*;

/// The module `textkit`.
#[napi_module]
pub mod textkit {
    use super::*;

    /// The longest text that [`slug`] takes, in bytes.
    #[napi]
    pub const MAX_LENGTH: u32 = 80;

    /// The sum of two numbers.
    #[napi]
    pub fn add(a: f64, b: f64) -> f64 {
        a + b
    }

    /// How often `needle` is in `text`.
    #[napi]
    pub fn count_of(text: &str, needle: char) -> usize {
        text.chars()
            .filter(|character| *character == needle)
            .count()
    }

    /// How a greeting is made.
    #[napi(object)]
    pub struct GreetOptions {
        /// How often the name is said; once, where nothing is said about it.
        pub retries: Option<u32>,
        /// Said at the end.
        #[napi(js_name = "mark")]
        pub punctuation: String,
    }

    /// A greeting.
    #[napi]
    pub fn greet(name: &str, options: Option<GreetOptions>) -> String {
        let (times, mark) = match options {
            Some(options) => (options.retries.unwrap_or(1), options.punctuation),
            None => (1, "!".to_owned()),
        };
        format!("hello{}{mark}", format!(" {name}").repeat(times as usize))
    }

    /// Calls `visit` with each word of `text` and its place; gives the words for which it said
    /// `true`.
    ///
    /// # Errors
    ///
    /// What `visit` throws.
    #[napi]
    pub fn filter_words(env: &mut Env<'_>, text: &str, visit: Function<'_>) -> Result<Vec<String>> {
        let mut kept = Vec::new();
        for (place, word) in text.split_whitespace().enumerate() {
            // What is made for a word is gone before the next.
            if env.scope(|env| visit.call(env, (word, place)))? {
                kept.push(word.to_owned());
            }
        }
        Ok(kept)
    }

    /// A person, as JavaScript writes one.
    #[napi(object)]
    pub struct Person {
        /// The name.
        pub name: String,
        /// The age in years, where it is known.
        pub age: Option<u32>,
    }

    /// The people of age, the oldest first, their names in capitals.
    #[napi]
    pub fn adults(people: Vec<Person>) -> Vec<Person> {
        let mut adults: Vec<_> = people.into_iter().filter(|it| it.age >= Some(18)).collect();
        adults.sort_by_key(|person| std::cmp::Reverse(person.age));
        for person in &mut adults {
            person.name = person.name.to_uppercase();
        }
        adults
    }

    /// The sum of the bytes, read where they are.
    #[napi]
    pub fn checksum(bytes: &[u8]) -> u32 {
        bytes.iter().map(|byte| u32::from(*byte)).sum()
    }

    /// Adds one to each byte, in place.
    #[napi]
    pub fn increment_all(bytes: &mut [u8]) {
        for byte in bytes {
            *byte = byte.wrapping_add(1);
        }
    }

    /// The text in small letters, joined by hyphens.
    ///
    /// # Errors
    ///
    /// `E_TOO_LONG`, where it is longer than [`MAX_LENGTH`].
    #[napi]
    pub fn slug(text: &str) -> Result<String> {
        if text.len() > MAX_LENGTH as usize {
            return Err(Error::new(
                "E_TOO_LONG",
                format!("at most {MAX_LENGTH} bytes"),
            ));
        }
        Ok(text
            .to_lowercase()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("-"))
    }

    /// Reads a number, whose error becomes the cause of another.
    ///
    /// # Errors
    ///
    /// `E_NUMBER`, where the text is no number.
    #[napi]
    pub fn parse(text: &str) -> Result<i32> {
        text.parse::<i32>().map_err(|error| {
            Error::new("E_NUMBER", format!("{text:?} is no number")).with_source(error)
        })
    }

    /// Panics, which JavaScript sees as an error.
    #[napi]
    pub fn explode(message: String) {
        panic!("{message}");
    }

    /// Calls a function, and says what it threw.
    #[napi]
    pub fn try_call(env: &mut Env<'_>, f: Function<'_>) -> Result<String> {
        match f.call::<_, Value<'_>>(env, ()).catch(env) {
            Ok(_) => Ok("nothing".to_owned()),
            Err(thrown) => thrown.coerce_to_string(env)?.to_string(env),
        }
    }

    /// A promise for the number, doubled.
    #[napi]
    pub fn double_later<'s>(env: &mut Env<'s>, number: f64) -> Result<Promise<'s>> {
        let (deferred, promise) = env.promise()?;
        deferred.resolve(env, 2.0 * number)?;
        Ok(promise)
    }

    /// Calls `callback` with `0..count`, from another thread.
    ///
    /// # Errors
    ///
    /// What the host says.
    #[napi]
    pub fn count_in_thread(env: &mut Env<'_>, count: u32, callback: Function<'_>) -> Result<()> {
        let send = env.threadsafe_function(callback, |env, callback, number: u32| {
            callback.call(env, (number,))
        })?;
        send.keep_alive(env, true)?;
        std::thread::spawn(move || {
            for number in 0..count {
                if send.call(number).is_err() {
                    break;
                }
            }
        });
        Ok(())
    }

    /// A counter that tells a listener.
    #[napi]
    #[derive(Default)]
    pub struct Counter {
        count: i32,
        listener: Option<FunctionRef>,
    }

    #[napi]
    impl Counter {
        /// How far one step goes.
        #[napi]
        pub const STEP: i32 = 1;

        /// A counter that begins at `start`, or at 0.
        #[napi(constructor)]
        pub fn new(start: Option<i32>) -> Counter {
            Counter {
                count: start.unwrap_or(0),
                listener: None,
            }
        }

        /// A counter that begins at a number in a text.
        ///
        /// # Errors
        ///
        /// Where the text is no number.
        #[napi]
        pub fn from_text(text: &str) -> Result<Self, std::num::ParseIntError> {
            Ok(Counter {
                count: text.trim().parse()?,
                listener: None,
            })
        }

        /// Which of two counters is further.
        #[napi]
        pub fn furthest(first: &Counter, second: &Counter) -> i32 {
            first.count.max(second.count)
        }

        /// The count.
        #[napi(getter)]
        pub fn count(&self) -> i32 {
            self.count
        }

        /// Sets the count.
        #[napi(setter)]
        pub fn set_count(&mut self, count: i32) {
            self.count = count;
        }

        /// Calls `listener` after each step.
        #[napi]
        pub fn on_step(&mut self, listener: FunctionRef) {
            self.listener = Some(listener);
        }

        /// Adds to the count, and gives it.
        #[napi]
        pub fn add(&mut self, amount: Option<i32>) -> i32 {
            self.count += amount.unwrap_or(Self::STEP);
            self.count
        }

        /// As `add`, and tells the listener, which may use the counter: nothing is borrowed then.
        ///
        /// # Errors
        ///
        /// What the listener throws.
        #[napi]
        pub fn step<'s>(env: &mut Env<'s>, this: Class<'s, Counter>) -> Result<i32> {
            let count = this.borrow_mut(env)?.add(None);
            let listener = this
                .borrow(env)?
                .listener
                .as_ref()
                .map(|it| it.get(env))
                .transpose()?;
            if let Some(listener) = listener {
                listener.call::<_, ()>(env, (this, count))?;
            }
            Ok(count)
        }
    }

    /// Functions on single words.
    #[napi]
    pub mod words {
        use super::*;

        /// The word backwards.
        #[napi]
        pub fn reverse(word: &str) -> String {
            word.chars().rev().collect()
        }
    }
}
