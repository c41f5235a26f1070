//! `url.parse`, `url.format`, `url.resolve` and the class `Url`, whose objects are plain but for their
//! methods.

use super::legacy::{Invalid, Parts};
use super::web::WebUrl;
use super::{Text, decode, given, web};
use crate::host::node::errors::{coded, invalid_arg_type, string};
use crate::host::node::{Node, native};
use crate::safe::macro_support::Instance;
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Env, Error, ErrorClass, Function, IntoJs, JsString, JsValue, Object, Result, Value,
    ValueType,
};
use std::rc::Rc;
use url::quirks;

/// The properties of a `Url`.
const NAMES: [&str; 12] = [
    "protocol", "slashes", "auth", "host", "port", "hostname", "hash", "search", "query",
    "pathname", "path", "href",
];

/// Has a class for what objects inherit; it holds nothing.
#[napi(js_name = "Url")]
struct OldUrl;

#[napi]
impl OldUrl {
    #[napi(constructor)]
    fn construct(env: &mut Env<'_>, this: Object<'_>) -> Result<OldUrl> {
        for name in NAMES {
            let null = env.null();
            this.set(env, name, null)?;
        }
        Ok(OldUrl)
    }
}

pub(super) fn define<'s>(node: &Rc<Node>, env: &mut Env<'s>, exports: Object<'s>) -> Result<()> {
    let class = env.class::<OldUrl>()?;
    exports.set(env, "Url", class)?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;

    let this = node.clone();
    native(env, exports, "parse", move |env, args| {
        let with_query = flag(env, args, 1)?;
        let slashes_denote_host = flag(env, args, 2)?;
        let text: Value<'_> = args.get(env, 0)?;
        if is_old_url(env, text)? {
            return Ok(text);
        }
        let text = string(env, "url", text)?;
        let parts = parse(env, &text, slashes_denote_host)?;
        let url = made(env, &parts)?;
        if with_query {
            let query = parts.query.unwrap_or_default();
            let query = querystring(&this, env, "parse", query)?;
            url.set(env, "query", query)?;
        }
        Ok(url.as_value())
    })?;
    native(env, exports, "resolve", |env, args| {
        let resolved = resolve(env, args)?;
        resolved.href.into_js(env)
    })?;
    native(env, exports, "resolveObject", |env, args| {
        let from: Value<'_> = args.get(env, 0)?;
        if !from.coerce_to_boolean(env)?.get(env) {
            return args.get(env, 1);
        }
        let resolved = resolve(env, args)?;
        Ok(made(env, &resolved)?.as_value())
    })?;
    let this = node.clone();
    native(env, exports, "format", move |env, args| {
        let value: Value<'_> = args.get(env, 0)?;
        match value.type_of(env) {
            ValueType::String => {
                let text: String = value.to(env)?;
                return parse(env, &text, false)?.href.into_js(env);
            }
            ValueType::Object => {}
            _ => {
                let expected = "one of type object or string";
                return Err(invalid_arg_type(env, "urlObject", expected, value));
            }
        }
        match Instance::<WebUrl>::of(env, value) {
            Ok(url) => {
                let url = url.borrow(env)?.to_url();
                format_web(env, url, args)?.into_js(env)
            }
            Err(_) => {
                let url = value.to(env)?;
                format(&this, env, url)?.into_js(env)
            }
        }
    })?;

    // The same as methods.
    let this = node.clone();
    native(env, prototype, "format", move |env, args| {
        let url: Object<'_> = args.this().to(env)?;
        format(&this, env, url)?.into_js(env)
    })?;
    for name in ["resolve", "resolveObject"] {
        native(env, prototype, name, move |env, args| {
            let base: Object<'_> = args.this().to(env)?;
            let base = read(env, base)?;
            let relative: Value<'_> = args.get(env, 0)?;
            let resolved = base.resolve(old_url(env, relative)?);
            match name {
                "resolve" => resolved.href.into_js(env),
                _ => Ok(made(env, &resolved)?.as_value()),
            }
        })?;
    }
    native(env, prototype, "parse", |env, args| {
        let this: Object<'_> = args.this().to(env)?;
        let slashes_denote_host = flag(env, args, 2)?;
        let text = args.get(env, 0)?;
        let text = string(env, "url", text)?;
        let parts = parse(env, &text, slashes_denote_host)?;
        let (names, values) = properties(env, &parts)?;
        for (name, value) in names.into_iter().zip(values) {
            this.set(env, name, value)?;
        }
        Ok(this.as_value())
    })
}

fn flag<'s>(env: &mut Env<'s>, args: Args<'s>, index: usize) -> Result<bool> {
    let value: Value<'_> = args.get(env, index)?;
    Ok(value.coerce_to_boolean(env)?.get(env))
}

fn is_old_url<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<bool> {
    let class = env.class::<OldUrl>()?;
    value.instance_of(env, class)
}

fn parse(env: &mut Env<'_>, text: &str, slashes_denote_host: bool) -> Result<Parts> {
    let mut failed = None;
    let parts = Parts::parse(text, slashes_denote_host, |auth| {
        decode(env, auth).map_err(|error| failed = Some(error)).ok()
    });
    parts.map_err(|invalid| match invalid {
        Invalid::Auth => failed.unwrap_or(Error::Exception),
        Invalid::Host => web::invalid_url(env, text, None),
        Invalid::Port => coded(
            ErrorClass::TypeError,
            "ERR_INVALID_ARG_VALUE",
            format!("The argument 'url' {text}. Received 'Invalid port in url'"),
        ),
    })
}

