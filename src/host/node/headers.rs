//! The global `Headers`.

use super::Node;
use super::checks::{argument, shown_by};
use super::errors::coded;
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Class, ClassRefMut, Either, Env, Error, ErrorClass, Function, JsValue, Object,
    PropertyAttributes, Result, Value, ValueType,
};
use std::cell::RefCell;
use std::rc::Rc;

/// The exports of `internal/headers`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let class = env.class::<Headers>()?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    let entries: Value<'_> = prototype.get_named(env, c"entries")?;
    let iterator = env.well_known_symbol("iterator")?;
    prototype.define(env, iterator, entries, PropertyAttributes::default_method)?;
    shown_by(env, class, true, |env, this| {
        let shown = env.object()?;
        let lists = headers(env, this)?.lists.clone();
        let all = |entry: &Entry| (entry.name.clone(), entry.values.join(", "));
        let pairs: Vec<_> = lists.borrow().0.iter().map(all).collect();
        for (name, values) in pairs {
            shown.set(env, name, values)?;
        }
        Ok(shown)
    })?;
    let exports = env.object()?;
    exports.set(env, "Headers", class)?;
    Ok(exports.as_value())
}

/// A name, and all that was said under it.
struct Entry {
    /// In small letters.
    key: String,
    /// As it was first given.
    name: String,
    values: Vec<String>,
}

/// All of them, in the order in which they were given.
#[derive(Default)]
struct Lists(Vec<Entry>);

impl Lists {
    fn find(&mut self, key: &str) -> Option<&mut Entry> {
        self.0.iter_mut().find(|entry| entry.key == key)
    }

    /// Adds a value to those of its name, or puts it in their place.
    fn add(&mut self, name: String, value: String, replaces: bool) {
        let key = name.to_ascii_lowercase();
        let values = vec![value];
        match self.find(&key) {
            None => self.0.push(Entry { key, name, values }),
            Some(entry) if replaces => *entry = Entry { key, name, values },
            Some(entry) => entry.values.extend(values),
        }
    }

    /// Names and values as programs see them: by name, and each cookie by itself.
    fn sorted(&self) -> Vec<(String, String)> {
        let mut entries: Vec<&Entry> = self.0.iter().collect();
        entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let pairs = entries.into_iter().flat_map(|entry| {
            let values = match &*entry.key {
                COOKIE => entry.values.clone(),
                _ => vec![entry.values.join(", ")],
            };
            values.into_iter().map(|value| (entry.key.clone(), value))
        });
        pairs.collect()
    }
}

const COOKIE: &str = "set-cookie";

#[napi(to_string_tag = "Headers")]
struct Headers {
    lists: Rc<RefCell<Lists>>,
}

#[napi]
impl Headers {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Headers> {
        let mut lists = Lists::default();
        let init = argument(env, &args, 0);
        match init.type_of(env) {
            ValueType::Undefined => {}
            ValueType::Object | ValueType::Function => {
                let init = init.to(env)?;
                fill(env, &mut lists, init)?;
            }
            _ => {
                return Err(Error::type_error(
                    "Headers constructor: Argument 1 could not be converted to one of: \
                     sequence<sequence<ByteString>>, record<ByteString, ByteString>.",
                ));
            }
        }
        let lists = Rc::new(RefCell::new(lists));
        Ok(Headers { lists })
    }

