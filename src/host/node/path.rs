//! The builtin `path`, of POSIX systems.

use super::checks::{argument, is_undefined};
use super::errors::{invalid_arg_type, string};
use super::{Node, native};
use crate::safe::{Args, Env, IntoJs, JsValue, Object, Result, Value, ValueType};
use std::rc::Rc;

/// The exports of `path`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let path = env.object()?;
    path.set(env, "sep", "/")?;
    path.set(env, "delimiter", ":")?;

    native(env, path, "isAbsolute", |env, args| {
        text(env, &args, 0, "path")?.starts_with('/').into_js(env)
    })?;
    native(env, path, "normalize", |env, args| {
        normalize(&text(env, &args, 0, "path")?).into_js(env)
    })?;
    native(env, path, "join", |env, args| {
        let mut joined = String::new();
        for index in 0..args.len() {
            let part = text(env, &args, index, "path")?;
            if !joined.is_empty() && !part.is_empty() {
                joined.push('/');
            }
            joined += &part;
        }
        normalize(&joined).into_js(env)
    })?;
    let this = node.clone();
    native(env, path, "resolve", move |env, args| {
        let mut resolved = String::new();
        for index in (0..args.len()).rev() {
            let part = text(env, &args, index, &format!("paths[{index}]"))?;
            prepend(&mut resolved, &part);
            if resolved.starts_with('/') {
                break;
            }
        }
        absolute(&this, resolved)?.into_js(env)
    })?;
    native(env, path, "dirname", |env, args| {
        dirname(&text(env, &args, 0, "path")?).into_js(env)
    })?;
    native(env, path, "basename", |env, args| {
        let path = text(env, &args, 0, "path")?;
        let suffix = argument(env, &args, 1);
        let suffix = match is_undefined(env, suffix) {
            true => None,
            false => Some(string(env, "suffix", suffix)?),
        };
        let base = basename(&path);
        // A name is not its own suffix, but where it is all there is.
        let suffix = suffix.filter(|suffix| base != suffix || path == *suffix);
        let cut = suffix.and_then(|suffix| base.strip_suffix(&*suffix));
        cut.unwrap_or(base).into_js(env)
    })?;
    native(env, path, "extname", |env, args| {
        extname(&text(env, &args, 0, "path")?).into_js(env)
    })?;
    native(env, path, "toNamespacedPath", |env, args| args.get(env, 0))?;
    let this = node.clone();
    native(env, path, "relative", move |env, args| {
        let from = absolute(&this, text(env, &args, 0, "from")?)?;
        let to = absolute(&this, text(env, &args, 1, "to")?)?;
        relative(&from, &to).into_js(env)
    })?;
    native(env, path, "parse", |env, args| {
        let path = text(env, &args, 0, "path")?;
        let root = if path.starts_with('/') { "/" } else { "" };
        let (base, ext) = (basename(&path), extname(&path));
        let has_folder = path.trim_end_matches('/').contains('/');
        let parts: Object<'_> = env.object()?;
        parts.set(env, "root", root)?;
        parts.set(env, "dir", if has_folder { dirname(&path) } else { root })?;
        parts.set(env, "base", base)?;
        parts.set(env, "ext", ext)?;
        parts.set(env, "name", &base[..base.len() - ext.len()])?;
        Ok(parts.as_value())
    })?;
    native(env, path, "format", |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        if value.type_of(env) != ValueType::Object {
            return Err(invalid_arg_type(env, "pathObject", "of type object", value));
        }
        let parts: Object<'_> = value.to(env)?;
        format(env, parts)?.into_js(env)
    })?;

    path.set(env, "posix", path)?;
    // Of the other systems' paths no more than what separates their parts.
    let win32 = env.object()?;
    win32.set(env, "sep", "\\")?;
    win32.set(env, "delimiter", ";")?;
    win32.set(env, "posix", path)?;
    path.set(env, "win32", win32)?;
    Ok(path.as_value())
}

/// The exports of `path/posix`.
pub(super) fn posix_exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    node.builtin(env, "path")
}

/// An argument that must be a path.
fn text<'s>(env: &mut Env<'s>, args: &Args<'s>, index: usize, name: &str) -> Result<String> {
    let value = argument(env, args, index);
    string(env, name, value)
}

/// Resolves `.` and `..` among the parts of a path.
fn collapse(path: &str, is_absolute: bool) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn normalize(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut normal = collapse(path, is_absolute);
    if normal.is_empty() && !is_absolute {
        normal.push('.');
    }
    if !normal.is_empty() && path.len() > 1 && path.ends_with('/') {
        normal.push('/');
    }
    if is_absolute {
        normal.insert(0, '/');
    }
    normal
}

/// Puts a part of a path before what is known of it.
fn prepend(path: &mut String, part: &str) {
    if !part.is_empty() {
        let slash = if path.is_empty() { "" } else { "/" };
        path.insert_str(0, slash);
        path.insert_str(0, part);
    }
}

/// A path from the root.
pub(super) fn absolute(node: &Node, mut path: String) -> Result<String> {
    if !path.starts_with('/') {
        prepend(&mut path, &node.current_dir()?.to_string_lossy());
    }
    let mut collapsed = collapse(&path, true);
    collapsed.insert(0, '/');
    Ok(collapsed)
}

fn dirname(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        _ if trimmed.is_empty() && path.is_empty() => ".",
        _ if trimmed.is_empty() => "/",
        None => ".",
        Some(end) if end <= 1 && trimmed.starts_with('/') => &trimmed[..end + 1],
        Some(end) => &trimmed[..end],
    }
}

fn basename(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    trimmed
        .rfind('/')
        .map_or(trimmed, |slash| &trimmed[slash + 1..])
}

fn extname(path: &str) -> &str {
    let base = basename(path);
    match base.rfind('.') {
        None | Some(0) => "",
        Some(_) if base == ".." => "",
        Some(dot) => &base[dot..],
    }
}

/// The way from one path from the root to another.
fn relative(from: &str, to: &str) -> String {
    let parts = |path: &'_ str| -> Vec<String> {
        path.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (from, to) = (parts(from), parts(to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let down = to[common..].iter().map(String::as_str);
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// `path.format`.
fn format<'s>(env: &mut Env<'s>, parts: Object<'s>) -> Result<String> {
    let (dir, root) = (part(env, parts, "dir")?, part(env, parts, "root")?);
    let base = match part(env, parts, "base")? {
        Some(base) => base,
        None => {
            let ext = part(env, parts, "ext")?.unwrap_or_default();
            let dot = if ext.is_empty() || ext.starts_with('.') {
                ""
            } else {
                "."
            };
            format!(
                "{}{dot}{ext}",
                part(env, parts, "name")?.unwrap_or_default()
            )
        }
    };
    let is_root = dir.is_none() || dir == root;
    Ok(match dir.or(root) {
        None => base,
        Some(folder) if is_root => folder + &base,
        Some(folder) => format!("{folder}/{base}"),
    })
}

/// What a parsed path has of that name, as text; nothing where it is empty.
fn part<'s>(env: &mut Env<'s>, parts: Object<'s>, name: &str) -> Result<Option<String>> {
    let value: Value<'_> = parts.get(env, name)?;
    if !value.coerce_to_boolean(env)?.get(env) {
        return Ok(None);
    }
    Ok(Some(value.coerce_to_string(env)?.to_string(env)?))
}
