//! Every public item is shown at work: its documentation has an example, or leads to one.
//!
//! **The rule.** Of each public item of `nodeapi` (module, type, trait, function, method, constant, macro),
//! one of these is so:
//!
//! 1. Its documentation has an example: of a method or the like, one that uses it by its name.
//! 2. It belongs to a type or a trait whose documentation has an example that uses it: by its name, as in
//!    `.name(…)` or `Type::name`.
//! 3. Its documentation links to an item or a module whose documentation has an example that uses it by
//!    its name. For a type, it is also enough that the declaration of the linked item has it: the example
//!    of a method that returns the type shows it.
//!
//! An example is a code block that `cargo test` compiles: not `text`, not `ignore`, and not `compile_fail`,
//! which shows what cannot be done. What its hidden lines do, nobody sees, and so they do not count. Fields
//! and variants are shown with their types. What is `#[doc(hidden)]` is for generated code.
//!
//! Beside that, the documentation of a method names the functions of Node-API that it stands for.
//!
//! The items are found in the sources, by `support/public_items.rs`, which refuses what it cannot read.

#[path = "support/public_items.rs"]
mod public_items;

use proc_macro2::{TokenStream, TokenTree};
use public_items::{PublicItem, public_items};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};

/// What a documentation has for this test.
#[derive(Debug, Default)]
struct Page {
    /// The visible words and characters of each example.
    examples: Vec<Vec<String>>,
    /// What it links to: the paths as they are written.
    links: Vec<String>,
}

impl Page {
    fn of(item: &PublicItem) -> Page {
        let mut page = Page::default();
        // Links as rustdoc finds them: also those whose text alone says where they go.
        let mut shortcut = |link: BrokenLink<'_>| {
            let path: CowStr<'static> = link.reference.into_string().into();
            Some((path, CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(
            &item.docs,
            Options::ENABLE_TABLES,
            Some(&mut shortcut),
        );
        let mut code: Option<String> = None;
        for event in parser {
            match event {
                Event::Start(Tag::CodeBlock(kind)) if is_compiled(&kind) => {
                    code = Some(String::new());
                }
                Event::Text(text) => {
                    if let Some(code) = &mut code {
                        code.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some(code) = code.take() {
                        page.examples.push(words(&code, item));
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.to_string()),
                _ => {}
            }
        }
        page
    }
}

/// Whether `cargo test` compiles a code block, and expects that to work.
fn is_compiled(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else {
        return true;
    };
    let words = info.split([',', ' ']).filter(|word| !word.is_empty());
    words.into_iter().all(|word| {
        ["rust", "no_run", "should_panic"].contains(&word) || word.starts_with("edition")
    })
}

/// The words and characters of code that readers see.
fn words(code: &str, item: &PublicItem) -> Vec<String> {
    let is_hidden = |line: &&str| *line == "#" || line.starts_with("# ");
    let visible: Vec<_> = code
        .lines()
        .filter(|line| !is_hidden(&line.trim_start()))
        .collect();
    let tokens: TokenStream = visible.join("\n").parse().unwrap_or_else(|error| {
        panic!(
            "{}: without its hidden lines, an example is no code: {error}",
            item.path
        )
    });
    let mut found = Vec::new();
    flatten(tokens, &mut found);
    found
}

fn flatten(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                found.push("(".to_owned());
                flatten(group.stream(), found);
                found.push(")".to_owned());
            }
            // Not the words in a text, which may be JavaScript's.
            TokenTree::Literal(_) => found.push("\"".to_owned()),
            token => found.push(token.to_string()),
        }
    }
}

/// Whether an example uses an item by its name.
fn uses(example: &[String], item: &PublicItem) -> bool {
    let at = |index: Option<usize>| index.and_then(|it| example.get(it)).map_or("", |it| it);
    (0..example.len())
        .filter(|it| example[*it] == item.name)
        .any(|index| {
            let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
            // A call of a method, not a field; a path; or the method as an example's `impl` writes it.
            item.owner.is_none()
                || before == ":"
                || before == "." && matches!(after, "(" | ":")
                || ["fn", "type", "const"].contains(&before)
        })
}

/// All items, and what their documentation has.
struct Documentation {
    items: Vec<(PublicItem, Page)>,
    /// Where the items of a path are; a trait and a macro may share one.
    by_path: BTreeMap<String, Vec<usize>>,
}

impl Documentation {
    fn new(items: Vec<PublicItem>) -> Documentation {
        let mut by_path: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            by_path.entry(item.path.clone()).or_default().push(index);
        }
        let items = items.into_iter().map(|item| {
            let page = Page::of(&item);
            (item, page)
        });
        Documentation {
            items: items.collect(),
            by_path,
        }
    }

