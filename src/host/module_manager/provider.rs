//! The symbol provider: makes this host's functions, and libuv's, visible to libraries that are loaded
//! from files, whatever executable the host is in, with no linker flag.
//!
//! Libraries import `napi_…` and `uv_…` by name, and executables export nothing. So a small ELF image is made
//! at run time whose dynamic symbols bear those names; it is loaded into the global scope before the
//! first library, and then its symbol values are set so that they stand for this process's own
//! functions. Calls cost what they cost in any executable that exports the functions.
//!
//! The image has one readable and writable segment and no code. The file that holds it stays open
//! for good: the dynamic linker knows loaded objects by the names of their files, and the next file
//! under the same descriptor would have the same name.

use super::library::elf;
use super::{LoadError, Provided, uv};
use std::ffi::{CStr, CString, c_void};
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsRawFd, FromRawFd};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Whether the symbols are there.
static PROVIDED: Mutex<bool> = Mutex::new(false);

/// A symbol that every provider of Node-API has.
const PROBE: &CStr = c"napi_create_object";

/// Makes the functions visible to libraries, once a process; `path` is the first of them.
pub(super) fn provide(provided: Provided, path: &Path) -> Result<(), LoadError> {
    let failed = |reason| LoadError::Provider {
        path: path.to_owned(),
        reason,
    };
    let mut is_provided = PROVIDED.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_provided {
        return Ok(());
    }
    // SAFETY: looks a name up.
    if !unsafe { libc::dlsym(libc::RTLD_DEFAULT, PROBE.as_ptr()) }.is_null() {
        return Err(LoadError::AnotherProvider {
            path: path.to_owned(),
        });
    }
    let symbols: Vec<(&str, usize)> = provided
        .table
        .entries()
        .iter()
        .map(|(function, address)| (function.name, address.addr()))
        .chain(uv::symbols(provided.in_place_of_uv))
        .collect();
    let image = Image::new(&symbols);
    let handle = open(&image.bytes).map_err(failed)?;
    // SAFETY: the image has this symbol, whose value is `UNSET` past its base.
    let probe = unsafe { libc::dlsym(handle, PROBE.as_ptr()) };
    if probe.is_null() {
        return Err(failed("its symbols are not found".to_owned()));
    }
    let base = probe.wrapping_byte_sub(UNSET);
    for (index, (_, address)) in symbols.iter().enumerate() {
        let value = base.wrapping_byte_add(image.values[index]).cast::<usize>();
        // SAFETY: the symbol table is in the image's writable segment, aligned, and nobody looks a
        // symbol up while libraries are loaded under the lock.
        unsafe { value.write(address.wrapping_sub(base.addr())) };
    }
    *is_provided = true;
    Ok(())
}

/// The value of symbols before they are set: the dynamic linker takes 0 for undefined.
const UNSET: usize = 1;

/// Loads an image into the global scope.
fn open(bytes: &[u8]) -> Result<*mut c_void, String> {
    match in_memory(bytes) {
        Ok(handle) => Ok(handle),
        // No memory files, none that may be executed, or no /proc.
        Err(_) => in_temporary_file(bytes),
    }
}

