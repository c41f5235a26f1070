//! What `with_mut` gives cannot be kept while JavaScript runs; a guard can.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>, list: Class<'_, Vec<u8>>, object: Object<'_>) -> Result<()> {
    let list = list.with_mut(env)?;
    let n: u8 = object.get(env, "n")?;
    list.push(n);
    Ok(())
}
fn main() {}
