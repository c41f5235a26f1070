//! Functions: from arguments to parameters, the call, and from its result to a value.

use super::{code, export, support, support_at};
use crate::ast::{Function, Output, Param, ParamKind, SelfKind};
use crate::attr::Options;
use crate::names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Error, ItemFn, Result, Type};

/// `#[napi]` on a function.
pub(crate) fn expand(options: Options, item: &mut ItemFn) -> Result<TokenStream> {
    let function = if options.instances.is_empty() {
        Function::parse(&item.sig)?
    } else {
        Function::parse_generic(&item.sig)?
    };
    if function.receiver.is_some() {
        return Err(Error::new_spanned(
            &item.sig.inputs,
            "methods belong into an `impl` with #[napi]",
        ));
    }
    let support = support();
    let mut body = TokenStream::new();
    for Exported { name, types } in exported(&options, item)? {
        let shim = Shim {
            ident: &shim_ident(),
            types: types.as_deref(),
            class: None,
            name: &name,
            is_iterator: false,
        };
        let shim = shim.write(&function);
        body.extend(code! {{
            #shim
            #support::export_function(env, target, #name, __napi_shim)?;
        }});
    }
    body.extend(code!(#support::StdResult::Ok(())));
    Ok(export(&item.vis, &item.sig.ident, &body))
}

/// A function as JavaScript sees it.
pub(crate) struct Exported {
    pub(crate) name: String,
    /// What stands for the type parameters.
    types: Option<Vec<Type>>,
}

/// The functions that an item is: one, or those of a generic one that are listed.
pub(crate) fn exported(options: &Options, item: &ItemFn) -> Result<Vec<Exported>> {
    if options.instances.is_empty() {
        return Ok(vec![Exported {
            name: options.name(|| names::camel(&item.sig.ident)),
            types: None,
        }]);
    }
    if let Some(name) = &options.js_name {
        return Err(Error::new_spanned(name, "each instance has its own name"));
    }
    let parameters = item.sig.generics.type_params().count();
    let instances = options.instances.iter().map(|instance| {
        if instance.types.len() == parameters && parameters > 0 {
            return Ok(Exported {
                name: instance.name.to_string(),
                types: Some(instance.types.clone()),
            });
        }
        let types = match parameters {
            0 => "no type parameters: it has no instances".to_owned(),
            1 => "one type parameter".to_owned(),
            many => format!("{many} type parameters: write `{} = (A, B)`", instance.name),
        };
        Err(Error::new(
            instance.name.span(),
            format!("the function has {types}"),
        ))
    });
    instances.collect()
}

fn shim_ident() -> Ident {
    Ident::new("__napi_shim", Span::mixed_site())
}

/// A function that does what JavaScript's call asks for.
pub(crate) struct Shim<'a> {
    pub(crate) ident: &'a Ident,
    /// What stands for the function's type parameters.
    pub(crate) types: Option<&'a [Type]>,
    pub(crate) class: Option<&'a Type>,
    pub(crate) name: &'a str,
    /// Whether the result is what an iterator's `next` gives.
    pub(crate) is_iterator: bool,
}

impl Shim<'_> {
    /// Writes it.
    pub(crate) fn write(&self, function: &Function) -> TokenStream {
        let support = support();
        let steps = Steps::of(function, self.class, self.name);
        let Steps {
            convert,
            guards,
            slices,
            arguments,
            ..
        } = &steps;
        let (ident, shim) = (&function.ident, self.ident);
        let call = match (self.class, self.types) {
            (Some(class), _) => code!(<#class>::#ident(#(#arguments),*)),
            (None, None) => code!(#ident(#(#arguments),*)),
            (None, Some(types)) => code!(#ident::<#(#types),*>(#(#arguments),*)),
        };
        let (release, end) = (&steps.release, &steps.end);
        let result = result(&function.output, self.is_iterator);
        code! {
            #[doc(hidden)]
            #[allow(unused_variables, unused_mut, dead_code, clippy::all)]
            fn #shim<'c>(
                env: &mut #support::Env<'c>,
                args: #support::Args<'c>,
            ) -> #support::Result<#support::Value<'c>> {
                #(#convert)*
                #(#guards)*
                #(#slices)*
                let result = #call;
                #release
                #end
                #result
            }
        }
    }
}

/// The constructor's function: as a shim, but it gives the Rust value.
pub(crate) fn construct(function: &Function, class: &Type, name: &str) -> TokenStream {
    let support = support();
    let steps = Steps::of(function, Some(class), name);
    let Steps {
        convert,
        guards,
        slices,
        arguments,
        ..
    } = &steps;
    let (ident, end) = (&function.ident, &steps.end);
    let value = value(&function.output);
    let at = support_at(function.output.span);
    let span = function.output.span.resolved_at(Span::mixed_site());
    let finish = quote_spanned!(span=> #at::StdResult::Ok(result));
    code! {
        #[doc(hidden)]
        #[allow(unused_variables, unused_mut, dead_code, clippy::all)]
        fn __napi_construct<'c>(
            env: &mut #support::Env<'c>,
            args: #support::Args<'c>,
        ) -> #support::Result<Self> {
            #(#convert)*
            #(#guards)*
            #(#slices)*
            let result = <#class>::#ident(#(#arguments),*);
            #end
            #value
            #finish
        }
    }
}

