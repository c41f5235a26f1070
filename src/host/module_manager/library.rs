//! Native modules as files: shared libraries and their entry points.

use super::{LoadError, Provided, provider};
use nodeapi_sys::{napi_addon_register_func, node_api_addon_get_api_version_func};
use std::cell::Cell;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A loaded library. Libraries stay in the process for good: their code may be running on threads
/// of their own.
#[derive(Clone, Copy)]
pub(super) struct Library {
    register: napi_addon_register_func,
    api_version: node_api_addon_get_api_version_func,
}

/// The libraries that this process has loaded. A constructor that registers a module runs once a
/// process, so what it registered is kept for other runtimes.
static LOADED: Mutex<Option<HashMap<PathBuf, Library>>> = Mutex::new(None);

thread_local! {
    /// What a library that is just being loaded registered from a constructor: its initialiser,
    /// which may be null.
    static REGISTERED: Cell<Option<napi_addon_register_func>> = const { Cell::new(None) };
}

/// What `napi_module_register` does.
pub(crate) fn register(init: napi_addon_register_func) {
    REGISTERED.set(Some(init));
}

/// A file's place, with links resolved.
pub(super) fn locate(path: &Path) -> Result<PathBuf, LoadError> {
    path.canonicalize().map_err(|source| LoadError::NotFound {
        path: path.to_owned(),
        source,
    })
}

impl Library {
    /// Loads a library, or finds it loaded. `path` is [located](locate).
    pub(super) fn open(path: &Path, provided: Provided) -> Result<Self, LoadError> {
        let path = locate(path)?;
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = loaded.get_or_insert_default();
        if let Some(&library) = loaded.get(&path) {
            return Ok(library);
        }
        check_format(&path)?;
        provider::provide(provided, &path)?;
        let library = open_file(&path)?;
        loaded.insert(path, library);
        Ok(library)
    }

    /// The module's initialiser; `None` where there is no entry point, or it is null.
    pub(super) fn init(&self) -> napi_addon_register_func {
        self.register
    }

    /// The Node-API version that the module says it was written for.
    pub(super) fn api_version(&self) -> Option<u32> {
        let api_version = self.api_version?;
        // SAFETY: the module's function of that name, which takes nothing.
        u32::try_from(unsafe { api_version() }).ok()
    }
}

fn open_file(path: &Path) -> Result<Library, LoadError> {
    use libloading::os::unix;
    REGISTERED.set(None);
    // SAFETY: running a library's constructors is what the caller asks for. Symbols are bound when
    // they are first called, so that a module which never calls libuv loads without it.
    let library = unsafe { unix::Library::open(Some(path), unix::RTLD_LAZY | unix::RTLD_LOCAL) };
    let library = library.map_err(|error| linker_error(path, &error))?;
    let registered = REGISTERED.take();
    let library = std::mem::ManuallyDrop::new(library);
    // SAFETY: functions of these names have these types, says Node-API's documentation.
    let (symbol, api_version) = unsafe {
        (
            library.get::<napi_addon_register_func>("napi_register_module_v1"),
            library
                .get::<node_api_addon_get_api_version_func>("node_api_module_get_api_version_v1"),
        )
    };
    let register = match (registered, symbol) {
        (Some(registered), _) => registered,
        (None, Ok(symbol)) => *symbol,
        (None, Err(_)) => None,
    };
    Ok(Library {
        register,
        api_version: api_version.ok().and_then(|symbol| *symbol),
    })
}

/// What the dynamic linker says, sorted by cause.
fn linker_error(path: &Path, error: &libloading::Error) -> LoadError {
    let reason =
        std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let path = path.to_owned();
    match reason.split_once("undefined symbol: ") {
        Some((_, symbol)) => {
            let symbol = symbol
                .split([',', ' ', '\n', '"', ')'])
                .next()
                .unwrap_or(symbol)
                .to_owned();
            LoadError::MissingSymbol { path, symbol }
        }
        None => LoadError::Linker { path, reason },
    }
}

