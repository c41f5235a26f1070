//! The symbol provider: makes this host's functions, and libuv's, visible to libraries that are loaded
//! from files, whatever executable the host is in, with no linker flag.
//!
//! Libraries import `napi_…` and `uv_…` by name, and executables export nothing. So there is a small
//! ELF image whose dynamic symbols bear those names; it is loaded into the global scope before the
//! first library, and then its symbol values are set so that they stand for this process's own
//! functions. Calls cost what they cost in any executable that exports the functions.
//!
//! The image has one readable and writable segment and no code. The file that holds it stays open
//! for good: the dynamic linker knows loaded objects by the names of their files, and the next file
//! under the same descriptor would have the same name.

use super::library::elf;
use super::{LoadError, Provided, uv};
use nodeapi_sys::FUNCTIONS;
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
    let handle = open(&IMAGE).map_err(failed)?;
    // SAFETY: the image has this symbol, whose value is `UNSET` past its base.
    let probe = unsafe { libc::dlsym(handle, PROBE.as_ptr()) };
    if probe.is_null() {
        return Err(failed("its symbols are not found".to_owned()));
    }
    let base = probe.wrapping_byte_sub(UNSET);
    let functions = provided.table.entries();
    let functions = functions.iter().map(|&(_, address)| address);
    for (symbol, address) in functions
        .chain(uv::functions(provided.in_place_of_uv))
        .enumerate()
    {
        let value = base.wrapping_byte_add(value_of(symbol)).cast::<usize>();
        // SAFETY: the symbol table is in the image's writable segment, aligned, and nobody looks a
        // symbol up while libraries are loaded under the lock.
        unsafe { value.write(address.addr().wrapping_sub(base.addr())) };
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

/// How many symbols the image has: Node-API's functions, in the order of the declaration list, then
/// libuv's.
const COUNT: usize = FUNCTIONS.len() + uv::NAMES.len();

/// The name of a symbol.
const fn name(symbol: usize) -> &'static [u8] {
    match symbol.checked_sub(FUNCTIONS.len()) {
        None => FUNCTIONS[symbol].name.as_bytes(),
        Some(index) => uv::NAMES[index].as_bytes(),
    }
}

const SONAME: &[u8] = b"libnode-api.so";
const PROGRAM_HEADER: usize = 56;
const SYMBOL: usize = 24;
/// Loaded segment, dynamic section, and that the stack needs not be executable.
const PROGRAM_HEADERS: usize = 3;
const DYNAMIC_ENTRIES: usize = 7;
const ALIGNMENT: u64 = 0x1_0000;
/// How many buckets the hash table has: few symbols in each.
const BUCKETS: usize = 199;

// Where the image's parts are.
const SYMBOL_TABLE: usize = elf::HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
const HASH_TABLE: usize = SYMBOL_TABLE + (COUNT + 1) * SYMBOL;
const DYNAMIC: usize = (HASH_TABLE + 4 * (2 + BUCKETS + COUNT + 1)).next_multiple_of(8);
const STRING_TABLE: usize = DYNAMIC + DYNAMIC_ENTRIES * 16;
const STRINGS: usize = {
    let mut size = 1 + SONAME.len() + 1;
    let mut symbol = 0;
    while symbol < COUNT {
        size += name(symbol).len() + 1;
        symbol += 1;
    }
    size
};
const SIZE: usize = STRING_TABLE + STRINGS;

/// Where in the image a symbol's value is.
const fn value_of(symbol: usize) -> usize {
    SYMBOL_TABLE + (symbol + 1) * SYMBOL + 8
}

/// An ELF image with a symbol for each function. All of it is known while this is compiled.
static IMAGE: [u8; SIZE] = {
    let mut image = Image {
        bytes: [0; SIZE],
        end: 0,
    };
    image.header();
    image.program_header(1, 0, SIZE, ALIGNMENT); // PT_LOAD
    image.program_header(2, DYNAMIC, DYNAMIC_ENTRIES * 16, 8); // PT_DYNAMIC
    image.program_header(0x6474_E551, 0, 0, 16); // PT_GNU_STACK
    image.symbols_and_names();
    image.hash_table();
    image.end = DYNAMIC;
    let entries: [(u64, usize); DYNAMIC_ENTRIES] = [
        (14, 1),           // DT_SONAME
        (4, HASH_TABLE),   // DT_HASH
        (5, STRING_TABLE), // DT_STRTAB
        (6, SYMBOL_TABLE), // DT_SYMTAB
        (10, STRINGS),     // DT_STRSZ
        (11, SYMBOL),      // DT_SYMENT
        (0, 0),            // DT_NULL
    ];
    let mut entry = 0;
    while entry < DYNAMIC_ENTRIES {
        image.put(&entries[entry].0.to_le_bytes());
        image.put(&(entries[entry].1 as u64).to_le_bytes());
        entry += 1;
    }
    image.bytes
};