    #[napi(enumerable = true)]
    fn append<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let headers = called(env, this, &args, "append", 2)?;
        let (name, value) = pair(env, &args, "append")?;
        headers.lists.borrow_mut().add(name, value, false);
        Ok(())
    }

    #[napi(enumerable = true)]
    fn delete<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let headers = called(env, this, &args, "delete", 1)?;
        let key = key(env, &args, "delete")?;
        headers
            .lists
            .borrow_mut()
            .0
            .retain(|entry| entry.key != key);
        Ok(())
    }

    #[napi(enumerable = true)]
    fn get<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<Value<'s>> {
        let headers = called(env, this, &args, "get", 1)?;
        let key = key(env, &args, "get")?;
        let values = headers
            .lists
            .borrow_mut()
            .find(&key)
            .map(|entry| entry.values.join(", "));
        match values {
            Some(values) => env.to_value(values),
            None => Ok(env.null()),
        }
    }

    #[napi(enumerable = true)]
    fn has<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<bool> {
        let headers = called(env, this, &args, "has", 1)?;
        let key = key(env, &args, "has")?;
        Ok(headers.lists.borrow_mut().find(&key).is_some())
    }

    #[napi(enumerable = true)]
    fn set<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let headers = called(env, this, &args, "set", 2)?;
        let (name, value) = pair(env, &args, "set")?;
        headers.lists.borrow_mut().add(name, value, true);
        Ok(())
    }

    #[napi(enumerable = true)]
    fn get_set_cookie<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Vec<String>> {
        let lists = headers(env, this)?.lists.clone();
        let cookies = lists
            .borrow_mut()
            .find(COOKIE)
            .map(|entry| entry.values.clone());
        Ok(cookies.unwrap_or_default())
    }

    #[napi(enumerable = true)]
    fn keys<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Iterator> {
        Iterator::over(env, this, |(name, _)| Either::A(name))
    }

    #[napi(enumerable = true)]
    fn values<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Iterator> {
        Iterator::over(env, this, |(_, value)| Either::A(value))
    }

    #[napi(enumerable = true)]
    fn entries<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Iterator> {
        Iterator::over(env, this, |(name, value)| Either::B(vec![name, value]))
    }

    #[napi(enumerable = true)]
    fn for_each<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        called(env, this, &args, "forEach", 1)?;
        let callback = argument(env, &args, 0);
        if callback.type_of(env) != ValueType::Function {
            return Err(Error::type_error(
                "Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.",
            ));
        }
        let (callback, receiver): (Function<'_>, _) = (callback.to(env)?, argument(env, &args, 1));
        let lists = headers(env, this)?.lists.clone();
        let pairs = lists.borrow().sorted();
        for (name, value) in pairs {
            callback.call_with_this::<_, Value<'_>>(env, receiver, (value, name, this))?;
        }
        Ok(())
    }
}

/// One step after the other, through what is there by then.
#[napi(to_string_tag = "Headers Iterator", js_name = "HeadersIterator")]
struct Iterator {
    lists: Rc<RefCell<Lists>>,
    next: usize,
    part: fn((String, String)) -> Either<String, Vec<String>>,
}

#[napi]
impl Iterator {
    #[napi(iterator)]
    fn next(&mut self) -> Option<Either<String, Vec<String>>> {
        let pair = self.lists.borrow().sorted().into_iter().nth(self.next)?;
        self.next += 1;
        Some((self.part)(pair))
    }
}

impl Iterator {
    fn over<'s>(
        env: &mut Env<'s>,
        this: Value<'s>,
        part: fn((String, String)) -> Either<String, Vec<String>>,
    ) -> Result<Iterator> {
        let lists = headers(env, this)?.lists.clone();
        Ok(Iterator {
            lists,
            next: 0,
            part,
        })
    }
}

/// The receiver of a method.
fn headers<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<ClassRefMut<'s, Headers>> {
    match this.to::<Class<'_, Headers>>(env) {
        Ok(headers) => headers.borrow_mut(env),
        Err(_) => Err(coded(
            ErrorClass::TypeError,
            "ERR_INVALID_THIS",
            "Illegal invocation",
        )),
    }
}

/// The receiver of a method that takes so many arguments.
fn called<'s>(
    env: &mut Env<'s>,
    this: Value<'s>,
    args: &Args<'s>,
    method: &str,
    count: usize,
) -> Result<Headers> {
    let lists = headers(env, this)?.lists.clone();
    if args.len() >= count {
        return Ok(Headers { lists });
    }
    let plural = if count == 1 { "" } else { "s" };
    let found = match args.len() {
        0 => "0".to_owned(),
        found => format!("only {found}"),
    };
    Err(Error::type_error(format!(
        "Headers.{method}: {count} argument{plural} required, but {found} found."
    )))
}

