//! A callback gets an env of its own; it cannot use the one that made it.
use nodeapi::prelude::*;
fn f(env: &mut Env<'_>) -> Result<()> {
    env.function(|_, _| Ok(env.undefined()))?;
    Ok(())
}
fn main() {}
