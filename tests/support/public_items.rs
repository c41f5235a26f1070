//! Reads the public items of the crate, and their documentation, from its sources: what is reached
//! from `src/lib.rs` through `pub mod` and `pub use`, whatever the features, with the methods of the
//! types and what the traits declare.
//!
//! What this cannot find it refuses, rather than to pass it over: a name that is exported and not
//! there, a macro of ours that makes items and is not known here.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::parse::{Parse, ParseStream};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, Fields, Generics, Ident, ImplItem, Item, Lit, Meta, Signature, Token,
    TraitItem, Type, UseTree, Visibility,
};

/// A public item.
#[derive(Debug)]
pub(crate) struct PublicItem {
    /// Its path without those of modules, which say little where all is re-exported: `Env::number`.
    pub(crate) path: String,
    /// Its last name.
    pub(crate) name: String,
    /// The type or the trait that it belongs to, for methods and the like.
    pub(crate) owner: Option<String>,
    /// The file that it is in, from the repository's root.
    pub(crate) file: String,
    /// Its documentation, as Markdown.
    pub(crate) docs: String,
    /// The names in its declaration: of a function, those of its types.
    pub(crate) declares: BTreeSet<String>,
}

/// A module's path from the root, which is empty; other crates begin with their names.
type ModulePath = Vec<String>;

struct Module {
    folder: PathBuf,
    file: PathBuf,
    docs: String,
    items: Vec<Item>,
}

/// The macros of ours that declare types: a list of `/// documentation`, `Name;`.
const DECLARING_MACROS: &[&str] = &["values"];

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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether attributes say something of these words, as `hidden` in `#[doc(hidden)]`.
fn says(attributes: &[Attribute], attribute: &str, word: &str) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) if list.path.is_ident(attribute) => {
            let words = list.tokens.clone().into_iter();
            words.into_iter().any(|token| token.to_string() == word)
        }
        _ => false,
    })
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    says(attributes, "doc", "hidden") || says(attributes, "cfg", "test")
}

