//! Rust's names in JavaScript.

use proc_macro2::Ident;
use syn::ext::IdentExt;

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
    fn setters_name_what_they_set() {
        let of_setter = |name| of_setter(&Ident::new(name, Span::call_site()));
        assert_eq!(of_setter("set_file_name"), "fileName");
        assert_eq!(of_setter("set_type"), "type");
        assert_eq!(of_setter("size"), "size");
    }
}
