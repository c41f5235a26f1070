//! What two texts have in common and what not, line by line: the algorithm of Myers, with ties broken as
//! Node.js breaks them.

/// A line of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Both(&'a str),
    Actual(&'a str),
    Expected(&'a str),
}

/// How many lines may be others before no more is looked for than what is the same at the beginning and
/// at the end: the search takes the square of it.
const MOST: usize = 2000;

/// The lines of the two, what they have in common once. With `forgives_commas`, lines that differ by one
/// at the end are the same.
pub(super) fn difference<'a>(
    actual: &'a str,
    expected: &'a str,
    forgives_commas: bool,
) -> Vec<Line<'a>> {
    let actual: Vec<&str> = actual.split('\n').collect();
    let expected: Vec<&str> = expected.split('\n').collect();
    let same = |a: &str, b: &str| {
        a == b
            || forgives_commas && (a.strip_suffix(',') == Some(b) || b.strip_suffix(',') == Some(a))
    };
    let both = |a: &'a str, b: &'a str| match !forgives_commas || a.ends_with(',') {
        true => Line::Both(a),
        false => Line::Both(b),
    };
    let Some(trace) = search(&actual, &expected, same) else {
        return ends(&actual, &expected, same, both);
    };
    let (mut x, mut y) = (actual.len() as isize, expected.len() as isize);
    let mut lines = Vec::new();
    for (level, reached) in trace.iter().enumerate().rev() {
        let level = level as isize;
        let diagonal = x - y;
        let previous = match goes_down(reached, diagonal, level) {
            true => diagonal + 1,
            false => diagonal - 1,
        };
        let before = match level {
            0 => 0,
            _ => at(reached, previous, level),
        };
        let (stop_x, stop_y) = (before, before - if level == 0 { 0 } else { previous });
        while x > stop_x && y > stop_y {
            lines.push(both(actual[x as usize - 1], expected[y as usize - 1]));
            (x, y) = (x - 1, y - 1);
        }
        if level > 0 {
            if x > stop_x {
                lines.push(Line::Actual(actual[x as usize - 1]));
                x -= 1;
            } else {
                lines.push(Line::Expected(expected[y as usize - 1]));
                y -= 1;
            }
        }
    }
    lines.reverse();
    lines
}

/// How far each diagonal reached before a level: those from `1 - level` to `level - 1`.
type Reached = Vec<isize>;

/// How far a diagonal reached before a level; as Node.js has it, 0 where it has not been reached.
fn at(reached: &Reached, diagonal: isize, level: isize) -> isize {
    let index = usize::try_from(diagonal + level - 1).ok();
    index
        .and_then(|index| reached.get(index))
        .copied()
        .unwrap_or(0)
}

fn goes_down(reached: &Reached, diagonal: isize, level: isize) -> bool {
    diagonal == -level
        || diagonal != level && at(reached, diagonal - 1, level) < at(reached, diagonal + 1, level)
}

/// How far each diagonal reached, level by level; `None` where that takes too long.
fn search(
    actual: &[&str],
    expected: &[&str],
    same: impl Fn(&str, &str) -> bool,
) -> Option<Vec<Reached>> {
    let (width, height) = (actual.len() as isize, expected.len() as isize);
    let mut trace: Vec<Reached> = Vec::new();
    let mut reached: Reached = Vec::new();
    for level in 0..=(width + height).min(MOST as isize) {
        let mut next: Reached = vec![0; 2 * level as usize + 1];
        // Those of the level before stay what they were.
        for diagonal in (1 - level)..level {
            next[(diagonal + level) as usize] = at(&reached, diagonal, level);
        }
        let mut is_done = false;
        for diagonal in (-level..=level).step_by(2) {
            let mut x = match (level, goes_down(&reached, diagonal, level)) {
                (0, _) => 0,
                (_, true) => at(&reached, diagonal + 1, level),
                (_, false) => at(&reached, diagonal - 1, level) + 1,
            };
            let mut y = x - diagonal;
            while x < width && y < height && same(actual[x as usize], expected[y as usize]) {
                (x, y) = (x + 1, y + 1);
            }
            next[(diagonal + level) as usize] = x;
            if x >= width && y >= height {
                is_done = true;
                break;
            }
        }
        trace.push(std::mem::replace(&mut reached, next));
        if is_done {
            return Some(trace);
        }
    }
    None
}

/// The difference of texts that have little in common.
fn ends<'a>(
    actual: &[&'a str],
    expected: &[&'a str],
    same: impl Fn(&str, &str) -> bool,
    both: impl Fn(&'a str, &'a str) -> Line<'a>,
) -> Vec<Line<'a>> {
    let pairs = actual.iter().zip(expected);
    let start = pairs.take_while(|(a, b)| same(a, b)).count();
    let (rest, others) = (&actual[start..], &expected[start..]);
    let pairs = rest.iter().rev().zip(others.iter().rev());
    let end = pairs.take_while(|(a, b)| same(a, b)).count();
    let common = |a: &[&'a str], b: &[&'a str]| -> Vec<Line<'a>> {
        a.iter().zip(b).map(|(a, b)| both(a, b)).collect()
    };
    let mut lines = common(&actual[..start], &expected[..start]);
    lines.extend(
        rest[..rest.len() - end]
            .iter()
            .map(|line| Line::Actual(line)),
    );
    lines.extend(
        others[..others.len() - end]
            .iter()
            .map(|line| Line::Expected(line)),
    );
    lines.extend(common(
        &rest[rest.len() - end..],
        &others[others.len() - end..],
    ));
    lines
}

/// The text of a difference; of many lines that are the same, the first. Whether some are left out.
pub(super) fn folded(lines: &[Line<'_>]) -> (String, bool) {
    const SHOWN: usize = 5;
    let mut text = String::new();
    let mut is_folded = false;
    let mut same = 0;
    for (index, line) in lines.iter().enumerate() {
        if let Line::Both(_) = line {
            if same < SHOWN {
                text += &line.marked();
            }
            same += 1;
            continue;
        }
        match same {
            0..=SHOWN => {}
            // What would take as many lines as it leaves out is shown.
            _ if same <= SHOWN + 2 => {
                for line in &lines[index - (same - SHOWN)..index] {
                    text += &line.marked();
                }
            }
            _ => {
                is_folded = true;
                text += "...\n";
                text += &lines[index - 1].marked();
            }
        }
        same = 0;
        text += &line.marked();
    }
    (text.trim_end().to_owned(), is_folded)
}
