//! Classes: what an `impl` shows of them.

use super::function::Shim;
use super::{code, function, support, support_at};
use crate::ast::{Function, SelfKind, last_segment};
use crate::attr::{Options, Place};
use crate::{names, valid};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Error, FnArg, Generics, ImplItem, ImplItemConst, ImplItemFn, ItemImpl, ReceiverKind, Result,
    ReturnType, Type,
};

/// `#[napi]` on an `impl`.
pub(crate) fn expand(item: &mut ItemImpl) -> Result<TokenStream> {
    valid::class_impl(item)?;
    let mut class = Class::new(item);
    let mut errors: Option<Error> = None;
    for item in &mut item.items {
        let added = match item {
            ImplItem::Fn(item) => class.function(item),
            ImplItem::Const(item) => class.constant(item),
            _ => Ok(()),
        };
        if let Err(error) = added {
            match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            }
        }
    }
    match errors {
        Some(errors) => Err(errors),
        None => Ok(class.write()),
    }
}

/// What an `impl` shows.
struct Class {
    ty: Type,
    generics: Generics,
    constructor: Option<TokenStream>,
    super_args: Option<TokenStream>,
    finalizer: Option<TokenStream>,
    /// Functions that members refer to. They are associated functions: items inside of constants
    /// could not name what the `impl` is generic over.
    shims: Vec<TokenStream>,
    members: Vec<TokenStream>,
    accessors: Vec<Accessor>,
    unique: valid::Unique,
    unique_static: valid::Unique,
}

/// A getter, a setter, or both.
struct Accessor {
    name: String,
    is_static: bool,
    get: Option<TokenStream>,
    set: Option<TokenStream>,
    attributes: TokenStream,
}

impl Class {
    fn new(item: &ItemImpl) -> Class {
        Class {
            ty: (*item.self_ty).clone(),
            generics: item.generics.clone(),
            constructor: None,
            super_args: None,
            finalizer: None,
            shims: Vec::new(),
            members: Vec::new(),
            accessors: Vec::new(),
            unique: valid::Unique::default(),
            unique_static: valid::Unique::default(),
        }
    }

    fn unique(&mut self, is_static: bool, name: &str, span: Span) -> Result<()> {
        if is_static {
            &mut self.unique_static
        } else {
            &mut self.unique
        }
        .add(name, span)
    }

