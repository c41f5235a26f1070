//! The builtin `url`, and the globals `URL` and `URLSearchParams`.

mod legacy;
mod object;
mod params;
mod resolve;
mod web;

use super::errors::{coded, invalid_arg_type, missing_args, string};
use super::path::absolute;
use super::process::platform;
use super::{Node, native};
use crate::safe::macro_support::Instance;
use crate::safe::{
    Args, Env, ErrorClass, FromJs, Function, IntoJs, JsValue, Object, PropertyAttributes, Result,
    Value, ValueType,
};
use params::Params;
use std::rc::Rc;
use url::quirks;
use web::WebUrl;

/// The exports of `url`.
pub(super) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    object::define(node, env, exports)?;
    let class = web::class(env)?;
    exports.set(env, "URL", class)?;
    let class = params::class(env)?;
    exports.set(env, "URLSearchParams", class)?;
    native(env, exports, "domainToASCII", |env, args| {
        let domain = domain(env, args)?;
        quirks::domain_to_ascii(&domain).into_js(env)
    })?;
    native(env, exports, "domainToUnicode", |env, args| {
        let domain = domain(env, args)?;
        quirks::domain_to_unicode(&domain).into_js(env)
    })?;
    let this = node.clone();
    native(env, exports, "pathToFileURL", move |env, args| {
        let path = args.get(env, 0)?;
        let path = string(env, "path", path)?;
        let mut resolved = absolute(&this, path.clone())?;
        if path.ends_with('/') && !resolved.ends_with('/') {
            resolved.push('/');
        }
        let text = of_path(&resolved);
        match web::parse(&text, None) {
            Some(url) => WebUrl::new(url).into_js(env),
            None => Err(web::invalid_url(env, &text, None)),
        }
    })?;
    native(env, exports, "fileURLToPath", |env, args| {
        let url = args.get(env, 0)?;
        let pathname = pathname(env, url)?;
        decode(env, &pathname)?.into_js(env)
    })?;
    native(env, exports, "fileURLToPathBuffer", |env, args| {
        let url = args.get(env, 0)?;
        let bytes = unescape(&pathname(env, url)?);
        Ok(env.buffer(&bytes)?.as_value())
    })?;
    native(env, exports, "urlToHttpOptions", http_options)?;
    Ok(exports.as_value())
}

/// The text that JavaScript makes of any value.
struct Text(String);

impl<'s> FromJs<'s> for Text {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        Ok(Text(value.coerce_to_string(env)?.to_string(env)?))
    }
}

/// An argument that is there and not `undefined`.
fn given<'s>(env: &Env<'s>, args: Args<'s>, index: usize) -> Option<Value<'s>> {
    let value = args.values().get(index).copied();
    value.filter(|value| value.type_of(env) != ValueType::Undefined)
}

/// What `util.inspect` tells a class that shows itself.
struct Show<'s> {
    inspect: Function<'s>,
    options: Value<'s>,
    /// Whether there is too much around it for what is in it to be shown.
    is_too_deep: bool,
    break_length: usize,
}

impl<'s> Show<'s> {
    /// How a value looks.
    fn inspect(&self, env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
        self.inspect.call(env, (value, self.options))
    }
}

/// Gives a class its own look in `util.inspect`; nothing is that of other objects.
fn custom_inspect<'s, F>(env: &mut Env<'s>, class: Function<'s>, show: F) -> Result<()>
where
    F: for<'c> Fn(&mut Env<'c>, Value<'c>, &Show<'c>) -> Result<Option<String>> + Copy + 'static,
{
    let name = "[nodejs.util.inspect.custom]";
    let function = env.named_function(name, move |env, args| {
        let depth: Value<'_> = args.get(env, 0)?;
        let depth = match depth.type_of(env) {
            ValueType::Number => depth.to::<f64>(env)?,
            _ => f64::INFINITY,
        };
        let options: Value<'_> = args.get(env, 1)?;
        let limit = match options.type_of(env) {
            ValueType::Object => options.to::<Object<'_>>(env)?.get(env, "breakLength")?,
            _ => Some(80.0),
        };
        let how = Show {
            inspect: args.get(env, 2)?,
            options,
            is_too_deep: depth < 0.0,
            break_length: limit.unwrap_or(f64::INFINITY) as usize,
        };
        match show(env, args.this(), &how)? {
            Some(text) => text.into_js(env),
            None => Ok(args.this()),
        }
    })?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    let symbol = env.symbol_for("nodejs.util.inspect.custom")?;
    prototype.define(env, symbol, function, PropertyAttributes::default_method)
}

fn domain<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<String> {
    if args.is_empty() {
        return Err(missing_args(&["domain"]));
    }
    Ok(args.get::<Text>(env, 0)?.0)
}

/// `decodeURIComponent`.
fn decode(env: &mut Env<'_>, text: &str) -> Result<String> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    let decode: Function<'_> = env.global().get_named(env, c"decodeURIComponent")?;
    decode.call(env, (text,))
}

/// The bytes that a text with `%` and digits stands for.
pub(super) fn unescape(text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    let mut bytes = Vec::with_capacity(text.len());
    let mut index = 0;
    while let Some(&first) = text.get(index) {
        let digits = text
            .get(index + 1..index + 3)
            .filter(|two| first == b'%' && two.iter().all(u8::is_ascii_hexdigit));
        let byte =
            digits.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        index += if byte.is_some() { 3 } else { 1 };
    }
    bytes
}

