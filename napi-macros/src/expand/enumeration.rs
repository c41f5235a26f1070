//! Enums: as numbers, as strings, as unions with a tag.

use super::properties::{Property, conversions};
use super::{code, support, support_at};
use crate::attr::{Options, Place};
use crate::valid::{self, Unique};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use std::ffi::CString;
use syn::ext::IdentExt;
use syn::{Error, Expr, Fields, ItemEnum, Lifetime, Lit, LitStr, Result, UnOp, Variant};

/// `#[napi]` on an enum.
pub(crate) fn expand(options: Options, item: &mut ItemEnum) -> Result<TokenStream> {
    valid::no_generics(&item.generics, "an enum of JavaScript's cannot be generic")?;
    if item.variants.is_empty() {
        return Err(Error::new_spanned(
            &item.ident,
            "an enum without variants has no values",
        ));
    }
    if let Some(tag) = options.tag.clone() {
        if let Some(span) = options.string {
            return Err(Error::new(span, "`string` or `tag`: one of them"));
        }
        if let Some(name) = &options.js_name {
            return Err(Error::new_spanned(
                name,
                "a union has no name in JavaScript",
            ));
        }
        return union(&options, item, &tag);
    }
    if let Some(variant) = item
        .variants
        .iter()
        .find(|it| !matches!(it.fields, Fields::Unit))
    {
        return Err(Error::new_spanned(
            &variant.fields,
            "variants with contents are told apart by a property: `#[napi(tag = \"type\")]`",
        ));
    }
    let names = names(&options, item)?;
    if options.string.is_some() {
        Ok(strings(&options, item, &names))
    } else {
        numbers(&options, item, &names)
    }
}

/// The name of each variant, and what `#[napi]` says of it.
fn names(options: &Options, item: &mut ItemEnum) -> Result<Vec<String>> {
    let mut unique = Unique::default();
    let mut names = Vec::new();
    for variant in &mut item.variants {
        let said = Options::take(&mut variant.attrs, Place::Variant)?.unwrap_or_default();
        let ident = &variant.ident;
        let name = said.name(|| match options.rename_all {
            Some(case) => case.of(ident),
            None => ident.to_string(),
        });
        unique.add(&name, ident.span())?;
        names.push(name);
    }
    Ok(names)
}

