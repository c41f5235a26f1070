//! Finds the paths that Rust source names: `use` trees, and paths in code. Enough of Rust's grammar
//! for that: comments, strings and lifetimes are passed over, groups are taken apart, `super` and
//! `self` are resolved.

/// A path that a source names, and the line it is on. What belongs to this crate begins with
/// `crate`; a path from the global root with an empty word.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// A word, `::`, or a single character of punctuation; literals are `"`.
struct Token {
    text: String,
    line: usize,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text
            .starts_with(|first: char| first.is_alphabetic() || first == '_')
    }
}

/// The paths of more than one word in a source, whose module path is given.
pub(crate) fn paths_of(source: &str, module: &[String]) -> Vec<Named> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        found: &mut found,
    };
    let is_file = |it: &[Token]| it[0].text == "mod" && it[2].text == ";";
    let children: Vec<_> = tokens
        .windows(3)
        .filter(|it| is_file(it))
        .map(|it| it[1].text.clone())
        .collect();
    // The modules that are open, and at how many braces each began.
    let (mut inline, mut braces): (Vec<(String, usize)>, usize) = (Vec::new(), 0);
    while reader.at < tokens.len() {
        let token = &tokens[reader.at];
        match token.text.as_str() {
            "{" => braces += 1,
            "}" => {
                braces = braces.saturating_sub(1);
                inline.pop_if(|(_, began)| *began == braces);
            }
            "mod" if reader.text(2) == "{" => {
                inline.push((reader.text(1).to_owned(), braces));
                braces += 1;
                reader.at += 3;
                continue;
            }
            _ if token.is_word() && !reader.continues_a_path() => {
                let first = reader.found.len();
                reader.path(Vec::new());
                let here: Vec<_> = module
                    .iter()
                    .chain(inline.iter().map(|(name, _)| name))
                    .cloned()
                    .collect();
                for named in &mut reader.found[first..] {
                    named.path = resolved(&named.path, &here, &children);
                }
                continue;
            }
            _ => {}
        }
        reader.at += 1;
    }
    found.retain(|named| named.path.len() > 1);
    found
}

/// The paths in the bodies of `quote!` and the like that do not begin with an interpolated name or a
/// word of the language.
pub(crate) fn quoted(source: &str) -> Vec<Named> {
    const MACROS: [&str; 4] = ["code", "quote", "quote_spanned", "parse_quote"];
    const OF_THE_LANGUAGE: [&str; 4] = ["Self", "self", "super", "clippy"];
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at + 2 < tokens.len() {
        if !MACROS.contains(&tokens[at].text.as_str()) || tokens[at + 1].text != "!" {
            at += 1;
            continue;
        }
        let end = end_of_group(&tokens, at + 2);
        let mut reader = Reader {
            tokens: &tokens[..end],
            at: at + 3,
            found: &mut found,
        };
        if tokens[at].text == "quote_spanned" {
            // What stands before the arrow is no generated code.
            while reader.at < end && (reader.text(0), reader.text(1)) != ("=", ">") {
                reader.at += 1;
            }
        }
        while reader.at < end {
            let token = &tokens[reader.at];
            let from_root = token.text == "::" && !reader.follows_a_path();
            if from_root {
                reader.at += 1;
                reader.path(vec![String::new()]);
            } else if token.is_word() && reader.text(1) == "::" && !reader.continues_a_path() {
                let first = reader.found.len();
                let is_free = !matches!(reader.before(), "#" | "$")
                    && !OF_THE_LANGUAGE.contains(&token.text.as_str());
                reader.path(Vec::new());
                if !is_free {
                    reader.found.truncate(first);
                }
            } else {
                reader.at += 1;
            }
        }
        at = end;
    }
    found.retain(|named| named.path.len() > 1);
    found
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    found: &'a mut Vec<Named>,
}

impl Reader<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens
            .get(self.at + ahead)
            .map_or("", |token| token.text.as_str())
    }

    fn before(&self) -> &str {
        if self.at == 0 {
            ""
        } else {
            &self.tokens[self.at - 1].text
        }
    }

    /// Whether the word here is a later one of a path, or a field or method.
    fn continues_a_path(&self) -> bool {
        matches!(self.before(), "::" | ".")
    }

    /// Whether the `::` here stands after something, as in `Vec::<T>::new`.
    fn follows_a_path(&self) -> bool {
        self.at > 0 && (self.tokens[self.at - 1].is_word() || matches!(self.before(), ">" | "]"))
    }

    /// Reads a path on from its first words; a group counts as a path for each of its items.
    fn path(&mut self, mut words: Vec<String>) {
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(0), "}" | "") {
                        self.path(words.clone());
                        if self.text(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "" => break,
                word => words.push(word.to_owned()),
            }
            self.at += 1;
            if self.text(0) == "as" {
                self.at += 2;
            }
            let goes_on = self.text(0) == "::"
                && (self.text(1) == "{"
                    || self.text(1) == "*"
                    || self.tokens.get(self.at + 1).is_some_and(Token::is_word));
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        self.found.push(Named { path: words, line });
    }
}

