//! The `platform` module against real servers: an X server, a session bus, notification servers and tray hosts.

mod idle;
mod support;