/// What an argument says that may be an old URL already.
fn old_url<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Parts> {
    if value.type_of(env) == ValueType::Object {
        let object = value.to(env)?;
        return read(env, object);
    }
    let text = string(env, "url", value)?;
    parse(env, &text, true)
}

fn resolve<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Parts> {
    let (from, to): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
    let base = old_url(env, from)?;
    Ok(base.resolve(old_url(env, to)?))
}

/// Names and values of an old URL.
fn properties<'s>(
    env: &mut Env<'s>,
    parts: &Parts,
) -> Result<([JsString<'s>; 12], [Value<'s>; 12])> {
    let text = |text: &Option<String>| -> Result<Value<'s>> {
        match text {
            Some(text) => Ok(env.string(text)?.as_value()),
            None => Ok(env.null()),
        }
    };
    let mut values = [
        text(&parts.protocol)?,
        env.null(),
        text(&parts.auth)?,
        text(&parts.host)?,
        text(&parts.port)?,
        text(&parts.hostname)?,
        text(&parts.hash)?,
        text(&parts.search)?,
        text(&parts.query)?,
        text(&parts.pathname)?,
        text(&parts.path)?,
        text(&parts.href)?,
    ];
    if let Some(slashes) = parts.slashes {
        values[1] = slashes.into_js(env)?;
    }
    let mut names = [env.string("")?; 12];
    for (handle, name) in names.iter_mut().zip(NAMES) {
        *handle = env.property_key(name)?;
    }
    Ok((names, values))
}

/// An old URL.
fn made<'s>(env: &mut Env<'s>, parts: &Parts) -> Result<Object<'s>> {
    let class = env.class::<OldUrl>()?;
    let prototype: Value<'_> = class.get_named(env, c"prototype")?;
    let (names, values) = properties(env, parts)?;
    env.object_with(prototype, &names, &values)
}

/// What an object with the properties of an old URL says, but for a query that is none of text.
fn read<'s>(env: &mut Env<'s>, url: Object<'s>) -> Result<Parts> {
    let mut text = |name: &str| -> Result<Option<String>> {
        let value: Value<'_> = url.get(env, name)?;
        let is_text = value.type_of(env) == ValueType::String;
        match is_text || value.coerce_to_boolean(env)?.get(env) {
            true => Ok(Some(value.to::<Text>(env)?.0)),
            false => Ok(None),
        }
    };
    let mut parts = Parts {
        protocol: text("protocol")?,
        auth: text("auth")?,
        host: text("host")?,
        port: text("port")?,
        hostname: text("hostname")?,
        hash: text("hash")?,
        search: text("search")?,
        pathname: text("pathname")?,
        path: text("path")?,
        href: text("href")?,
        ..Parts::default()
    };
    let slashes: Value<'_> = url.get(env, "slashes")?;
    if !slashes.is_nullish(env) {
        parts.slashes = Some(slashes.coerce_to_boolean(env)?.get(env));
    }
    let query: Value<'_> = url.get(env, "query")?;
    if query.type_of(env) == ValueType::String {
        parts.query = Some(query.to(env)?);
    }
    Ok(parts)
}

/// The text of an object; its query may be one too.
fn format<'s>(node: &Node, env: &mut Env<'s>, url: Object<'s>) -> Result<String> {
    let parts = read(env, url)?;
    let query: Value<'_> = url.get(env, "query")?;
    let query = match query.type_of(env) {
        ValueType::Object => Some(querystring(node, env, "stringify", query)?.to::<String>(env)?),
        _ => None,
    };
    Ok(parts.format(query.as_deref()))
}

/// What a function of the builtin `querystring` gives.
fn querystring<'s>(
    node: &Node,
    env: &mut Env<'s>,
    name: &str,
    argument: impl IntoJs<'s>,
) -> Result<Value<'s>> {
    let exports: Object<'_> = node.builtin(env, "querystring")?.to(env)?;
    let function: Function<'_> = exports.get(env, name)?;
    function.call(env, (argument,))
}

/// The text of a `URL`, with what the options want of it.
fn format_web<'s>(env: &mut Env<'s>, mut url: url::Url, args: Args<'s>) -> Result<String> {
    let Some(options) = given(env, args, 1) else {
        return Ok(url.into());
    };
    if options.type_of(env) != ValueType::Object {
        return Err(invalid_arg_type(env, "options", "of type object", options));
    }
    let options: Object<'_> = options.to(env)?;
    let mut wants = |name: &str, usual: bool| -> Result<bool> {
        let value: Value<'_> = options.get(env, name)?;
        match value.is_nullish(env) {
            true => Ok(usual),
            false => Ok(value.coerce_to_boolean(env)?.get(env)),
        }
    };
    if !wants("fragment", true)? {
        url.set_fragment(None);
    }
    if !wants("search", true)? {
        url.set_query(None);
    }
    if !wants("auth", true)? {
        let _ = quirks::set_username(&mut url, "");
        let _ = quirks::set_password(&mut url, "");
    }
    let is_unicode = wants("unicode", false)?;
    let ascii = quirks::hostname(&url).to_owned();
    let text = String::from(url);
    if !is_unicode || ascii.is_empty() || !ascii.contains("xn--") {
        return Ok(text);
    }
    Ok(text.replacen(&ascii, &quirks::domain_to_unicode(&ascii), 1))
}
