//! Detects do-not-disturb.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Watches do-not-disturb until dropped.
#[derive(Debug)]
pub struct Dnd {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. Changes arrive as
/// [`Fact::DoNotDisturb`](crate::platform::Fact::DoNotDisturb), whether it can be known as
/// [`Ability::DoNotDisturb`](crate::platform::Ability::DoNotDisturb); it continues when a source appears.
pub fn start(buses: &Buses, facts: Facts) -> Dnd {
    Dnd {
        _tasks: way::start(buses, facts),
    }
}