/// Text of characters that are bytes.
fn byte_string<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let units = value.coerce_to_string(env)?.to_utf16(env)?;
    if let Some(index) = units.iter().position(|&unit| unit > 255) {
        return Err(Error::type_error(format!(
            "Cannot convert argument to a ByteString because the character at index {index} has a \
             value of {} which is greater than 255.",
            units[index]
        )));
    }
    Ok(units
        .into_iter()
        .map(|unit| char::from(unit as u8))
        .collect())
}

fn check_name(name: &str, method: &str) -> Result<()> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !name.is_empty() && name.chars().all(is_letter) {
        return Ok(());
    }
    Err(Error::type_error(format!(
        "Headers.{method}: \"{name}\" is an invalid header name."
    )))
}

/// The first argument, a name, in small letters.
fn key<'s>(env: &mut Env<'s>, args: &Args<'s>, method: &str) -> Result<String> {
    let name = byte_string(env, argument(env, args, 0))?;
    check_name(&name, method)?;
    Ok(name.to_ascii_lowercase())
}

/// The first two arguments, a name and a value.
fn pair<'s>(env: &mut Env<'s>, args: &Args<'s>, method: &str) -> Result<(String, String)> {
    let name = byte_string(env, argument(env, args, 0))?;
    let value = byte_string(env, argument(env, args, 1))?;
    checked(name, &value, method)
}

fn checked(name: String, value: &str, method: &str) -> Result<(String, String)> {
    let value = value.trim_matches(['\t', '\n', '\r', ' ']);
    check_name(&name, method)?;
    if value.contains(['\0', '\r', '\n']) {
        return Err(Error::type_error(format!(
            "Headers.{method}: \"{value}\" is an invalid header value."
        )));
    }
    Ok((name, value.to_owned()))
}

/// Takes in pairs that can be iterated, or an object's properties.
fn fill<'s>(env: &mut Env<'s>, lists: &mut Lists, init: Object<'s>) -> Result<()> {
    let iterator = env.well_known_symbol("iterator")?;
    let begin: Value<'_> = init.get(env, iterator)?;
    let mut add = |name: String, value: String| -> Result<()> {
        let (name, value) = checked(name, &value, "append")?;
        lists.add(name, value, false);
        Ok(())
    };
    if begin.is_nullish(env) {
        let reflect: Object<'_> = env.global().get_named(env, c"Reflect")?;
        let own_keys: Function<'_> = reflect.get_named(env, c"ownKeys")?;
        let keys: Vec<Value<'_>> = own_keys.call_with_this(env, reflect, (init,))?;
        for key in keys {
            if key.type_of(env) == ValueType::Symbol {
                return Err(Error::type_error(
                    "Headers constructor: Key Symbol(s) in init is a symbol, which cannot be \
                     converted to a ByteString.",
                ));
            }
            let name = key.coerce_to_string(env)?;
            let value: Value<'_> = init.get(env, name)?;
            let (name, value) = (byte_string(env, key)?, byte_string(env, value)?);
            add(name, value)?;
        }
        return Ok(());
    }
    let mut index = 0;
    init.iterate(env, |env, item| {
        if !matches!(item.type_of(env), ValueType::Object | ValueType::Function) {
            let shown = match item.type_of(env) {
                ValueType::String => format!("\"{}\"", item.to::<String>(env)?),
                _ => item.coerce_to_string(env)?.to_string(env)?,
            };
            return Err(Error::type_error(format!(
                "Headers constructor: init[{index}] ({shown}) is not iterable."
            )));
        }
        index += 1;
        let mut parts = Vec::new();
        item.to::<Object<'_>>(env)?.iterate(env, |env, part| {
            parts.push(byte_string(env, part)?);
            Ok(())
        })?;
        let count = parts.len();
        let Ok([name, value]) = <[String; 2]>::try_from(parts) else {
            return Err(Error::type_error(format!(
                "Headers constructor: expected name/value pair to be length 2, found {count}."
            )));
        };
        add(name, value)
    })
}
