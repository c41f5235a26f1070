//! The classes `fs.Stats`, `BigIntStats` and `fs.Dirent`, whose objects are plain ones.

use super::operations::{Entry, Numbers};
use crate::host::node::Node;
use crate::safe::{
    Env, Function, IntoJs, JsString, JsValue, Object, PropertyAttributes, Ref, Result, Symbol,
    Value,
};
use std::rc::Rc;

/// Made once for a runtime.
pub(in crate::host::node) struct Classes {
    stats: Ref<Function<'static>>,
    big_stats: Ref<Function<'static>>,
    dirent: Ref<Function<'static>>,
    /// The property of a `Dirent` that says what it is.
    kind: Ref<Symbol<'static>>,
}

/// What files may be: the bits of `mode`, and the number that a `Dirent` has.
const KINDS: [(&str, u32, u32); 7] = [
    ("isDirectory", libc::S_IFDIR, 2),
    ("isFile", libc::S_IFREG, 1),
    ("isBlockDevice", libc::S_IFBLK, 7),
    ("isCharacterDevice", libc::S_IFCHR, 6),
    ("isSymbolicLink", libc::S_IFLNK, 3),
    ("isFIFO", libc::S_IFIFO, 4),
    ("isSocket", libc::S_IFSOCK, 5),
];

const FIELDS: [&str; 10] = [
    "dev", "mode", "nlink", "uid", "gid", "rdev", "blksize", "ino", "size", "blocks",
];
const TIMES: [&str; 4] = ["atime", "mtime", "ctime", "birthtime"];

impl Classes {
    /// Those of a runtime, made when they are first asked for.
    pub(super) fn of(node: &Node, env: &mut Env<'_>) -> Result<Rc<Classes>> {
        if let Some(classes) = node.file_classes.get() {
            return Ok(classes.clone());
        }
        let classes = Rc::new(Classes::new(env)?);
        Ok(node.file_classes.get_or_init(|| classes).clone())
    }

    fn new(env: &mut Env<'_>) -> Result<Classes> {
        let kind = env.symbol("type")?;
        let kind = env.reference(kind)?;
        Ok(Classes {
            stats: stats_class(env, "Stats")?,
            big_stats: stats_class(env, "BigIntStats")?,
            dirent: dirent_class(env, &kind)?,
            kind,
        })
    }

    pub(super) fn stats<'s>(&self, env: &Env<'s>) -> Result<Function<'s>> {
        self.stats.get(env)
    }

    pub(super) fn dirent<'s>(&self, env: &Env<'s>) -> Result<Function<'s>> {
        self.dirent.get(env)
    }

    /// A `Stats`, or a `BigIntStats`.
    pub(super) fn make_stats<'s>(
        &self,
        env: &mut Env<'s>,
        numbers: &Numbers,
        bigint: bool,
    ) -> Result<Value<'s>> {
        let (mut names, mut values) = (Vec::new(), Vec::new());
        let mut add = |env: &mut Env<'s>, name: &str, value: i128| -> Result<()> {
            names.push(env.property_key(name)?);
            values.push(match bigint {
                true => env.bigint_i128(value)?.as_value(),
                false => env.number(value as f64).as_value(),
            });
            Ok(())
        };
        for (name, &value) in FIELDS.iter().zip(&numbers.fields) {
            add(env, name, value.into())?;
        }
        for (name, &(seconds, rest)) in TIMES.iter().zip(&numbers.times) {
            let milliseconds = i128::from(seconds) * 1000 + i128::from(rest) / 1_000_000;
            add(env, &format!("{name}Ms"), milliseconds)?;
        }
        if bigint {
            for (name, &(seconds, rest)) in TIMES.iter().zip(&numbers.times) {
                let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(rest);
                add(env, &format!("{name}Ns"), nanoseconds)?;
            }
        } else {
            for (value, &(seconds, rest)) in values[FIELDS.len()..].iter_mut().zip(&numbers.times) {
                let milliseconds = seconds as f64 * 1000.0 + rest as f64 / 1e6;
                *value = env.number(milliseconds).as_value();
            }
        }
        let class = if bigint { &self.big_stats } else { &self.stats };
        made_of(env, class, &names, &values)
    }

    /// A `Dirent`.
    pub(super) fn make_dirent<'s>(
        &self,
        env: &mut Env<'s>,
        name: Value<'s>,
        entry: &Entry,
    ) -> Result<Value<'s>> {
        let names = [env.property_key("name")?, env.property_key("parentPath")?];
        let folder = env.string(&entry.folder)?;
        let dirent = made_of(env, &self.dirent, &names, &[name, folder.as_value()])?;
        let kind = self.kind.get(env)?;
        dirent.to::<Object<'_>>(env)?.set(env, kind, entry.kind)?;
        Ok(dirent)
    }
}

