//! An env is bound to its thread.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    std::thread::scope(|s| { s.spawn(|| { let _ = env.number(1.0); }); });
}
fn main() {}
