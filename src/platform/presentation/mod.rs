//! Detects presentations: the focused window fills the screen.

use std::path::PathBuf;

use crate::platform::{Facts, Watching};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Which screen to watch; by default this session's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The socket of a Wayland compositor.
    pub wayland: Option<PathBuf>,
    /// The name of an X display.
    pub x11: Option<String>,
}

/// Starts watching inside the `LocalSet`. Changes arrive as [`Fact::Hold`](crate::platform::Fact::Hold), whether it can
/// be known as [`Ability::Hold`](crate::platform::Ability::Hold); it continues when a source appears.
pub fn start(screen: Screen, facts: Facts) -> Watching {
    way::start(screen, facts).into()
}
