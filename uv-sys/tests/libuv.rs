//! That this is libuv, and that the numbers of its enumerations are as the headers have them.
#![cfg(target_os = "linux")]

use nodeapi_uv_sys::*;
use std::ffi::CStr;

fn text(text: *const std::ffi::c_char) -> &'static str {
    // SAFETY: libuv's texts are static, and end with a null.
    unsafe { CStr::from_ptr(text) }.to_str().unwrap()
}

#[test]
fn it_is_the_version_of_the_headers() {
    let header = std::fs::read_to_string(format!("{INCLUDE}/uv/version.h")).unwrap();
    let number = |part: &str| -> u32 {
        let line = header
            .lines()
            .find(|line| line.contains(&format!("#define UV_VERSION_{part} ")));
        let number = line.and_then(|line| line.split_whitespace().last());
        number.unwrap().parse().unwrap()
    };
    let (major, minor) = (number("MAJOR"), number("MINOR"));
    assert_eq!(major, 1);
    assert!(minor >= 40);
    // SAFETY: asks.
    let (version, name) = unsafe { (uv_version(), text(uv_version_string())) };
    assert_eq!(version, major << 16 | minor << 8 | number("PATCH"));
    assert_eq!(name, VERSION);
}

#[test]
fn handle_types_are_what_they_are_called() {
    for (handle_type, name) in [
        (UV_ASYNC, "async"),
        (UV_CHECK, "check"),
        (UV_IDLE, "idle"),
        (UV_PREPARE, "prepare"),
        (UV_TIMER, "timer"),
    ] {
        // SAFETY: asks.
        unsafe {
            assert_eq!(text(uv_handle_type_name(handle_type)), name);
            assert!(uv_handle_size(handle_type) > 0);
        }
    }
}

#[test]
fn run_modes_are_what_they_do() {
    let header = std::fs::read_to_string(format!("{INCLUDE}/uv.h")).unwrap();
    let (_, modes) = header.split_once("UV_RUN_DEFAULT = 0,").unwrap();
    let (modes, _) = modes.split_once('}').unwrap();
    let modes: Vec<_> = modes.split(',').map(str::trim).collect();
    assert_eq!(modes, ["UV_RUN_ONCE", "UV_RUN_NOWAIT"]);
    assert_eq!((UV_RUN_DEFAULT, UV_RUN_ONCE, UV_RUN_NOWAIT), (0, 1, 2));
}
