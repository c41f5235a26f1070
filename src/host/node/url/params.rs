//! The class `URLSearchParams`, and what iterates over one.

use super::{Text, custom_inspect, given};
use crate::host::node::checks::invalid_this;
use crate::host::node::errors::{coded, invalid_arg_type, missing_args};
use crate::safe::macro_support::Instance;
use crate::safe::prelude::napi;
use crate::safe::{
    Args, ClassRef, Env, ErrorClass, Function, IntoJs, JsValue, KeyFilter, Object,
    PropertyAttributes, Result, Value, ValueType,
};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use url::{Url, form_urlencoded, quirks};

type Pairs = Vec<(String, String)>;

/// Names and values, which a URL and its parameters share.
pub(super) type List = Rc<RefCell<Pairs>>;

/// What a query says.
pub(super) fn parse_query(query: Option<&str>) -> Pairs {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

fn format_query(pairs: &Pairs) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

#[napi(js_name = "URLSearchParams", to_string_tag = "URLSearchParams")]
pub(super) struct Params {
    pub(super) list: List,
    /// The URL that they are of; gone where they are of none.
    url: Weak<RefCell<Url>>,
}

impl Params {
    /// The parameters of a URL.
    pub(super) fn of(url: &Rc<RefCell<Url>>) -> Params {
        Params {
            list: Rc::new(RefCell::new(parse_query(url.borrow().query()))),
            url: Rc::downgrade(url),
        }
    }

    /// Changes the list, and the URL with it.
    fn change(&self, change: impl FnOnce(&mut Pairs)) {
        change(&mut self.list.borrow_mut());
        if let Some(url) = self.url.upgrade() {
            quirks::set_search(&mut url.borrow_mut(), &format_query(&self.list.borrow()));
        }
    }

    fn iterator<'s>(&self, env: &mut Env<'s>, kind: Kind) -> Result<Value<'s>> {
        let iterator = ParamsIterator {
            list: self.list.clone(),
            kind,
            next: Cell::new(0),
        };
        iterator.into_js(env)
    }
}

/// Whom a method is called on.
fn receiver<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<ClassRef<'s, Params>> {
    match Instance::of(env, this) {
        Ok(params) => params.borrow(env),
        Err(_) => Err(invalid_this("URLSearchParams")),
    }
}

/// The name, and the value if there is one, that a method is called with.
fn name<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<(String, Option<String>)> {
    if args.is_empty() {
        return Err(missing_args(&["name"]));
    }
    let name: Text = args.get(env, 0)?;
    let value = given(env, args, 1).map(|value| value.to::<Text>(env));
    Ok((name.0, value.transpose()?.map(|value| value.0)))
}

/// The name and the value that a method is called with.
fn pair<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<(String, String)> {
    if args.len() < 2 {
        return Err(missing_args(&["name", "value"]));
    }
    let (name, value): (Text, Text) = (args.get(env, 0)?, args.get(env, 1)?);
    Ok((name.0, value.0))
}

#[napi]
impl Params {
    #[napi(constructor)]
    fn construct<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Params> {
        let init = given(env, args, 0);
        let pairs = init.map(|init| pairs(env, init)).transpose()?;
        Ok(Params {
            list: Rc::new(RefCell::new(pairs.unwrap_or_default())),
            url: Weak::new(),
        })
    }

    #[napi(getter, enumerable = true)]
    fn size<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<u32> {
        Ok(receiver(env, this)?.list.borrow().len() as u32)
    }

