use nodeapi::prelude::*;

/// What JavaScript sees as the module.
#[napi_module]
pub mod greeter {
    use super::*;

    /// A greeting: `greet('Ann')`.
    #[napi]
    pub fn greet(name: &str) -> String {
        format!("Hello, {name}!")
    }

    /// The words for which `keep` says `true`: `filterWords('a bc', (word) => word.length > 1)`.
    #[napi]
    pub fn filter_words(env: &mut Env<'_>, text: &str, keep: Function<'_>) -> Result<Vec<String>> {
        let mut kept = Vec::new();
        for word in text.split_whitespace() {
            if keep.call(env, (word,))? {
                kept.push(word.to_owned());
            }
        }
        Ok(kept)
    }

    /// A class: `new Counter(5).add(2)`.
    #[napi]
    pub struct Counter {
        count: i32,
    }

    #[napi]
    impl Counter {
        #[napi(constructor)]
        pub fn new(start: Option<i32>) -> Counter {
            Counter {
                count: start.unwrap_or(0),
            }
        }

        #[napi]
        pub fn add(&mut self, amount: i32) -> Result<i32> {
            self.count = self
                .count
                .checked_add(amount)
                .ok_or_else(|| Error::new("E_OVERFLOW", "that is too far"))?;
            Ok(self.count)
        }
    }
}
