//! Two handles may be to the same instance.
use nodeapi::prelude::*;
fn append(env: &mut Env<'_>, a: Class<'_, Vec<u8>>) -> Result<()> {
    let (first, second) = (a.with_mut(env)?, a.with_mut(env)?);
    first.append(second);
    Ok(())
}
fn main() {}
