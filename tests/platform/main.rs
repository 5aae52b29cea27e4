//! The `platform` module against real servers: an X server, a session bus, notification servers and tray hosts.

#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails where something is not as it should be"
)]

#[path = "../needs/mod.rs"]
mod needs;

mod appearance;
mod calls;
mod comebacks;
mod compositor;
mod compositors;
mod dnd;
mod file_chooser;
mod films;
mod fonts;
mod idle;
mod logind;
mod logind_hint;
mod notify;
mod notify_xfce;
mod presentation;
mod servers;
mod session;
mod small_server;
mod sound;
mod speech;
mod support;
mod tray;
mod wayland_idle;
