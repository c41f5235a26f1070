//! Rust's names in JavaScript.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Error, LitStr, Result};

/// `snake_case` to `camelCase`; underscores at either end stay.
pub(crate) fn camel(ident: &Ident) -> String {
    to_camel(&ident.unraw().to_string())
}

/// The property that a setter sets: `set_size` sets `size`.
pub(crate) fn of_setter(ident: &Ident) -> String {
    let name = ident.unraw().to_string();
    to_camel(
        name.strip_prefix("set_")
            .filter(|rest| !rest.is_empty())
            .unwrap_or(&name),
    )
}

/// How names are written.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Camel,
    Pascal,
    Snake,
    Screaming,
    Kebab,
    Lower,
    Upper,
}

impl Case {
    /// Reads the name of a case, which is written in it.
    pub(crate) fn parse(name: &LitStr) -> Result<Case> {
        Ok(match &*name.value() {
            "camelCase" => Case::Camel,
            "PascalCase" => Case::Pascal,
            "snake_case" => Case::Snake,
            "SCREAMING_SNAKE_CASE" => Case::Screaming,
            "kebab-case" => Case::Kebab,
            "lowercase" => Case::Lower,
            "UPPERCASE" => Case::Upper,
            _ => {
                return Err(Error::new(
                    name.span(),
                    "one of camelCase, PascalCase, snake_case, SCREAMING_SNAKE_CASE, kebab-case, \
                     lowercase, UPPERCASE",
                ));
            }
        })
    }

    /// A name of Rust's in this case.
    pub(crate) fn of(self, ident: &Ident) -> String {
        let name = ident.unraw().to_string();
        let words = words(&name);
        let capital = |word: &String| {
            let mut characters = word.chars();
            let first = characters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(characters).collect::<String>()
        };
        match self {
            Case::Camel => {
                let rest = words.iter().skip(1).map(capital);
                words.iter().take(1).cloned().chain(rest).collect()
            }
            Case::Pascal => words.iter().map(capital).collect(),
            Case::Snake => words.join("_"),
            Case::Screaming => words.join("_").to_uppercase(),
            Case::Kebab => words.join("-"),
            Case::Lower => words.concat(),
            Case::Upper => words.concat().to_uppercase(),
        }
    }
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let mut word = String::new();
        let mut previous = None;
        let mut characters = part.chars().peekable();
        while let Some(character) = characters.next() {
            // A capital begins a word, but for those in the middle of many, as in `HTTPServer`.
            let begins = character.is_uppercase()
                && previous.is_some_and(|it: char| {
                    !it.is_uppercase() || characters.peek().is_some_and(|it| it.is_lowercase())
                });
            if begins {
                words.push(std::mem::take(&mut word));
            }
            word.extend(character.to_lowercase());
            previous = Some(character);
        }
        words.push(word);
    }
    words
}

fn to_camel(name: &str) -> String {
    let body = name.trim_start_matches('_');
    let mut camel = name[..name.len() - body.len()].to_owned();
    let mut parts = body.split('_');
    camel.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let mut characters = part.chars();
        match characters.next() {
            Some(first) => camel.extend(first.to_uppercase().chain(characters)),
            None => camel.push('_'),
        }
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn snake_becomes_camel() {
        assert_eq!(to_camel("greet"), "greet");
        assert_eq!(to_camel("word_count"), "wordCount");
        assert_eq!(to_camel("_hidden_name"), "_hiddenName");
        assert_eq!(to_camel("sha_256"), "sha256");
        assert_eq!(to_camel("type_"), "type_");
    }

    #[test]
    fn names_in_every_case() {
        let of = |case: Case, name| case.of(&Ident::new(name, Span::call_site()));
        for name in ["max_retries", "MaxRetries", "maxRetries", "MAX_RETRIES"] {
            assert_eq!(of(Case::Camel, name), "maxRetries");
            assert_eq!(of(Case::Pascal, name), "MaxRetries");
            assert_eq!(of(Case::Snake, name), "max_retries");
            assert_eq!(of(Case::Screaming, name), "MAX_RETRIES");
            assert_eq!(of(Case::Kebab, name), "max-retries");
            assert_eq!(of(Case::Lower, name), "maxretries");
            assert_eq!(of(Case::Upper, name), "MAXRETRIES");
        }
        assert_eq!(of(Case::Kebab, "HTTPServer2"), "http-server2");
    }

    #[test]
    fn setters_name_what_they_set() {
        let of_setter = |name| of_setter(&Ident::new(name, Span::call_site()));
        assert_eq!(of_setter("set_file_name"), "fileName");
        assert_eq!(of_setter("set_type"), "type");
        assert_eq!(of_setter("size"), "size");
    }
}
