//! Values are bound to their thread.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    let v = env.object().unwrap();
    std::thread::scope(|s| { s.spawn(|| { drop(v); }); });
}
fn main() {}
