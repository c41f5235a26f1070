//! The smallest addon: a module that exports one function. It uses another addon's crate, and the
//! two go into one library or test without a clash.

#![forbid(unsafe_code)]

use nodeapi::napi_module;

/// How many words a text has.
#[napi_module]
pub fn word_count(text: &str) -> usize {
    // A function of another addon is a function of Rust as any other.
    let slug = textkit::textkit::slug(text).unwrap_or_else(|_| text.to_owned());
    slug.split(|character: char| character == '-' || character.is_whitespace())
        .filter(|word| !word.is_empty())
        .count()
}
