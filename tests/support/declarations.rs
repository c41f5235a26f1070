//! What items of Rust's declare, as `syn` has them: names, documentation, members.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::parse::{Parse, ParseStream};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, Fields, Generics, Ident, ImplItem, Item, Lit, Meta, Signature, Token,
    TraitItem, UseTree, Visibility,
};

/// The macros of ours that declare types: a list of `/// documentation`, `Name;`.
pub(crate) const DECLARING_MACROS: &[&str] = &["values"];

/// A list of documented names, as [`DECLARING_MACROS`] take it.
struct Declared(Vec<(Vec<Attribute>, Ident)>);

impl Parse for Declared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut names = Vec::new();
        while !input.is_empty() {
            names.push((input.call(Attribute::parse_outer)?, input.parse()?));
            input.parse::<Token![;]>()?;
        }
        Ok(Declared(names))
    }
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether attributes say something of these words, as `hidden` in `#[doc(hidden)]`.
pub(crate) fn says(attributes: &[Attribute], attribute: &str, word: &str) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) if list.path.is_ident(attribute) => {
            let words = list.tokens.clone().into_iter();
            words.into_iter().any(|token| token.to_string() == word)
        }
        _ => false,
    })
}

pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    says(attributes, "doc", "hidden") || says(attributes, "cfg", "test")
}

/// The documentation in attributes; `folder` is where their file is.
pub(crate) fn docs(attributes: &[Attribute], folder: &Path) -> String {
    let mut docs = String::new();
    for attribute in attributes {
        let Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        if !meta.path.is_ident("doc") {
            continue;
        }
        match &meta.value {
            Expr::Lit(literal) => {
                if let Lit::Str(text) = &literal.lit {
                    let text = text.value();
                    docs.push_str(text.strip_prefix(' ').unwrap_or(&text));
                }
            }
            Expr::Macro(include) => {
                assert!(include.mac.path.is_ident("include_str"), "a strange `doc`");
                let path: syn::LitStr = include.mac.parse_body().expect("a path");
                docs.push_str(&read(&folder.join(path.value())));
            }
            _ => panic!("a strange `doc`"),
        }
        docs.push('\n');
    }
    docs
}

/// Gathers the names in a declaration.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_ident(&mut self, name: &'ast Ident) {
        self.0.insert(name.to_string());
    }
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn names_of(visit: impl FnOnce(&mut Names)) -> BTreeSet<String> {
    let mut names = Names::default();
    visit(&mut names);
    names.0
}

/// Whether a macro's text has a bare `pub` before an item.
pub(crate) fn makes_public(tokens: TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.windows(2).any(|it| match (&it[0], &it[1]) {
        (TokenTree::Ident(word), TokenTree::Ident(_)) => word == "pub",
        _ => false,
    }) || tokens.iter().any(|token| match token {
        TokenTree::Group(group) => makes_public(group.stream()),
        _ => false,
    })
}

/// Calls `f` with each path that a `use` names, and the name under which it is known afterwards.
pub(crate) fn each_leaf(
    tree: &UseTree,
    path: &mut Vec<String>,
    f: &mut impl FnMut(&[String], &str),
) {
    let mut leaf = |name: &str, known: &str| {
        path.push(name.to_owned());
        f(path, known);
        path.pop();
    };
    match tree {
        UseTree::Path(it) => {
            path.push(it.ident.to_string());
            each_leaf(&it.tree, path, f);
            path.pop();
        }
        UseTree::Name(it) => leaf(&it.ident.to_string(), &it.ident.to_string()),
        UseTree::Rename(it) => leaf(&it.ident.to_string(), &it.rename.to_string()),
        UseTree::Glob(_) => leaf("*", "*"),
        UseTree::Group(it) => {
            for tree in &it.items {
                each_leaf(tree, path, f);
            }
        }
    }
}

/// What an item declares.
pub(crate) struct Declaration {
    pub(crate) name: String,
    pub(crate) is_public: bool,
    pub(crate) is_hidden: bool,
    pub(crate) docs: String,
    pub(crate) declares: BTreeSet<String>,
    pub(crate) members: Vec<Member>,
}