fn numbers(options: &Options, item: &ItemEnum, names: &[String]) -> Result<TokenStream> {
    let support = support();
    let mut next = 0_i64;
    let mut values = Vec::new();
    for variant in &item.variants {
        if let Some((_, value)) = &variant.discriminant {
            next = number(value)?;
        }
        let value = i32::try_from(next).map_err(|_| {
            Error::new_spanned(variant, "the values of an enum are 32-bit integers")
        })?;
        values.push(Literal::i32_suffixed(value));
        next += 1;
    }
    let (ident, idents) = (&item.ident, idents(item));
    let read = code!(#support::enum_number(env, value, &[#(#values),*])?);
    let write = code! {
        let number: i32 = match self { #(#ident::#idents => #values,)* };
        #support::IntoJs::into_js(number, env)
    };
    let exported = code!(&[#((#names, #support::EnumValue::Number(#values))),*]);
    Ok(plain(options, item, &read, &write, &exported))
}

/// The number of a discriminant.
fn number(value: &Expr) -> Result<i64> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse(),
            other => Err(Error::new_spanned(other, "a number is expected here")),
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => Ok(-number(&unary.expr)?),
        other => Err(Error::new_spanned(
            other,
            "JavaScript's enum needs the number itself: a literal",
        )),
    }
}

fn strings(options: &Options, item: &ItemEnum, names: &[String]) -> TokenStream {
    let support = support();
    let (ident, idents) = (&item.ident, idents(item));
    let read = code!(#support::enum_text(env, value, &[#(#names),*])?);
    let write = code! {
        let text: &'static str = match self { #(#ident::#idents => #names,)* };
        #support::IntoJs::into_js(text, env)
    };
    // As in TypeScript: `Color.DarkRed` is `"dark-red"`.
    let keys: Vec<_> = idents
        .iter()
        .map(|ident| ident.unraw().to_string())
        .collect();
    let exported = code!(&[#((#keys, #support::EnumValue::Text(#names))),*]);
    plain(options, item, &read, &write, &exported)
}

fn idents(item: &ItemEnum) -> Vec<&Ident> {
    item.variants.iter().map(|variant| &variant.ident).collect()
}

/// An enum whose variants have no contents.
fn plain(
    options: &Options,
    item: &ItemEnum,
    read: &TokenStream,
    write: &TokenStream,
    exported: &TokenStream,
) -> TokenStream {
    let support = support();
    let (ident, idents) = (&item.ident, idents(item));
    let name = options.name(|| ident.to_string());
    let indices = 0..idents.len();
    let read = code! {
        match #read {
            #(#indices => #support::StdResult::Ok(#ident::#idents),)*
            _ => #support::unreachable!(),
        }
    };
    let conversions = conversions(&scope(), &code!(#ident), &read, write);
    code! {
        #conversions
        #[automatically_derived]
        impl #support::Export for #ident {
            fn export<'s>(
                env: &mut #support::Env<'s>,
                target: #support::Object<'s>,
            ) -> #support::Result<()> {
                #support::export_enum(env, target, #name, #exported)
            }
        }
    }
}

/// A union: plain objects whose property `tag` says which variant they are.
fn union(options: &Options, item: &mut ItemEnum, tag: &LitStr) -> Result<TokenStream> {
    let support = support();
    let names = names(options, item)?;
    let tag_name = tag.value();
    let Ok(tag) = CString::new(tag_name.clone()) else {
        return Err(Error::new_spanned(tag, "a name has no NUL"));
    };
    let tag = Literal::c_string(&tag);
    let ident = item.ident.clone();
    let name = ident.to_string();
    let (mut read, mut write) = (Vec::new(), Vec::new());
    for (index, (variant, name)) in item.variants.iter_mut().zip(&names).enumerate() {
        let properties = contents(options, variant, &tag_name)?;
        let (gets, sets) = (
            properties.iter().map(Property::get),
            properties.iter().map(set),
        );
        let (variant, idents) = (&variant.ident, properties.iter().map(|it| &it.ident));
        read.push(code!(#index => #ident::#variant { #(#gets)* },));
        write.push(code! {
            #ident::#variant { #(#idents),* } => {
                #support::set_field(env, object, #tag, #name)?;
                #(#sets)*
            }
        });
    }
    let read = code! {
        let object = #support::fields(env, value, #name)?;
        #support::StdResult::Ok(
            match #support::enum_tag(env, object, #tag, &[#(#names),*])? {
                #(#read)*
                _ => #support::unreachable!(),
            },
        )
    };
    let write = code! {
        let object = env.object()?;
        match self { #(#write)* }
        #support::StdResult::Ok(#support::JsValue::as_value(object))
    };
    Ok(conversions(&scope(), &code!(#ident), &read, &write))
}

/// What a variant has beside its tag.
fn contents(options: &Options, variant: &mut Variant, tag: &str) -> Result<Vec<Property>> {
    let mut unique = Unique::default();
    unique.add(tag, Span::call_site())?;
    match &mut variant.fields {
        Fields::Unit => Ok(Vec::new()),
        Fields::Named(fields) => Property::of(fields, options.rename_all, unique),
        Fields::Unnamed(fields) => Err(Error::new_spanned(
            fields,
            "the contents of a variant have names, as the properties of its object",
        )),
    }
}

/// Sets a property of `object`, if there is something to set.
fn set(property: &Property) -> TokenStream {
    let Property {
        ident,
        key,
        is_option,
        span,
    } = property;
    let support = support_at(*span);
    if *is_option {
        quote_spanned! {*span=>
            if let #support::Option::Some(value) = #ident {
                #support::set_field(env, object, #key, value)?;
            }
        }
    } else {
        quote_spanned!(*span=> #support::set_field(env, object, #key, #ident)?;)
    }
}

/// The scope of what enums are made of: they hold no values themselves.
fn scope() -> Lifetime {
    Lifetime::new("'s", Span::mixed_site())
}

/// What stands for an enum that is refused.
pub(crate) fn nothing(item: &ItemEnum) -> TokenStream {
    let (support, ident) = (support(), &item.ident);
    if !item.generics.params.is_empty() {
        return TokenStream::new();
    }
    code! {
        #[automatically_derived]
        impl #support::Export for #ident {
            fn export<'s>(
                _: &mut #support::Env<'s>,
                _: #support::Object<'s>,
            ) -> #support::Result<()> {
                #support::StdResult::Ok(())
            }
        }
    }
}