/// Looks at the file before the dynamic linker does, whose words are poor.
fn check_format(path: &Path) -> Result<(), LoadError> {
    let not_found = |source| LoadError::NotFound {
        path: path.to_owned(),
        source,
    };
    let not_a_library = |reason: &str| {
        Err(LoadError::NotALibrary {
            path: path.to_owned(),
            reason: reason.to_owned(),
        })
    };
    let mut file = fs::File::open(path).map_err(not_found)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(elf::HEADER as u64)
        .read_to_end(&mut head)
        .map_err(not_found)?;
    match elf::kind(&head) {
        elf::Kind::Fits if is_whole(&mut file, &head).map_err(not_found)? => Ok(()),
        elf::Kind::Fits => not_a_library(elf::CUT_OFF),
        elf::Kind::Other(reason) => not_a_library(reason),
        elf::Kind::Foreign(found) => Err(LoadError::WrongArchitecture {
            path: path.to_owned(),
            found,
            expected: std::env::consts::ARCH,
        }),
    }
}

/// Whether a file has all that its program headers tell the dynamic linker to map. The linker itself
/// does not look, and reads what is not there: a bus error.
fn is_whole(file: &mut fs::File, head: &[u8]) -> io::Result<bool> {
    let Some((start, size)) = elf::program_headers(head) else {
        return Ok(true);
    };
    let length = file.metadata()?.len();
    let mut headers = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(size as u64).read_to_end(&mut headers)?;
    Ok(headers.len() == size && elf::mapped_end(&headers) <= length)
}

/// As much of the ELF format as tells what a file is.
pub(super) mod elf {
    /// What is wrong with a file that ends too soon.
    pub(crate) const CUT_OFF: &str = "it is cut off";

    /// The size of a 64-bit header.
    pub(crate) const HEADER: usize = 64;

    /// The machine that this process runs on, by ELF's numbers.
    pub(crate) const MACHINE: u16 = match () {
        #[cfg(target_arch = "x86_64")]
        () => 62,
        #[cfg(target_arch = "aarch64")]
        () => 183,
        #[cfg(target_arch = "riscv64")]
        () => 243,
        #[cfg(not(any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            target_arch = "riscv64"
        )))]
        () => 0,
    };

    pub(crate) enum Kind {
        Fits,
        Foreign(String),
        Other(&'static str),
    }

    pub(crate) fn kind(head: &[u8]) -> Kind {
        if !cfg!(target_os = "linux") {
            return Kind::Fits;
        }
        if head.is_empty() {
            return Kind::Other("the file is empty");
        }
        if !head.starts_with(b"\x7fELF") {
            return match head {
                [0xCF, 0xFA, 0xED, 0xFE, ..] => Kind::Foreign("macOS".to_owned()),
                [b'M', b'Z', ..] => Kind::Foreign("Windows".to_owned()),
                _ => Kind::Other("it has no ELF header"),
            };
        }
        if head.len() < HEADER {
            return Kind::Other(CUT_OFF);
        }
        let machine = u16::from_le_bytes([head[18], head[19]]);
        if head[4] != 2 || machine != MACHINE {
            return Kind::Foreign(match machine {
                3 => "x86".to_owned(),
                40 => "arm".to_owned(),
                62 => "x86_64".to_owned(),
                183 => "aarch64".to_owned(),
                243 => "riscv".to_owned(),
                other => format!("machine {other}"),
            });
        }
        if u16::from_le_bytes([head[16], head[17]]) != 3 {
            return Kind::Other("it is no shared library");
        }
        Kind::Fits
    }

    /// The size of a 64-bit program header.
    const PROGRAM_HEADER: usize = 56;

    /// Where the program headers are and their size, by the whole header of a file that fits; `None`
    /// where files are not looked at.
    pub(crate) fn program_headers(head: &[u8]) -> Option<(u64, usize)> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        let count = u16::from_le_bytes([head[56], head[57]]);
        Some((word(head, 32), usize::from(count) * PROGRAM_HEADER))
    }

    /// Where the last byte ends that is mapped from the file.
    pub(crate) fn mapped_end(program_headers: &[u8]) -> u64 {
        const LOAD: [u8; 4] = [1, 0, 0, 0];
        let headers = program_headers.chunks_exact(PROGRAM_HEADER);
        headers
            .filter(|header| header.starts_with(&LOAD))
            .map(|header| word(header, 8).saturating_add(word(header, 32)))
            .max()
            .unwrap_or(0)
    }

    fn word(bytes: &[u8], at: usize) -> u64 {
        bytes[at..at + 8]
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte))
    }
}