    #[napi(enumerable = true)]
    fn append<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let params = receiver(env, this)?;
        let pair = pair(env, args)?;
        params.change(|list| list.push(pair));
        Ok(())
    }

    #[napi(enumerable = true)]
    fn delete<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let params = receiver(env, this)?;
        let (name, value) = name(env, args)?;
        params.change(|list| list.retain(|pair| !is_it(pair, &name, value.as_ref())));
        Ok(())
    }

    #[napi(enumerable = true)]
    fn get<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<Value<'s>> {
        let params = receiver(env, this)?;
        let (name, _) = name(env, args)?;
        let list = params.list.borrow();
        match list.iter().find(|pair| pair.0 == name) {
            Some((_, value)) => value.as_str().into_js(env),
            None => Ok(env.null().as_value()),
        }
    }

    #[napi(enumerable = true)]
    fn get_all<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<Vec<String>> {
        let params = receiver(env, this)?;
        let (name, _) = name(env, args)?;
        let list = params.list.borrow();
        let found = list.iter().filter(|pair| pair.0 == name);
        Ok(found.map(|(_, value)| value.clone()).collect())
    }

    #[napi(enumerable = true)]
    fn has<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<bool> {
        let params = receiver(env, this)?;
        let (name, value) = name(env, args)?;
        let list = params.list.borrow();
        Ok(list.iter().any(|pair| is_it(pair, &name, value.as_ref())))
    }

    #[napi(enumerable = true)]
    fn set<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let params = receiver(env, this)?;
        let (name, value) = pair(env, args)?;
        params.change(|list| {
            let first = list.iter().position(|pair| pair.0 == name);
            let Some(first) = first else {
                return list.push((name, value));
            };
            list[first].1 = value;
            let mut index = 0;
            list.retain(|pair| {
                index += 1;
                index - 1 <= first || pair.0 != name
            });
        });
        Ok(())
    }

    #[napi(enumerable = true)]
    fn sort<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<()> {
        receiver(env, this)?
            .change(|list| list.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16())));
        Ok(())
    }

    #[napi(enumerable = true)]
    fn entries<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        receiver(env, this)?.iterator(env, Kind::Entries)
    }

    #[napi(enumerable = true)]
    fn for_each<'s>(env: &mut Env<'s>, this: Value<'s>, args: Args<'s>) -> Result<()> {
        let params = receiver(env, this)?;
        let callback: Value<'_> = args.get(env, 0)?;
        if callback.type_of(env) != ValueType::Function {
            let expected = "of type function";
            return Err(invalid_arg_type(env, "callback", expected, callback));
        }
        let callback: Function<'_> = callback.to(env)?;
        let receiver: Value<'_> = args.get(env, 1)?;
        for index in 0.. {
            let pair = params.list.borrow().get(index).cloned();
            let Some((name, value)) = pair else { break };
            env.scope(|env| callback.call_with_this::<_, ()>(env, receiver, (value, name, this)))?;
        }
        Ok(())
    }

    #[napi(enumerable = true)]
    fn keys<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        receiver(env, this)?.iterator(env, Kind::Keys)
    }

    #[napi(enumerable = true)]
    fn values<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Value<'s>> {
        receiver(env, this)?.iterator(env, Kind::Values)
    }

    #[napi(enumerable = true)]
    fn to_string<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<String> {
        Ok(format_query(&receiver(env, this)?.list.borrow()))
    }
}

fn is_it(pair: &(String, String), name: &str, value: Option<&String>) -> bool {
    pair.0 == name && value.is_none_or(|value| pair.1 == *value)
}

/// What the constructor is given: other parameters, pairs, an object, or a text.
fn pairs<'s>(env: &mut Env<'s>, init: Value<'s>) -> Result<Pairs> {
    if !matches!(
        init.type_of(env),
        ValueType::Object | ValueType::Function | ValueType::External
    ) {
        let text: Text = init.to(env)?;
        return Ok(parse_query(Some(
            text.0.strip_prefix('?').unwrap_or(&text.0),
        )));
    }
    let init: Object<'_> = init.to(env)?;
    let symbol = env.well_known_symbol("iterator")?;
    let iterate: Value<'_> = init.get(env, symbol)?;
    let mut pairs = Vec::new();
    if iterate.is_nullish(env) {
        let names = init.property_names(env, false, KeyFilter::enumerable)?;
        names.for_each(env, |env, _, name| {
            let text: Text = name.to(env)?;
            let value: Text = init.get(env, &text.0)?;
            pairs.push((text.0, value.0));
            Ok(())
        })?;
        return Ok(pairs);
    }
    if iterate.type_of(env) != ValueType::Function {
        return refuse("ERR_ARG_NOT_ITERABLE", "Query pairs must be iterable");
    }
    if let Ok(known) = Instance::<Params>::of(env, init.as_value()) {
        return Ok(known.borrow(env)?.list.borrow().clone());
    }
    init.iterate(env, |env, pair| {
        let mut texts = Vec::new();
        if pair.type_of(env) != ValueType::String
            && let Ok(pair) = pair.to::<Object<'_>>(env)
        {
            let symbol = env.well_known_symbol("iterator")?;
            if pair.get::<Value<'_>>(env, symbol)?.type_of(env) == ValueType::Function {
                pair.iterate(env, |env, text| {
                    texts.push(text.to::<Text>(env)?.0);
                    Ok(())
                })?;
            }
        }
        let Ok([name, value]) = <[String; 2]>::try_from(texts) else {
            return refuse(
                "ERR_INVALID_TUPLE",
                "Each query pair must be an iterable [name, value] tuple",
            );
        };
        pairs.push((name, value));
        Ok(())
    })?;
    Ok(pairs)
}

