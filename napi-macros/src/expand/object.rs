//! `#[napi(object)]`: structs as plain objects.

use super::properties::{Property, conversions};
use super::{code, support, support_at};
use crate::attr::Options;
use crate::valid::{self, Unique};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
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

    let properties = Property::of(fields, options.rename_all, Unique::default())?;

    let (support, ident) = (support(), &item.ident);
    let name = ident.to_string();
    let (lifetime, arguments) = match item.generics.lifetimes().next() {
        Some(param) => {
            let lifetime = param.lifetime.clone();
            (lifetime.clone(), code!(<#lifetime>))
        }
        None => (Lifetime::new("'s", Span::mixed_site()), TokenStream::new()),
    };
    let (gets, sets) = (
        properties.iter().map(Property::get),
        properties.iter().map(set),
    );
    let read = code! {
        #[allow(unused_variables)]
        let object = #support::fields(env, value, #name)?;
        #support::StdResult::Ok(#ident { #(#gets)* })
    };
    let write = code! {
        let fields = [#(#sets),*];
        #support::object_of(env, fields)
    };
    let target = code!(#ident #arguments);
    Ok(conversions(&lifetime, &target, &read, &write))
}

/// A property's name, and its value if it has one; all of them are set at once.
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
            (#key, match self.#ident {
                #support::Option::Some(value) => {
                    #support::Option::Some(#support::IntoJs::into_js(value, env)?)
                }
                #support::Option::None => #support::Option::None,
            })
        }
    } else {
        quote_spanned! {*span=>
            (#key, #support::Option::Some(#support::IntoJs::into_js(self.#ident, env)?))
        }
    }
}
