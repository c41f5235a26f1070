//! Which addon has called `abort`, for the last words of a program.
//!
//! Native code that finds itself in a state that it cannot go on from aborts, and says little. So the
//! program's own `SIGABRT` looks for the nearest addon on the stack and names it. What runs then is
//! allowed in a signal handler: system calls, and memory that is there from the beginning.

use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// How much of the stack is looked at.
const STACK: usize = 128 << 10;
/// How much of the list of mappings is read at a time; a line is shorter.
const TEXT: usize = 16 << 10;

/// What the handler writes to. Only the first thread that aborts gets here.
struct Memory {
    stack: UnsafeCell<[usize; STACK / size_of::<usize>()]>,
    text: UnsafeCell<[u8; TEXT]>,
    name: UnsafeCell<[u8; 4096]>,
}

// SAFETY: `TAKEN` lets one thread in.
unsafe impl Sync for Memory {}

static MEMORY: Memory = Memory {
    stack: UnsafeCell::new([0; STACK / size_of::<usize>()]),
    text: UnsafeCell::new([0; TEXT]),
    name: UnsafeCell::new([0; 4096]),
};
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Has the process name the addon that aborts it, unless the program has plans of its own for that.
pub(super) fn watch() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // SAFETY: plain system calls; the handler keeps to what a handler may do.
        unsafe {
            let mut current: libc::sigaction = std::mem::zeroed();
            let asked = libc::sigaction(libc::SIGABRT, std::ptr::null(), &mut current);
            if asked != 0 || current.sa_sigaction != libc::SIG_DFL {
                return;
            }
            current.sa_sigaction = name_addon as extern "C" fn(c_int) as usize;
            current.sa_flags = libc::SA_RESETHAND;
            libc::sigaction(libc::SIGABRT, &current, std::ptr::null_mut());
        }
    });
}

/// Names the addon; `abort` then goes on and ends the process.
extern "C" fn name_addon(_: c_int) {
    if TAKEN.swap(true, Ordering::AcqRel) {
        return;
    }
    // SAFETY: this is the only thread that gets here, once.
    let (stack, text, name) = unsafe {
        (
            &mut *MEMORY.stack.get(),
            &mut *MEMORY.text.get(),
            &mut *MEMORY.name.get(),
        )
    };
    let here = 0_usize;
    let stack = read_stack(&raw const here, stack);
    if let Some(length) = nearest_addon(stack, text, name) {
        for part in [
            &b"nodeapi: abort() was called by the native addon "[..],
            &name[..length],
            b"\n",
        ] {
            // SAFETY: a system call on memory that is there.
            unsafe { libc::write(libc::STDERR_FILENO, part.as_ptr().cast(), part.len()) };
        }
    }
}

/// The words of the stack from a place on, as far as they are there: the kernel copies them, and stops
/// at the stack's end.
fn read_stack(from: *const usize, to: &mut [usize]) -> &[usize] {
    let local = libc::iovec {
        iov_base: to.as_mut_ptr().cast(),
        iov_len: size_of_val(to),
    };
    // In pages: what is not there is left out by whole parts.
    const PAGE: usize = 4096;
    let mut parts = [libc::iovec {
        iov_base: std::ptr::null_mut(),
        iov_len: 0,
    }; STACK / PAGE];
    let mut start = from.addr();
    for part in &mut parts {
        let end = (start / PAGE + 1) * PAGE;
        part.iov_base = start as *mut libc::c_void;
        part.iov_len = end - start;
        start = end;
    }
    // SAFETY: the kernel writes to `to` alone, and no more than its length.
    let read = unsafe {
        let me = libc::getpid();
        libc::process_vm_readv(me, &local, 1, parts.as_ptr(), parts.len() as _, 0)
    };
    let words = usize::try_from(read).unwrap_or(0) / size_of::<usize>();
    &to[..words]
}

/// Finds the addon whose code the first word on the stack points at that is in any; gives the length
/// of its name.
fn nearest_addon(stack: &[usize], text: &mut [u8], name: &mut [u8]) -> Option<usize> {
    // SAFETY: a system call with a name that ends with a NUL.
    let file = unsafe {
        libc::open(
            c"/proc/self/maps".as_ptr(),
            libc::O_RDONLY | libc::O_CLOEXEC,
        )
    };
    let mut nearest = None;
    let mut filled = 0;
    if file < 0 {
        return None;
    }
    loop {
        // SAFETY: the rest of the memory is free.
        let read = unsafe {
            libc::read(
                file,
                text[filled..].as_mut_ptr().cast(),
                text.len() - filled,
            )
        };
        let Some(read) = usize::try_from(read).ok().filter(|&read| read > 0) else {
            break;
        };
        filled += read;
        let mut start = 0;
        while let Some(end) = text[start..filled].iter().position(|&byte| byte == b'\n') {
            let line = &text[start..start + end];
            start += end + 1;
            let Some((from, to, path)) = addon_mapping(line) else {
                continue;
            };
            let place = stack.iter().position(|word| (from..to).contains(word));
            if let Some(place) = place
                && nearest.is_none_or(|(nearest, _)| place < nearest)
                && path.len() <= name.len()
            {
                name[..path.len()].copy_from_slice(path);
                nearest = Some((place, path.len()));
            }
        }
        if start == 0 && filled == text.len() {
            break;
        }
        text.copy_within(start..filled, 0);
        filled -= start;
    }
    nearest.map(|(_, length)| length)
}

/// A line of the list, if it is about the code of an addon: `from-to r-xp … /path/to/it.node`.
fn addon_mapping(line: &[u8]) -> Option<(usize, usize, &[u8])> {
    if !line.ends_with(b".node") {
        return None;
    }
    let path = &line[line.iter().position(|&byte| byte == b'/')?..];
    let mut fields = line.split(|&byte| byte == b' ');
    let (range, rights) = (fields.next()?, fields.next()?);
    let dash = range.iter().position(|&byte| byte == b'-')?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_usize, |sum, &digit| {
            Some(sum << 4 | char::from(digit).to_digit(16)? as usize)
        })
    };
    (rights.get(2) == Some(&b'x')).then_some((
        number(&range[..dash])?,
        number(&range[dash + 1..])?,
        path,
    ))
}
