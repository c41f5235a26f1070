//! The options of the attributes.

use crate::names::Case;
use proc_macro2::{Ident, Span, TokenStream};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitBool, LitInt, LitStr, Meta, Result, Type};

/// What stands in `#[napi(…)]`.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) js_name: Option<LitStr>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) object: Option<Span>,
    pub(crate) constructor: Option<Span>,
    pub(crate) getter: Option<Span>,
    pub(crate) setter: Option<Span>,
    pub(crate) finalizer: Option<Span>,
    pub(crate) super_args: Option<Span>,
    pub(crate) iterator: Option<Span>,
    pub(crate) base: Option<Span>,
    pub(crate) string: Option<Span>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) extends: Option<Extends>,
    pub(crate) to_string_tag: Option<LitStr>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) writable: Option<LitBool>,
    pub(crate) enumerable: Option<LitBool>,
    pub(crate) configurable: Option<LitBool>,
}

/// What a class extends.
pub(crate) enum Extends {
    /// A class of Rust's.
    Class(Box<Type>),
    /// A class of the host's, by where it is.
    Host(LitStr),
}

/// A function of a generic one: its name in JavaScript, and what stands for the parameters.
pub(crate) struct Instance {
    pub(crate) name: Ident,
    pub(crate) types: Vec<Type>,
}

/// Where an attribute stands, and so which options it takes.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Function,
    Struct,
    Impl,
    Method,
    Constant,
    ClassConstant,
    Field,
    ClassField,
    Enum,
    Variant,
    Alias,
    Mod,
    Use,
}

impl Place {
    fn options(self) -> &'static [&'static str] {
        match self {
            Place::Function => &["js_name", "instances"],
            Place::Constant | Place::Field | Place::Variant | Place::Mod => &["js_name"],
            Place::ClassConstant => &["js_name", "writable", "enumerable", "configurable"],
            Place::ClassField => &["base"],
            Place::Struct => &[
                "js_name",
                "object",
                "rename_all",
                "extends",
                "to_string_tag",
            ],
            Place::Alias => &["js_name", "to_string_tag"],
            Place::Enum => &["js_name", "string", "tag", "rename_all"],
            Place::Method => &[
                "js_name",
                "constructor",
                "getter",
                "setter",
                "iterator",
                "finalizer",
                "super_args",
                "writable",
                "enumerable",
                "configurable",
            ],
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
            Place::ClassConstant => "a constant of a class",
            Place::Field => "a field",
            Place::ClassField => "a field of a class",
            Place::Enum => "an enum",
            Place::Variant => "a variant",
            Place::Alias => "a type alias",
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
            "finalizer" => &mut self.finalizer,
            "super_args" => &mut self.super_args,
            "iterator" => &mut self.iterator,
            "base" => &mut self.base,
            "string" => &mut self.string,
            "tag" => {
                self.tag = Some(name_literal(meta)?);
                return Ok(());
            }
            "to_string_tag" => {
                self.to_string_tag = Some(meta.value()?.parse()?);
                return Ok(());
            }
            "rename_all" => {
                self.rename_all = Some(Case::parse(&meta.value()?.parse()?)?);
                return Ok(());
            }
            "writable" | "enumerable" | "configurable" => {
                let value = meta.value().map_err(|_| {
                    meta.error(format!("say which: `{name} = true` or `{name} = false`"))
                })?;
                let value = Some(value.parse()?);
                match &*name {
                    "writable" => self.writable = value,
                    "enumerable" => self.enumerable = value,
                    _ => self.configurable = value,
                }
                return Ok(());
            }
            "extends" => {
                let value = meta.value()?;
                self.extends = Some(if value.peek(LitStr) {
                    Extends::Host(value.parse()?)
                } else {
                    Extends::Class(value.parse()?)
                });
                return Ok(());
            }
            "instances" => {
                meta.parse_nested_meta(|meta| {
                    self.instances.push(Instance::parse(&meta)?);
                    Ok(())
                })?;
                if self.instances.is_empty() {
                    return Err(meta.error("list them: `instances(sumOfInts = i32, sum = f64)`"));
                }
                return Ok(());
            }
            _ => {
                self.js_name = Some(name_literal(meta)?);
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

impl Instance {
    fn parse(meta: &ParseNestedMeta<'_>) -> Result<Instance> {
        let name = meta.path.require_ident()?.clone();
        let ty: Type = meta.value()?.parse()?;
        let types = match ty {
            Type::Tuple(tuple) => tuple.elems.into_iter().collect(),
            ty => vec![ty],
        };
        Ok(Instance { name, types })
    }
}

/// A name in JavaScript.
fn name_literal(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    let name: LitStr = meta.value()?.parse()?;
    if name.value().is_empty() || name.value().contains('\0') {
        return Err(Error::new(
            name.span(),
            "a name is not empty and has no NUL",
        ));
    }
    Ok(name)
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
                match version.base10_parse::<u32>()? {
                    0 => {
                        return Err(Error::new(
                            version.span(),
                            "versions of Node-API count from 1",
                        ));
                    }
                    2_147_483_647 => {
                        return Err(Error::new(
                            version.span(),
                            "the experimental version changes what finalizers may do; name a \
                             numbered one, with which experimental functions can be called too",
                        ));
                    }
                    _ => {}
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
