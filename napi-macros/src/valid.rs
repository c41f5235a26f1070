//! What cannot be shown to JavaScript, said where it stands.

use crate::ast::{Param, ParamKind, last_segment};
use std::collections::HashMap;
use syn::{
    Error, GenericArgument, Generics, ImplItem, ItemImpl, PathArguments, Result, ReturnType,
    Safety, Signature, Type, TypeImplTrait, TypeParamBound,
};

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
    Ok(())
}

/// That a function stands for itself.
pub(crate) fn not_generic(generics: &Generics) -> Result<()> {
    lifetimes_alone(
        generics,
        "JavaScript calls one function: it cannot be generic; list those that it is, as in \
         `#[napi(instances(sumOfInts = i32, sum = f64))]`",
    )
}

/// That an `impl Trait` is a callback; how many arguments it takes.
pub(crate) fn callback(item: &TypeImplTrait) -> Result<usize> {
    let bound = item.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    let is_function = |segment: &&syn::PathSegment| {
        ["Fn", "FnMut", "FnOnce"]
            .iter()
            .any(|name| segment.ident == name)
    };
    let Some(segment) = bound.filter(is_function) else {
        return Err(Error::new_spanned(
            item,
            "of the traits, a parameter can be `impl Fn(…) -> Result<…>` alone: a callback",
        ));
    };
    let PathArguments::Parenthesized(arguments) = &segment.arguments else {
        return Err(Error::new_spanned(
            item,
            "a callback says what it takes: `impl Fn(…)`",
        ));
    };
    match &arguments.output {
        ReturnType::Type(_, ty) if last_segment(ty).is_some_and(|it| it == "Result") => {
            Ok(arguments.inputs.len())
        }
        ReturnType::Type(_, ty) => Err(Error::new_spanned(
            ty,
            "JavaScript may throw: a callback returns `Result<…>`",
        )),
        ReturnType::Default => Err(Error::new_spanned(
            item,
            "JavaScript may throw: a callback returns `Result<…>`, as in `impl Fn(u32) -> Result<()>`",
        )),
    }
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

/// That an argument is not asked to live longer than its call.
pub(crate) fn argument(ty: &Type) -> Result<()> {
    /// The kinds of values that live as long as their scope.
    const VALUES: [&str; 20] = [
        "Array",
        "ArrayBuffer",
        "BigInt",
        "Boolean",
        "Buffer",
        "Class",
        "DataView",
        "Date",
        "External",
        "Function",
        "JsMap",
        "JsSet",
        "JsString",
        "Number",
        "Object",
        "Promise",
        "SharedArrayBuffer",
        "Symbol",
        "TypedArray",
        "Value",
    ];
    if let Type::Path(path) = ty
        && let Some(segment) = path.path.segments.last()
        && VALUES.iter().any(|name| segment.ident == name)
        && let PathArguments::AngleBracketed(arguments) = &segment.arguments
        && let Some(GenericArgument::Lifetime(lifetime)) = arguments.args.first()
        && lifetime.ident == "static"
    {
        let name = &segment.ident;
        return Err(Error::new_spanned(
            lifetime,
            format!(
                "an argument lives as long as the call: `{name}<'_, …>`; to keep it, take `Ref`, as in \
                 `Ref<Object<'static>>`"
            ),
        ));
    }
    Ok(())
}

/// That the parameters go together.
pub(crate) fn params(params: &[Param]) -> Result<()> {
    let find = |test: fn(&ParamKind) -> bool| params.iter().position(|param| test(&param.kind));
    let count = |test: fn(&ParamKind) -> bool| params.iter().filter(|it| test(&it.kind)).count();
    let is_env: fn(&ParamKind) -> bool = |it| matches!(it, ParamKind::Env | ParamKind::EnvMut);
    let env = find(is_env);
    if let Some(env) = env
        && env > 0
    {
        return Err(Error::new(
            params[env].span,
            "the environment is the first parameter",
        ));
    }
    if count(is_env) > 1 {
        return Err(Error::new(params[1].span, "there is one environment"));
    }
    if let Some(rest) = find(|it| matches!(it, ParamKind::Rest))
        && let Some(later) = params[rest + 1..]
            .iter()
            .find(|it| !matches!(it.kind, ParamKind::This))
    {
        return Err(Error::new(
            later.span,
            "nothing is left for a parameter after `Rest`",
        ));
    }
    let is_exclusive: fn(&ParamKind) -> bool =
        |it| matches!(it, ParamKind::BytesMut | ParamKind::ElementsMut(_));
    let is_slice: fn(&ParamKind) -> bool = |it| {
        matches!(
            it,
            ParamKind::Bytes
                | ParamKind::BytesMut
                | ParamKind::Elements(_)
                | ParamKind::ElementsMut(_)
        )
    };
    let exclusive = find(is_exclusive);
    if let Some(exclusive) = exclusive
        && count(is_slice) > 1
    {
        return Err(Error::new(
            params[exclusive].span,
            "a `&mut` slice must be the only slice: two arguments may be the same buffer",
        ));
    }
    let slice = find(is_slice);
    if let Some(slice) = slice
        && let Some(env) = env
        && (matches!(params[env].kind, ParamKind::EnvMut) || exclusive.is_some())
    {
        return Err(Error::new(
            params[slice].span,
            "a slice borrows the environment; take `Buffer`, `ArrayBuffer` or `TypedArray`, and \
             `as_slice` where the elements are used",
        ));
    }
    if let Some(callback) = find(|it| matches!(it, ParamKind::Callback(_))) {
        let message = if env.is_some() {
            "a callback needs the environment for itself; take `Function<(…), …>`, and `call` it \
             with the environment"
        } else if slice.is_some() {
            "a callback may detach the buffer of a slice; take `Buffer`, `ArrayBuffer` or \
             `TypedArray`, and the callback as `Function<(…), …>`"
        } else {
            return Ok(());
        };
        return Err(Error::new(params[callback].span, message));
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