    fn at(&self, path: &str) -> impl Iterator<Item = &(PublicItem, Page)> {
        let indices = self.by_path.get(path).into_iter().flatten();
        indices.map(|index| &self.items[*index])
    }

    /// The items that a link goes to. rustdoc has seen to it that there is one; of the path, the last
    /// words are enough, since each name is there once.
    fn linked(&self, from: &PublicItem, link: &str) -> Vec<&(PublicItem, Page)> {
        let link = link
            .trim_matches('`')
            .split(['(', '<'])
            .next()
            .unwrap_or_default();
        let link = link.split('@').next_back().unwrap_or_default();
        let own = from.owner.as_deref().unwrap_or(&from.path);
        let words: Vec<_> = link
            .split("::")
            .map(|word| if word == "Self" { own } else { word })
            .filter(|word| !["crate", "super", "self", "nodeapi"].contains(word))
            .collect();
        let whole = words.join("::");
        let two = words[words.len().saturating_sub(2)..].join("::");
        let one = words.last().copied().unwrap_or("crate");
        // Of a variant, its type.
        let before = words.iter().rev().nth(1).copied().unwrap_or(one);
        let found = [whole.as_str(), &two, one, before];
        let found = found.iter().find(|path| self.by_path.contains_key(**path));
        found.map_or(Vec::new(), |path| self.at(path).collect())
    }

    /// Whether an item is shown at work.
    fn is_shown(&self, item: &PublicItem, page: &Page) -> bool {
        let is_used_in = |page: &Page| page.examples.iter().any(|example| uses(example, item));
        let own = is_used_in(page) || item.owner.is_none() && !page.examples.is_empty();
        let of_owner = || self.at(item.owner.as_ref()?).find(|it| is_used_in(&it.1));
        let of_linked = || {
            let linked = page.links.iter().flat_map(|link| self.linked(item, link));
            linked.into_iter().any(|(other, page)| {
                let declares = item.owner.is_none() && other.declares.contains(&item.name);
                is_used_in(page) || declares && !page.examples.is_empty()
            })
        };
        own || of_owner().is_some() || of_linked()
    }

    /// The items that nothing shows.
    fn missing(&self) -> Vec<String> {
        let missing = self
            .items
            .iter()
            .filter(|(item, page)| !self.is_shown(item, page));
        missing
            .map(|(item, _)| format!("{} ({})", item.path, item.file))
            .collect()
    }
}

/// An item as the sources might have it.
fn item(path: &str, docs: &str) -> PublicItem {
    let (owner, name) = path.rsplit_once("::").unwrap_or(("", path));
    PublicItem {
        path: path.to_owned(),
        name: name.to_owned(),
        owner: (!owner.is_empty()).then(|| owner.to_owned()),
        file: "src/made_up.rs".to_owned(),
        docs: docs.to_owned(),
        declares: BTreeSet::new(),
    }
}

