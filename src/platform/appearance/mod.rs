//! How the desktop is set to look: dark or light, high contrast, animations. Without a source, nothing is reported.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Watches until dropped.
#[derive(Debug)]
pub struct AppearanceWatch {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`; changes arrive as [`Fact::Appearance`](crate::platform::Fact::Appearance).
pub fn start(buses: &Buses, facts: Facts) -> AppearanceWatch {
    AppearanceWatch {
        _tasks: way::start(buses, facts),
    }
}
