//! The trick that breaks design D: `call` needs `&mut Env`, which the stash has lent out.
use nodeapi::prelude::*;
use std::cell::Cell;
scoped_tls_hkt::scoped_thread_local!(static STASH: for<'a> &'a (dyn Fn() + 'a));
fn f(env: &mut Env<'_>, f: Function<'_>) -> Result<()> {
    let slot = Cell::new(None);
    let make = || slot.set(Some(env.object().unwrap()));
    STASH.set(&make, || f.call::<_, ()>(env, ()))
}
fn main() {}
