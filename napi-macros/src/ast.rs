//! Functions as the expansion sees them: what each parameter gets, and what is done with the result.

use crate::names;
use crate::valid;
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{FnArg, Pat, Receiver, ReceiverKind, Result, ReturnType, Signature, Type};

/// A function that JavaScript calls.
pub(crate) struct Function {
    pub(crate) ident: Ident,
    /// `&self` or `&mut self`.
    pub(crate) receiver: Option<SelfKind>,
    pub(crate) params: Vec<Param>,
    pub(crate) output: Output,
}

/// How a method takes its object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelfKind {
    Shared,
    Exclusive,
}

/// A parameter, but for `self`.
pub(crate) struct Param {
    pub(crate) kind: ParamKind,
    /// Its name for error messages; empty where it has none.
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// Where a parameter's value comes from.
pub(crate) enum ParamKind {
    /// `&Env`.
    Env,
    /// `&mut Env`.
    EnvMut,
    /// The receiver of the call.
    This,
    /// An argument, by value.
    Owned,
    /// `&str`.
    Str,
    /// `Option<&str>`.
    OptionStr,
    /// `&[u8]`.
    Bytes,
    /// `&mut [u8]`.
    BytesMut,
    /// `&T`, from an instance of a class.
    Borrowed,
    /// `&mut T`, from an instance of a class.
    BorrowedMut,
    /// `&[T]` of numbers.
    Elements(Box<Type>),
    /// `&mut [T]` of numbers.
    ElementsMut(Box<Type>),
    /// All arguments that are left.
    Rest,
    /// All arguments as they are.
    Args,
    /// `impl Fn(A, B) -> Result<R>`: a function of JavaScript's. How many arguments it takes.
    Callback(usize),
}

/// What is done with the result.
pub(crate) struct Output {
    /// Whether it is a `Result`, by its name.
    pub(crate) is_result: bool,
    /// Whether it may borrow from the object or the arguments.
    pub(crate) borrows: bool,
    pub(crate) span: Span,
}

impl Function {
    /// Reads a signature of one function.
    pub(crate) fn parse(signature: &Signature) -> Result<Function> {
        valid::not_generic(&signature.generics)?;
        Function::parse_generic(signature)
    }

    /// Reads a signature that may stand for several functions.
    pub(crate) fn parse_generic(signature: &Signature) -> Result<Function> {
        valid::signature(signature)?;
        let mut receiver = None;
        let mut params = Vec::new();
        for argument in &signature.inputs {
            match argument {
                FnArg::Receiver(found) => receiver = Some(SelfKind::parse(found)?),
                FnArg::Typed(typed) => {
                    valid::argument(&typed.ty)?;
                    let name = match &*typed.pat {
                        Pat::Ident(pat) => Some(&pat.ident),
                        _ => None,
                    };
                    let kind = match name {
                        Some(name) if name == "this" => ParamKind::This,
                        _ => ParamKind::parse(&typed.ty)?,
                    };
                    params.push(Param {
                        kind,
                        name: name.map(names::camel).unwrap_or_default(),
                        span: typed.ty.span(),
                    });
                }
            }
        }
        valid::params(&params)?;
        let output = match &signature.output {
            ReturnType::Default => Output {
                is_result: false,
                borrows: false,
                span: signature.ident.span(),
            },
            ReturnType::Type(_, ty) => Output {
                is_result: last_segment(ty).is_some_and(|ident| ident == "Result"),
                borrows: mentions_borrow(ty),
                span: ty.span(),
            },
        };
        Ok(Function {
            ident: signature.ident.clone(),
            receiver,
            params,
            output,
        })
    }

    /// Whether, in an `impl`, the class has the function, not the instances.
    pub(crate) fn is_static(&self) -> bool {
        let takes_this = self
            .params
            .iter()
            .any(|param| matches!(param.kind, ParamKind::This));
        self.receiver.is_none() && !takes_this
    }

    /// The parameters that take arguments of the call.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| param.kind.is_argument())
    }
}

impl SelfKind {
    fn parse(receiver: &Receiver) -> Result<SelfKind> {
        match &receiver.kind {
            ReceiverKind::Reference(_, _, None) => Ok(SelfKind::Shared),
            ReceiverKind::Reference(_, _, Some(_)) => Ok(SelfKind::Exclusive),
            _ => Err(syn::Error::new_spanned(
                receiver,
                "JavaScript keeps the object: take `&self` or `&mut self`",
            )),
        }
    }
}

impl ParamKind {
    fn parse(ty: &Type) -> Result<ParamKind> {
        Ok(match ty {
            Type::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                match &*reference.elem {
                    elem if last_segment(elem).is_some_and(|ident| ident == "Env") => {
                        if mutable {
                            ParamKind::EnvMut
                        } else {
                            ParamKind::Env
                        }
                    }
                    elem if is_plain(elem, "str") && !mutable => ParamKind::Str,
                    Type::Slice(slice) if is_plain(&slice.elem, "u8") => {
                        if mutable {
                            ParamKind::BytesMut
                        } else {
                            ParamKind::Bytes
                        }
                    }
                    Type::Slice(slice) if mutable => ParamKind::ElementsMut(slice.elem.clone()),
                    Type::Slice(slice) => ParamKind::Elements(slice.elem.clone()),
                    Type::TraitObject(_) => {
                        return Err(syn::Error::new_spanned(
                            ty,
                            "take a callback as `impl Fn(…) -> Result<…>`, or as `Function<(…), …>`",
                        ));
                    }
                    _ if mutable => ParamKind::BorrowedMut,
                    _ => ParamKind::Borrowed,
                }
            }
            Type::Path(path) => {
                let Some(segment) = path.path.segments.last() else {
                    return Ok(ParamKind::Owned);
                };
                if segment.ident == "Rest" {
                    ParamKind::Rest
                } else if segment.ident == "Args" {
                    ParamKind::Args
                } else if segment.ident == "Option"
                    && let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments
                    && let Some(syn::GenericArgument::Type(Type::Reference(inner))) =
                        arguments.args.first()
                    && is_plain(&inner.elem, "str")
                {
                    ParamKind::OptionStr
                } else {
                    ParamKind::Owned
                }
            }
            Type::ImplTrait(item) => ParamKind::Callback(valid::callback(item)?),
            _ => ParamKind::Owned,
        })
    }

    /// Whether the parameter takes an argument of the call.
    pub(crate) fn is_argument(&self) -> bool {
        !matches!(
            self,
            ParamKind::Env
                | ParamKind::EnvMut
                | ParamKind::This
                | ParamKind::Args
                | ParamKind::Rest
        )
    }
}

/// The last name of a type's path: `Result` of `nodeapi::Result<u32>`.
pub(crate) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

fn is_plain(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// Whether a type names a reference or a lifetime, but for `'static`.
fn mentions_borrow(ty: &Type) -> bool {
    fn walk(tokens: proc_macro2::TokenStream) -> bool {
        let mut after_quote = false;
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                punct.as_char() == '&'
            }
            proc_macro2::TokenTree::Ident(ident) => {
                std::mem::take(&mut after_quote) && ident != "static"
            }
            proc_macro2::TokenTree::Group(group) => walk(group.stream()),
            proc_macro2::TokenTree::Literal(_) => false,
        })
    }
    walk(quote::ToTokens::to_token_stream(ty))
}
