//! `console.table`.

use crate::host::engine::Kind;
use crate::host::node::inspect::{Options, array_from, listed, show, width};
use crate::host::node::kinds;
use crate::safe::{Array, Env, JsValue, Object, Result, Value, ValueType};

/// A row: its cells by the name of their column, and what it is itself, if it is no object.
struct Row {
    key: Vec<String>,
    cells: Vec<(String, String)>,
    value: Option<String>,
}

/// The text of a table; `columns` says which of the rows' properties, if not all.
pub(super) fn text<'s>(
    env: &mut Env<'s>,
    data: Object<'s>,
    columns: Option<Array<'s>>,
) -> Result<String> {
    let columns: Option<Vec<String>> = match columns {
        Some(columns) => {
            let columns: Vec<Value<'s>> = columns.as_value().to(env)?;
            let texts = columns.iter().map(|column| {
                let text = column.coerce_to_string(env)?;
                text.to_string(env)
            });
            Some(texts.collect::<Result<_>>()?)
        }
        None => None,
    };
    let kind = kinds::kind(env, data.as_value());
    let is_collection = matches!(
        kind,
        Some(Kind::Map | Kind::Set | Kind::MapIterator | Kind::SetIterator)
    );
    let columns = columns.filter(|_| !is_collection);
    let (mut names, rows) = match is_collection {
        true => collection(env, data, kind)?,
        false => {
            let names = vec!["(index)".to_owned()];
            (names, rows(env, data, columns.as_deref())?)
        }
    };
    let fixed = names.len();
    let has_values =
        is_collection || columns.is_none() && rows.iter().any(|row| row.value.is_some());
    for name in columns.into_iter().flatten() {
        add(&mut names, fixed, name);
    }
    for row in &rows {
        for (name, _) in &row.cells {
            add(&mut names, fixed, name.clone());
        }
    }
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let mut line = row.key;
        for name in &names[fixed..] {
            let cell = row.cells.iter().find(|(each, _)| each == name);
            line.push(cell.map_or_else(String::new, |(_, cell)| cell.clone()));
        }
        if has_values {
            line.push(row.value.unwrap_or_default());
        }
        lines.push(line);
    }
    if has_values {
        names.push("Values".to_owned());
    }
    Ok(drawn(&names, &lines))
}

fn add(names: &mut Vec<String>, fixed: usize, name: String) {
    if !names[fixed..].contains(&name) {
        names.push(name);
    }
}

/// The rows of an object: its properties.
fn rows<'s>(env: &mut Env<'s>, data: Object<'s>, columns: Option<&[String]>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for key in data.keys(env)? {
        let row = env.scope(|env| -> Result<Row> {
            let item: Value<'_> = data.get(env, &key)?;
            let mut row = Row {
                key: vec![key],
                cells: Vec::new(),
                value: None,
            };
            match item.type_of(env) {
                ValueType::Object | ValueType::Function => {
                    let item: Object<'_> = item.coerce_to_object(env)?;
                    let names = match columns {
                        Some(columns) => columns.to_vec(),
                        None => item.keys(env)?,
                    };
                    for name in names {
                        if columns.is_none() || item.has_own(env, &name)? {
                            let cell: Value<'_> = item.get(env, &name)?;
                            let cell = shown(env, cell)?;
                            row.cells.push((name, cell));
                        }
                    }
                }
                _ => row.value = Some(shown(env, item)?),
            }
            Ok(row)
        })?;
        rows.push(row);
    }
    Ok(rows)
}

/// The rows of a map, a set, or an iterator of one, which ends by it: what it holds.
fn collection<'s>(
    env: &mut Env<'s>,
    data: Object<'s>,
    kind: Option<Kind>,
) -> Result<(Vec<String>, Vec<Row>)> {
    let entries = match kind {
        Some(Kind::Map) => listed(env, data, "Map", "entries")?,
        Some(Kind::Set) => listed(env, data, "Set", "values")?,
        _ => array_from(env, data.as_value())?,
    };
    let entries: Vec<Value<'s>> = entries.as_value().to(env)?;
    // Those of an iterator may be keys, values or both; nothing but their looks says which.
    let has_keys = match kind {
        Some(Kind::MapIterator) => entries.iter().all(|entry| entry.is_array(env)),
        kind => kind == Some(Kind::Map),
    };
    let mut names = vec!["(iteration index)".to_owned()];
    if has_keys {
        names.push("Key".to_owned());
    }
    let mut rows = Vec::with_capacity(entries.len());
    for (index, entry) in entries.into_iter().enumerate() {
        let mut key = vec![index.to_string()];
        let mut value = entry;
        if has_keys {
            let entry: Object<'s> = entry.to(env)?;
            let name = entry.get(env, 0)?;
            key.push(shown(env, name)?);
            value = entry.get(env, 1)?;
        }
        rows.push(Row {
            key,
            cells: Vec::new(),
            value: Some(shown(env, value)?),
        });
    }
    Ok((names, rows))
}

/// A cell's text.
fn shown<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let is_large = value.type_of(env) == ValueType::Object && !value.is_array(env) && {
        let object: Object<'s> = value.to(env)?;
        object.keys(env)?.len() > 2
    };
    let options = Options {
        max_array_length: 3.0,
        break_length: f64::INFINITY,
        depth: if is_large { -1.0 } else { 0.0 },
        ..Options::default()
    };
    show(env, value, options)
}

/// Lines with a frame around them.
fn drawn(head: &[String], lines: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = lines.iter().map(|line| &line[column]);
            let widths = cells.chain([&head[column]]).map(|cell| width(cell, false));
            widths.max().unwrap_or_default() + 2
        })
        .collect();
    let rule = |left: &str, middle: &str, right: &str| {
        let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        format!("{left}{}{right}", rules.join(middle))
    };
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, room)| format!(" {cell}{}", " ".repeat(room - 1 - width(cell, false))))
            .collect();
        format!("│{}│", cells.join("│"))
    };
    let mut text = vec![rule("┌", "┬", "┐"), row(head), rule("├", "┼", "┤")];
    text.extend(lines.iter().map(|line| row(line)));
    text.push(rule("└", "┴", "┘"));
    text.join("\n")
}