/// A text with `%` and digits for the characters that are not plain.
fn escape(text: &str, is_plain: fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_plain(character) {
            escaped.push(character);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            escaped += &format!("%{byte:02X}");
        }
    }
    escaped
}

/// The URL of the file at a path from the root.
pub(super) fn of_path(path: &str) -> String {
    format!("file://{}", escape(path, is_plain_in_path))
}

/// The path of the file that a URL names, if it names one.
pub(super) fn path_of(url: &str) -> Option<String> {
    let url = web::parse(url, None)?;
    let is_here = url.scheme() == "file" && url.host().is_none();
    let path = Some(url.path()).filter(|path| is_here && !has_escaped_slash(path))?;
    String::from_utf8(unescape(path)).ok()
}

fn has_escaped_slash(path: &str) -> bool {
    path.contains("%2f") || path.contains("%2F")
}

/// What the path of a file's URL has as it is.
fn is_plain_in_path(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!$&'()*+,-./:;=@_".contains(character)
}

/// The path, still escaped, of a URL of a file.
fn pathname<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
    let value = match value.type_of(env) {
        ValueType::String => {
            let text: String = value.to(env)?;
            match web::parse(&text, None) {
                Some(url) => WebUrl::new(url).into_js(env)?,
                None => return Err(web::invalid_url(env, &text, None)),
            }
        }
        _ => value,
    };
    if !is_url(env, value)? {
        let expected = "of type string or an instance of URL";
        return Err(invalid_arg_type(env, "path", expected, value));
    }
    let url: Object<'_> = value.to(env)?;
    let fail = |code, message: &str| Err(coded(ErrorClass::TypeError, code, message.to_owned()));
    if url.get::<Text>(env, "protocol")?.0 != "file:" {
        return fail("ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
    }
    if !url.get::<Text>(env, "hostname")?.0.is_empty() {
        let message = format!(
            "File URL host must be \"localhost\" or empty on {}",
            platform()
        );
        return fail("ERR_INVALID_FILE_URL_HOST", &message);
    }
    let pathname = url.get::<Text>(env, "pathname")?.0;
    if has_escaped_slash(&pathname) {
        let code = Some("ERR_INVALID_FILE_URL_PATH");
        let message = "File URL path must not include encoded / characters";
        let error = env.error(ErrorClass::TypeError, code, message)?;
        error.set(env, "input", value)?;
        return Err(env.throw(error.as_value()));
    }
    Ok(pathname)
}

/// Whether that is an instance of a class of this builtin.
pub(super) fn is_of_url(env: &Env<'_>, value: Value<'_>) -> bool {
    Instance::<WebUrl>::of(env, value).is_ok() || Instance::<Params>::of(env, value).is_ok()
}

/// Whether that is a `URL`, whoever has made it.
fn is_url<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<bool> {
    if Instance::<WebUrl>::of(env, value).is_ok() {
        return Ok(true);
    }
    let Ok(url) = value.to::<Object<'_>>(env) else {
        return Ok(false);
    };
    for (name, is_there) in [
        ("href", true),
        ("protocol", true),
        ("auth", false),
        ("path", false),
    ] {
        let value: Value<'_> = url.get(env, name)?;
        let has_it = match is_there {
            true => value.coerce_to_boolean(env)?.get(env),
            false => value.type_of(env) != ValueType::Undefined,
        };
        if has_it != is_there {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `urlToHttpOptions`.
fn http_options<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
    let value: Value<'_> = args.get(env, 0)?;
    if value.type_of(env) != ValueType::Object {
        return Err(invalid_arg_type(env, "url", "of type object", value));
    }
    let url: Object<'_> = value.to(env)?;
    let options = env.object()?;
    let null = env.null();
    options.set_prototype(env, null)?;
    for name in url.keys(env)? {
        let own: Value<'_> = url.get(env, &name)?;
        options.set(env, &name, own)?;
    }
    for name in ["protocol", "hostname", "hash", "search", "pathname"] {
        let part: Value<'_> = url.get(env, name)?;
        match part.to::<String>(env) {
            Ok(text) if name == "hostname" && text.starts_with('[') => {
                let inside = text.trim_start_matches('[').trim_end_matches(']');
                options.set(env, name, inside)?;
            }
            _ => options.set(env, name, part)?,
        }
    }
    let text = |env: &mut Env<'s>, name| -> Result<String> {
        let part: Value<'_> = url.get(env, name)?;
        Ok(match part.coerce_to_boolean(env)?.get(env) {
            true => part.to::<Text>(env)?.0,
            false => String::new(),
        })
    };
    let path = text(env, "pathname")? + &text(env, "search")?;
    let (username, password) = (text(env, "username")?, text(env, "password")?);
    options.set(env, "path", path)?;
    let href: Value<'_> = url.get(env, "href")?;
    options.set(env, "href", href)?;
    let port: Value<'_> = url.get(env, "port")?;
    if port.to::<String>(env).map_or(true, |port| !port.is_empty()) {
        let port = port.coerce_to_number(env)?;
        options.set(env, "port", port.as_value())?;
    }
    if !username.is_empty() || !password.is_empty() {
        let auth = format!("{}:{}", decode(env, &username)?, decode(env, &password)?);
        options.set(env, "auth", auth)?;
    }
    Ok(options.as_value())
}
