//! The `platform` module against real servers: an X server, a session bus, notification servers and tray hosts.

#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails where something is not as it should be"
)]

mod idle;
mod notify;
mod session;
mod sound;
mod support;
mod tray;
