//! `#[derive(JsError)]`: errors of Rust with a class, a code and properties in JavaScript.

use super::{code, support, support_at, with_error};
use crate::names;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use std::ffi::CString;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Fields, LitStr, Result};

/// What stands in `#[js_error(…)]` on a type or a variant.
#[derive(Default)]
struct Options {
    class: Option<Ident>,
    name: Option<LitStr>,
    code: Option<LitStr>,
}

const CLASSES: [&str; 4] = ["Error", "TypeError", "RangeError", "SyntaxError"];

impl Options {
    fn read(attributes: &[Attribute]) -> Result<Options> {
        let mut options = Options::default();
        for attribute in attributes
            .iter()
            .filter(|it| it.path().is_ident("js_error"))
        {
            attribute.parse_nested_meta(|meta| options.option(&meta))?;
        }
        Ok(options)
    }

    fn option(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if meta.path.is_ident("class") {
            let class: Ident = meta.value()?.parse()?;
            if !CLASSES.iter().any(|name| class == name) {
                return Err(Error::new(
                    class.span(),
                    "one of Error, TypeError, RangeError, SyntaxError; another name is `name`",
                ));
            }
            self.class = Some(class);
        } else if meta.path.is_ident("name") {
            self.name = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("code") {
            self.code = Some(meta.value()?.parse()?);
        } else {
            return Err(meta.error("unknown option; an error takes `class`, `name`, `code`"));
        }
        Ok(())
    }

    /// These, and those of the type where these say nothing.
    fn or(self, all: &Options) -> Options {
        Options {
            class: self.class.or_else(|| all.class.clone()),
            name: self.name.or_else(|| all.name.clone()),
            code: self.code.or_else(|| all.code.clone()),
        }
    }
}

/// One shape that the error has: a struct, or a variant of an enum.
struct Shape {
    pattern: TokenStream,
    options: Options,
    sets: Vec<TokenStream>,
}

impl Shape {
    fn of(path: &TokenStream, options: Options, fields: &Fields) -> Result<Shape> {
        let (mut bindings, mut sets) = (Vec::new(), Vec::new());
        for field in fields {
            let mut shown = None;
            for attribute in field
                .attrs
                .iter()
                .filter(|it| it.path().is_ident("js_error"))
            {
                attribute.parse_nested_meta(|meta| {
                    if !meta.path.is_ident("property") {
                        return Err(meta.error("unknown option; a field takes `property`"));
                    }
                    let Some(ident) = &field.ident else {
                        return Err(meta.error("a property needs a name: name the field"));
                    };
                    shown = Some(match meta.input.is_empty() {
                        true => LitStr::new(&names::camel(ident), ident.span()),
                        false => meta.value()?.parse()?,
                    });
                    Ok(())
                })?;
            }
            if let (Some(name), Some(ident)) = (shown, &field.ident) {
                let Ok(key) = CString::new(name.value()) else {
                    return Err(Error::new_spanned(name, "a name has no NUL"));
                };
                let key = Literal::c_string(&key);
                let span = field.ty.span().resolved_at(Span::mixed_site());
                let at = support_at(span);
                bindings.push(ident.clone());
                sets.push(quote_spanned!(span=> #at::set_field(env, error, #key, #ident)?;));
            }
        }
        let pattern = match fields {
            Fields::Named(_) => code!(#path { #(#bindings,)* .. }),
            Fields::Unnamed(_) => code!(#path(..)),
            Fields::Unit => path.clone(),
        };
        Ok(Shape {
            pattern,
            options,
            sets,
        })
    }
}

/// `#[derive(JsError)]`.
pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(tokens) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    match write(&input) {
        Ok(written) => written,
        Err(error) => with_error(TokenStream::new(), error),
    }
}

fn write(input: &DeriveInput) -> Result<TokenStream> {
    let all = Options::read(&input.attrs)?;
    let shapes = match &input.data {
        Data::Struct(data) => vec![Shape::of(&code!(Self), all, &data.fields)?],
        Data::Enum(data) => {
            let shapes = data.variants.iter().map(|variant| {
                let ident = &variant.ident;
                let options = Options::read(&variant.attrs)?.or(&all);
                Shape::of(&code!(Self::#ident), options, &variant.fields)
            });
            shapes.collect::<Result<_>>()?
        }
        Data::Union(_) => {
            return Err(Error::new_spanned(
                &input.ident,
                "an error is a struct or an enum",
            ));
        }
    };
    let support = support();
    let ident = &input.ident;
    let span = ident.span().resolved_at(Span::mixed_site());
    let (generics, arguments, where_clause) = input.generics.split_for_impl();
    let patterns: Vec<_> = shapes.iter().map(|shape| &shape.pattern).collect();
    let text = |text: &Option<LitStr>| match text {
        Some(text) => code!(#support::Option::Some(#text)),
        None => code!(#support::Option::None),
    };
    let classes = shapes.iter().map(|shape| match &shape.options.class {
        Some(class) => code!(#support::ErrorClass::#class),
        None => code!(#support::ErrorClass::Error),
    });
    let codes = shapes.iter().map(|shape| text(&shape.options.code));
    let names = shapes.iter().map(|shape| text(&shape.options.name));
    let sets = shapes.iter().map(|shape| {
        let sets = &shape.sets;
        code!({ #(#sets)* #support::StdResult::Ok(()) })
    });
    let target = code!(#ident #arguments).into_token_stream();
    let header = quote_spanned! {span=>
        impl #generics #support::JsError for #target #where_clause
    };
    Ok(code! {
        #[automatically_derived]
        #[allow(unused_variables)]
        #header {
            fn class(&self) -> #support::ErrorClass {
                match self { #(#patterns => #classes,)* }
            }
            fn name(&self) -> #support::Option<&str> {
                match self { #(#patterns => #names,)* }
            }
            fn code(&self) -> #support::Option<&str> {
                match self { #(#patterns => #codes,)* }
            }
            fn set_properties<'s>(
                &self,
                env: &mut #support::Env<'s>,
                error: #support::Object<'s>,
            ) -> #support::Result<()> {
                match self { #(#patterns => #sets,)* }
            }
        }
        #[automatically_derived]
        impl #generics #support::From<#target> for #support::Error #where_clause {
            fn from(error: #target) -> #support::Error {
                #support::Error::described(error)
            }
        }
    })
}
