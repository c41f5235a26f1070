//! Fields as properties of plain objects: of structs, and of the variants of unions.

use super::{code, support, support_at};
use crate::ast::last_segment;
use crate::attr::{Options, Place};
use crate::names::{self, Case};
use crate::valid::Unique;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;
use std::ffi::CString;
use syn::spanned::Spanned;
use syn::{FieldsNamed, Lifetime, Result};

/// A field and the property that it is.
pub(super) struct Property {
    pub(super) ident: Ident,
    /// The property's name, as C has it.
    pub(super) key: Literal,
    /// Whether the property may be missing.
    pub(super) is_option: bool,
    /// Where the compiler's messages about the field's type point at.
    pub(super) span: Span,
}

impl Property {
    /// The properties that fields are; `unique` knows the names that are taken.
    pub(super) fn of(
        fields: &mut FieldsNamed,
        rename_all: Option<Case>,
        mut unique: Unique,
    ) -> Result<Vec<Property>> {
        let mut properties = Vec::new();
        for field in &mut fields.named {
            let Some(ident) = field.ident.clone() else {
                continue;
            };
            let said = Options::take(&mut field.attrs, Place::Field)?.unwrap_or_default();
            let name = said.name(|| match rename_all {
                Some(case) => case.of(&ident),
                None => names::camel(&ident),
            });
            unique.add(&name, ident.span())?;
            let Ok(key) = CString::new(name) else {
                continue;
            };
            properties.push(Property {
                ident,
                key: Literal::c_string(&key),
                is_option: last_segment(&field.ty).is_some_and(|ident| ident == "Option"),
                span: field.ty.span().resolved_at(Span::mixed_site()),
            });
        }
        Ok(properties)
    }

    /// In the making of a struct or variant: the field, read from `object`.
    pub(super) fn get(&self) -> TokenStream {
        let Property {
            ident, key, span, ..
        } = self;
        let support = support_at(*span);
        quote_spanned!(*span=> #ident: #support::field(env, object, #key)?,)
    }
}

/// The conversions of a type: `read` makes it of `value`, `write` a value of `self`.
pub(super) fn conversions(
    lifetime: &Lifetime,
    target: &TokenStream,
    read: &TokenStream,
    write: &TokenStream,
) -> TokenStream {
    let support = support();
    code! {
        #[automatically_derived]
        impl<#lifetime> #support::FromJs<#lifetime> for #target {
            fn from_js(
                env: &mut #support::Env<#lifetime>,
                value: #support::Value<#lifetime>,
            ) -> #support::Result<Self> {
                #read
            }
        }
        #[automatically_derived]
        impl<#lifetime> #support::IntoJs<#lifetime> for #target {
            fn into_js(
                self,
                env: &mut #support::Env<#lifetime>,
            ) -> #support::Result<#support::Value<#lifetime>> {
                #write
            }
        }
    }
}
