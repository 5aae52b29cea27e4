//! Detects films: something keeps the screen awake.

use tokio::task::JoinSet;

use crate::platform::{Buses, Facts};

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// Watches for films until dropped.
#[derive(Debug)]
pub struct Films {
    _tasks: JoinSet<()>,
}

/// Starts watching inside the `LocalSet`. Changes arrive as [`Fact::Film`](crate::platform::Fact::Film), whether it can
/// be known as [`Ability::Films`](crate::platform::Ability::Films); it continues when a source appears.
pub fn start(buses: &Buses, facts: Facts) -> Films {
    Films {
        _tasks: way::start(buses, facts),
    }
}
