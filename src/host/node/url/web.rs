//! The class `URL`: the WHATWG's, by the crate `url`.

use super::params::{List, Params, parse_query};
use super::{Text, custom_inspect, given};
use crate::host::node::errors::missing_args;
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Env, ErrorClass, Function, IntoJs, JsString, JsValue, Object, Ref, Result, Value,
};
use std::cell::RefCell;
use std::rc::Rc;
use url::{Url, quirks};

/// What a `URL` shows of itself, in Node.js's order.
const SHOWN: [&str; 12] = [
    "href",
    "origin",
    "protocol",
    "username",
    "password",
    "host",
    "hostname",
    "port",
    "pathname",
    "search",
    "searchParams",
    "hash",
];

#[napi(js_name = "URL", to_string_tag = "URL")]
pub(super) struct WebUrl {
    url: Rc<RefCell<Url>>,
    params: RefCell<Option<Searched>>,
}

/// The `searchParams` of a URL, once somebody has asked for them.
struct Searched {
    list: List,
    object: Ref<Object<'static>>,
}

impl WebUrl {
    pub(super) fn new(url: Url) -> WebUrl {
        WebUrl {
            url: Rc::new(RefCell::new(url)),
            params: RefCell::default(),
        }
    }

    /// A copy of what it says now.
    pub(super) fn to_url(&self) -> Url {
        self.url.borrow().clone()
    }

    /// Changes a part; what the part cannot be leaves it as it is.
    fn change<R>(&self, change: impl FnOnce(&mut Url) -> R) {
        let _ = change(&mut self.url.borrow_mut());
        if let Some(params) = &*self.params.borrow() {
            *params.list.borrow_mut() = parse_query(self.url.borrow().query());
        }
    }

    fn part<'s>(&self, env: &Env<'s>, part: impl Fn(&Url) -> &str) -> Result<JsString<'s>> {
        env.string(part(&self.url.borrow()))
    }
}

#[napi]
impl WebUrl {
    #[napi(constructor)]
    fn construct<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<WebUrl> {
        let (input, base) = input(env, args)?;
        match parse(&input, base.as_deref()) {
            Some(url) => Ok(WebUrl::new(url)),
            None => Err(invalid_url(env, &input, base.as_deref())),
        }
    }

    #[napi]
    fn can_parse<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<bool> {
        let (input, base) = input(env, args)?;
        Ok(parse(&input, base.as_deref()).is_some())
    }

    #[napi(js_name = "parse")]
    fn try_parse<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
        let (input, base) = input(env, args)?;
        match parse(&input, base.as_deref()) {
            Some(url) => WebUrl::new(url).into_js(env),
            None => Ok(env.null().as_value()),
        }
    }

    #[napi(enumerable = true)]
    fn to_string<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.href(env)
    }

    #[napi(enumerable = true, js_name = "toJSON")]
    fn to_json<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.href(env)
    }

    #[napi(getter, enumerable = true)]
    fn href<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::href)
    }

    #[napi(setter)]
    fn set_href(&self, env: &mut Env<'_>, value: Text) -> Result<()> {
        match parse(&value.0, None) {
            Some(url) => self.change(|changed| *changed = url),
            None => return Err(invalid_url(env, &value.0, None)),
        }
        Ok(())
    }

    #[napi(getter, enumerable = true)]
    fn origin(&self) -> String {
        quirks::origin(&self.url.borrow())
    }

    #[napi(getter, enumerable = true)]
    fn protocol<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::protocol)
    }

    #[napi(setter)]
    fn set_protocol(&self, value: Text) {
        self.change(|url| quirks::set_protocol(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn username<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::username)
    }

    #[napi(setter)]
    fn set_username(&self, value: Text) {
        self.change(|url| quirks::set_username(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn password<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::password)
    }

    #[napi(setter)]
    fn set_password(&self, value: Text) {
        self.change(|url| quirks::set_password(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn host<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::host)
    }

    #[napi(setter)]
    fn set_host(&self, value: Text) {
        self.change(|url| quirks::set_host(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn hostname<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::hostname)
    }

    #[napi(setter)]
    fn set_hostname(&self, value: Text) {
        self.change(|url| quirks::set_hostname(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn port<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::port)
    }

    #[napi(setter)]
    fn set_port(&self, value: Text) {
        self.change(|url| quirks::set_port(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn pathname<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::pathname)
    }

    #[napi(setter)]
    fn set_pathname(&self, value: Text) {
        self.change(|url| quirks::set_pathname(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn search<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::search)
    }

    #[napi(setter)]
    fn set_search(&self, value: Text) {
        self.change(|url| quirks::set_search(url, &value.0));
    }

    #[napi(getter, enumerable = true)]
    fn search_params<'s>(&self, env: &mut Env<'s>) -> Result<Object<'s>> {
        if let Some(params) = &*self.params.borrow() {
            return params.object.get(env);
        }
        let params = Params::of(&self.url);
        let list = params.list.clone();
        let object = env.instance(params)?.as_object();
        let kept = env.reference(object)?;
        *self.params.borrow_mut() = Some(Searched { list, object: kept });
        Ok(object)
    }

    #[napi(getter, enumerable = true)]
    fn hash<'s>(&self, env: &Env<'s>) -> Result<JsString<'s>> {
        self.part(env, quirks::hash)
    }

    #[napi(setter)]
    fn set_hash(&self, value: Text) {
        self.change(|url| quirks::set_hash(url, &value.0));
    }
}

/// The class, complete.
pub(super) fn class<'s>(env: &mut Env<'s>) -> Result<Function<'s>> {
    let class = env.class::<WebUrl>()?;
    custom_inspect(env, class, |env, this, show| {
        if show.is_too_deep {
            return Ok(None);
        }
        let this: Object<'_> = this.to(env)?;
        let class: Object<'_> = this.get_named(env, c"constructor")?;
        let name: String = class.get_named(env, c"name")?;
        let shown = env.object()?;
        for part in SHOWN {
            let value: Value<'_> = this.get(env, part)?;
            shown.set(env, part, value)?;
        }
        let shown = show.inspect(env, shown.as_value())?;
        Ok(Some(format!("{name} {shown}")))
    })?;
    Ok(class)
}

/// What a URL is made of: the text, and what it is relative to.
fn input<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<(String, Option<String>)> {
    if args.is_empty() {
        return Err(missing_args(&["url"]));
    }
    let input: Text = args.get(env, 0)?;
    let base = given(env, args, 1).map(|base| base.to::<Text>(env));
    Ok((input.0, base.transpose()?.map(|base| base.0)))
}

/// The URL that a text is, if it is one.
pub(super) fn parse(text: &str, base: Option<&str>) -> Option<Url> {
    let base = base.map(Url::parse).transpose().ok()?;
    Url::options().base_url(base.as_ref()).parse(text).ok()
}

/// What is thrown for a text that is no URL.
pub(super) fn invalid_url(
    env: &mut Env<'_>,
    input: &str,
    base: Option<&str>,
) -> crate::safe::Error {
    let error = (|| {
        let error = env.error(
            ErrorClass::TypeError,
            Some("ERR_INVALID_URL"),
            "Invalid URL",
        )?;
        error.set(env, "input", input)?;
        if let Some(base) = base {
            error.set(env, "base", base)?;
        }
        Ok(error)
    })();
    match error {
        Ok(error) => env.throw(error),
        Err(error) => error,
    }
}
