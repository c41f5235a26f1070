//! Running JavaScript may detach or resize the buffer the slice points into.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, data: ArrayBuffer<'_>, cb: Function<'_>) -> Result<usize> {
    let bytes = data.as_slice(env);
    cb.call::<_, ()>(env, ())?;
    Ok(bytes.len())
}
fn main() {}
