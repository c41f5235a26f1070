//! JavaScript may detach the buffer of a slice.
use nodeapi::prelude::*;
#[napi]
fn sum(env: &mut Env<'_>, data: Buffer<'_>, callback: Function<'_>) -> Result<usize> {
    let bytes = data.as_slice(env);
    callback.call::<_, ()>(env, ())?;
    Ok(bytes.len())
}
fn main() {}
