//! A value made in a nested scope may not leave it through a `Cell` of the outer scope.
use nodeapi::prelude::*;
use std::cell::Cell;
fn f<'s>(env: &mut Env<'s>, slot: &Cell<Option<Object<'s>>>) {
    env.scope(|env| slot.set(Some(env.object().unwrap())));
}
fn main() {}
