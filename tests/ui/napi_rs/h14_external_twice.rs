//! Two arguments may be the same external.
use nodeapi::prelude::*;
#[napi]
fn append(env: &Env<'_>, a: External<'_>, b: External<'_>) -> Result<()> {
    let (mut a, mut b) = (a.get::<Vec<u8>>(env)?, b.get::<Vec<u8>>(env)?);
    let (first, second): (&mut Vec<u8>, &mut Vec<u8>) = (&mut *a, &mut *b);
    first.append(second);
    Ok(())
}
fn main() {}
