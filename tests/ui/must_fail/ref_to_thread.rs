//! A `Ref` may outlive scopes, not leave its thread; use a `ThreadsafeFunction`.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, cb: Function<'_>) {
    let r = env.reference(cb).unwrap();
    std::thread::spawn(move || drop(r));
}
fn main() {}
