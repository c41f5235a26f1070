//! Values of builtins' classes whose objects are gone. Finalizers wait until no JavaScript runs; a loop
//! that makes many objects would keep the values of all of them until it ends.

use super::Node;
use crate::safe::{Env, Result};
use std::cell::Cell;
use std::rc::{Rc, Weak};

/// How many instances are made before those that are gone are looked for.
const MANY: u32 = 1024;

/// Where builtins' classes find what drops their values.
struct Drops {
    node: Weak<Node>,
    made: Cell<u32>,
}

pub(super) fn define(node: &Rc<Node>, env: &Env<'_>) -> Result<()> {
    let node = Rc::downgrade(node);
    let made = Cell::new(0);
    env.set_instance_data(Drops { node, made }).map(drop)
}

/// An instance of one of several classes is being made. Now and then, this drops the values of all of
/// them whose objects are gone; they must run no JavaScript. `addresses` are those of their finalizers.
pub(super) fn made(env: &Env<'_>, addresses: impl FnOnce() -> Vec<usize>) -> Result<()> {
    let Some(drops) = env.instance_data::<Drops>()? else {
        return Ok(());
    };
    drops.made.set(drops.made.get() + 1);
    if drops.made.get() < MANY {
        return Ok(());
    }
    drops.made.set(0);
    if let Some(node) = drops.node.upgrade() {
        node.isolate().run_drops(&addresses());
    }
    Ok(())
}
