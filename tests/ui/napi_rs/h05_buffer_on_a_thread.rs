//! A buffer stays on its thread: JavaScript writes to it there.
use nodeapi::prelude::*;
#[napi]
fn fill(env: &mut Env<'_>, buffer: Buffer<'_>) {
    std::thread::scope(|threads| {
        threads.spawn(|| buffer.as_mut_slice(env).fill(1));
    });
}
fn main() {}
