//! URLs as `url.parse` and `url.format` have always taken them apart and put them together.

use super::escape;
use std::borrow::Cow;
use url::quirks;

/// What an old `Url` has; an object may have a query too.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub(super) protocol: Option<String>,
    pub(super) slashes: Option<bool>,
    pub(super) auth: Option<String>,
    pub(super) host: Option<String>,
    pub(super) port: Option<String>,
    pub(super) hostname: Option<String>,
    pub(super) hash: Option<String>,
    pub(super) search: Option<String>,
    pub(super) query: Option<String>,
    pub(super) pathname: Option<String>,
    pub(super) path: Option<String>,
    pub(super) href: Option<String>,
}

/// Why a text is no URL.
pub(super) enum Invalid {
    Port,
    Host,
    /// An escaped part that cannot be read.
    Auth,
}

/// The longest name of a host.
const LONGEST_HOST: usize = 255;

/// Whether `//` stands behind the protocol, said or not.
pub(super) fn is_slashed(protocol: Option<&str>) -> bool {
    let bare = protocol.map(|protocol| protocol.strip_suffix(':').unwrap_or(protocol));
    matches!(
        bare,
        Some("http" | "https" | "ftp" | "gopher" | "file" | "ws" | "wss")
    )
}

pub(super) fn is_hostless(protocol: Option<&str>) -> bool {
    matches!(protocol, Some("javascript" | "javascript:"))
}

fn is_file(protocol: &str) -> bool {
    protocol.starts_with("file")
}

/// Nothing where a text is empty, as JavaScript's `||` has it.
pub(super) fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

impl Parts {
    /// Takes a text apart. `decode` is `decodeURIComponent`.
    pub(super) fn parse(
        text: &str,
        slashes_denote_host: bool,
        decode: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Parts, Invalid> {
        let mut parts = Parts::default();
        let text = trimmed(text);
        let mut rest: &str = &text;
        if !slashes_denote_host && !rest.contains(['#', '@']) && is_simple_path(rest) {
            parts.split_rest(rest);
            parts.path = Some(rest.to_owned());
            parts.href = Some(rest.to_owned());
            return Ok(parts);
        }
        let mut written = None;
        if let Some(length) = protocol_length(rest) {
            written = Some(&rest[..length]);
            parts.protocol = written.map(str::to_lowercase);
            rest = &rest[length..];
        }
        let protocol = parts.protocol.clone();
        let protocol = protocol.as_deref();
        let mut has_slashes = false;
        if slashes_denote_host || protocol.is_some() || names_user(rest) {
            has_slashes = rest.starts_with("//");
            if has_slashes && !is_hostless(protocol) {
                rest = &rest[2..];
                parts.slashes = Some(true);
            }
        }
        // In capital letters, they are others here.
        let has_host = has_slashes || (written.is_some() && !is_slashed(written));
        let mut rest = Cow::Borrowed(rest);
        if has_host && !is_hostless(protocol) {
            rest = Cow::Owned(parts.take_host(&rest, decode)?);
        }
        if !is_hostless(protocol) {
            rest = Cow::Owned(auto_escaped(&rest));
        }
        parts.split_rest(&rest);
        let has_name = filled(parts.hostname.as_deref()).is_some();
        if is_slashed(protocol) && has_name && parts.pathname.is_none() {
            parts.pathname = Some("/".to_owned());
        }
        parts.set_path();
        parts.href = Some(parts.format(parts.query.as_deref()));
        Ok(parts)
    }

    /// What a request is made for.
    pub(super) fn set_path(&mut self) {
        let (pathname, search) = (
            filled(self.pathname.as_deref()),
            filled(self.search.as_deref()),
        );
        if pathname.is_some() || search.is_some() {
            self.path = Some(pathname.unwrap_or_default().to_owned() + search.unwrap_or_default());
        }
    }

    /// Takes the host, and who is to be there, from what stands behind the protocol; gives the rest.
    fn take_host(
        &mut self,
        text: &str,
        decode: impl FnOnce(&str) -> Option<String>,
    ) -> Result<String, Invalid> {
        // Where the host ends at the latest, and where before that what no name of a host has.
        let (mut at, mut odd) = (None, None);
        let end = text.find(['#', '/', '?']).unwrap_or(text.len());
        let before: String = text[..end].replace(['\t', '\n', '\r'], "");
        for (index, character) in before.char_indices() {
            match character {
                '@' => (at, odd) = (Some(index), None),
                ' ' | '"' | '%' | '\'' | ';' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                    odd = odd.or(Some(index));
                }
                _ => {}
            }
        }
        let start = at.map_or(0, |at| at + 1);
        if let Some(at) = at {
            self.auth = Some(decode(&before[..at]).ok_or(Invalid::Auth)?);
        }
        let host_end = odd.unwrap_or(before.len());
        let mut host = &before[start..host_end];
        let mut rest = before[host_end..].to_owned() + &text[end..];
        let digits = host.rfind(':').map(|colon| (colon, &host[colon + 1..]));
        if let Some((colon, digits)) = digits
            && digits.bytes().all(|digit| digit.is_ascii_digit())
        {
            self.port = filled(Some(digits)).map(str::to_owned);
            host = &host[..colon];
        }
        let is_ipv6 = is_ipv6(host);
        if !is_ipv6 && host.contains(':') {
            return Err(Invalid::Port);
        }
        let length = host.encode_utf16().count();
        let mut name = if length > LONGEST_HOST {
            String::new()
        } else {
            host.to_lowercase()
        };
        if !name.is_empty() {
            if !is_ipv6 {
                name = to_ascii(&name);
            }
            let is_forbidden = |character| match character {
                '[' | ']' | ':' => !is_ipv6,
                '\0' | '\t' | '\n' | '\r' | ' ' | '#' | '%' | '/' | '<' | '>' | '?' | '@'
                | '\\' | '^' | '|' => true,
                _ => false,
            };
            if name.is_empty() || name.contains(is_forbidden) {
                return Err(Invalid::Host);
            }
        }
        let port = self.port.as_deref().map(|port| format!(":{port}"));
        self.host = Some(name.clone() + &port.unwrap_or_default());
        if is_ipv6 {
            name = name[1..name.len() - 1].to_owned();
            if !rest.starts_with('/') {
                rest.insert(0, '/');
            }
        }
        self.hostname = Some(name);
        Ok(rest)
    }

