//! What is made in a scope leaves it by `escape` alone.
use nodeapi::prelude::*;
fn text<'s>(env: &mut Env<'s>) -> Result<JsString<'s>> {
    env.scope(|env| env.string("x"))
}
fn escapable<'s>(env: &mut Env<'s>) -> Result<JsString<'s>> {
    env.escapable_scope(|scope| scope.string("x"))
}
fn main() {}
