//! Where what was fetched for the tests lies, out of the repository.

use std::env;
use std::path::{Path, PathBuf};

/// The folder that a variable names, else the one of that name among the user's caches.
pub(crate) fn folder(variable: &str, name: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    named.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cache").join(name)))
}