    /// Takes what stands behind the host.
    fn split_rest(&mut self, rest: &str) {
        let (before, hash) = match rest.find('#') {
            Some(at) => (&rest[..at], Some(&rest[at..])),
            None => (rest, None),
        };
        let (pathname, search) = match before.find('?') {
            Some(at) => (&before[..at], Some(&before[at..])),
            None => (before, None),
        };
        self.hash = hash.map(str::to_owned);
        self.search = search.map(str::to_owned);
        self.query = search.map(|search| search[1..].to_owned());
        self.pathname = filled(Some(pathname)).map(str::to_owned);
    }

    /// The text; `query` stands in for a search that there is none of.
    pub(super) fn format(&self, query: Option<&str>) -> String {
        let mut protocol = self.protocol.clone().unwrap_or_default();
        let auth = filled(self.auth.as_deref());
        let auth = auth.map(|auth| escape(auth, is_plain_in_auth) + "@");
        let auth = auth.unwrap_or_default();
        let mut host = String::new();
        if let Some(name) = filled(self.host.as_deref()) {
            host = auth + name;
        } else if let Some(name) = filled(self.hostname.as_deref()) {
            let needs_brackets = name.contains(':') && !is_ipv6(name);
            host = match needs_brackets {
                true => format!("{auth}[{name}]"),
                false => auth + name,
            };
            if let Some(port) = filled(self.port.as_deref()) {
                host = format!("{host}:{port}");
            }
        }
        if !protocol.is_empty() && !protocol.ends_with(':') {
            protocol.push(':');
        }
        let pathname = self.pathname.as_deref().unwrap_or_default();
        let mut pathname = pathname.replace('#', "%23").replace('?', "%3F");
        let has_slashes = self.slashes == Some(true);
        if has_slashes || is_slashed(Some(&protocol)) {
            if has_slashes || !host.is_empty() {
                if !pathname.is_empty() && !pathname.starts_with('/') {
                    pathname.insert(0, '/');
                }
                host.insert_str(0, "//");
            } else if is_file(&protocol) {
                host = "//".to_owned();
            }
        }
        let query = filled(query).map(|query| format!("?{query}"));
        let search = filled(self.search.as_deref()).map(str::to_owned).or(query);
        let search = search.unwrap_or_default().replace('#', "%23");
        let hash = self.hash.clone().unwrap_or_default();
        let mark = |text: &str, mark| {
            if text.is_empty() || text.starts_with(mark) {
                ""
            } else {
                mark
            }
        };
        let (question, sharp) = (mark(&search, "?"), mark(&hash, "#"));
        format!("{protocol}{host}{pathname}{question}{search}{sharp}{hash}")
    }
}

/// Without space around it; before a query or a hash, with `/` for `\`.
fn trimmed(text: &str) -> String {
    let text = text.trim_matches(|character: char| {
        character < '!' || character == '\u{A0}' || character == '\u{FEFF}'
    });
    let end = text.find(['?', '#']).unwrap_or(text.len());
    text[..end].replace('\\', "/") + &text[end..]
}

/// Whether that is a path alone, and perhaps a query.
fn is_simple_path(text: &str) -> bool {
    let is_space = |character: char| character.is_whitespace() || character == '\u{FEFF}';
    text.starts_with('/') && !text.starts_with("///") && !text.contains(is_space)
}

fn protocol_length(text: &str) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b".+-".contains(byte);
    let length = text.bytes().take_while(|byte| is_part(byte)).count();
    (length > 0 && text[length..].starts_with(':')).then_some(length + 1)
}

/// Whether a text begins with `//user@host`.
fn names_user(text: &str) -> bool {
    let Some((user, rest)) = text
        .strip_prefix("//")
        .and_then(|rest| rest.split_once('@'))
    else {
        return false;
    };
    !user.is_empty() && !user.contains('/') && !rest.is_empty() && !rest.starts_with(['@', '/'])
}

fn is_ipv6(name: &str) -> bool {
    name.len() > 1 && name.starts_with('[') && name.ends_with(']')
}

/// A name of a host as it is asked for; one that is plain stays as it is.
fn to_ascii(name: &str) -> String {
    match name.is_ascii() {
        true => name.to_owned(),
        false => quirks::domain_to_ascii(name),
    }
}

/// With what never is in a URL escaped.
fn auto_escaped(text: &str) -> String {
    escape(text, |character| !"\t\n\r \"'<>\\^`{|}".contains(character))
}

fn is_plain_in_auth(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!-._~'()*:".contains(character)
}
