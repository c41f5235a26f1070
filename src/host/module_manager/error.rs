//! Why a native module could not be loaded.

use std::path::PathBuf;

/// Why a native module could not be loaded. Each names the file and the cause. What
/// [`Runtime::load`](crate::Runtime::load) gives, in an [`Error::Other`](crate::Error::Other).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// There is no such file, or it cannot be read.
    #[error("{}: {source}", path.display())]
    NotFound {
        /// The file that was asked for.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The file is no shared library at all: empty, cut off, text.
    #[error("{}: not a native module: {reason}", path.display())]
    NotALibrary {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is a shared library for another machine.
    #[error("{}: built for {found}, but this process runs on {expected}", path.display())]
    WrongArchitecture {
        /// The file.
        path: PathBuf,
        /// What it was built for.
        found: String,
        /// What this process needs.
        expected: &'static str,
    },
    /// The library needs a symbol that nobody provides.
    #[error("{}: undefined symbol: {symbol}", path.display())]
    MissingSymbol {
        /// The file.
        path: PathBuf,
        /// The symbol's name.
        symbol: String,
    },
    /// The library is no Node-API module.
    #[error("Module has no declared entry point.: {}", path.display())]
    NoEntryPoint {
        /// The file.
        path: PathBuf,
    },
    /// The module asks for a Node-API version that is not served.
    #[error("{}: requires Node-API version {version}; this host serves up to {highest}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version that the module asks for.
        version: u32,
        /// The highest one served.
        highest: u32,
    },
    /// The dynamic linker refuses the library for another reason.
    #[error("{}: {reason}", path.display())]
    Linker {
        /// The file.
        path: PathBuf,
        /// What the dynamic linker says.
        reason: String,
    },
    /// The process exports Node-API functions that are not this host's: it is Node.js, or another
    /// host. A library would be given those.
    #[error("{}: another Node-API provider is in this process; native modules cannot be loaded from files", path.display())]
    AnotherProvider {
        /// The file.
        path: PathBuf,
    },
    /// The functions could not be made visible to libraries.
    #[error("{}: the Node-API functions could not be provided to native modules: {reason}", path.display())]
    Provider {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
}
