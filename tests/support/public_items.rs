//! Reads the public items of the crate, and their documentation, from its sources: what is reached
//! from `src/lib.rs` through `pub mod` and `pub use`, whatever the features, with the methods of the
//! types and what the traits declare.
//!
//! What this cannot find it refuses, rather than to pass it over: a name that is exported and not
//! there, a macro of ours that makes items and is not known here.

#[path = "declarations.rs"]
mod declarations;

use declarations::{
    DECLARING_MACROS, Member, declarations, docs, each_leaf, impl_member, is_hidden, is_public,
    makes_public, read, says,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::{Item, Type};

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

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
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
        let members = members
            .map(|member| item_of(member, &item))
            .collect::<Vec<_>>();
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
                        let mut member = item_of(member, owner);
                        member.file = module.file.display().to_string();
                        members.push(member);
                    }
                }
            }
        }
        self.members.extend(members);
    }
}

/// A member, as an item of its own.
fn item_of(member: Member, owner: &PublicItem) -> PublicItem {
    PublicItem {
        path: format!("{}::{}", owner.path, member.name),
        name: member.name,
        owner: Some(owner.path.clone()),
        file: owner.file.clone(),
        docs: member.docs,
        declares: member.declares,
    }
}
