//! Modules, and what stands in them beside functions and classes.

use super::{Strip, code, export, support, with_error};
use crate::ast::{Function, ParamKind, last_segment};
use crate::attr::{ModuleOptions, Options, Place, is_napi};
use crate::{names, valid};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Error, FnArg, Item, ItemConst, ItemFn, ItemMod, Meta, Result, UseTree};

/// `#[napi_module]`.
pub(crate) fn expand(options: TokenStream, tokens: TokenStream) -> TokenStream {
    let options = match ModuleOptions::parse(options) {
        Ok(options) => options,
        Err(error) => return with_error(tokens, error),
    };
    match syn::parse2::<Item>(tokens.clone()) {
        Ok(Item::Mod(item)) => on_mod(&options, item),
        Ok(Item::Fn(item)) => on_function(&options, item),
        Ok(_) => with_error(
            tokens,
            Error::new(Span::call_site(), "#[napi_module] is for a mod or a fn"),
        ),
        Err(error) => with_error(tokens, error),
    }
}

fn on_mod(options: &ModuleOptions, mut item: ItemMod) -> TokenStream {
    let name = item.ident.to_string();
    let error = match fill(&mut item) {
        Ok(()) => None,
        Err(error) => Some(error.into_compile_error()),
    };
    let ident = &item.ident;
    // Without a body, there is nothing to initialise.
    let module = item
        .content
        .is_some()
        .then(|| static_module(options, code!(#name), &code!(#ident::__NapiModule)));
    code!(#item #module #error)
}

fn on_function(options: &ModuleOptions, item: ItemFn) -> TokenStream {
    let support = support();
    let package = code!(#support::env!("CARGO_PKG_NAME"));
    let ident = &item.sig.ident;
    if is_initialiser(&item) {
        let body = code!(#ident(env, target));
        let export = export(&item.vis, ident, &body);
        let module = static_module(options, package, &ident.to_token_stream());
        return code!(#item #export #module);
    }
    let mut item = item;
    let function = match Options::take(&mut item.attrs, Place::Function) {
        Ok(options) => super::function::expand(options.unwrap_or_default(), &mut item),
        Err(error) => Err(error),
    };
    match function {
        Ok(function) => {
            let module = static_module(options, package, &item.sig.ident.to_token_stream());
            code!(#item #function #module)
        }
        Err(error) => with_error(item.to_token_stream(), error),
    }
}

/// Whether a function has the parameters of an initialiser: `&mut Env`, `Object`.
fn is_initialiser(item: &ItemFn) -> bool {
    let is_object = matches!(
        item.sig.inputs.last(),
        Some(FnArg::Typed(typed)) if last_segment(&typed.ty).is_some_and(|ident| ident == "Object")
    );
    item.sig.inputs.len() == 2
        && is_object
        && Function::parse(&item.sig)
            .is_ok_and(|function| matches!(function.params[0].kind, ParamKind::EnvMut))
}

/// `NAPI_MODULE`, and what announces it when its image is loaded.
fn static_module(options: &ModuleOptions, name: TokenStream, export: &TokenStream) -> TokenStream {
    let support = support();
    let name = options
        .name
        .as_ref()
        .map_or(name, ToTokens::to_token_stream);
    let version = match &options.api_version {
        Some(version) => version.to_token_stream(),
        None => code!(#support::DEFAULT_API_VERSION),
    };
    let module = Ident::new("NAPI_MODULE", Span::call_site());
    code! {
        /// The Node-API module, to link into a `nodeapi::Runtime`.
        pub static #module: #support::Module =
            #support::Module::new(
                #name,
                #support::option_env!("CARGO_CRATE_NAME"),
                #version,
                #support::init::<#export>,
            );

        const _: () = {
            extern "C" fn announce() {
                #support::announce(&#module);
            }
            #[used]
            #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
            #[cfg_attr(windows, unsafe(link_section = ".CRT$XCU"))]
            #[cfg_attr(
                all(unix, not(target_vendor = "apple")),
                unsafe(link_section = ".init_array")
            )]
            static ANNOUNCE: extern "C" fn() = announce;
        };
    }
}

/// `#[napi]` on a `mod`: a namespace.
pub(crate) fn expand_namespace(item: &mut ItemMod) -> Result<TokenStream> {
    fill(item)?;
    Ok(TokenStream::new())
}

/// Writes into a `mod` what exports its items.
fn fill(item: &mut ItemMod) -> Result<()> {
    let Some((_, items)) = &mut item.content else {
        return Err(Error::new_spanned(
            &item,
            "the mod's items must stand here, between braces: the exports are read from them",
        ));
    };
    let mut errors: Option<Error> = None;
    let mut exports = Vec::new();
    let mut unique = valid::Unique::default();
    let mut classes = valid::Unique::default();
    for item in items.iter_mut() {
        if let Err(error) = add(item, &mut exports, &mut unique, &mut classes) {
            // A second class body would cause more errors than this one.
            if let Item::Impl(item) = item {
                item.attrs.retain(|attribute| !is_napi(attribute));
                item.strip();
            }
            match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            }
        }
    }
    let support = support();
    items.push(Item::Verbatim(code! {
        #[doc(hidden)]
        pub enum __NapiModule {}
    }));
    items.push(Item::Verbatim(code! {
        #[automatically_derived]
        impl #support::Export for __NapiModule {
            #[allow(unused_variables)]
            fn export<'s>(
                env: &mut #support::Env<'s>,
                target: #support::Object<'s>,
            ) -> #support::Result<()> {
                #(#exports)*
                #support::StdResult::Ok(())
            }
        }
    }));
    match errors {
        Some(errors) => Err(errors),
        None => Ok(()),
    }
}

/// Adds what exports an item, if it has `#[napi]`.
fn add(
    item: &Item,
    exports: &mut Vec<TokenStream>,
    unique: &mut valid::Unique,
    classes: &mut valid::Unique,
) -> Result<()> {
    let Some(attributes) = attributes(item) else {
        return Ok(());
    };
    let Some(attribute) = attributes.iter().find(|attribute| is_napi(attribute)) else {
        return Ok(());
    };
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let support = support();
    // Mistakes in the options are the attribute's own to report.
    let options = |place| Options::parse(tokens.clone(), place).unwrap_or_default();
    match item {
        Item::Fn(item) => {
            let ident = &item.sig.ident;
            // Mistakes in the list of instances are the function's own to report.
            let functions = super::function::exported(&options(Place::Function), item);
            for function in functions.unwrap_or_default() {
                unique.add(&function.name, ident.span())?;
            }
            exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
        }
        Item::Struct(item) => {
            let options = options(Place::Struct);
            let ident = &item.ident;
            if options.object.is_none() && item.generics.params.is_empty() {
                unique.add(&options.name(|| ident.to_string()), ident.span())?;
                exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
            }
        }
        Item::Enum(item) => {
            let options = options(Place::Enum);
            let ident = &item.ident;
            if options.tag.is_none() && item.generics.params.is_empty() {
                unique.add(&options.name(|| ident.to_string()), ident.span())?;
                exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
            }
        }
        Item::Type(item) => {
            let ident = &item.ident;
            unique.add(
                &options(Place::Alias).name(|| ident.to_string()),
                ident.span(),
            )?;
            exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
        }
        Item::Impl(item) => {
            let ty = item.self_ty.to_token_stream().to_string();
            classes
                .add(&ty, syn::spanned::Spanned::span(&item.self_ty))
                .map_err(|error| Error::new(error.span(), "a class has one impl with #[napi]"))?;
        }
        Item::Const(item) => {
            let ident = &item.ident;
            unique.add(
                &options(Place::Constant).name(|| ident.to_string()),
                ident.span(),
            )?;
            exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
        }
        Item::Mod(item) => {
            let ident = &item.ident;
            let name = options(Place::Mod).name(|| names::camel(ident));
            unique.add(&name, ident.span())?;
            if item.content.is_some() {
                exports.push(code! {
                    #support::export_namespace::<#ident::__NapiModule>(env, target, #name)?;
                });
            }
        }
        Item::Use(item) => leaves(&item.tree, &mut |ident| {
            exports.push(code!(<#ident as #support::Export>::export(env, target)?;));
        })?,
        _ => {}
    }
    Ok(())
}

fn attributes(item: &Item) -> Option<&[Attribute]> {
    Some(match item {
        Item::Fn(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => return None,
    })
}

/// The names that a `use` brings.
fn leaves(tree: &UseTree, found: &mut impl FnMut(&Ident)) -> Result<()> {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, found),
        UseTree::Name(name) => {
            found(&name.ident);
            Ok(())
        }
        UseTree::Rename(rename) => {
            found(&rename.rename);
            Ok(())
        }
        UseTree::Group(group) => group.items.iter().try_for_each(|tree| leaves(tree, found)),
        UseTree::Glob(glob) => Err(Error::new_spanned(glob, "name what is to be exported")),
    }
}

/// `#[napi]` on a constant.
pub(crate) fn expand_const(options: Options, item: &mut ItemConst) -> Result<TokenStream> {
    let support = support();
    let ident = &item.ident;
    let name = options.name(|| ident.to_string());
    let body = code!(#support::export_value(env, target, #name, #ident));
    Ok(export(&item.vis, ident, &body))
}
