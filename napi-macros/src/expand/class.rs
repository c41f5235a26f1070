//! Classes: a struct, and an `impl` of it.

use super::{code, function, support, support_at};
use crate::ast::Function;
use crate::attr::{Options, Place};
use crate::{names, valid};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Error, ImplItem, ImplItemConst, ImplItemFn, ItemImpl, ItemStruct, Result, Type};

/// `#[napi]` on a struct.
pub(crate) fn expand_struct(options: Options, item: &mut ItemStruct) -> Result<TokenStream> {
    valid::no_generics(
        &item.generics,
        "a class cannot be generic: JavaScript has one of a name",
    )?;
    for field in &item.fields {
        if let Some(attribute) = field
            .attrs
            .iter()
            .find(|attribute| crate::attr::is_napi(attribute))
        {
            return Err(Error::new_spanned(
                attribute,
                "JavaScript sees a class's methods and accessors; for its fields, write a getter",
            ));
        }
    }
    let support = support();
    let ident = &item.ident;
    let name = options.name(|| ident.to_string());
    Ok(code! {
        #[automatically_derived]
        impl #support::JsClass for #ident {
            const NAME: &'static str = #name;
            fn construct<'c>(
                env: &mut #support::Env<'c>,
                args: #support::Args<'c>,
            ) -> #support::Result<Self> {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                match <#ident>::NAPI_CONSTRUCT {
                    #support::Option::Some(construct) => construct(env, args),
                    #support::Option::None => {
                        #support::StdResult::Err(#support::no_constructor::<#ident>())
                    }
                }
            }
            fn members() -> &'static [#support::Member] {
                #[allow(unused_imports)]
                use #support::NoMembers as _;
                <#ident>::NAPI_MEMBERS
            }
        }
        #[automatically_derived]
        impl #support::Export for #ident {
            fn export<'s>(
                env: &mut #support::Env<'s>,
                target: #support::Object<'s>,
            ) -> #support::Result<()> {
                #support::export_class::<#ident>(env, target)
            }
        }
        #[automatically_derived]
        impl<'s> #support::IntoJs<'s> for #ident {
            fn into_js(
                self,
                env: &mut #support::Env<'s>,
            ) -> #support::Result<#support::Value<'s>> {
                #support::StdResult::Ok(#support::JsValue::as_value(env.instance(self)?))
            }
        }
    })
}

/// `#[napi]` on an `impl`.
pub(crate) fn expand_impl(item: &mut ItemImpl) -> Result<TokenStream> {
    valid::class_impl(item)?;
    let mut class = Class {
        ty: (*item.self_ty).clone(),
        ..Class::new(&item.self_ty)
    };
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
    constructor: Option<TokenStream>,
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
}

impl Class {
    fn new(ty: &Type) -> Class {
        Class {
            ty: ty.clone(),
            constructor: None,
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
        let function = Function::parse(&item.sig)?;
        let roles = [options.constructor, options.getter, options.setter];
        let mut roles = roles.iter().flatten();
        if let (Some(_), Some(second)) = (roles.next(), roles.next()) {
            return Err(Error::new(
                *second,
                "constructor, getter or setter: one of them",
            ));
        }
        if let Some(span) = options.constructor {
            return self.constructor(&options, &function, span);
        }
        if options.getter.is_some() || options.setter.is_some() {
            return self.accessor(&options, &function);
        }
        let name = options.name(|| names::camel(ident));
        let is_static = function.is_static();
        self.unique(is_static, &name, ident.span())?;
        let support = support();
        let shim = function::shim(&function, Some(&self.ty), &name);
        self.members.push(code! {{
            #shim
            #support::Member::Method { name: #name, call: __napi_shim, is_static: #is_static }
        }});
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
        self.constructor = Some(code! {{
            #construct
            __napi_construct
        }});
        Ok(())
    }

    fn accessor(&mut self, options: &Options, function: &Function) -> Result<()> {
        let is_getter = options.getter.is_some();
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
        let shim = function::shim(function, Some(&self.ty), &name);
        let shim = code!({ #shim __napi_shim });
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
        let Some(options) = Options::take(&mut item.attrs, Place::Constant)? else {
            return Ok(());
        };
        let ident = &item.ident;
        let name = options.name(|| ident.to_string());
        self.unique(true, &name, ident.span())?;
        let support = support();
        let ty = &self.ty;
        let span = item.ty.span().resolved_at(Span::mixed_site());
        let at = support_at(span);
        let convert = quote_spanned!(span=> #at::IntoJs::into_js(<#ty>::#ident, env));
        self.members.push(code! {{
            fn __napi_value<'c>(
                env: &mut #support::Env<'c>,
            ) -> #support::Result<#support::Value<'c>> {
                #convert
            }
            #support::Member::Constant { name: #name, value: __napi_value }
        }});
        Ok(())
    }

    fn write(self) -> TokenStream {
        let support = support();
        let Class {
            ty,
            constructor,
            mut members,
            accessors,
            ..
        } = self;
        let optional = |half: Option<TokenStream>| match half {
            Some(half) => code!(#support::Option::Some(#half)),
            None => code!(#support::Option::None),
        };
        for Accessor {
            name,
            is_static,
            get,
            set,
        } in accessors
        {
            let (get, set) = (optional(get), optional(set));
            members.push(code! {
                #support::Member::Accessor {
                    name: #name,
                    get: #get,
                    set: #set,
                    is_static: #is_static,
                }
            });
        }
        let constructor = optional(constructor);
        let (members_ident, construct_ident) = (ident("NAPI_MEMBERS"), ident("NAPI_CONSTRUCT"));
        code! {
            #[automatically_derived]
            impl #ty {
                #[doc(hidden)]
                pub const #members_ident: &'static [#support::Member] = &[#(#members),*];
                #[doc(hidden)]
                pub const #construct_ident: #support::Option<#support::Construct<#ty>> =
                    #constructor;
            }
        }
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
