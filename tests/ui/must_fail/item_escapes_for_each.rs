//! The elements that `for_each` visits die after each turn.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>, items: Array<'s>) -> Result<Option<Value<'s>>> {
    let mut last = None;
    items.for_each(env, |_, _, item| {
        last = Some(item);
        Ok(())
    })?;
    Ok(last)
}
fn main() {}
