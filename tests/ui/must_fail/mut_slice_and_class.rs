//! Static access to wrapped data excludes running JavaScript (and so every other access).
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, a: Class<'_, Vec<f64>>, cb: Function<'_>) {
    for x in a.with_mut(env).unwrap().iter() { cb.call::<_, ()>(env, (*x,)).unwrap(); }
}
fn main() {}