fn refuse<T>(code: &'static str, message: &'static str) -> Result<T> {
    Err(coded(ErrorClass::TypeError, code, message))
}

/// What of the pairs an iterator gives.
#[derive(Clone, Copy)]
enum Kind {
    Entries,
    Keys,
    Values,
}

#[napi(
    js_name = "URLSearchParamsIterator",
    to_string_tag = "URLSearchParams Iterator"
)]
struct ParamsIterator {
    list: List,
    kind: Kind,
    next: Cell<usize>,
}

#[napi]
impl ParamsIterator {
    #[napi(enumerable = true)]
    fn next<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<Object<'s>> {
        let iterator: Instance<ParamsIterator> =
            Instance::of(env, this).map_err(|_| invalid_this("URLSearchParamsIterator"))?;
        let iterator = iterator.borrow(env)?;
        let index = iterator.next.get();
        let value = iterator.list.borrow().get(index).cloned();
        let value = value.map(|pair| iterator.show(env, pair)).transpose()?;
        let step = env.object()?;
        step.set_named(env, c"done", value.is_none())?;
        step.set_named(env, c"value", value)?;
        iterator.next.set(index + 1);
        Ok(step)
    }
}

impl ParamsIterator {
    fn show<'s>(&self, env: &mut Env<'s>, (name, value): (String, String)) -> Result<Value<'s>> {
        match self.kind {
            Kind::Entries => [name, value].into_js(env),
            Kind::Keys => name.into_js(env),
            Kind::Values => value.into_js(env),
        }
    }
}

/// The class, complete.
pub(super) fn class<'s>(env: &mut Env<'s>) -> Result<Function<'s>> {
    let class = env.class::<Params>()?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    let symbol = env.well_known_symbol("iterator")?;
    let entries: Value<'_> = prototype.get_named(env, c"entries")?;
    let attributes = PropertyAttributes::default_method;
    prototype.define(env, symbol, entries, attributes)?;
    custom_inspect(env, class, |env, this, show| {
        let list = receiver(env, this)?.list.borrow().clone();
        if show.is_too_deep {
            return Ok(Some("[Object]".to_owned()));
        }
        let mut shown = Vec::new();
        for (name, value) in list {
            let (name, value) = (name.into_js(env)?, value.into_js(env)?);
            let (name, value) = (show.inspect(env, name)?, show.inspect(env, value)?);
            shown.push(format!("{name} => {value}"));
        }
        let this: Object<'_> = this.to(env)?;
        let class: Object<'_> = this.get_named(env, c"constructor")?;
        let name: String = class.get_named(env, c"name")?;
        let length: usize = shown.iter().map(|each| each.chars().count() + 2).sum();
        Ok(Some(match shown.len() {
            0 => format!("{name} {{}}"),
            _ if length > show.break_length + 2 => {
                format!("{name} {{\n  {} }}", shown.join(",\n  "))
            }
            _ => format!("{name} {{ {} }}", shown.join(", ")),
        }))
    })?;
    let parent = entries_prototype(env)?;
    define_iterator(env, parent)?;
    Ok(class)
}

/// What iterators of JavaScript's own inherit from.
fn entries_prototype<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
    let symbol = env.well_known_symbol("iterator")?;
    let array = env.array()?;
    let iterate: Function<'_> = array.get(env, symbol)?;
    let iterator: Object<'_> = iterate.call_with_this(env, array, ())?;
    let prototype: Object<'_> = iterator.prototype(env)?.to(env)?;
    prototype.prototype(env)
}

fn define_iterator<'s>(env: &mut Env<'s>, parent: Value<'s>) -> Result<()> {
    let class = env.class::<ParamsIterator>()?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    prototype.delete(env, "constructor")?;
    prototype.set_prototype(env, parent)?;
    custom_inspect(env, class, |env, this, show| {
        let iterator: Instance<ParamsIterator> =
            Instance::of(env, this).map_err(|_| invalid_this("URLSearchParamsIterator"))?;
        let iterator = iterator.borrow(env)?;
        if show.is_too_deep {
            return Ok(Some("[Object]".to_owned()));
        }
        let left = iterator.list.borrow();
        let left: Vec<_> = left.iter().skip(iterator.next.get()).cloned().collect();
        let mut shown = Vec::new();
        for pair in left {
            let value = iterator.show(env, pair)?;
            shown.push(show.inspect(env, value)?);
        }
        let text = shown.join(", ");
        Ok(Some(format!("URLSearchParams Iterator {{ {text} }}")))
    })
}