    fn function(&mut self, item: &mut ImplItemFn) -> Result<()> {
        let Some(options) = Options::take(&mut item.attrs, Place::Method)? else {
            return Ok(());
        };
        let ident = &item.sig.ident;
        let roles = [
            options.constructor,
            options.getter,
            options.setter,
            options.iterator,
            options.finalizer,
            options.super_args,
        ];
        let mut roles = roles.iter().flatten();
        if let (Some(_), Some(second)) = (roles.next(), roles.next()) {
            return Err(Error::new(
                *second,
                "constructor, getter, setter, iterator, finalizer or super_args: one of them",
            ));
        }
        if let Some(span) = options.finalizer {
            return self.finalizer(&options, item, span);
        }
        let function = Function::parse(&item.sig)?;
        if let Some(span) = options.constructor {
            return self.constructor(&options, &function, span);
        }
        if let Some(span) = options.super_args {
            return self.super_args(&options, &function, span);
        }
        if options.getter.is_some() || options.setter.is_some() {
            return self.accessor(&options, &function);
        }
        let is_static = function.is_static();
        let support = support();
        let name = options.name(|| match options.iterator {
            Some(_) => "next".to_owned(),
            None => names::camel(ident),
        });
        if let Some(span) = options.iterator {
            if is_static || function.arguments().count() > 0 {
                return Err(Error::new(
                    span,
                    "an iterator's step is `fn next(&mut self) -> Option<T>`",
                ));
            }
            self.unique(false, "[Symbol.iterator]", span)?;
            self.members.push(code! {
                #support::Member::Method {
                    name: "[Symbol.iterator]",
                    call: #support::Native::new(#support::itself),
                    is_static: false,
                    attributes: #support::METHOD,
                }
            });
        }
        self.unique(is_static, &name, ident.span())?;
        let shim = self.shim(&function, &name, "call", options.iterator.is_some());
        let attributes = attributes(&options, &code!(METHOD));
        self.members.push(code! {
            #support::Member::Method {
                name: #name,
                call: #support::Native::new(#shim),
                is_static: #is_static,
                attributes: #attributes,
            }
        });
        Ok(())
    }

    /// Adds a shim; gives what names it.
    fn shim(
        &mut self,
        function: &Function,
        name: &str,
        what: &str,
        is_iterator: bool,
    ) -> TokenStream {
        let ident = format_ident!(
            "__napi_{what}_{}",
            function.ident.unraw(),
            span = Span::mixed_site()
        );
        let shim = Shim {
            ident: &ident,
            types: None,
            class: Some(&self.ty),
            name,
            is_iterator,
        };
        self.shims.push(shim.write(function));
        code!(Self::#ident)
    }

    fn finalizer(&mut self, options: &Options, item: &ImplItemFn, span: Span) -> Result<()> {
        no_name(options, "a finalizer has no name in JavaScript")?;
        let mut inputs = item.sig.inputs.iter();
        let by_value = matches!(
            inputs.next(),
            Some(FnArg::Receiver(receiver)) if matches!(receiver.kind, ReceiverKind::Value)
        );
        let env = match inputs.next() {
            None => Some(false),
            Some(FnArg::Typed(typed)) => match &*typed.ty {
                Type::Reference(reference)
                    if last_segment(&reference.elem).is_some_and(|it| it == "Env") =>
                {
                    Some(true)
                }
                _ => None,
            },
            Some(FnArg::Receiver(_)) => None,
        };
        let (true, Some(takes_env), None) = (by_value, env, inputs.next()) else {
            return Err(Error::new(
                span,
                "a finalizer gets what is left: `fn closed(self)`, or \
                 `fn closed(self, env: &mut Env<'_>)`",
            ));
        };
        if self.finalizer.is_some() {
            return Err(Error::new(span, "a class has one finalizer"));
        }
        let (support, ident) = (support(), &item.sig.ident);
        let env = takes_env.then(|| code!(env));
        let call = code!(Self::#ident(value, #env));
        let finish = match &item.sig.output {
            ReturnType::Default => code!(#call; #support::StdResult::Ok(())),
            ReturnType::Type(_, ty) if last_segment(ty).is_some_and(|it| it == "Result") => call,
            ReturnType::Type(_, ty) => {
                return Err(Error::new_spanned(
                    ty,
                    "nobody waits for a finalizer: it gives nothing, or `Result<()>`",
                ));
            }
        };
        self.shims.push(code! {
            #[doc(hidden)]
            #[allow(unused_variables, clippy::all)]
            fn __napi_finalize<'c>(
                value: Self,
                env: &mut #support::Env<'c>,
            ) -> #support::Result<()> {
                #finish
            }
        });
        self.finalizer = Some(code!(Self::__napi_finalize));
        Ok(())
    }

    fn super_args(&mut self, options: &Options, function: &Function, span: Span) -> Result<()> {
        no_name(options, "JavaScript does not see this")?;
        if function.receiver != Some(SelfKind::Shared) || !function.params.is_empty() {
            return Err(Error::new(
                span,
                "what `super` is called with comes from the value: `fn super_args(&self) -> (…)`",
            ));
        }
        if self.super_args.is_some() {
            return Err(Error::new(span, "`super` is called once"));
        }
        let (support, ident) = (support(), &function.ident);
        self.shims.push(code! {
            #[doc(hidden)]
            #[allow(clippy::all)]
            fn __napi_super_args<'c>(
                &self,
                env: &mut #support::Env<'c>,
            ) -> #support::Result<#support::Vec<#support::Value<'c>>> {
                #support::list(env, self.#ident())
            }
        });
        self.super_args = Some(code!(Self::__napi_super_args));
        Ok(())
    }

    fn constructor(&mut self, options: &Options, function: &Function, span: Span) -> Result<()> {
        if function.receiver.is_some() {
            return Err(Error::new(
                span,
                "a constructor makes the object: it has no `self`",
            ));
        }
        if let Some(name) = &options.js_name {
            return Err(Error::new_spanned(
                name,
                "the constructor has the name of the struct",
            ));
        }
        if self.constructor.is_some() {
            return Err(Error::new(
                span,
                "a class has one constructor; others are factories",
            ));
        }
        let construct = function::construct(function, &self.ty, "constructor");
        self.shims.push(construct);
        self.constructor = Some(code!(Self::__napi_construct));
        Ok(())
    }

    fn accessor(&mut self, options: &Options, function: &Function) -> Result<()> {
        let is_getter = options.getter.is_some();
        if let Some(writable) = &options.writable {
            return Err(Error::new_spanned(
                writable,
                "whether an accessor can be set, its setter says",
            ));
        }
        let ident = &function.ident;
        let name = options.name(|| {
            if is_getter {
                names::camel(ident)
            } else {
                names::of_setter(ident)
            }
        });
        let arguments = function.arguments().count();
        if is_getter && arguments > 0 {
            return Err(Error::new(ident.span(), "a getter takes no arguments"));
        }
        if !is_getter && arguments != 1 {
            return Err(Error::new(ident.span(), "a setter takes one argument"));
        }
        let is_static = function.is_static();
        let what = if is_getter { "get" } else { "set" };
        let shim = self.shim(function, &name, what, false);
        let attributes = attributes(options, &code!(ACCESSOR));
        let found = self
            .accessors
            .iter()
            .position(|accessor| accessor.is_static == is_static && accessor.name == name);
        let index = match found {
            Some(index) => index,
            None => {
                self.unique(is_static, &name, ident.span())?;
                self.accessors.push(Accessor {
                    name,
                    is_static,
                    get: None,
                    set: None,
                    attributes,
                });
                self.accessors.len() - 1
            }
        };
        let accessor = &mut self.accessors[index];
        let half = if is_getter {
            &mut accessor.get
        } else {
            &mut accessor.set
        };
        if half.replace(shim).is_some() {
            let message = format!("JavaScript would see the name `{}` twice", accessor.name);
            return Err(Error::new(ident.span(), message));
        }
        Ok(())
    }

    fn constant(&mut self, item: &mut ImplItemConst) -> Result<()> {
        let Some(options) = Options::take(&mut item.attrs, Place::ClassConstant)? else {
            return Ok(());
        };
        let ident = &item.ident;
        let name = options.name(|| ident.to_string());
        self.unique(true, &name, ident.span())?;
        let support = support();
        let shim = format_ident!("__napi_value_{}", ident.unraw(), span = Span::mixed_site());
        let span = item.ty.span().resolved_at(Span::mixed_site());
        let at = support_at(span);
        let convert = quote_spanned!(span=> #at::IntoJs::into_js(Self::#ident, env));
        self.shims.push(code! {
            #[doc(hidden)]
            #[allow(non_snake_case, clippy::all)]
            fn #shim<'c>(
                env: &mut #support::Env<'c>,
            ) -> #support::Result<#support::Value<'c>> {
                #convert
            }
        });
        let attributes = attributes(&options, &code!(CONSTANT));
        self.members.push(code! {
            #support::Member::Constant {
                name: #name,
                value: Self::#shim,
                attributes: #attributes,
            }
        });
        Ok(())
    }

    fn write(self) -> TokenStream {
        let support = support();
        let Class {
            ty,
            mut generics,
            constructor,
            super_args,
            finalizer,
            shims,
            mut members,
            accessors,
            ..
        } = self;
        if generics.type_params().next().is_some() {
            // Those of its instances that are classes.
            let is_class = syn::parse_quote!(#ty: #support::JsClass);
            generics.make_where_clause().predicates.push(is_class);
        }
        let optional = |half: Option<TokenStream>| match half {
            Some(half) => code!(#support::Option::Some(#half)),
            None => code!(#support::Option::None),
        };
        for Accessor {
            name,
            is_static,
            get,
            set,
            attributes,
        } in accessors
        {
            let (get, set) = (optional(get), optional(set));
            members.push(code! {
                #support::Member::Accessor {
                    name: #name,
                    get: #get,
                    set: #set,
                    is_static: #is_static,
                    attributes: #attributes,
                }
            });
        }
        let constructor = optional(constructor);
        let (super_args, finalizer) = (optional(super_args), optional(finalizer));
        let [members_ident, construct_ident, super_ident, finalize_ident] = [
            "NAPI_MEMBERS",
            "NAPI_CONSTRUCT",
            "NAPI_SUPER",
            "NAPI_FINALIZE",
        ]
        .map(ident);
        let (generics, _, where_clause) = generics.split_for_impl();
        code! {
            #[automatically_derived]
            impl #generics #ty #where_clause {
                #(#shims)*
                #[doc(hidden)]
                pub const #members_ident: &'static [#support::Member] = &[#(#members),*];
                #[doc(hidden)]
                pub const #construct_ident: #support::Option<#support::Construct<Self>> =
                    #constructor;
                #[doc(hidden)]
                pub const #super_ident: #support::Option<#support::SuperArgs<Self>> = #super_args;
                #[doc(hidden)]
                pub const #finalize_ident: #support::Option<#support::Finalize<Self>> =
                    #finalizer;
            }
        }
    }
}

/// The attributes of a member.
fn attributes(options: &Options, usual: &TokenStream) -> TokenStream {
    let support = support();
    let said = |value: &Option<syn::LitBool>| match value {
        Some(value) => code!(#support::Option::Some(#value)),
        None => code!(#support::Option::None),
    };
    let writable = said(&options.writable);
    let enumerable = said(&options.enumerable);
    let configurable = said(&options.configurable);
    code! {
        #support::attributes(#support::#usual, #writable, #enumerable, #configurable)
    }
}

fn no_name(options: &Options, message: &str) -> Result<()> {
    match &options.js_name {
        Some(name) => Err(Error::new_spanned(name, message)),
        None => Ok(()),
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
