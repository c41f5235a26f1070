//! The code that the attributes write, and where `#[napi]` goes by the item it is on.

pub(crate) mod class;
pub(crate) mod enumeration;
pub(crate) mod function;
pub(crate) mod js_error;
pub(crate) mod members;
pub(crate) mod module;
pub(crate) mod object;
mod properties;

use crate::attr::{Options, Place, is_napi};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Error, ImplItem, Item, Result};

/// As `quote!`, with the hygiene of generated code: its local variables are not the user's, nor the
/// user's its.
macro_rules! code {
    ($($tokens:tt)*) => {
        quote::quote_spanned!(proc_macro2::Span::mixed_site()=> $($tokens)*)
    };
}
use code;

/// The room of `nodeapi` that generated code stands on.
pub(crate) fn support() -> TokenStream {
    code!(::nodeapi::macro_support)
}

/// The same, named at a place of the user's, which the compiler's messages then point at.
pub(crate) fn support_at(span: Span) -> TokenStream {
    quote::quote_spanned!(span.resolved_at(Span::mixed_site())=> ::nodeapi::macro_support)
}

/// What `#[napi]` makes of an item.
pub(crate) fn expand(options: TokenStream, tokens: TokenStream) -> TokenStream {
    let item = match syn::parse2::<Item>(tokens.clone()) {
        Ok(item) => item,
        Err(error) => return with_error(tokens, error),
    };
    match item {
        Item::Fn(item) => finish(
            Options::parse(options, Place::Function),
            item,
            function::expand,
        ),
        Item::Struct(item) => finish(
            Options::parse(options, Place::Struct),
            item,
            |options, item| {
                if options.object.is_some() {
                    object::expand(options, item)
                } else {
                    class::expand_struct(options, item)
                }
            },
        ),
        Item::Impl(item) => finish(Options::parse(options, Place::Impl), item, |_, item| {
            members::expand(item)
        }),
        Item::Enum(item) => finish(
            Options::parse(options, Place::Enum),
            item,
            enumeration::expand,
        ),
        Item::Type(item) => finish(
            Options::parse(options, Place::Alias),
            item,
            class::expand_alias,
        ),
        Item::Const(item) => finish(
            Options::parse(options, Place::Constant),
            item,
            module::expand_const,
        ),
        Item::Mod(item) => finish(Options::parse(options, Place::Mod), item, |_, item| {
            module::expand_namespace(item)
        }),
        Item::Use(item) => finish(Options::parse(options, Place::Use), item, |_, _| {
            Ok(TokenStream::new())
        }),
        other => {
            let error = Error::new(
                Span::call_site(),
                "#[napi] is for functions, structs and their impls, enums, type aliases, constants, \
                 uses and mods",
            );
            with_error(other.to_token_stream(), error)
        }
    }
}

/// The item, and what is written for it, or the error that it caused. The item stays either way: one
/// mistake is one message.
fn finish<T: ToTokens + Strip>(
    options: Result<Options>,
    mut item: T,
    expand: impl FnOnce(Options, &mut T) -> Result<TokenStream>,
) -> TokenStream {
    let written = options.and_then(|options| expand(options, &mut item));
    item.strip();
    match written {
        Ok(written) => code!(#item #written),
        Err(error) => {
            let stand_in = item.stand_in();
            with_error(code!(#item #stand_in), error)
        }
    }
}

/// An item with an error beside it.
pub(crate) fn with_error(item: TokenStream, error: Error) -> TokenStream {
    let error = error.into_compile_error();
    code!(#item #error)
}

/// Items that have `#[napi]` inside, which nobody else shall read.
pub(crate) trait Strip {
    /// Takes what is left of them off.
    fn strip(&mut self) {}
    /// What other generated code refers to, where nothing could be written.
    fn stand_in(&self) -> TokenStream {
        TokenStream::new()
    }
}

impl Strip for syn::ItemType {}
impl Strip for syn::ItemEnum {
    fn strip(&mut self) {
        for variant in &mut self.variants {
            variant.attrs.retain(|attribute| !is_napi(attribute));
            for field in &mut variant.fields {
                field.attrs.retain(|attribute| !is_napi(attribute));
            }
        }
    }
    fn stand_in(&self) -> TokenStream {
        enumeration::nothing(self)
    }
}
impl Strip for syn::ItemUse {}
impl Strip for syn::ItemMod {}
impl Strip for syn::ItemFn {
    fn stand_in(&self) -> TokenStream {
        export_nothing(&self.vis, &self.sig.ident)
    }
}
impl Strip for syn::ItemConst {
    fn stand_in(&self) -> TokenStream {
        export_nothing(&self.vis, &self.ident)
    }
}
impl Strip for syn::ItemStruct {
    fn strip(&mut self) {
        for field in &mut self.fields {
            field.attrs.retain(|attribute| !is_napi(attribute));
        }
    }
}
impl Strip for syn::ItemImpl {
    fn strip(&mut self) {
        for item in &mut self.items {
            let attributes = match item {
                ImplItem::Fn(item) => &mut item.attrs,
                ImplItem::Const(item) => &mut item.attrs,
                ImplItem::Type(item) => &mut item.attrs,
                ImplItem::Macro(item) => &mut item.attrs,
                _ => continue,
            };
            attributes.retain(|attribute| !is_napi(attribute));
        }
    }
}

/// What stands for an item that is refused.
fn export_nothing(visibility: &syn::Visibility, ident: &syn::Ident) -> TokenStream {
    let support = support();
    export(visibility, ident, &code!(#support::StdResult::Ok(())))
}

/// The type of an exported item that is none itself: it has the item's name, which is free among
/// types, and so comes along wherever the item is imported.
pub(crate) fn export(
    visibility: &syn::Visibility,
    ident: &syn::Ident,
    body: &TokenStream,
) -> TokenStream {
    let support = support();
    code! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code)]
        #visibility enum #ident {}
        #[automatically_derived]
        impl #support::Export for #ident {
            #[allow(unused_variables)]
            fn export<'s>(
                env: &mut #support::Env<'s>,
                target: #support::Object<'s>,
            ) -> #support::Result<()> {
                #body
            }
        }
    }
}