/// What belongs to a type or a trait.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) declares: BTreeSet<String>,
}

pub(crate) fn declarations(item: &Item, folder: &Path) -> Vec<Declaration> {
    let generics = |generics: &Generics| names_of(|it| visit::visit_generics(it, generics));
    let function = |sig: &Signature| names_of(|it| visit::visit_signature(it, sig));
    let (attrs, vis, name, declares) = match item {
        Item::Const(it) => (&it.attrs, &it.vis, &it.ident, BTreeSet::new()),
        Item::Static(it) => (&it.attrs, &it.vis, &it.ident, BTreeSet::new()),
        Item::Enum(it) => (&it.attrs, &it.vis, &it.ident, generics(&it.generics)),
        Item::Struct(it) => {
            let mut declares = generics(&it.generics);
            if let Fields::Named(fields) = &it.fields {
                let public = fields.named.iter().filter(|field| is_public(&field.vis));
                declares.extend(public.flat_map(|it| names_of(|names| names.visit_type(&it.ty))));
            }
            (&it.attrs, &it.vis, &it.ident, declares)
        }
        Item::Union(it) => (&it.attrs, &it.vis, &it.ident, generics(&it.generics)),
        Item::Trait(it) => (&it.attrs, &it.vis, &it.ident, generics(&it.generics)),
        Item::Type(it) => (&it.attrs, &it.vis, &it.ident, generics(&it.generics)),
        Item::Fn(it) => (&it.attrs, &it.vis, &it.sig.ident, function(&it.sig)),
        Item::Macro(it) => {
            let is_ours = DECLARING_MACROS
                .iter()
                .any(|name| it.mac.path.is_ident(name));
            if !is_ours {
                return Vec::new();
            }
            let Declared(names) = it.mac.parse_body().expect("a list of names");
            let declared = names.into_iter().map(|(attrs, name)| Declaration {
                name: name.to_string(),
                is_public: true,
                is_hidden: is_hidden(&attrs),
                docs: docs(&attrs, folder),
                declares: BTreeSet::new(),
                members: Vec::new(),
            });
            return declared.collect();
        }
        _ => return Vec::new(),
    };
    let members = match item {
        Item::Trait(it) => it
            .items
            .iter()
            .filter_map(|it| trait_member(it, folder))
            .collect(),
        _ => Vec::new(),
    };
    let mut declared = vec![Declaration {
        name: name.to_string(),
        is_public: is_public(vis),
        is_hidden: is_hidden(attrs),
        docs: docs(attrs, folder),
        declares,
        members,
    }];
    // A derive macro is known by another name than its function's.
    for attribute in attrs {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("proc_macro_derive")
            && let Some(TokenTree::Ident(name)) = list.tokens.clone().into_iter().next()
        {
            declared[0].name = name.to_string();
        }
    }
    declared
}

fn member(
    name: &Ident,
    attrs: &[Attribute],
    folder: &Path,
    names: BTreeSet<String>,
) -> Option<Member> {
    (!is_hidden(attrs)).then(|| Member {
        name: name.to_string(),
        docs: docs(attrs, folder),
        declares: names,
    })
}

fn trait_member(item: &TraitItem, folder: &Path) -> Option<Member> {
    match item {
        TraitItem::Fn(it) => {
            let names = names_of(|names| visit::visit_signature(names, &it.sig));
            member(&it.sig.ident, &it.attrs, folder, names)
        }
        TraitItem::Const(it) => member(&it.ident, &it.attrs, folder, BTreeSet::new()),
        TraitItem::Type(it) => member(&it.ident, &it.attrs, folder, BTreeSet::new()),
        _ => panic!("a strange item of a trait"),
    }
}

pub(crate) fn impl_member(item: &ImplItem, folder: &Path) -> Option<Member> {
    match item {
        ImplItem::Fn(it) if is_public(&it.vis) => {
            let names = names_of(|names| visit::visit_signature(names, &it.sig));
            member(&it.sig.ident, &it.attrs, folder, names)
        }
        ImplItem::Const(it) if is_public(&it.vis) => {
            member(&it.ident, &it.attrs, folder, BTreeSet::new())
        }
        _ => None,
    }
}
