//! What cannot be shown to JavaScript, said where it stands.

use crate::ast::{Param, ParamKind};
use std::collections::HashMap;
use syn::{Error, Generics, ImplItem, ItemImpl, Result, Safety, Signature};

/// That a function can be called by JavaScript at all.
pub(crate) fn signature(signature: &Signature) -> Result<()> {
    if let Some(asyncness) = &signature.asyncness {
        return Err(Error::new_spanned(
            asyncness,
            "async functions are not supported; return the promise of `env.promise()`",
        ));
    }
    if let Safety::Unsafe(token) = &signature.safety {
        return Err(Error::new_spanned(
            token,
            "JavaScript cannot call unsafe functions",
        ));
    }
    if let Some(variadic) = &signature.variadic {
        return Err(Error::new_spanned(
            variadic,
            "variadic functions are not supported",
        ));
    }
    lifetimes_alone(
        &signature.generics,
        "JavaScript calls one function: it cannot be generic",
    )
}

/// That nothing but lifetimes is generic.
pub(crate) fn lifetimes_alone(generics: &Generics, message: &str) -> Result<()> {
    match generics
        .params
        .iter()
        .find(|param| !matches!(param, syn::GenericParam::Lifetime(_)))
    {
        Some(param) => Err(Error::new_spanned(param, message)),
        None => Ok(()),
    }
}

/// That a type has no generics.
pub(crate) fn no_generics(generics: &Generics, message: &str) -> Result<()> {
    match generics.params.first() {
        Some(param) => Err(Error::new_spanned(param, message)),
        None => Ok(()),
    }
}

/// That the parameters go together.
pub(crate) fn params(params: &[Param]) -> Result<()> {
    let at = |kinds: &[ParamKind]| params.iter().position(|param| kinds.contains(&param.kind));
    let env = at(&[ParamKind::Env, ParamKind::EnvMut]);
    if let Some(env) = env
        && env > 0
    {
        return Err(Error::new(
            params[env].span,
            "the environment is the first parameter",
        ));
    }
    let count = |kind| params.iter().filter(|param| param.kind == kind).count();
    if count(ParamKind::Env) + count(ParamKind::EnvMut) > 1 {
        return Err(Error::new(params[1].span, "there is one environment"));
    }
    let writes = at(&[ParamKind::BytesMut]);
    let bytes = count(ParamKind::Bytes) + count(ParamKind::BytesMut);
    if let Some(writes) = writes
        && bytes > 1
    {
        return Err(Error::new(
            params[writes].span,
            "`&mut [u8]` must be the only slice: two arguments may be the same buffer",
        ));
    }
    if let Some(slice) = at(&[ParamKind::Bytes, ParamKind::BytesMut])
        && let Some(env) = env
        && (params[env].kind == ParamKind::EnvMut || writes.is_some())
    {
        return Err(Error::new(
            params[slice].span,
            "a slice borrows the environment; take `Buffer` or `ArrayBuffer`, and `as_slice` where \
             the bytes are used",
        ));
    }
    Ok(())
}

/// That an `impl` is one of a class.
pub(crate) fn class_impl(item: &ItemImpl) -> Result<()> {
    if let Some((path, _)) = &item.trait_ {
        return Err(Error::new_spanned(
            path,
            "#[napi] is for the impl of the type itself, not of a trait",
        ));
    }
    no_generics(&item.generics, "a class cannot be generic")?;
    for item in &item.items {
        let attributes = match item {
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => continue,
        };
        if let Some(attribute) = attributes
            .iter()
            .find(|attribute| crate::attr::is_napi(attribute))
        {
            return Err(Error::new_spanned(
                attribute,
                "functions and constants alone can be shown to JavaScript",
            ));
        }
    }
    Ok(())
}

/// Finds names that are given twice.
#[derive(Default)]
pub(crate) struct Unique(HashMap<String, ()>);

impl Unique {
    /// Adds a name; an error where it is there already.
    pub(crate) fn add(&mut self, name: &str, span: proc_macro2::Span) -> Result<()> {
        match self.0.insert(name.to_owned(), ()) {
            None => Ok(()),
            Some(()) => Err(Error::new(
                span,
                format!("JavaScript would see the name `{name}` twice"),
            )),
        }
    }
}
