//! The known price: a call that runs JS cannot be an argument of another one.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, a: Object<'_>, b: Object<'_>) -> Result<()> {
    b.set(env, "x", a.get::<Value>(env, "x")?)
}
fn main() {}