/// The image while it is put together.
struct Image {
    bytes: [u8; SIZE],
    end: usize,
}

impl Image {
    const fn put(&mut self, bytes: &[u8]) {
        self.put_at(self.end, bytes);
        self.end += bytes.len();
    }

    const fn put_at(&mut self, place: usize, bytes: &[u8]) {
        let mut index = 0;
        while index < bytes.len() {
            self.bytes[place + index] = bytes[index];
            index += 1;
        }
    }

    const fn header(&mut self) {
        // 64 bits, little endian, current version, System V.
        self.put(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
        self.put(&3u16.to_le_bytes()); // a shared object
        self.put(&elf::MACHINE.to_le_bytes());
        self.put(&1u32.to_le_bytes());
        self.put(&0u64.to_le_bytes()); // no entry
        self.put(&(elf::HEADER as u64).to_le_bytes());
        self.put(&0u64.to_le_bytes()); // no section headers
        self.put(&0u32.to_le_bytes());
        let fields = [elf::HEADER, PROGRAM_HEADER, PROGRAM_HEADERS, 64, 0, 0];
        let mut field = 0;
        while field < fields.len() {
            self.put(&(fields[field] as u16).to_le_bytes());
            field += 1;
        }
    }

    const fn program_header(&mut self, kind: u32, offset: usize, size: usize, alignment: u64) {
        const READ_WRITE: u32 = 4 | 2;
        self.put(&kind.to_le_bytes());
        self.put(&READ_WRITE.to_le_bytes());
        // Offset, virtual and physical address are the same; so are size in file and in memory.
        let fields = [offset, offset, offset, size, size];
        let mut field = 0;
        while field < fields.len() {
            self.put(&(fields[field] as u64).to_le_bytes());
            field += 1;
        }
        self.put(&alignment.to_le_bytes());
    }

    /// The symbol table, and beside it the names.
    const fn symbols_and_names(&mut self) {
        // The first symbol, and the first name, are none.
        self.end += SYMBOL;
        self.put_at(STRING_TABLE + 1, SONAME);
        let mut offset = 1 + SONAME.len() + 1;
        let mut symbol = 0;
        while symbol < COUNT {
            self.put(&(offset as u32).to_le_bytes());
            // A global function, default visibility, defined in some section.
            self.put(&[0x12, 0, 1, 0]);
            self.put(&(UNSET as u64).to_le_bytes());
            self.put(&0u64.to_le_bytes());
            self.put_at(STRING_TABLE + offset, name(symbol));
            offset += name(symbol).len() + 1;
            symbol += 1;
        }
    }

    /// System V's hash table: heads of chains, and for each symbol the next of its chain.
    const fn hash_table(&mut self) {
        let mut heads = [0u32; BUCKETS];
        let mut chains = [0u32; COUNT + 1];
        let mut symbol = 0;
        while symbol < COUNT {
            let bucket = hash(name(symbol)) as usize % BUCKETS;
            chains[symbol + 1] = heads[bucket];
            heads[bucket] = symbol as u32 + 1;
            symbol += 1;
        }
        self.put(&(BUCKETS as u32).to_le_bytes());
        self.put(&(COUNT as u32 + 1).to_le_bytes());
        self.words(&heads);
        self.words(&chains);
    }

    const fn words(&mut self, words: &[u32]) {
        let mut index = 0;
        while index < words.len() {
            self.put(&words[index].to_le_bytes());
            index += 1;
        }
    }
}

/// System V's hash of a symbol name.
const fn hash(name: &[u8]) -> u32 {
    let mut hash = 0u32;
    let mut index = 0;
    while index < name.len() {
        hash = (hash << 4) + name[index] as u32;
        let high = hash & 0xF000_0000;
        hash = (hash ^ high >> 24) & !high;
        index += 1;
    }
    hash
}