/// The statements of a shim: all arguments are converted, which may run JavaScript, before any of
/// them, or the object, is borrowed.
struct Steps {
    convert: Vec<TokenStream>,
    /// Guards of instances first; slices borrow the environment, and so come last.
    guards: Vec<TokenStream>,
    slices: Vec<TokenStream>,
    arguments: Vec<TokenStream>,
    release: TokenStream,
    /// Gives the environment back.
    end: TokenStream,
}

impl Steps {
    fn of(function: &Function, class: Option<&Type>, name: &str) -> Steps {
        let support = support();
        let full_name = match class {
            Some(class) => code!(#support::FunctionName::of::<#class>(#name)),
            None => code!(#support::FunctionName::new(#name)),
        };
        let mut steps = Steps {
            convert: Vec::new(),
            guards: Vec::new(),
            slices: Vec::new(),
            arguments: Vec::new(),
            release: TokenStream::new(),
            end: TokenStream::new(),
        };
        if let Some(kind) = function.receiver {
            steps.receiver(kind, class, &full_name);
            if !function.output.borrows {
                steps.release = code!(#support::release(receiver););
            }
        }
        let mut index = 0_usize;
        for (position, param) in function.params.iter().enumerate() {
            let ident = format_ident!("argument{position}", span = Span::mixed_site());
            steps.param(param, &ident, index, &full_name);
            if param.kind.is_argument() {
                index += 1;
            }
        }
        if (function.params.iter()).any(|param| matches!(param.kind, ParamKind::Callback(_))) {
            // After the guards: the callbacks share the environment, and nobody else has it.
            steps
                .slices
                .push(code!(let shared = #support::Callbacks::new(&mut *env);));
            steps.end = code!(#support::release(shared););
        }
        steps
    }

    fn receiver(&mut self, kind: SelfKind, class: Option<&Type>, name: &TokenStream) {
        let support = support();
        self.convert.push(code! {
            let receiver: #support::Instance<#class> = #support::receiver(env, args, #name)?;
        });
        match kind {
            SelfKind::Shared => {
                self.guards
                    .push(code!(let receiver = receiver.borrow(env)?;));
                self.arguments.push(code!(&*receiver));
            }
            SelfKind::Exclusive => {
                self.guards
                    .push(code!(let mut receiver = receiver.borrow_mut(env)?;));
                self.arguments.push(code!(&mut *receiver));
            }
        }
    }

    fn param(&mut self, param: &Param, ident: &Ident, index: usize, function: &TokenStream) {
        let name = &param.name;
        // Where a type cannot be converted, the message points at it.
        let support = support_at(param.span);
        let span = param.span.resolved_at(Span::mixed_site());
        let argument = quote_spanned! {span=>
            #support::argument(env, args, #index, #function, #name)?
        };
        let class_argument = quote_spanned! {span=>
            #support::class_argument(env, args, #index, #function, #name)?
        };
        let (convert, borrow, pass) = match &param.kind {
            ParamKind::Env => (code!(), code!(), code!(&*env)),
            ParamKind::EnvMut => (code!(), code!(), code!(env)),
            ParamKind::This => (
                quote_spanned!(span=> let #ident = #support::this(env, args, #function)?;),
                code!(),
                code!(#ident),
            ),
            ParamKind::Owned => (
                quote_spanned!(span=> let #ident = #argument;),
                code!(),
                code!(#ident),
            ),
            ParamKind::Str => (
                {
                    let buffer = format_ident!("{ident}_buffer", span = Span::mixed_site());
                    quote_spanned! {span=>
                        let mut #buffer = #support::text_buffer();
                        let #ident = #support::text_argument(
                            env, args, #index, #function, #name, &mut #buffer,
                        )?;
                    }
                },
                code!(),
                code!(&*#ident),
            ),
            ParamKind::OptionStr => (
                code!(let #ident: #support::Option<#support::String> = #argument;),
                code!(),
                code!(#ident.as_deref()),
            ),
            ParamKind::Bytes => (
                code!(let #ident: #support::Bytes<'c> = #argument;),
                code!(let #ident = #ident.as_slice(&*env);),
                code!(#ident),
            ),
            ParamKind::BytesMut => (
                code!(let #ident: #support::Bytes<'c> = #argument;),
                code!(let #ident = #ident.as_mut_slice(&mut *env);),
                code!(#ident),
            ),
            ParamKind::Borrowed => (
                quote_spanned!(span=> let #ident: #support::Instance<_> = #class_argument;),
                code!(let #ident = #ident.borrow(&*env)?;),
                quote_spanned!(span=> &*#ident),
            ),
            ParamKind::BorrowedMut => (
                quote_spanned!(span=> let #ident: #support::Instance<_> = #class_argument;),
                code!(let mut #ident = #ident.borrow_mut(&*env)?;),
                quote_spanned!(span=> &mut *#ident),
            ),
            ParamKind::Elements(element) => (
                quote_spanned!(span=> let #ident: #support::TypedArray<'c, #element> = #argument;),
                quote_spanned!(span=> let #ident = #support::elements(#ident, &*env);),
                code!(#ident),
            ),
            ParamKind::ElementsMut(element) => (
                quote_spanned!(span=> let #ident: #support::TypedArray<'c, #element> = #argument;),
                quote_spanned!(span=> let #ident = #support::elements_mut(#ident, &mut *env);),
                code!(#ident),
            ),
            ParamKind::Rest => (
                quote_spanned! {span=>
                    let #ident = #support::rest(env, args, #index, #function, #name)?;
                },
                code!(),
                code!(#ident),
            ),
            ParamKind::Args => (code!(), code!(), code!(args)),
            ParamKind::Callback(count) => {
                let names: Vec<_> = (0..*count)
                    .map(|at| format_ident!("callback{at}", span = span))
                    .collect();
                (
                    code!(let #ident: #support::Function<'c> = #argument;),
                    code!(),
                    quote_spanned! {span=>
                        |#(#names),*| shared.call(#ident, (#(#names,)*))
                    },
                )
            }
        };
        self.convert.push(convert);
        match &param.kind {
            ParamKind::Bytes
            | ParamKind::BytesMut
            | ParamKind::Elements(_)
            | ParamKind::ElementsMut(_) => self.slices.push(borrow),
            _ => self.guards.push(borrow),
        }
        self.arguments.push(pass);
    }
}

/// From `result` to the shim's own result.
fn result(output: &Output, is_iterator: bool) -> TokenStream {
    let support = support_at(output.span);
    let value = value(output);
    let span = output.span.resolved_at(Span::mixed_site());
    if is_iterator {
        return quote_spanned! {span=>
            #value
            #support::step(env, result)
        };
    }
    quote_spanned! {span=>
        #value
        #support::IntoJs::into_js(result, env)
    }
}

/// From a `result` that may be a `Result` to one that is a value.
fn value(output: &Output) -> TokenStream {
    if !output.is_result {
        return TokenStream::new();
    }
    let support = support_at(output.span);
    let span = output.span.resolved_at(Span::mixed_site());
    quote_spanned! {span=>
        let result = match result {
            #support::StdResult::Ok(value) => value,
            #support::StdResult::Err(error) => {
                #[allow(unused_imports)]
                use #support::error_kind::{BoxedKind as _, LocalKind as _, Of, OwnKind as _};
                return #support::StdResult::Err((&&&Of(&error)).nodeapi_kind().convert(error));
            }
        };
    }
}