/// A path as written in a module with these child modules, from the crate's root where it is of this
/// crate.
fn resolved(path: &[String], module: &[String], children: &[String]) -> Vec<String> {
    let mut module = module.to_vec();
    let mut rest = path;
    match path {
        // Values and `pub(super)` are none.
        [_] => return Vec::new(),
        [first, more @ ..] if first == "self" => rest = more,
        [first, ..] if first == "super" || children.contains(first) => {}
        _ => return path.to_vec(),
    }
    while let [first, more @ ..] = rest
        && first == "super"
    {
        module.pop();
        rest = more;
    }
    let root = std::iter::once("crate".to_owned());
    root.chain(module).chain(rest.iter().cloned()).collect()
}

fn end_of_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let (text, after) = rest.split_at(token_length(rest));
        let is_literal = text.contains(['"', '\'']) || first.is_ascii_digit();
        if !text.starts_with("//") && !text.starts_with("/*") && !first.is_whitespace() {
            let text = if is_literal { "\"" } else { text }.to_owned();
            tokens.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

/// How long the first token of a text is, in bytes; a comment or white space is one too.
fn token_length(text: &str) -> usize {
    let until = |end: &str, from: usize| {
        text[from..]
            .find(end)
            .map_or(text.len(), |at| from + at + end.len())
    };
    let first = text.chars().next().unwrap_or_default();
    if first.is_whitespace() {
        return first.len_utf8();
    }
    if text.starts_with("//") {
        return until("\n", 0) - usize::from(text.contains('\n'));
    }
    if text.starts_with("/*") {
        return until("*/", 2);
    }
    if text.starts_with("::") {
        return 2;
    }
    let word = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (prefix, after) = text.split_at(word);
    if matches!(prefix, "r" | "br" | "cr") && after.starts_with(['"', '#']) {
        let hashes = after.find(|c| c != '#').unwrap_or(0);
        if after[hashes..].starts_with('"') {
            return until(&format!("\"{}", "#".repeat(hashes)), word + hashes + 1);
        }
    }
    if matches!(prefix, "" | "b" | "c") && after.starts_with('"') {
        return end_of_quotes(text, word, '"');
    }
    if matches!(prefix, "" | "b") && after.starts_with('\'') {
        let mut inside = after[1..].chars();
        let is_escape = inside.next() == Some('\\');
        if is_escape || inside.next() == Some('\'') {
            return end_of_quotes(text, word, '\'');
        }
        // A lifetime.
        let name = after[1..].find(|c: char| !c.is_alphanumeric() && c != '_');
        return name.map_or(text.len(), |end| word + 1 + end);
    }
    if word > 0 { word } else { first.len_utf8() }
}

/// Where a quoted literal ends, whose first quote is at `start`.
fn end_of_quotes(text: &str, start: usize, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at <= start) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn paths_are_found() {
    let source = r##"
        //! crate::comment::passed
        use crate::host::{abi::TABLE, engine::{self, Values as V}, quickjs};
        mod tests { use super::x::Y; fn f<'a>(a: &'a str) { super::super::call::<u8>('"', "a::b"); } }
        fn g() -> rquickjs::Value { /* c::d */ b'\''; r#" " e::f "#; Vec::<u8>::new() }
        mod child;
        pub(super) use self::inner::*;
        pub use child::{Thing};
    "##;
    let module = ["host".to_owned(), "node".to_owned()];
    let found: Vec<_> = paths_of(source, &module)
        .iter()
        .map(|it| it.path.join("::"))
        .collect();
    let expected = [
        "crate::host::abi::TABLE",
        "crate::host::engine::self",
        "crate::host::engine::Values",
        "crate::host::quickjs",
        "crate::host::node::x::Y",
        "crate::host::call",
        "rquickjs::Value",
        "crate::host::node::inner::*",
        "crate::host::node::child::Thing",
    ];
    assert_eq!(found, expected);
    assert_eq!(paths_of("\n\nuse a::b;", &[])[0].line, 3);
}

#[test]
fn quoted_paths_are_found() {
    let source = "fn f() { std::mem::drop(quote_spanned!(g::h()=> #a::b; ::nodeapi::c(Self::d); std::e::<u8>::f)); }";
    let found: Vec<_> = quoted(source).iter().map(|it| it.path.join("::")).collect();
    assert_eq!(found, ["::nodeapi::c", "std::e"]);
}
