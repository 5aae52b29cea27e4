//! Detects presentations: the focused window fills the screen.

use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::platform::Facts;

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

/// Watches windows until dropped.
#[derive(Debug)]
pub struct Presentation {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. Changes arrive as
/// [`Fact::Presentation`](crate::platform::Fact::Presentation), whether it can be known as
/// [`Ability::Presentation`](crate::platform::Ability::Presentation); it continues when a source appears.
pub fn start(screen: Screen, facts: Facts) -> Presentation {
    Presentation {
        _tasks: way::start(screen, facts),
    }
}
