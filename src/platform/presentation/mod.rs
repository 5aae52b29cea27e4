//! Knows of presentations: the focused window fills the screen.

use std::path::PathBuf;

use tokio::task::JoinSet;

use crate::platform::Facts;

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Where the windows are. By default where this session is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The socket of a Wayland compositor.
    pub wayland: Option<PathBuf>,
    /// The name of an X display.
    pub x11: Option<String>,
}

/// A running watch of windows. It stops when this is dropped.
#[derive(Debug)]
pub struct Presentation {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. What is found arrives as
/// [`Fact::Presentation`](crate::platform::Fact::Presentation), whether anybody tells as
/// [`Ability::Presentation`](crate::platform::Ability::Presentation); it goes on when somebody does.
pub fn start(screen: Screen, facts: Facts) -> Presentation {
    Presentation {
        _tasks: way::start(screen, facts),
    }
}
