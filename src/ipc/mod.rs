//! Talks: requests, replies and the state stream over a local socket, both ends.
//!
//! docs/ipc.md describes the protocol for other programs.

pub mod message;

pub mod client;

pub mod comeback;

pub mod instance;

pub mod server;
