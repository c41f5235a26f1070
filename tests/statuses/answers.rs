//! What functions answer, case by case, as the addon prints it and as `data/answers.txt` keeps it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// The versions of Node-API that the addon is built for, as C and as the file have them.
pub(crate) const VERSIONS: [(&str, &str); 3] =
    [("8", "8"), ("10", "10"), ("2147483647", "experimental")];

/// What one run answered, by function and case.
pub(crate) type Answers = BTreeMap<(String, String), String>;

/// Reads what the addon has printed: `function: case: answer`, where an answer that begins with `=`
/// tells more of the one before. A case that comes again is counted.
pub(crate) fn printed(text: &str) -> Answers {
    let mut answers = Answers::new();
    let mut seen = HashMap::new();
    let mut last = None;
    for line in text.lines().filter(|line| !line.ends_with(": missing")) {
        let mut parts = line.splitn(3, ": ");
        let function = parts.next().unwrap_or_default().to_owned();
        let case = parts.next().unwrap_or_default().to_owned();
        let answer = parts.next().unwrap_or("seen");
        let step = (function, case);
        if let Some((of, key)) = &last
            && *of == step
            && answer.starts_with("= ")
            && let Some(before) = answers.get_mut(key)
        {
            write!(before, " {answer}").unwrap();
            continue;
        }
        let count = seen.entry(step.clone()).or_insert(0);
        *count += 1;
        let mut key = step.clone();
        if *count > 1 {
            write!(key.1, " ({count})").unwrap();
        }
        answers.insert(key.clone(), answer.to_owned());
        last = Some((step, key));
    }
    answers
}

/// Reads the file: functions; below each, its answers, after the versions that gave it unless all
/// did; below each of those, the cases.
pub(crate) fn kept(text: &str) -> [Answers; 3] {
    let mut kept = [const { Answers::new() }; 3];
    let (mut function, mut versions, mut answer) = ("", "", "");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(cases) = line.strip_prefix("    ") {
            for case in cases.trim_end_matches(" |").split(" | ") {
                let key = (function.to_owned(), case.to_owned());
                for (answers, (_, version)) in kept.iter_mut().zip(VERSIONS) {
                    if versions.is_empty() || versions.split(' ').any(|it| it == version) {
                        answers.insert(key.clone(), answer.to_owned());
                    }
                }
            }
        } else if let Some(found) = line.strip_prefix("  ") {
            let split = found.strip_prefix('[').and_then(|it| it.split_once("] "));
            (versions, answer) = split.unwrap_or(("", found));
        } else {
            function = line;
        }
    }
    kept
}

/// The file of these answers.
pub(crate) fn to_keep(answers: &[Answers; 3]) -> String {
    let mut file = String::from("# Generated: what Node.js answers. See every.rs.\n");
    let keys: BTreeSet<_> = answers.iter().flat_map(Answers::keys).collect();
    // By function, then by answer and versions: the cases.
    type Cases<'a> = BTreeMap<(&'a str, Vec<&'a str>), Vec<&'a str>>;
    let mut grouped: BTreeMap<&str, Cases<'_>> = BTreeMap::new();
    for key in keys {
        let mut by_answer: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (answers, (_, version)) in answers.iter().zip(VERSIONS) {
            if let Some(answer) = answers.get(key) {
                by_answer.entry(answer).or_default().push(version);
            }
        }
        for group in by_answer {
            let cases = grouped.entry(&key.0).or_default();
            cases.entry(group).or_default().push(&key.1);
        }
    }
    for (function, answers) in grouped {
        writeln!(file, "{function}").unwrap();
        for ((answer, versions), cases) in answers {
            let of = match versions.len() {
                3 => String::new(),
                _ => format!("[{}] ", versions.join(" ")),
            };
            writeln!(file, "  {of}{answer}").unwrap();
            let mut line = String::new();
            for case in cases {
                if line.len() + case.len() > 110 && !line.is_empty() {
                    writeln!(file, "    {line} |").unwrap();
                    line.clear();
                }
                if !line.is_empty() {
                    line.push_str(" | ");
                }
                line.push_str(case);
            }
            writeln!(file, "    {line}").unwrap();
        }
    }
    file
}

#[test]
fn what_is_kept_is_what_was_printed() {
    let text = |answer: &str| {
        format!(
            "f: a: ok\nf: a: = 1: 2\nf: a: ok\ng: b: missing\nuncaught: Error\nf: b: {answer}\n"
        )
    };
    let answers = [text("ok"), text("ok"), text("invalid_arg")].map(|text| printed(&text));
    assert_eq!(answers[0].len(), 4);
    assert_eq!(answers[0][&("f".to_owned(), "a".to_owned())], "ok = 1: 2");
    assert_eq!(answers[0][&("f".to_owned(), "a (2)".to_owned())], "ok");
    assert_eq!(kept(&to_keep(&answers)), answers);
}
