//! The run-time function table: who filled it, and what is missing from it.

use crate::functions::{FUNCTIONS, Function, FunctionTable, Index, placeholder, placeholders};
use crate::{napi_function_missing, napi_status};
use std::cell::Cell;
use std::ffi::c_void;
use std::fmt;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

/// The functions that calls go to, in the order of [`FUNCTIONS`]. Relaxed loads are enough: what
/// they give is the address of code, and a slot goes from its placeholder to its function once.
pub(crate) static SLOTS: [AtomicPtr<c_void>; Index::COUNT] = placeholders!(AtomicPtr::new);

/// Who filled the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provider {
    /// Nobody yet.
    None,
    /// The process: Node.js, Bun, Deno, or a `nodeapi::Runtime` that loaded this image.
    Process,
    /// A host in the same image, by the address of its table.
    Host(usize),
}

static PROVIDER: Mutex<Provider> = Mutex::new(Provider::None);

thread_local! {
    /// The missing function that this thread called last.
    static MISSING: Cell<Option<&'static Function>> = const { Cell::new(None) };
}

/// The table is filled already, by somebody else. Two hosts in one image would be given each
/// other's environments and handles.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[error("another Node-API provider already serves this {}", if *.process { "image: the process that loaded it" } else { "program" })]
pub struct Conflict {
    /// Whether the other provider is the process that loaded this image, as Node.js would be.
    pub process: bool,
}

/// The process has no Node-API functions: it is neither Node.js nor another host.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[error("this process provides no Node-API functions: {reason}")]
pub struct NoHost {
    /// What the dynamic linker says.
    pub reason: String,
}

/// A call came to a function that the table has not got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct MissingFunction {
    /// The function that was called.
    pub function: &'static Function,
    /// Whether the table has been filled at all.
    pub has_host: bool,
}

impl fmt::Display for MissingFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Function { name, version, .. } = self.function;
        if !self.has_host {
            return write!(
                f,
                "{name}: no Node-API host in this process; make a `nodeapi::Runtime` first (feature `host`)"
            );
        }
        write!(f, "this host does not provide {name}, which is ")?;
        if self.function.is_experimental() {
            f.write_str("an experimental function")
        } else {
            write!(f, "of Node-API version {version}")
        }
    }
}

/// What a placeholder returns.
pub(crate) trait Missing {
    fn missing(function: &'static Function) -> Self;
}

impl Missing for napi_status {
    fn missing(function: &'static Function) -> napi_status {
        MISSING.set(Some(function));
        napi_function_missing
    }
}

impl Missing for () {
    fn missing(function: &'static Function) {
        MISSING.set(Some(function));
    }
}

/// The missing function that this thread called last, once: what a [`napi_function_missing`]
/// status was about.
pub fn take_missing() -> Option<MissingFunction> {
    let function = MISSING.take()?;
    Some(MissingFunction {
        function,
        has_host: *provider() != Provider::None,
    })
}

/// Fills the table with the functions of a host in this same image. Again with the same table is
/// allowed and does nothing.
///
/// # Errors
///
/// [`Conflict`] where somebody else filled it before.
///
/// # Safety
///
/// The table's functions keep to Node-API's contract, and environments made by another host never
/// reach them.
pub unsafe fn install(table: &'static FunctionTable) -> Result<(), Conflict> {
    let mut provider = provider();
    let host = Provider::Host(std::ptr::from_ref(table).addr());
    match *provider {
        Provider::None => {}
        other if other == host => return Ok(()),
        other => {
            return Err(Conflict {
                process: other == Provider::Process,
            });
        }
    }
    for (slot, (_, address)) in SLOTS.iter().zip(table.entries()) {
        slot.store(address.cast_mut(), Ordering::Relaxed);
    }
    *provider = host;
    Ok(())
}

/// Fills the table with the functions that this process exports; functions it does not export stay
/// missing. What the entry point of an addon does first. Again is allowed and does nothing.
///
/// # Errors
///
/// [`NoHost`] where the process exports no Node-API at all.
pub fn load_from_process() -> Result<(), NoHost> {
    let mut provider = provider();
    if *provider != Provider::None {
        return Ok(());
    }
    let process = this_process()?;
    let symbol = |function: &Function| {
        // SAFETY: the symbol is used as an address alone here.
        let symbol = unsafe { process.get::<*mut c_void>(function.name) };
        symbol.map(|symbol| symbol.as_raw_ptr())
    };
    // Every host of every version has this one.
    symbol(&FUNCTIONS[Index::napi_create_object as usize]).map_err(|error| NoHost {
        reason: error.to_string(),
    })?;
    for (slot, function) in SLOTS.iter().zip(&FUNCTIONS) {
        if let Ok(address) = symbol(function) {
            slot.store(address, Ordering::Relaxed);
        }
    }
    *provider = Provider::Process;
    Ok(())
}

#[cfg(unix)]
fn this_process() -> Result<libloading::os::unix::Library, NoHost> {
    Ok(libloading::os::unix::Library::this())
}

#[cfg(windows)]
fn this_process() -> Result<libloading::os::windows::Library, NoHost> {
    libloading::os::windows::Library::this().map_err(|error| NoHost {
        reason: error.to_string(),
    })
}

fn provider() -> std::sync::MutexGuard<'static, Provider> {
    PROVIDER.lock().unwrap_or_else(PoisonError::into_inner)
}
