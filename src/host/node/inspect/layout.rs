//! How the parts of an object are put together: on a line, a line each, or in columns.

use super::options::Options;
use super::text::{length, spaces, width};

/// What stands around the parts of an object.
pub(super) struct Frame<'a> {
    /// Before the opening brace: what a function or an error is, say.
    pub(super) base: &'a str,
    pub(super) open: &'a str,
    pub(super) close: &'a str,
}

/// Puts parts together. `is_shallow` says that no more objects are nested in this one than `compact`
/// lets stand on a line; `is_grouped`, that the parts are in columns already.
pub(super) fn join(
    options: &Options,
    indentation: usize,
    parts: &[String],
    frame: &Frame<'_>,
    is_shallow: bool,
) -> String {
    let Frame { base, open, close } = frame;
    let Some(_) = options.compact else {
        return join_compact(options, indentation, parts, frame);
    };
    let base = match base.is_empty() {
        true => String::new(),
        false => format!("{base} "),
    };
    if is_shallow {
        let start =
            parts.len() + indentation + length(open, false) + length(frame.base, false) + 10;
        if fits(options, parts, start, frame.base) {
            let joined = parts.join(", ");
            if !joined.contains('\n') {
                return format!("{base}{open} {joined} {close}");
            }
        }
    }
    let gap = format!("\n{}", spaces(indentation));
    let joined = parts.join(&format!(",{gap}  "));
    format!("{base}{open}{gap}  {joined}{gap}{close}")
}

/// As Node.js did it long ago.
fn join_compact(
    options: &Options,
    indentation: usize,
    parts: &[String],
    frame: &Frame<'_>,
) -> String {
    let Frame { base, open, close } = frame;
    let base = match base.is_empty() {
        true => String::new(),
        false => format!(" {base}"),
    };
    if fits(options, parts, 0, frame.base) {
        return format!("{open}{base} {} {close}", parts.join(", "));
    }
    let indentation = spaces(indentation);
    let line = match base.is_empty() && open.len() == 1 {
        true => " ".to_owned(),
        false => format!("{base}\n{indentation}  "),
    };
    let joined = parts.join(&format!(",\n{indentation}  "));
    format!("{open}{line}{joined} {close}")
}

/// Whether the parts have room on a line.
fn fits(options: &Options, parts: &[String], start: usize, base: &str) -> bool {
    let mut total = parts.len() + start;
    if (total + parts.len()) as f64 > options.break_length {
        return false;
    }
    for part in parts {
        total += length(part, options.colors);
        if total as f64 > options.break_length {
            return false;
        }
    }
    !base.contains('\n')
}

/// Many short parts in columns; `None` where they are better left as they are. What says how many
/// more there are, if `has_more`, stays on a line of its own.
pub(super) fn group(
    options: &Options,
    indentation: usize,
    parts: &[String],
    has_more: bool,
    is_numeric: impl FnOnce() -> bool,
) -> Option<Vec<String>> {
    const SEPARATOR: usize = 2;
    // How much higher a character is than it is wide, and the most columns.
    const HEIGHT: f64 = 2.5;
    const MOST: f64 = 15.0;
    let last = parts.len() - usize::from(has_more);
    let widths: Vec<usize> = parts[..last]
        .iter()
        .map(|part| width(part, options.colors))
        .collect();
    let longest = widths.iter().copied().max()?;
    let total: usize = widths.iter().map(|width| width + SEPARATOR).sum();
    let actual = (longest + SEPARATOR) as f64;
    let is_wide = actual * 3.0 + indentation as f64 >= options.break_length;
    if is_wide || (total as f64 / actual <= 5.0 && longest > 6) {
        return None;
    }
    let bias = (actual - total as f64 / parts.len() as f64).sqrt();
    let biased = (actual - 3.0 - bias).max(1.0);
    let columns = ((HEIGHT * biased * last as f64).sqrt() / biased)
        .round()
        .min(((options.break_length - indentation as f64) / actual).floor())
        .min(options.compact.unwrap_or(3.0) * 4.0)
        .min(MOST) as usize;
    if columns <= 1 {
        return None;
    }
    let column_widths: Vec<usize> = (0..columns)
        .map(|column| widths.iter().skip(column).step_by(columns).max())
        .map(|width| width.copied().unwrap_or_default() + SEPARATOR)
        .collect();
    let is_numeric = is_numeric();
    let mut rows = Vec::with_capacity(last / columns + 2);
    for start in (0..last).step_by(columns) {
        let end = (start + columns).min(last);
        let mut row = String::new();
        for index in start..end {
            let is_last = index == end - 1;
            let separator = if is_last { 0 } else { SEPARATOR };
            let fill = column_widths[index - start] - SEPARATOR - widths[index];
            if is_numeric {
                row += &spaces(fill);
            }
            row += &parts[index];
            row += &", "[..separator];
            if !is_numeric && !is_last {
                row += &spaces(fill);
            }
        }
        rows.push(row);
    }
    rows.extend_from_slice(&parts[last..]);
    Some(rows)
}
