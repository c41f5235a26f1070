//! A value made in a nested scope may not leave it through a variable of the outer scope.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) {
    let mut leaked = None;
    env.scope(|env| leaked = Some(env.object().unwrap()));
    let _ = leaked;
}
fn main() {}
