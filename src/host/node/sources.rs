//! The JavaScript of this layer, and the names that `require` knows it by.

/// What runs first; it makes the rest when that is used.
pub(super) const BOOTSTRAP: &str = include_str!("js/bootstrap.js");

macro_rules! builtins {
    ($($name:literal,)*) => {
        /// The source of a builtin module.
        pub(super) fn builtin(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("js/", $name, ".js"))),)*
                _ => None,
            }
        }

        /// The modules that programs may ask for.
        pub(super) fn names() -> impl Iterator<Item = &'static str> {
            [$($name,)*].into_iter().filter(|name| !name.starts_with("internal/"))
        }
    };
}

builtins! {
    "buffer",
    "console",
    "events",
    "internal/inspect",
    "module",
    "path",
    "process",
    "timers",
    "util",
}
