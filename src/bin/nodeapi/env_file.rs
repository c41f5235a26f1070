//! Files of environment variables, as Node.js reads them for `--env-file`.

use std::io;

/// Sets the variables of a file that are not set yet; of those it names twice, the last counts.
///
/// # Errors
///
/// Where the file cannot be read.
///
/// # Safety
///
/// No other thread runs.
pub(crate) unsafe fn load(path: &str) -> io::Result<()> {
    let text = String::from_utf8_lossy(&std::fs::read(path)?).replace("\r\n", "\n");
    let set: Vec<_> = variables(&text)
        .into_iter()
        .filter(|(name, _)| std::env::var_os(name).is_none())
        .collect();
    for (name, value) in set {
        // SAFETY: the caller's promise.
        unsafe { std::env::set_var(name, value) };
    }
    Ok(())
}

/// The variables of a text, in order. Lines without `=` are passed over.
fn variables(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return found;
        }
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let Some((name, start)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            text = rest;
            continue;
        };
        let name = name.trim();
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        // What is quoted may go on over lines; what follows it on its last line is nothing.
        let value_on = &text[line.len() - start.len()..];
        let value_on = value_on.trim_start_matches([' ', '\t']);
        let (value, after) = match quoted(value_on) {
            Some((value, after)) => (value, after.split_once('\n').map_or("", |(_, rest)| rest)),
            None => {
                let line = value_on.split('\n').next().unwrap_or_default();
                let value = line.split('#').next().unwrap_or_default().trim();
                (value.to_owned(), rest)
            }
        };
        if !name.is_empty() && !name.contains('\0') && !value.contains('\0') {
            found.retain(|(other, _)| other != name);
            found.push((name.to_owned(), value));
        }
        text = after;
    }
}

/// A value in quotes of one of three kinds, and what follows; `None` where it is not in quotes.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|first| "\"'`".contains(*first))?;
    let (value, after) = text[1..].split_once(quote)?;
    let value = match quote {
        '"' => value.replace("\\n", "\n"),
        _ => value.to_owned(),
    };
    Some((value, after))
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn values_are_read_as_node_reads_them() {
        let text = "\
            # a comment\n\
            A=1\n\
            export B = two words # and a comment\n\
            no variable\n\
            C='single # \\n' rest\n\
            D=\"double\\nlines\"\n\
            E=`back 'n' \"ticks\"`\n\
            F=\n\
            G=\"over\nlines\"\n\
            H='open\n\
            A=last\n\
            I=a=b";
        let expected = [
            ("B", "two words"),
            ("C", "single # \\n"),
            ("D", "double\nlines"),
            ("E", "back 'n' \"ticks\""),
            ("F", ""),
            ("G", "over\nlines"),
            ("H", "'open"),
            ("A", "last"),
            ("I", "a=b"),
        ];
        let found = variables(text);
        let found: Vec<_> = found
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(found, expected);
    }
}
