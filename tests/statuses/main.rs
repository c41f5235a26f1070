//! Every function of Node-API answers what Node.js answers: given null or values of another kind
//! (`arguments`), and in what else it has a status for (`every`).

#![cfg(feature = "host")]

#[path = "../support/addons.rs"]
mod addons;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod answers;
mod arguments;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod every;
#[cfg(all(feature = "cli", target_os = "linux"))]
#[path = "../support/peers.rs"]
mod peers;
#[cfg(all(feature = "cli", target_os = "linux"))]
#[path = "../support/program.rs"]
mod support;
