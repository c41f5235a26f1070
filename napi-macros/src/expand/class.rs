//! Classes: a struct, or an alias that says what stands for a generic one's parameters.

use super::{code, support};
use crate::attr::{Extends, Options, Place};
use crate::valid;
use proc_macro2::{Ident, TokenStream};
use syn::spanned::Spanned;
use syn::{Error, ItemStruct, ItemType, LitStr, Member, Result, Type};

/// `#[napi]` on a struct.
pub(crate) fn expand_struct(options: Options, item: &mut ItemStruct) -> Result<TokenStream> {
    let mut base = None;
    for (index, field) in item.fields.iter_mut().enumerate() {
        let Some(found) = Options::take(&mut field.attrs, Place::ClassField)? else {
            continue;
        };
        let Some(span) = found.base else {
            return Err(Error::new(
                field.span(),
                "JavaScript sees a class's methods and accessors; for its fields, write a getter",
            ));
        };
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(index.into()),
        };
        if base.replace((member, span)).is_some() {
            return Err(Error::new(span, "a class has one base"));
        }
    }
    if !item.generics.params.is_empty() {
        for (option, what) in [
            (options.extends.is_some(), "extends"),
            (options.to_string_tag.is_some(), "to_string_tag"),
            (options.js_name.is_some(), "js_name"),
        ] {
            if option {
                let message = format!(
                    "a generic struct is no class yet; put `{what}` where it becomes one: \
                     `#[napi] type Name = {}<…>;`",
                    item.ident
                );
                return Err(Error::new_spanned(&item.generics, message));
            }
        }
        // Its aliases with #[napi] are the classes.
        return Ok(TokenStream::new());
    }
    let ident = &item.ident;
    let extends = match (&options.extends, base) {
        (Some(Extends::Class(class)), Some((field, _))) => Inheritance::Class(class, field),
        (Some(Extends::Class(class)), None) => {
            return Err(Error::new_spanned(
                class,
                "the value holds one of its base: mark the field with `#[napi(base)]`",
            ));
        }
        (Some(Extends::Host(path)), None) => Inheritance::Host(path),
        (_, Some((_, span))) => {
            return Err(Error::new(
                span,
                "the base of which class? write `#[napi(extends = Base)]` on the struct",
            ));
        }
        (None, None) => Inheritance::None,
    };
    Ok(js_class(&options, ident, &code!(#ident), &extends))
}

/// `#[napi]` on a type alias: a class of a generic struct.
pub(crate) fn expand_alias(options: Options, item: &mut ItemType) -> Result<TokenStream> {
    valid::no_generics(
        &item.generics,
        "JavaScript has one class of a name: say what stands for the parameters",
    )?;
    let (ident, ty) = (&item.ident, &item.ty);
    Ok(js_class(&options, ident, &code!(#ty), &Inheritance::None))
}

/// What a class extends, and how.
enum Inheritance<'a> {
    None,
    Class(&'a Type, Member),
    Host(&'a LitStr),
}

fn js_class(
    options: &Options,
    ident: &Ident,
    ty: &TokenStream,
    extends: &Inheritance<'_>,
) -> TokenStream {
    let support = support();
    let name = options.name(|| ident.to_string());
    let tag = options.to_string_tag.as_ref().map(|tag| {
        code! {
            const TO_STRING_TAG: #support::Option<&'static str> = #support::Option::Some(#tag);
        }
    });
    let (link, accessors) = match extends {
        Inheritance::None => (TokenStream::new(), TokenStream::new()),
        Inheritance::Host(path) => (
            code! {
                const PARENT: #support::Option<#support::Parent> =
                    #support::Option::Some(#support::Parent::new(#path));
            },
            TokenStream::new(),
        ),
        Inheritance::Class(class, field) => (
            code! {
                const BASE: #support::Option<#support::BaseLink<Self>> =
                    #support::Option::Some(#support::BaseLink::of());
            },
            code! {
                #[automatically_derived]
                impl #support::Extends for #ty {
                    type Base = #class;
                    fn base(&self) -> &#class {
                        &self.#field
                    }
                    fn base_mut(&mut self) -> &mut #class {
                        &mut self.#field
                    }
                }
            },
        ),
    };
    code! {
        #[automatically_derived]
        impl #support::JsClass for #ty {
            const NAME: &'static str = #name;
            #link
            #tag
            fn construct<'c>(
                env: &mut #support::Env<'c>,
                args: #support::Args<'c>,
            ) -> #support::Result<Self> {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                match <#ty>::NAPI_CONSTRUCT {
                    #support::Option::Some(construct) => construct(env, args),
                    #support::Option::None => {
                        #support::StdResult::Err(#support::no_constructor::<#ty>())
                    }
                }
            }
            fn members() -> &'static [#support::Member] {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                <#ty>::NAPI_MEMBERS
            }
            fn super_args<'c>(
                &self,
                env: &mut #support::Env<'c>,
            ) -> #support::Result<#support::Vec<#support::Value<'c>>> {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                match <#ty>::NAPI_SUPER {
                    #support::Option::Some(args) => args(self, env),
                    #support::Option::None => #support::list(env, ()),
                }
            }
            fn finalizer() -> #support::Option<#support::Finalize<Self>> {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                <#ty>::NAPI_FINALIZE
            }
        }
        #accessors
        #[automatically_derived]
        impl #support::Export for #ty {
            fn export<'s>(
                env: &mut #support::Env<'s>,
                target: #support::Object<'s>,
            ) -> #support::Result<()> {
                #support::export_class::<#ty>(env, target)
            }
        }
        #[automatically_derived]
        impl<'s> #support::IntoJs<'s> for #ty {
            fn into_js(
                self,
                env: &mut #support::Env<'s>,
            ) -> #support::Result<#support::Value<'s>> {
                #support::StdResult::Ok(#support::JsValue::as_value(env.instance(self)?))
            }
        }
    }
}
