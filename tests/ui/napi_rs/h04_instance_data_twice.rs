//! Instance data is shared: nobody has it exclusively.
use nodeapi::prelude::*;
fn grow(env: &Env<'_>) -> Result<()> {
    let mut first = env.instance_data::<Vec<u8>>()?.unwrap();
    let mut second = env.instance_data::<Vec<u8>>()?.unwrap();
    let (a, b): (&mut Vec<u8>, &mut Vec<u8>) = (&mut *first, &mut *second);
    a.append(b);
    Ok(())
}
fn main() {}