fn in_memory(bytes: &[u8]) -> Result<*mut c_void, String> {
    // SAFETY: makes a descriptor that nobody else knows.
    let mut file = unsafe {
        let descriptor = libc::memfd_create(c"node-api".as_ptr(), libc::MFD_CLOEXEC);
        if descriptor < 0 {
            return Err(std::io::Error::last_os_error().to_string());
        }
        File::from_raw_fd(descriptor)
    };
    file.write_all(bytes).map_err(|error| error.to_string())?;
    let handle = load(&format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    std::mem::forget(file);
    Ok(handle)
}

fn in_temporary_file(bytes: &[u8]) -> Result<*mut c_void, String> {
    let folder = std::env::var_os("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, Into::into);
    let path = folder.join(format!("node-api-{}.so", std::process::id()));
    std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
    let handle = load(&path.to_string_lossy());
    // Loaded or not, the file has done its service.
    let _ = std::fs::remove_file(&path);
    handle
}

fn load(path: &str) -> Result<*mut c_void, String> {
    let path = CString::new(path).map_err(|error| error.to_string())?;
    // SAFETY: the image has no code, no constructors and no relocations.
    unsafe {
        let handle = libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL);
        if handle.is_null() {
            return Err(CStr::from_ptr(libc::dlerror())
                .to_string_lossy()
                .into_owned());
        }
        Ok(handle)
    }
}

/// An ELF image with a symbol for each function.
struct Image {
    bytes: Vec<u8>,
    /// Where in the image each symbol's value is.
    values: Vec<usize>,
}

const PROGRAM_HEADER: usize = 56;
const SYMBOL: usize = 24;
/// Loaded segment, dynamic section, and that the stack needs not be executable.
const PROGRAM_HEADERS: usize = 3;
const ALIGNMENT: u64 = 0x1_0000;

impl Image {
    fn new(symbols: &[(&str, usize)]) -> Self {
        const SONAME: &str = "libnode-api.so";
        let mut names = vec![0];
        let mut name = |text: &str| {
            let offset = names.len();
            names.extend_from_slice(text.as_bytes());
            names.push(0);
            offset
        };
        let soname = name(SONAME);
        let offsets: Vec<usize> = symbols.iter().map(|(symbol, _)| name(symbol)).collect();

        let symbol_count = symbols.len() + 1;
        let symbol_table = elf::HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
        let hash_table = symbol_table + symbol_count * SYMBOL;
        let dynamic = (hash_table + hash_size(symbol_count)).next_multiple_of(8);
        let entries: [(u64, usize); 7] = [
            (14, soname),      // DT_SONAME
            (4, hash_table),   // DT_HASH
            (5, 0),            // DT_STRTAB, below
            (6, symbol_table), // DT_SYMTAB
            (10, names.len()), // DT_STRSZ
            (11, SYMBOL),      // DT_SYMENT
            (0, 0),            // DT_NULL
        ];
        let string_table = dynamic + entries.len() * 16;
        let size = string_table + names.len();

        let mut bytes = Vec::with_capacity(size);
        push_header(&mut bytes);
        push_program_header(&mut bytes, 1, 0, size, ALIGNMENT); // PT_LOAD
        push_program_header(&mut bytes, 2, dynamic, entries.len() * 16, 8); // PT_DYNAMIC
        push_program_header(&mut bytes, 0x6474_E551, 0, 0, 16); // PT_GNU_STACK
        bytes.resize(symbol_table + SYMBOL, 0);
        let mut values = Vec::with_capacity(symbols.len());
        for offset in offsets {
            bytes.extend_from_slice(&(offset as u32).to_le_bytes());
            // A global function, default visibility, defined in some section.
            bytes.extend_from_slice(&[0x12, 0, 1, 0]);
            values.push(bytes.len());
            bytes.extend_from_slice(&(UNSET as u64).to_le_bytes());
            bytes.extend_from_slice(&0u64.to_le_bytes());
        }
        push_hash_table(&mut bytes, symbols);
        bytes.resize(dynamic, 0);
        for (tag, value) in entries {
            let value = if tag == 5 { string_table } else { value };
            bytes.extend_from_slice(&tag.to_le_bytes());
            bytes.extend_from_slice(&(value as u64).to_le_bytes());
        }
        bytes.extend_from_slice(&names);
        debug_assert_eq!(bytes.len(), size);
        Image { bytes, values }
    }
}

fn push_header(bytes: &mut Vec<u8>) {
    // 64 bits, little endian, current version, System V.
    bytes.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    bytes.extend_from_slice(&3u16.to_le_bytes()); // a shared object
    bytes.extend_from_slice(&elf::MACHINE.to_le_bytes());
    bytes.extend_from_slice(&1u32.to_le_bytes());
    bytes.extend_from_slice(&0u64.to_le_bytes()); // no entry
    bytes.extend_from_slice(&(elf::HEADER as u64).to_le_bytes());
    bytes.extend_from_slice(&0u64.to_le_bytes()); // no section headers
    bytes.extend_from_slice(&0u32.to_le_bytes());
    for field in [elf::HEADER, PROGRAM_HEADER, PROGRAM_HEADERS, 64, 0, 0] {
        bytes.extend_from_slice(&(field as u16).to_le_bytes());
    }
}

fn push_program_header(bytes: &mut Vec<u8>, kind: u32, offset: usize, size: usize, alignment: u64) {
    const READ_WRITE: u32 = 4 | 2;
    bytes.extend_from_slice(&kind.to_le_bytes());
    bytes.extend_from_slice(&READ_WRITE.to_le_bytes());
    // Offset, virtual and physical address are the same; so are size in file and in memory.
    for field in [offset, offset, offset, size, size] {
        bytes.extend_from_slice(&(field as u64).to_le_bytes());
    }
    bytes.extend_from_slice(&alignment.to_le_bytes());
}

/// How many buckets the hash table has: few symbols in each.
const BUCKETS: usize = 199;

fn hash_size(symbol_count: usize) -> usize {
    4 * (2 + BUCKETS + symbol_count)
}

/// System V's hash table: heads of chains, and for each symbol the next of its chain.
fn push_hash_table(bytes: &mut Vec<u8>, symbols: &[(&str, usize)]) {
    let mut buckets = [0u32; BUCKETS];
    let mut chains = vec![0u32; symbols.len() + 1];
    for (index, (name, _)) in symbols.iter().enumerate() {
        let bucket = &mut buckets[hash(name) as usize % BUCKETS];
        let number = index as u32 + 1;
        chains[index + 1] = std::mem::replace(bucket, number);
    }
    let counts = [BUCKETS as u32, chains.len() as u32];
    for word in counts.iter().chain(&buckets).chain(&chains) {
        bytes.extend_from_slice(&word.to_le_bytes());
    }
}

/// System V's hash of a symbol name.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0, |hash, byte| {
        let hash = (hash << 4) + u32::from(byte);
        let high = hash & 0xF000_0000;
        (hash ^ high >> 24) & !high
    })
}
