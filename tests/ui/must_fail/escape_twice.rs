//! At most one value may leave an escapable scope.
use nodeapi::prelude::*;
fn f<'s>(env: &mut Env<'s>) -> (Object<'s>, Object<'s>) {
    env.escapable_scope(|scope| {
        let (a, b) = (scope.object().unwrap(), scope.object().unwrap());
        (scope.escape(a), scope.escape(b))
    })
}
fn main() {}
