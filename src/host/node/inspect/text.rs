//! Text: how strings are quoted, how wide text is, what colours it has.

use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// What a piece of text shows, for its colour.
#[derive(Clone, Copy)]
pub(super) enum Style {
    Special,
    /// Numbers, booleans.
    Number,
    Undefined,
    Null,
    /// Strings, symbols.
    Text,
    Date,
    RegExp,
}

impl Style {
    /// A style by the name that Node.js has for it.
    pub(super) fn by_name(name: &str) -> Option<Style> {
        Some(match name {
            "special" => Style::Special,
            "number" | "bigint" | "boolean" => Style::Number,
            "undefined" => Style::Undefined,
            "null" => Style::Null,
            "string" | "symbol" => Style::Text,
            "date" => Style::Date,
            "regexp" => Style::RegExp,
            _ => return None,
        })
    }

    /// The text between the sequences that switch the colour on and off.
    pub(super) fn paint(self, text: &str) -> String {
        let (on, off) = match self {
            Style::Special => (36, 39),
            Style::Number => (33, 39),
            Style::Undefined => (90, 39),
            Style::Null => (1, 22),
            Style::Text => (32, 39),
            Style::Date => (35, 39),
            Style::RegExp => (31, 39),
        };
        format!("\x1b[{on}m{text}\x1b[{off}m")
    }
}

/// A string as source text has it, between the quotes that it does not hold itself.
pub(super) fn quote(units: &[u16]) -> String {
    let has = |character: char| units.contains(&(character as u16));
    let has_expression = || units.windows(2).any(|pair| pair == [0x24, 0x7b]);
    let mark = match () {
        () if !has('\'') => '\'',
        () if !has('"') => '"',
        () if !has('`') && !has_expression() => '`',
        () => '\'',
    };
    let mut quoted = String::with_capacity(units.len() + 2);
    quoted.push(mark);
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok(character) => escape(&mut quoted, character, mark),
            Err(lone) => quoted += &format!("\\u{:x}", lone.unpaired_surrogate()),
        }
    }
    quoted.push(mark);
    quoted
}

fn escape(quoted: &mut String, character: char, mark: char) {
    match character {
        '\\' => *quoted += "\\\\",
        '\n' => *quoted += "\\n",
        '\r' => *quoted += "\\r",
        '\t' => *quoted += "\\t",
        '\x08' => *quoted += "\\b",
        '\x0c' => *quoted += "\\f",
        '\'' if mark == '\'' => *quoted += "\\'",
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => *quoted += &format!("\\x{:02X}", character as u32),
        character => quoted.push(character),
    }
}

/// The parts of a text, each with the end of its line.
pub(super) fn lines(units: &[u16]) -> impl Iterator<Item = &[u16]> {
    units.split_inclusive(|unit| *unit == 0x0a)
}

/// Whether a property of that name needs no quotes.
pub(super) fn is_plain_key(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The length of a text as JavaScript counts it, without what switches colours.
pub(super) fn length(text: &str, colors: bool) -> usize {
    let text = plain(text, colors);
    match text.is_ascii() {
        true => text.len(),
        false => text.encode_utf16().count(),
    }
}

/// How many columns a text takes, without what switches colours.
pub(in crate::host::node) fn width(text: &str, colors: bool) -> usize {
    let text = plain(text, colors);
    match text.is_ascii() {
        true => text.bytes().filter(|byte| !byte.is_ascii_control()).count(),
        false => text.width() - text.chars().filter(|each| each.is_control()).count(),
    }
}

/// The text without what switches colours.
fn plain(text: &str, colors: bool) -> Cow<'_, str> {
    if !colors || !text.contains('\x1b') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut parts = text.split("\x1b[");
    plain += parts.next().unwrap_or_default();
    for part in parts {
        plain += part.split_once('m').map_or(part, |(_, rest)| rest);
    }
    Cow::Owned(plain)
}

/// A number's text with `_` between each three digits.
pub(super) fn separated(number: &str) -> String {
    let digits = number.trim_start_matches('-');
    let sign = &number[..number.len() - digits.len()];
    let end = digits
        .find(|each: char| !each.is_ascii_digit())
        .unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let mut separated = sign.to_owned();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            separated.push('_');
        }
        separated.push(digit);
    }
    let mut fraction = 0;
    for each in rest.chars() {
        let counts = each.is_ascii_digit() && rest.starts_with('.') && !rest.contains('e');
        if counts && fraction > 0 && fraction % 3 == 0 {
            separated.push('_');
        }
        fraction += usize::from(counts);
        separated.push(each);
    }
    separated
}

/// Spaces.
pub(super) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// `s`, but for one.
pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
