//! An escapable scope inside another lets its value out into that one, no further.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>) -> Object<'s> {
    env.escapable_scope(|mut outer| {
        outer.escapable_scope(|inner| {
            let object = inner.object().unwrap();
            inner.escape(object)
        })
    })
}
fn main() {}
