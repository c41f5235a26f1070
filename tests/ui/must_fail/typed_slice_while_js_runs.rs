//! The elements of a typed array are borrowed like the bytes of a buffer.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, data: TypedArray<'_, f64>, cb: Function<'_>) -> Result<f64> {
    let mut sum = 0.0;
    for n in data.as_slice(env) {
        sum += cb.call::<_, f64>(env, (*n,))?;
    }
    Ok(sum)
}
fn main() {}
