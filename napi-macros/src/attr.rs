//! The options of the attributes.

use proc_macro2::{Span, TokenStream};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitInt, LitStr, Meta, Result};

/// What stands in `#[napi(…)]`.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) js_name: Option<LitStr>,
    pub(crate) object: Option<Span>,
    pub(crate) constructor: Option<Span>,
    pub(crate) getter: Option<Span>,
    pub(crate) setter: Option<Span>,
}

/// Where an attribute stands, and so which options it takes.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Function,
    Struct,
    Impl,
    Method,
    Constant,
    Field,
    Mod,
    Use,
}

impl Place {
    fn options(self) -> &'static [&'static str] {
        match self {
            Place::Function | Place::Constant | Place::Field | Place::Mod => &["js_name"],
            Place::Struct => &["js_name", "object"],
            Place::Method => &["js_name", "constructor", "getter", "setter"],
            Place::Impl | Place::Use => &[],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Place::Function => "a function",
            Place::Struct => "a struct",
            Place::Impl => "an impl",
            Place::Method => "a function of a class",
            Place::Constant => "a constant",
            Place::Field => "a field",
            Place::Mod => "a mod",
            Place::Use => "a use",
        }
    }
}

impl Options {
    /// Reads what stands between the parentheses.
    pub(crate) fn parse(tokens: TokenStream, place: Place) -> Result<Options> {
        let mut options = Options::default();
        syn::meta::parser(|meta| options.option(&meta, place)).parse2(tokens)?;
        Ok(options)
    }

    fn option(&mut self, meta: &ParseNestedMeta<'_>, place: Place) -> Result<()> {
        let span = meta.path.span();
        let name = match meta.path.get_ident() {
            Some(ident) => ident.to_string(),
            None => String::new(),
        };
        if !place.options().contains(&&*name) {
            return Err(meta.error(unknown(&name, place)));
        }
        let flag = match &*name {
            "object" => &mut self.object,
            "constructor" => &mut self.constructor,
            "getter" => &mut self.getter,
            "setter" => &mut self.setter,
            _ => {
                let name: LitStr = meta.value()?.parse()?;
                if name.value().is_empty() || name.value().contains('\0') {
                    return Err(Error::new(
                        name.span(),
                        "a name is not empty and has no NUL",
                    ));
                }
                self.js_name = Some(name);
                return Ok(());
            }
        };
        *flag = Some(span);
        Ok(())
    }

    /// Takes the `#[napi]` off an item and reads it; `None` where there is none.
    pub(crate) fn take(attributes: &mut Vec<Attribute>, place: Place) -> Result<Option<Options>> {
        let Some(index) = attributes.iter().position(is_napi) else {
            return Ok(None);
        };
        let attribute = attributes.remove(index);
        if let Some(second) = attributes.iter().find(|attribute| is_napi(attribute)) {
            let error = Error::new_spanned(second, "a second #[napi]; put the options together");
            attributes.retain(|attribute| !is_napi(attribute));
            return Err(error);
        }
        match attribute.meta {
            Meta::Path(_) => Ok(Some(Options::default())),
            Meta::List(list) => Options::parse(list.tokens, place).map(Some),
            Meta::NameValue(pair) => Err(Error::new_spanned(pair, "write #[napi] or #[napi(…)]")),
        }
    }

    /// The name in JavaScript: the one that is set, or else this one.
    pub(crate) fn name(&self, or: impl FnOnce() -> String) -> String {
        self.js_name.as_ref().map_or_else(or, LitStr::value)
    }
}

fn unknown(name: &str, place: Place) -> String {
    if name == "factory" {
        return "a factory needs no option: any static function may return `Self`".to_owned();
    }
    if name == "object" && matches!(place, Place::Function | Place::Impl) {
        return "`object` is for structs".to_owned();
    }
    match place.options() {
        [] => format!("{} takes no options", place.name()),
        [option] => format!("unknown option; {} takes `{option}`", place.name()),
        options => {
            format!(
                "unknown option; {} takes `{}`",
                place.name(),
                options.join("`, `")
            )
        }
    }
}

/// Whether an attribute is `#[napi]`, by whatever path.
pub(crate) fn is_napi(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "napi")
}

/// What stands in `#[napi_module(…)]`.
#[derive(Default)]
pub(crate) struct ModuleOptions {
    pub(crate) name: Option<LitStr>,
    pub(crate) api_version: Option<LitInt>,
}

impl ModuleOptions {
    /// Reads what stands between the parentheses.
    pub(crate) fn parse(tokens: TokenStream) -> Result<ModuleOptions> {
        let mut options = ModuleOptions::default();
        let parser = syn::meta::parser(|meta| {
            if meta.path.is_ident("name") {
                options.name = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("api_version") {
                let version: LitInt = meta.value()?.parse()?;
                if !(1..=i32::MAX).contains(&version.base10_parse::<i32>()?) {
                    return Err(Error::new(
                        version.span(),
                        "versions of Node-API count from 1",
                    ));
                }
                options.api_version = Some(version);
                Ok(())
            } else {
                Err(meta.error("unknown option; a module takes `name`, `api_version`"))
            }
        });
        parser.parse2(tokens)?;
        Ok(options)
    }
}
