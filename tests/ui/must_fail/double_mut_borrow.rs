//! Statically exclusive access to wrapped data: one at a time.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, a: Class<'_, Vec<u8>>, b: Class<'_, Vec<u8>>) {
    let x = a.with_mut(env).unwrap();
    let y = b.with_mut(env).unwrap();
    x.append(y);
}
fn main() {}
