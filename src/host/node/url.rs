//! URLs, for `URL` and `URLSearchParams`: the WHATWG's, by the crate `url`.

use super::native;
use crate::safe::{Env, IntoJs, Object, Result, Value};
use url::{Url, form_urlencoded, quirks};

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // parse(text, base): the parts, or undefined where that is no URL.
    native(env, natives, "parse", |env, args| {
        let (text, base): (String, Option<String>) = (args.get(env, 0)?, args.get(env, 1)?);
        let base = match base.map(|base| Url::parse(&base)).transpose() {
            Ok(base) => base,
            Err(_) => return Ok(env.undefined()),
        };
        match Url::options().base_url(base.as_ref()).parse(&text) {
            Ok(url) => parts(env, &url),
            Err(_) => Ok(env.undefined()),
        }
    })?;
    // set(href, part, value): the parts then; what the part cannot be leaves it as it is.
    native(env, natives, "set", |env, args| {
        let (href, part): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
        let value: String = args.get(env, 2)?;
        let Ok(mut url) = Url::parse(&href) else {
            return Ok(env.undefined());
        };
        match &*part {
            "protocol" => drop(quirks::set_protocol(&mut url, &value)),
            "username" => drop(quirks::set_username(&mut url, &value)),
            "password" => drop(quirks::set_password(&mut url, &value)),
            "host" => drop(quirks::set_host(&mut url, &value)),
            "hostname" => drop(quirks::set_hostname(&mut url, &value)),
            "port" => drop(quirks::set_port(&mut url, &value)),
            "pathname" => quirks::set_pathname(&mut url, &value),
            "search" => quirks::set_search(&mut url, &value),
            _ => quirks::set_hash(&mut url, &value),
        }
        parts(env, &url)
    })?;
    // parseQuery(text): names and values in turn.
    native(env, natives, "parseQuery", |env, args| {
        let text: String = args.get(env, 0)?;
        let pairs = form_urlencoded::parse(text.as_bytes());
        let list: Vec<String> = pairs
            .flat_map(|(name, value)| [name.into_owned(), value.into_owned()])
            .collect();
        list.into_js(env)
    })?;
    native(env, natives, "formatQuery", |env, args| {
        let list: Vec<String> = args.get(env, 0)?;
        let mut text = form_urlencoded::Serializer::new(String::new());
        for pair in list.chunks_exact(2) {
            text.append_pair(&pair[0], &pair[1]);
        }
        text.finish().into_js(env)
    })?;
    native(env, natives, "domainToAscii", |env, args| {
        let domain: String = args.get(env, 0)?;
        quirks::domain_to_ascii(&domain).into_js(env)
    })?;
    native(env, natives, "domainToUnicode", |env, args| {
        let domain: String = args.get(env, 0)?;
        quirks::domain_to_unicode(&domain).into_js(env)
    })
}

/// What a `URL` has, in the order of `url.js`.
fn parts<'s>(env: &mut Env<'s>, url: &Url) -> Result<Value<'s>> {
    let parts = [
        quirks::href(url),
        &quirks::origin(url),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ];
    parts.into_js(env)
}
