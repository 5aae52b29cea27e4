//! Knows of do-not-disturb.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux/mod.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// A running watch of do-not-disturb. It stops when this is dropped.
#[derive(Debug)]
pub struct Dnd {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. What is found arrives as
/// [`Fact::DoNotDisturb`](crate::platform::Fact::DoNotDisturb), whether anybody tells as
/// [`Ability::DoNotDisturb`](crate::platform::Ability::DoNotDisturb); it goes on when somebody does.
pub fn start(buses: &Buses, facts: Facts) -> Dnd {
    Dnd {
        _tasks: way::start(buses, facts),
    }
}