/// An object of a class, without its constructor.
fn made_of<'s>(
    env: &mut Env<'s>,
    class: &Ref<Function<'static>>,
    names: &[JsString<'s>],
    values: &[Value<'s>],
) -> Result<Value<'s>> {
    let prototype: Object<'_> = class.get(env)?.get_named(env, c"prototype")?;
    Ok(env.object_with(prototype, names, values)?.as_value())
}

/// A class whose constructor does nothing, and its prototype.
fn empty_class<'s>(env: &mut Env<'s>, name: &str) -> Result<(Function<'s>, Object<'s>)> {
    let class = env.named_function(name, |_, args| Ok(args.this()))?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    let attributes = PropertyAttributes::configurable | PropertyAttributes::writable;
    prototype.define(env, "constructor", class, attributes)?;
    Ok((class, prototype))
}

fn stats_class(env: &mut Env<'_>, name: &str) -> Result<Ref<Function<'static>>> {
    let (class, prototype) = empty_class(env, name)?;
    for (name, mode, _) in KINDS {
        let is = env.named_function(name, move |env, args| {
            let this: Object<'_> = args.this().to(env)?;
            let own: Value<'_> = this.get_named(env, c"mode")?;
            let own = own.coerce_to_string(env)?.to_string(env)?;
            let own: u32 = own.parse().unwrap_or_default();
            (own & libc::S_IFMT == mode).into_js(env)
        })?;
        prototype.set(env, name, is)?;
    }
    for name in TIMES {
        define_time(env, prototype, name)?;
    }
    env.reference(class)
}

/// A time as a `Date`, made when it is first asked for.
fn define_time<'s>(env: &mut Env<'s>, prototype: Object<'s>, name: &'static str) -> Result<()> {
    let get = env.named_function("get", move |env, args| {
        let this: Object<'_> = args.this().to(env)?;
        let milliseconds: Value<'_> = this.get(env, format!("{name}Ms").as_str())?;
        let text = milliseconds.coerce_to_string(env)?.to_string(env)?;
        let milliseconds: f64 = text.parse().unwrap_or(f64::NAN);
        let date = env.date((milliseconds + 0.5).floor())?.as_value();
        own_time(env, this, name, date)?;
        Ok(date)
    })?;
    let set = env.named_function("set", move |env, args| {
        let (this, value): (Object<'_>, Value<'_>) = (args.this().to(env)?, args.get(env, 0)?);
        own_time(env, this, name, value)?;
        Ok(env.undefined())
    })?;
    let attributes = PropertyAttributes::enumerable | PropertyAttributes::configurable;
    prototype.define_accessor(env, name, Some(get), Some(set), attributes)
}

fn own_time<'s>(env: &mut Env<'s>, of: Object<'s>, name: &str, date: Value<'s>) -> Result<()> {
    let attributes = PropertyAttributes::enumerable
        | PropertyAttributes::configurable
        | PropertyAttributes::writable;
    of.define(env, name, date, attributes)
}

fn dirent_class(env: &mut Env<'_>, kind: &Ref<Symbol<'static>>) -> Result<Ref<Function<'static>>> {
    let (class, prototype) = empty_class(env, "Dirent")?;
    for (name, _, number) in KINDS {
        let symbol = kind.get(env)?;
        let symbol = env.reference(symbol)?;
        let is = env.named_function(name, move |env, args| {
            let this: Object<'_> = args.this().to(env)?;
            let symbol = symbol.get(env)?;
            let own: Option<u32> = this.get(env, symbol)?;
            (own == Some(number)).into_js(env)
        })?;
        let attributes = PropertyAttributes::configurable | PropertyAttributes::writable;
        prototype.define(env, name, is, attributes)?;
    }
    env.reference(class)
}