/// The names of those that nothing shows.
fn missing(items: Vec<PublicItem>) -> Vec<String> {
    let missing = Documentation::new(items).missing();
    let names = missing
        .iter()
        .map(|it| it.split(' ').next().unwrap_or_default());
    names.map(ToOwned::to_owned).collect()
}

#[test]
fn an_item_needs_an_example_that_is_compiled() {
    let example = "Text.\n\n```\nf();\n```\n";
    assert_eq!(missing(vec![item("f", example)]), [""; 0]);
    assert_eq!(missing(vec![item("f", "Text, and no more.")]), ["f"]);
    for word in ["text", "ignore", "compile_fail,E0502", "js"] {
        let block = format!("```{word}\nf();\n```\n");
        assert_eq!(missing(vec![item("f", &block)]), ["f"], "{word}");
    }
}

#[test]
fn a_method_is_shown_where_its_name_is_used() {
    let of = |code: &str, docs: &str| {
        let code = format!("```\n{code}\n```");
        missing(vec![item("Thing", &code), item("Thing::get", docs)])
    };
    assert_eq!(of("thing.get(1);", ""), [""; 0]);
    assert_eq!(of("thing.get::<u8>(1);", ""), [""; 0]);
    assert_eq!(of("call(Thing::get);", ""), [""; 0]);
    assert_eq!(of("assert!(thing.get(1));", ""), [""; 0]);
    // Another one, a field, a comment, JavaScript, a hidden line.
    assert_eq!(of("thing.get_all(1);", ""), ["Thing::get"]);
    assert_eq!(of("thing.get;", ""), ["Thing::get"]);
    assert_eq!(of("f(); // thing.get()", ""), ["Thing::get"]);
    assert_eq!(of("eval(\"thing.get()\");", ""), ["Thing::get"]);
    assert_eq!(of("f();\n# thing.get(1);", ""), ["Thing::get"]);
    // An example of something else; a link alone.
    assert_eq!(of("f();", "```\nthing.set(1);\n```"), ["Thing::get"]);
    assert_eq!(of("thing.get_all();", "As [`Thing`]."), ["Thing::get"]);
}

#[test]
fn a_link_leads_to_an_example_that_uses_the_item() {
    let shown = item("make", "```\nlet thing = make(); thing.get();\n```");
    let of = |path, docs: &str, shown: PublicItem| missing(vec![item(path, docs), shown]);
    let mut silent = item("make", "```\nmake();\n```");
    assert_eq!(of("Thing::get", "See [`make`].", shown), [""; 0]);
    assert_eq!(
        of("Thing::get", "See [there](crate::make).", silent),
        ["Thing::get"]
    );
    // A type is shown by what returns it.
    silent = item("make", "```\nmake();\n```");
    assert_eq!(of("Thing", "See [`make`].", silent), ["Thing"]);
    silent = item("make", "```\nmake();\n```");
    silent.declares.insert("Thing".to_owned());
    assert_eq!(of("Thing", "See [`make`].", silent), [""; 0]);
}

/// Function of Node-API, and the method from which it is reached.
const REACHED: &str = include_str!("data/coverage.txt");

#[test]
fn methods_name_their_functions_of_node_api() {
    let documentation = Documentation::new(public_items());
    let mut mistakes = Vec::new();
    for line in REACHED.lines() {
        let (function, method) = line.split_once(' ').expect("a function and its method");
        let method = method.trim();
        // What an `impl` of a trait reaches has no documentation of its own.
        if method.starts_with("impl ") {
            continue;
        }
        let word = format!("`{function}`");
        if !documentation.at(method).any(|it| it.0.docs.contains(&word)) {
            mistakes.push(format!("{method} does not name {function}"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_public_item_is_shown_at_work() {
    let documentation = Documentation::new(public_items());
    let missing = documentation.missing();
    assert!(
        missing.is_empty(),
        "{} of {} public items have no example, and no link to one that uses them:\n  {}",
        missing.len(),
        documentation.items.len(),
        missing.join("\n  "),
    );
}
