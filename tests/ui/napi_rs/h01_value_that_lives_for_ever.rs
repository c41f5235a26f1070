//! A value lives as long as its scope, not as long as its user would like.
use nodeapi::prelude::*;
fn text(env: &Env<'_>) -> Result<JsString<'static>> {
    env.string("x")
}
fn main() {}
