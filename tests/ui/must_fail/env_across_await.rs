//! An env cannot be held by a future that outlives the call.
use nodeapi::prelude::*;
fn spawn(_: impl std::future::Future<Output = ()> + 'static) {}
fn f(env: &mut Env<'_>) {
    spawn(async move { std::future::ready(()).await; let _ = env.number(1.0); });
}
fn main() {}