/// The documentation in attributes; `folder` is where their file is.
fn docs(attributes: &[Attribute], folder: &Path) -> String {
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

/// The sources of a crate, and what was found so far.
#[derive(Default)]
pub(crate) struct Reader {
    modules: BTreeMap<ModulePath, Module>,
    found: BTreeMap<(ModulePath, String), PublicItem>,
    members: Vec<PublicItem>,
    visited: BTreeSet<ModulePath>,
}

/// All public items of this crate, by their paths.
pub(crate) fn public_items() -> Vec<PublicItem> {
    let mut reader = Reader::default();
    reader.read_file(Vec::new(), &root().join("src/lib.rs"), String::new());
    let macros = vec!["nodeapi_macros".to_owned()];
    let file = root().join("napi-macros/src/lib.rs");
    reader.read_file(macros, &file, String::new());
    reader.visit(&Vec::new());
    reader.find_members();
    let mut items: Vec<_> = reader.found.into_values().chain(reader.members).collect();
    items.sort_by(|a, b| a.path.cmp(&b.path));
    items
}

impl Reader {
    /// Reads a file, and the modules that it declares.
    fn read_file(&mut self, path: ModulePath, file: &Path, outer: String) {
        let parsed = syn::parse_file(&read(file));
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let folder = file.parent().expect("a file is in a folder");
        let stem = file.file_stem().unwrap_or_default();
        let is_root = ["lib", "mod"].iter().any(|it| stem == *it);
        let children = if is_root {
            folder.to_owned()
        } else {
            folder.join(stem)
        };
        let docs = outer + &docs(&parsed.attrs, folder);
        self.add_module(path, &children, file, docs, parsed.items);
    }

    fn add_module(
        &mut self,
        path: ModulePath,
        folder: &Path,
        file: &Path,
        module_docs: String,
        items: Vec<Item>,
    ) {
        for item in &items {
            match item {
                Item::Mod(module) if !says(&module.attrs, "cfg", "test") => {
                    let name = module.ident.to_string();
                    let mut path = path.clone();
                    path.push(name.clone());
                    let outer = docs(&module.attrs, file.parent().unwrap_or(folder));
                    let below = folder.join(&name);
                    match &module.content {
                        Some((_, items)) => {
                            self.add_module(path, &below, file, outer, items.clone());
                        }
                        None => {
                            let flat = folder.join(format!("{name}.rs"));
                            let file = if flat.exists() {
                                flat
                            } else {
                                below.join("mod.rs")
                            };
                            self.read_file(path, &file, outer);
                        }
                    }
                }
                Item::Macro(item) if item.mac.path.is_ident("macro_rules") => {
                    let name = item.ident.as_ref().map(ToString::to_string);
                    let name = name.unwrap_or_default();
                    assert!(
                        !makes_public(item.mac.tokens.clone())
                            || DECLARING_MACROS.contains(&name.as_str()),
                        "{}: the macro {name} makes public items, and {} does not know it",
                        file.display(),
                        file!(),
                    );
                }
                _ => {}
            }
        }
        let module = Module {
            folder: file.parent().unwrap_or(folder).to_owned(),
            file: file.strip_prefix(root()).unwrap_or(file).to_owned(),
            docs: module_docs,
            items,
        };
        self.modules.insert(path, module);
    }

    /// Finds what a module shows.
    fn visit(&mut self, path: &ModulePath) {
        if !self.visited.insert(path.clone()) {
            return;
        }
        let module = &self.modules[path];
        let name = path.last().map_or("crate", String::as_str).to_owned();
        let full = if path.is_empty() {
            name.clone()
        } else {
            path.join("::")
        };
        let item = PublicItem {
            path: full,
            name,
            owner: None,
            file: module.file.display().to_string(),
            docs: module.docs.clone(),
            declares: BTreeSet::new(),
        };
        self.found.insert((path.clone(), String::new()), item);
        let (mut modules, mut names) = (Vec::new(), Vec::new());
        for item in &self.modules[path].items {
            if let Item::Use(item) = item {
                if is_public(&item.vis) && !is_hidden(&item.attrs) {
                    each_leaf(&item.tree, &mut Vec::new(), &mut |used, _| {
                        names.push(used.to_vec());
                    });
                }
            } else if let Item::Mod(item) = item {
                if is_public(&item.vis) && !is_hidden(&item.attrs) {
                    modules.push(item.ident.to_string());
                }
            } else {
                for declared in declarations(item, &self.modules[path].folder) {
                    if declared.is_public {
                        names.push(vec!["self".to_owned(), declared.name]);
                    }
                }
            }
        }
        for name in modules {
            let mut below = path.clone();
            below.push(name);
            self.visit(&below);
        }
        for used in names {
            self.show(path, &used);
        }
    }

    /// Finds what a path names that is seen from a module.
    fn show(&mut self, from: &ModulePath, used: &[String]) {
        if used.last().is_some_and(|last| last == "*") {
            let module = self.module(from, &used[..used.len() - 1]);
            let module = module.unwrap_or_else(|| panic!("{from:?}: no module {used:?}"));
            // rustdoc shows what an inlined glob brings, hidden or not.
            for item in &self.modules[&module].items {
                let hidden = match item {
                    Item::Mod(it) => is_public(&it.vis) && is_hidden(&it.attrs),
                    item => {
                        let mut all = declarations(item, &self.modules[&module].folder).into_iter();
                        all.any(|it| it.is_public && it.is_hidden)
                    }
                };
                assert!(!hidden, "{module:?}: hidden, and shown by a glob");
            }
            // Its items are shown here, and itself where it is declared.
            self.visit(&module);
            return;
        }
        let key = self.definition(from, used);
        let Some(key) = key else {
            panic!("{from:?}: {used:?} is exported, and cannot be found");
        };
        if self.found.contains_key(&key) {
            return;
        }
        let module = &self.modules[&key.0];
        let all = module.items.iter();
        let mut all = all.flat_map(|item| declarations(item, &module.folder));
        let declared = all.find(|it| it.name == key.1);
        let declared = declared.expect("`definition` has found it");
        if declared.is_hidden {
            return;
        }
        let item = PublicItem {
            path: declared.name.clone(),
            name: declared.name,
            owner: None,
            file: module.file.display().to_string(),
            docs: declared.docs,
            declares: declared.declares,
        };
        let members = declared.members.into_iter();
        let members = members.map(|member| member.of(&item)).collect::<Vec<_>>();
        self.members.extend(members);
        self.found.insert(key, item);
    }

    /// The module that a path names.
    fn module(&self, from: &ModulePath, used: &[String]) -> Option<ModulePath> {
        let mut here = from.clone();
        for (index, word) in used.iter().enumerate() {
            match word.as_str() {
                "crate" => here.clear(),
                "self" => {}
                "super" => {
                    here.pop();
                }
                name => {
                    here.push(name.to_owned());
                    if !self.modules.contains_key(&here) {
                        here.pop();
                        let outside = vec![name.to_owned()];
                        if index == 0 && self.modules.contains_key(&outside) {
                            here = outside;
                        } else {
                            return None;
                        }
                    }
                }
            }
        }
        Some(here)
    }

    /// Where what a path names is declared: its module, and its name there.
    fn definition(&self, from: &ModulePath, used: &[String]) -> Option<(ModulePath, String)> {
        let (name, module) = used.split_last()?;
        let at = self.module(from, module)?;
        let module = &self.modules[&at];
        let mut reexport = None;
        for item in &module.items {
            for declared in declarations(item, &module.folder) {
                if declared.name == *name {
                    return Some((at, name.clone()));
                }
            }
            if let Item::Use(item) = item {
                each_leaf(&item.tree, &mut Vec::new(), &mut |path, shown| {
                    if shown == name && path != used {
                        reexport = Some(path.to_vec());
                    } else if shown == "*" {
                        let mut path = path.to_vec();
                        path.pop();
                        path.push(name.clone());
                        reexport = reexport.take().or(Some(path));
                    }
                });
            }
        }
        self.definition(&at, &reexport?)
    }

    /// Finds the public methods and constants of the types that were found.
    fn find_members(&mut self) {
        let mut members = Vec::new();
        for (path, module) in &self.modules {
            for item in &module.items {
                let Item::Impl(block) = item else { continue };
                let Type::Path(of) = &*block.self_ty else {
                    continue;
                };
                if block.trait_.is_some() || is_hidden(&block.attrs) {
                    continue;
                }
                let words: Vec<_> = of.path.segments.iter().collect();
                let words: Vec<_> = words.iter().map(|it| it.ident.to_string()).collect();
                let key = self.definition(path, &words);
                let Some(owner) = key.and_then(|key| self.found.get(&key)) else {
                    continue;
                };
                for item in &block.items {
                    if let Some(member) = impl_member(item, &module.folder) {
                        let mut member = member.of(owner);
                        member.file = module.file.display().to_string();
                        members.push(member);
                    }
                }
            }
        }
        self.members.extend(members);
    }
}

/// Whether a macro's text has a bare `pub` before an item.
fn makes_public(tokens: TokenStream) -> bool {
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
fn each_leaf(tree: &UseTree, path: &mut Vec<String>, f: &mut impl FnMut(&[String], &str)) {
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
struct Declaration {
    name: String,
    is_public: bool,
    is_hidden: bool,
    docs: String,
    declares: BTreeSet<String>,
    members: Vec<Member>,
}

/// What belongs to a type or a trait.
struct Member {
    name: String,
    docs: String,
    declares: BTreeSet<String>,
}

impl Member {
    fn of(self, owner: &PublicItem) -> PublicItem {
        PublicItem {
            path: format!("{}::{}", owner.path, self.name),
            name: self.name,
            owner: Some(owner.path.clone()),
            file: owner.file.clone(),
            docs: self.docs,
            declares: self.declares,
        }
    }
}

fn declarations(item: &Item, folder: &Path) -> Vec<Declaration> {
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

fn impl_member(item: &ImplItem, folder: &Path) -> Option<Member> {
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
