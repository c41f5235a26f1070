//! A value cannot leave the `Runtime::with` that made its env.
use nodeapi::prelude::*;
use nodeapi::Runtime;
fn main() -> Result<()> {
    let (mut first, mut second) = (Runtime::new()?, Runtime::new()?);
    let leaked = first.with(|env| env.object())?;
    second.with(|env| leaked.set(env, "x", 1.0))
}
