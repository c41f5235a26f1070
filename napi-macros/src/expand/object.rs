//! `#[napi(object)]`: structs as plain objects.

use super::{code, support, support_at};
use crate::ast::last_segment;
use crate::attr::{Options, Place};
use crate::{names, valid};
use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use std::ffi::CString;
use syn::spanned::Spanned;
use syn::{Error, Fields, ItemStruct, Lifetime, Result};

/// `#[napi(object)]` on a struct.
pub(crate) fn expand(options: Options, item: &mut ItemStruct) -> Result<TokenStream> {
    if let Some(name) = &options.js_name {
        return Err(Error::new_spanned(
            name,
            "plain objects have no name in JavaScript",
        ));
    }
    if let Some(name) = &options.to_string_tag {
        return Err(Error::new_spanned(name, "a plain object has no class"));
    }
    if options.extends.is_some() {
        return Err(Error::new_spanned(
            &item.ident,
            "a plain object has no class that it could extend",
        ));
    }
    valid::lifetimes_alone(&item.generics, "a plain object cannot be generic")?;
    if item.generics.params.len() > 1 {
        return Err(Error::new_spanned(
            &item.generics,
            "a plain object has one lifetime at most",
        ));
    }
    let Fields::Named(fields) = &mut item.fields else {
        return Err(Error::new_spanned(
            &item.ident,
            "a plain object has named fields",
        ));
    };

    let support = support();
    let mut unique = valid::Unique::default();
    let (mut read, mut write) = (Vec::new(), Vec::new());
    for field in &mut fields.named {
        let Some(ident) = &field.ident else { continue };
        let said = Options::take(&mut field.attrs, Place::Field)?.unwrap_or_default();
        let name = said.name(|| match options.rename_all {
            Some(case) => case.of(ident),
            None => names::camel(ident),
        });
        unique.add(&name, ident.span())?;
        let Ok(key) = CString::new(name) else {
            continue;
        };
        let key = Literal::c_string(&key);
        let span = field.ty.span().resolved_at(Span::mixed_site());
        let support = support_at(span);
        read.push(quote_spanned!(span=> #ident: #support::field(env, object, #key)?,));
        write.push(
            if last_segment(&field.ty).is_some_and(|ident| ident == "Option") {
                quote_spanned! {span=>
                    (#key, match self.#ident {
                        #support::Option::Some(value) => {
                            #support::Option::Some(#support::IntoJs::into_js(value, env)?)
                        }
                        #support::Option::None => #support::Option::None,
                    })
                }
            } else {
                quote_spanned! {span=>
                    (#key, #support::Option::Some(#support::IntoJs::into_js(self.#ident, env)?))
                }
            },
        );
    }

    let ident = &item.ident;
    let name = ident.to_string();
    let lifetime = match item.generics.lifetimes().next() {
        Some(param) => param.lifetime.clone(),
        None => Lifetime::new("'s", Span::mixed_site()),
    };
    let arguments = match item.generics.lifetimes().next() {
        Some(_) => code!(<#lifetime>),
        None => TokenStream::new(),
    };
    let target = code!(#ident #arguments).into_token_stream();
    Ok(code! {
        #[automatically_derived]
        impl<#lifetime> #support::FromJs<#lifetime> for #target {
            fn from_js(
                env: &mut #support::Env<#lifetime>,
                value: #support::Value<#lifetime>,
            ) -> #support::Result<Self> {
                #[allow(unused_variables)]
                let object = #support::fields(env, value, #name)?;
                #support::StdResult::Ok(#ident { #(#read)* })
            }
        }
        #[automatically_derived]
        impl<#lifetime> #support::IntoJs<#lifetime> for #target {
            fn into_js(
                self,
                env: &mut #support::Env<#lifetime>,
            ) -> #support::Result<#support::Value<#lifetime>> {
                let fields = [#(#write),*];
                #support::object_of(env, fields)
            }
        }
    })
}
